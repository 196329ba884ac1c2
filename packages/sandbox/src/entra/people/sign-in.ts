import type { EntraTenant } from '../tenant.ts';
import type { EntraPerson } from './person.ts';

/** What follows what a person has typed. */
type NextFactor =
  | { readonly kind: 'wrong'; readonly message: string }
  | { readonly kind: 'code'; readonly message: string }
  | { readonly kind: 'signed-in'; readonly person: EntraPerson };

/** @param typed `login`, `password` and, when it was asked for, `otc` */
export function nextFactor(tenant: EntraTenant, typed: URLSearchParams): NextFactor {
  const login = (typed.get('login') ?? '').toLowerCase();
  const person = tenant.people.find((one) => one.userPrincipalName.toLowerCase() === login);
  if (person === undefined || person.password !== typed.get('password')) {
    return { kind: 'wrong', message: 'Your account or password is incorrect.' };
  }
  const { authenticatorCode } = person;
  if (authenticatorCode === undefined) return { kind: 'signed-in', person };
  const code = typed.get('otc');
  if (code === null) return { kind: 'code', message: '' };
  if (code === authenticatorCode) return { kind: 'signed-in', person };
  return { kind: 'code', message: 'You didn’t enter the expected verification code.' };
}
