import { type ApplicationName, type Half, parseApplicationName } from '@entra-aws-creds/bindings';
import { parseClientId, RoleArn } from '@entra-aws-creds/core/programs';
import type { Flag } from '../flags/flag.ts';
import type { FlagValues } from '../flags/flag-values.ts';
import { WrongUsage } from '../wrong-usage.ts';
import { given } from './given.ts';

/** Which binding a command is about, and which half of it these hands may touch. */
export const BINDING_FLAGS: readonly Flag[] = [
  { name: 'application', value: 'NAME', means: 'name of the application in Entra' },
  { name: 'role-to-assume', value: 'ARN', means: 'the role; --role for short' },
  {
    name: 'only',
    value: 'SIDE',
    means: 'entra or aws: do this half, and say what the other one takes',
  },
  { name: 'client-id', value: 'CLIENT', means: 'with --only aws: client ID of the application' },
  {
    name: 'subject',
    value: 'ID',
    means: 'with --only aws: object ID of the service principal',
  },
];

interface GivenBinding {
  readonly application: ApplicationName | undefined;
  readonly role: RoleArn | undefined;
  readonly half: Half;
}

/** @throws WrongUsage */
export function readBinding(flags: FlagValues): GivenBinding {
  return { ...readNames(flags), half: readHalf(flags) };
}

/** What the two ends are called. @throws WrongUsage */
export function readNames(flags: FlagValues): Omit<GivenBinding, 'half'> {
  const application = flags.value('application');
  const role = flags.value('role-to-assume');
  return {
    application:
      application === undefined
        ? undefined
        : given('--application', application, parseApplicationName),
    role: role === undefined ? undefined : given('--role', role, RoleArn.parse),
  };
}

function readHalf(flags: FlagValues): Half {
  const only = flags.value('only');
  const ids = ['client-id', 'subject'].filter((name) => flags.value(name) !== undefined);
  if (only === 'aws') {
    const clientId = flags.value('client-id');
    const subject = flags.value('subject');
    if (clientId === undefined || subject === undefined) {
      throw new WrongUsage(
        '--only aws needs --client-id and --subject.',
        'The half of Entra prints them: entra-aws-creds setup --only entra.',
      );
    }
    return {
      only,
      clientId: given('--client-id', clientId, parseClientId),
      servicePrincipalId: given('--subject', subject, parseObjectId),
    };
  }
  if (ids.length > 0) throw new WrongUsage(`--${ids[0]} goes with --only aws.`);
  if (only === undefined || only === 'entra') return { only };
  throw new WrongUsage('--only takes entra or aws.');
}

/** A GUID, as every object of Entra has one. */
export function parseObjectId(text: string): string {
  return parseClientId(text);
}

/** @throws WrongUsage when it is not given */
export function requireApplication({
  application,
}: Pick<GivenBinding, 'application'>): ApplicationName {
  if (application !== undefined) return application;
  throw new WrongUsage(
    '--application is not given.',
    'Give the name that the application has or is to have in Entra.',
  );
}

/** @throws WrongUsage when it is not given */
export function requireRole({ role }: Pick<GivenBinding, 'role'>): RoleArn {
  if (role !== undefined) return role;
  throw new WrongUsage(
    '--role is not given.',
    'Give the ARN that the role has or is to have: arn:aws:iam::123456789012:role/deploy.',
  );
}
