import { quote, type RoleArn, StepFailure } from '@entra-aws-creds/core/programs';
import type { MergeConflict } from '@entra-aws-creds/trust-policy';
import type { Application } from '../entra-directory/application.ts';

/** Why nothing is changed at all: each names what stands in the way, and the way out. */

export function foreignApplication({ displayName, clientId }: Application): StepFailure {
  return new StepFailure(
    'EAC_BINDING_FOREIGN',
    `The application ${quote(displayName)} (client ID ${clientId}) was not made by this product, and nothing of it was changed.`,
    'Take another name with "--application", or take this one over with "--adopt".',
  );
}

export function applicationOfPeople({ displayName, clientId }: Application): StepFailure {
  return new StepFailure(
    'EAC_BINDING_CONFLICT',
    `The application ${quote(displayName)} (client ID ${clientId}) is one that people sign in to, and nothing of it was changed.`,
    'Say "--for people" if it is meant; a pipeline gets an application of its own.',
  );
}

export function applicationOfPipeline({ displayName, clientId }: Application): StepFailure {
  return new StepFailure(
    'EAC_BINDING_CONFLICT',
    `The application ${quote(displayName)} (client ID ${clientId}) is a pipeline's, and nothing of it was changed.`,
    'Take another name with "--application": what logs in with a certificate is not what people sign in to.',
  );
}

export function severalApplications(name: string, found: readonly Application[]): StepFailure {
  const ids = found.map(({ clientId }) => clientId).join(', ');
  return new StepFailure(
    'EAC_BINDING_CONFLICT',
    `There are ${found.length} applications of the name ${quote(name)}, and none of them was made by this product under it: client IDs ${ids}.`,
    'Take another name with "--application", or rename those that you do not mean.',
  );
}

export function foreignRole(role: RoleArn): StepFailure {
  return new StepFailure(
    'EAC_BINDING_FOREIGN',
    `The role ${role.text} was not made by this product, and nothing of it was changed.`,
    'Take another name with "--role", or take this one over with "--adopt": its other statements and policies stay as they are.',
  );
}

export function roleOfAnother(role: RoleArn, clientId: string): StepFailure {
  return new StepFailure(
    'EAC_BINDING_CONFLICT',
    `The role ${role.text} belongs to another application, client ID ${quote(clientId)}.`,
    'Take another role, tear that binding down first, or let this application take its place with "--adopt".',
  );
}

export function otherPath(wanted: RoleArn, found: RoleArn): StepFailure {
  return new StepFailure(
    'EAC_BINDING_CONFLICT',
    `${wanted.text} cannot be made: the account has ${found.text}, and the names of roles are unique whatever their path.`,
    'Give the ARN of the role that there is, or take another name.',
  );
}

export function unmergeable(role: RoleArn, conflicts: readonly MergeConflict[]): StepFailure {
  return new StepFailure(
    'EAC_BINDING_CONFLICT',
    `The trust policy of ${role.text} cannot take the statement: ${conflicts.map(({ path, message }) => `${path}: ${message}`).join(' ')}`,
    conflicts.some(({ code }) => code === 'other-provider')
      ? 'Nothing was changed. If the version of the tokens is to change, tear the binding down first, then set it up anew.'
      : 'Nothing was changed. Set the policy right by hand, then run the command again.',
  );
}

export function providerFull(arn: string, count: number): StepFailure {
  return new StepFailure(
    'EAC_IAM_QUOTA',
    `The identity provider ${arn} has ${count} audiences, and IAM allows no more.`,
    'Remove audiences that no role uses any more ("entra-aws-creds list" shows bindings), or let all roles share one resource application ("--audience").',
  );
}

export function trustPolicyTooLong(role: RoleArn, characters: number, quota: number): StepFailure {
  return new StepFailure(
    'EAC_IAM_QUOTA',
    `The trust policy of ${role.text} would have ${characters} characters, and IAM allows ${quota}.`,
    'Take statements out that nobody needs, or have the quota "Role trust policy length" (L-C07B4B0D) raised.',
  );
}

export function tooManyFederatedCredentials(displayName: string, count: number): StepFailure {
  return new StepFailure(
    'EAC_GRAPH_QUOTA',
    `The application ${quote(displayName)} would have ${count} federated credentials, and Entra allows 20.`,
    'Remove those that nobody needs, or use an application for each pipeline.',
  );
}
