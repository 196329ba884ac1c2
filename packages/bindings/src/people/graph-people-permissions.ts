import type { Permission } from '../entra-directory/graph-failure.ts';

const ADMINISTRATOR = 'the role Application Administrator';

/** @see https://learn.microsoft.com/graph/api/application-update */
export const TO_WRITE_SIGN_IN: Permission = {
  application: 'Application.ReadWrite.OwnedBy, and to be an owner of the application',
  person: `the scope Application.ReadWrite.All and ${ADMINISTRATOR}`,
};

/** @see https://learn.microsoft.com/graph/api/serviceprincipal-post-claimsmappingpolicies */
export const TO_MAP_CLAIMS: Permission = {
  application:
    'Policy.Read.All, Policy.ReadWrite.ApplicationConfiguration and Application.ReadWrite.OwnedBy',
  person: `the scopes Policy.Read.All, Policy.ReadWrite.ApplicationConfiguration and Application.ReadWrite.All, and ${ADMINISTRATOR}`,
};

/** @see https://learn.microsoft.com/graph/api/identitycontainer-post-customauthenticationextensions */
export const TO_EXTEND: Permission = {
  application: 'CustomAuthenticationExtension.ReadWrite.All',
  person: `the scope CustomAuthenticationExtension.ReadWrite.All and the role Authentication Extensibility Administrator or ${ADMINISTRATOR}`,
};

/** @see https://learn.microsoft.com/graph/api/identitycontainer-post-authenticationeventlisteners */
export const TO_LISTEN: Permission = {
  application: 'EventListener.ReadWrite.All',
  person: `the scope EventListener.ReadWrite.All and the role Authentication Extensibility Administrator or ${ADMINISTRATOR}`,
};

/** @see https://learn.microsoft.com/graph/api/serviceprincipal-post-approleassignedto */
export const TO_ASSIGN: Permission = {
  application: 'AppRoleAssignment.ReadWrite.All and User.ReadBasic.All',
  person: `the scopes AppRoleAssignment.ReadWrite.All and User.ReadBasic.All, and ${ADMINISTRATOR}`,
};

/** What assigning people takes besides. With the first, who has it can grant anything to anybody. */
export const ASSIGNING_SCOPES: readonly string[] = [
  'AppRoleAssignment.ReadWrite.All',
  'User.ReadBasic.All',
];

/**
 * What a person is asked to consent to besides `Application.ReadWrite.All`: all that setting up and tearing down
 * take.
 *
 * @see https://learn.microsoft.com/graph/permissions-reference
 */
export const PEOPLE_SCOPES: readonly string[] = [
  'Policy.Read.All',
  'Policy.ReadWrite.ApplicationConfiguration',
  'CustomAuthenticationExtension.ReadWrite.All',
  'EventListener.ReadWrite.All',
];
