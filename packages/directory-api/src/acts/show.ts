import { applicationNameOf, type Observed, observe } from '@entra-aws-creds/bindings';
import { type RoleArn, StepFailure } from '@entra-aws-creds/core/programs';
import { ENTRA_ONLY, type Surroundings } from './act.ts';
import { type BindingAnswer, bindingAnswer } from './binding-answer.ts';
import { listedRole } from './listed-roles.ts';

/** @throws StepFailure `EAC_BINDING_MISSING` */
export async function show(role: RoleArn, surroundings: Surroundings): Promise<BindingAnswer> {
  const observed = await look(role, surroundings);
  const listed = listedRole(role, observed.entra?.application);
  const binding = bindingAnswer(listed, observed, surroundings);
  if (binding !== undefined) return binding;
  throw missing(role);
}

/** What there is of the role's application; one answer that there is none counts. */
export function look(role: RoleArn, { tenant, cloud, world }: Surroundings): Promise<Observed> {
  const question = {
    tenant,
    cloud,
    application: applicationNameOf(role),
    role,
    tokenVersion: undefined,
    half: ENTRA_ONLY,
    followsTrust: false,
    namesakes: true,
    deleted: false,
    federatedCredentials: false,
    inlinePolicies: false,
    neighbours: false,
    awaitsApplication: false,
    awaitsRole: false,
  };
  return observe(question, world);
}

export function missing(role: RoleArn): StepFailure {
  return new StepFailure(
    'EAC_BINDING_MISSING',
    `There is no application for ${role.text}.`,
    'Send the binding with PUT first.',
  );
}
