import type { Application, Role } from '../../../packages/bindings/src/index.ts';
import { NAME, ROLE } from './wishes.ts';

/** Of the name that we want, made by somebody else. */
export const theirs: Application = {
  id: 'their-id',
  clientId: '99999999-0000-4000-8000-000000000000',
  uniqueName: undefined,
  displayName: NAME.displayName,
  tags: [],
  tokenVersion: 'v2',
  identifierUris: [],
  certificates: [],
  secrets: [],
  created: undefined,
};

/** Of the name that we want, made by somebody else, and open to their account. */
export const theirRole: Role = {
  arn: ROLE,
  roleId: 'AROATHEIRS0000000000',
  trustPolicy: {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Theirs',
        Effect: 'Allow',
        Principal: { AWS: '123456789012' },
        Action: 'sts:AssumeRole',
      },
    ],
  },
  tags: {},
  maxSessionDuration: 3600,
  permissionsBoundary: undefined,
  created: undefined,
  lastUsed: undefined,
};
