import { parseJsonObject, type ServiceAnswer, StepFailure } from '@entra-aws-creds/core/services';
import type { ServicePrincipal } from './application.ts';
import { readServicePrincipal } from './graph-answers.ts';
import type { GraphClient } from './graph-client.ts';
import { graphError } from './graph-failure.ts';
import { TO_WRITE } from './graph-permissions.ts';

/**
 * Makes the service principal of an application, which may be so new that the server asked does not know
 * it yet. Graph words that as a bad reference or as a missing permission.
 *
 * @returns undefined when there is one already
 * @throws StepFailure `EAC_GRAPH_…`; `EAC_BINDING_NOT_SETTLED` while the application is not known everywhere
 * @see https://learn.microsoft.com/graph/api/serviceprincipal-post-serviceprincipals
 */
export async function createServicePrincipal(
  graph: GraphClient,
  clientId: string,
): Promise<ServicePrincipal | undefined> {
  const asking = 'Creating the service principal';
  const answer = await graph.send({
    asking,
    needs: TO_WRITE,
    method: 'POST',
    path: '/servicePrincipals',
    body: { appId: clientId },
    accepted: [400, 403, 404, 409],
  });
  if (answer.status === 409) return undefined;
  if (answer.status < 300) return readServicePrincipal(parseJsonObject(answer.body) ?? {});
  const said = graphError(answer);
  if (isNotThereYet(said)) {
    throw new StepFailure(
      'EAC_BINDING_NOT_SETTLED',
      `${asking} failed: Entra has not copied the new application to all its servers yet.`,
      `It usually takes seconds and sometimes minutes. If it stays like this, the login lacks a permission: an application needs ${TO_WRITE.application}; a person needs ${TO_WRITE.person}.`,
      { answer: said },
    );
  }
  if (/already in use|already exists|conflicting object/i.test(said.message ?? '')) {
    return undefined;
  }
  throw graph.refusal(answer, { asking, needs: TO_WRITE });
}

function isNotThereYet({ status, code = '', message = '' }: ServiceAnswer): boolean {
  if (status === 404) return true;
  if (status === 403) return /backing application/i.test(message);
  return (
    /does not reference a valid application object|NoBackingApplicationObject/i.test(message) ||
    code === 'NoBackingApplicationObject'
  );
}
