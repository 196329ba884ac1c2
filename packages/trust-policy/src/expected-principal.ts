import type { Principal } from './document/policy-document.ts';

/** Tells the principals that a policy is meant to admit besides the one that asks. */
export type IsExpected = (principal: Principal) => boolean;

/** A policy for the one that asks, and for nobody else. */
export const NOBODY_ELSE: IsExpected = () => false;
