import { type RoleArn, StepFailure } from '@entra-aws-creds/core/programs';
import type { Application, FederatedCredential } from '../entra-directory/application.ts';
import type { Observed } from '../observe/observed.ts';
import { retirementOf, rolesOf } from '../ownership.ts';
import type { Change } from '../plan/change.ts';
import { isOfOurs } from '../wish/federated-subject.ts';
import { isFromTags } from './certificate-changes.ts';
import { foreignToRole } from './owned-directory.ts';

/** @throws StepFailure `EAC_BINDING_FOREIGN` */
export function refuseOtherLogins(
  application: Application,
  federatedCredentials: readonly FederatedCredential[] = [],
): void {
  const certificates = application.certificates.filter((one) => !isFromTags(one));
  const foreign = federatedCredentials.filter((one) => !isOfOurs(one));
  const count = certificates.length + application.secrets.length + foreign.length;
  if (count > 0) throw foreignToRole(application, `has ${count} credentials of somebody else`);
}

/** A role keeps its ARN for life. A second one in the tags, and nobody could tell whose the application is. */
export function refuseOtherRole(
  { clientId, ...application }: Application,
  { text }: RoleArn,
): void {
  const other = rolesOf(application).find((arn) => arn !== text);
  if (other === undefined) return;
  throw new StepFailure(
    'EAC_BINDING_CONFLICT',
    `The application ${clientId} was made for ${other}, and ${text} has the same unique ID.`,
    'Give the path of the role as IAM tells it.',
  );
}

/** Who may log in is what the role says now, and nobody of before. What somebody else added stays. */
export function superfluous(
  wanted: readonly FederatedCredential[],
  { entra }: Observed,
): readonly Change[] {
  return (entra?.federatedCredentials ?? [])
    .filter(isOfOurs)
    .filter(({ issuer, subject }) =>
      wanted.every((one) => one.issuer !== issuer || one.subject !== subject),
    )
    .map((credential) => ({ kind: 'remove-federated-credential', credential }));
}

/** Enabled again is only what was retired: what an administrator has disabled stays so. */
export function enablingOurs(changes: readonly Change[], { entra }: Observed): readonly Change[] {
  const isRetired = entra?.application && retirementOf(entra.application).length > 0;
  return isRetired ? changes : changes.filter(({ kind }) => kind !== 'enable-service-principal');
}

/** The marks of its retirement go when it is wanted again. */
export function returned(application: Application): readonly Change[] {
  const removeTags = retirementOf(application);
  if (removeTags.length === 0) return [];
  return [tagChange(application, { addTags: [], removeTags })];
}

/** First nobody can log in, then the mark says so: a mark without it would be believed. */
export function retirement({ entra }: Observed, tags: readonly string[]): readonly Change[] {
  const { application, servicePrincipal } = entra ?? {};
  if (application === undefined) return [];
  const isMarked = retirementOf(application).length > 0;
  return [
    ...(servicePrincipal?.enabled === true
      ? [{ kind: 'disable-service-principal' as const, id: servicePrincipal.id }]
      : []),
    ...(isMarked ? [] : [tagChange(application, { addTags: tags, removeTags: [] })]),
  ];
}

function tagChange(
  { id, displayName }: Application,
  tags: { readonly addTags: readonly string[]; readonly removeTags: readonly string[] },
): Change {
  return { kind: 'update-application', id, displayName, ...tags, tokenVersion: undefined };
}
