import { allRequests, type RoleInputs } from '../1-inputs/aws/role-inputs.ts';
import type { EntraApplication } from '../1-inputs/entra/entra-application.ts';
import { AT_THE_SAME_TIME } from '../3-sts-credentials/role-session.ts';
import { loadWebIdentityCall } from '../3-sts-credentials/web-identity-exchange.ts';
import { seeToConnections } from '../platform/event-loop.ts';
import type { Network } from '../platform/network.ts';

/** Whom a step is going to talk to. */
interface StepHosts {
  /** Undefined where the machine itself is asked for the token. */
  readonly application: Pick<EntraApplication, 'authorityHost'> | undefined;
  readonly roles: RoleInputs;
}

/**
 * A step's time goes into loading code and into round trips; here they overlap. Connections to Entra and
 * STS are begun at once, while the code for the login is loaded, and the code for the exchange is loaded when
 * the first request has left. Nothing that fails here is an error: whoever needs it tries again.
 */
export function withHeadStart({ application, roles }: StepHosts, network: Network): Network {
  const requests = allRequests(roles);
  if (application !== undefined) network.begin(application.authorityHost);
  for (const { stsEndpoint } of requests.slice(0, AT_THE_SAME_TIME)) network.begin(stsEndpoint.url);
  return {
    begin: (url) => network.begin(url),
    send: async (request) => {
      await seeToConnections();
      return network.send({
        ...request,
        left: () => {
          loadWebIdentityCall().catch(() => {});
        },
      });
    },
    close: () => network.close(),
  };
}
