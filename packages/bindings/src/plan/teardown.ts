import type { AwsSide, Observed } from '../observe/observed.ts';
import { applicationIdOf, statementIdOf } from '../ownership.ts';
import { peopleRemovals } from '../people/plan/teardown-people.ts';
import type { TeardownWish } from '../wish/teardown-wish.ts';
import type { Change } from './change.ts';
import { awsRemovals } from './teardown-aws.ts';
import { entraRemovals } from './teardown-entra.ts';

/**
 * What takes the binding away, in an order in which nothing is ever open that was not before; nothing when
 * there is nothing of it. Only what carries our mark is touched.
 *
 * @throws StepFailure `EAC_BINDING_CONFLICT`
 */
export function planTeardown(wish: TeardownWish, observed: Observed): readonly Change[] {
  const { entra, aws } = observed;
  const clientId = clientIdOf(wish, observed);
  return [
    ...(aws === undefined || clientId === undefined || wish.half.only === 'entra'
      ? []
      : awsRemovals(wish, clientId, aws, entra?.application)),
    ...(entra === undefined || wish.half.only === 'aws'
      ? []
      : peopleRemovals(
          wish.role,
          entra,
          entraRemovals(wish, entra, otherRoles(wish, clientId, aws)),
        )),
  ];
}

/** Roles of the account that trust the application too, whatever it lists itself. */
function otherRoles(
  { role }: TeardownWish,
  clientId: string | undefined,
  aws: AwsSide | undefined,
): readonly string[] {
  if (clientId === undefined) return [];
  const sid = statementIdOf(clientId);
  return (aws?.neighbours ?? [])
    .filter((one) => one.sid === sid && one.role !== role.text)
    .map((one) => one.role);
}

/** Of the application whose binding it is, also when that is gone and only the role remembers it. */
function clientIdOf(
  { half, application }: TeardownWish,
  { entra, aws }: Observed,
): string | undefined {
  if (half.only === 'aws') return half.clientId;
  if (entra?.application !== undefined) return entra.application.clientId;
  const isNamed = application !== undefined && half.only === undefined;
  if (isNamed && entra?.namesakes.length !== 0) return undefined;
  return aws?.role && applicationIdOf(aws.role);
}
