import type { Permission } from './graph-failure.ts';

/**
 * The least that each act takes.
 *
 * @see https://learn.microsoft.com/graph/permissions-reference
 */
export const TO_READ: Permission = {
  application: 'Application.Read.All or Application.ReadWrite.OwnedBy',
  person: 'the scope Application.Read.All',
};

export const TO_WRITE: Permission = {
  application: 'Application.ReadWrite.OwnedBy, and to be an owner of the application',
  person:
    'the scope Application.ReadWrite.All and the role Application Developer (for applications of their own) or Application Administrator',
};
