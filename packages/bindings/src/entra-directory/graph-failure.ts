import {
  isJsonObject,
  isTransientStatus,
  type NetworkResponse,
  parseJsonObject,
  quote,
  type ReachedService,
  type ServiceAnswer,
  StepFailure,
  transientAnswer,
} from '@entra-aws-creds/core/services';

export const GRAPH: ReachedService = {
  name: 'Microsoft Graph',
  unreachable: 'EAC_GRAPH_UNREACHABLE',
  answer: 'EAC_GRAPH_ANSWER',
  namedBy: '"graph-endpoint"',
};

/** What was asked of Graph, as failures tell of it. */
export interface AskedOfGraph {
  /** The subject of a sentence: `Creating the application "deploy"`. */
  readonly asking: string;
  /** The least permissions for it: what an application needs, and what a person needs. */
  readonly needs: Permission;
}

export interface Permission {
  readonly application: string;
  readonly person: string;
}

/**
 * An answer of Graph that is an error.
 *
 * @see https://learn.microsoft.com/graph/errors
 */
export function graphAnswerFailure(
  answer: NetworkResponse,
  { asking, needs }: AskedOfGraph,
  host: string,
  now: Date,
): StepFailure {
  const said = graphError(answer);
  const { status } = answer;
  if (isTransientStatus(status)) {
    return new StepFailure(
      'EAC_GRAPH_UNAVAILABLE',
      `${asking} failed: Graph ${status === 429 ? 'asks to be left alone for a while' : 'cannot answer at the moment'}.`,
      'Run the command again in a few minutes: it goes on from where it is.',
      { answer: said, transient: transientAnswer(answer, now) },
    );
  }
  if (said.code === undefined) return notGraph(answer, asking, host);
  if (status === 401) {
    return new StepFailure(
      'EAC_GRAPH_DENIED',
      `${asking} failed: Graph does not accept the login.`,
      'Log in again, to the tenant that "tenant-id" names and in the same cloud as Graph.',
      { answer: said },
    );
  }
  if (isOfTenantPolicy(said)) {
    const shorter = /lifetime/i.test(said.code)
      ? 'Make one that is good for fewer days with "--certificate-days". Or have'
      : 'Have';
    return new StepFailure(
      'EAC_GRAPH_POLICY',
      `${asking} failed: a policy of the tenant forbids it.`,
      `${shorter} whoever administers the app management policies of the tenant exempt this application. A federated credential ("--federated") needs no certificate.`,
      { answer: said },
    );
  }
  if (/quota/i.test(said.code)) {
    return new StepFailure(
      'EAC_GRAPH_QUOTA',
      `${asking} failed: there are as many directory objects as there may be.`,
      'Deleted applications count for 30 days: purge those of yours that nobody needs, or let another administrator run this.',
      { answer: said },
    );
  }
  if (status === 403) {
    return new StepFailure(
      'EAC_GRAPH_DENIED',
      `${asking} failed: the login may not do that.`,
      `An application needs ${needs.application} (an application permission, with admin consent); a person needs ${needs.person}. A Privileged Role Administrator can grant either.`,
      { answer: said },
    );
  }
  return new StepFailure(
    'EAC_GRAPH_REFUSED',
    `${asking} failed: Graph refused the request.`,
    'Its own words say why; look up the code at https://learn.microsoft.com/graph/errors.',
    { answer: said },
  );
}

/** Code and words of an error answer; without a code it is none of Graph's. */
export function graphError({ status, headers, body }: NetworkResponse): ServiceAnswer {
  const error = parseJsonObject(body)?.['error'];
  const requestId = headers['request-id'];
  if (!isJsonObject(error)) return { service: 'Graph', status, requestId };
  return {
    service: 'Graph',
    status,
    code: textOf(error['code']),
    message: textOf(error['message']),
    requestId,
  };
}

/**
 * Restrictions that a tenant puts on credentials and identifier URIs of applications.
 *
 * @see https://learn.microsoft.com/graph/api/resources/applicationauthenticationmethodpolicy
 */
function isOfTenantPolicy({ code = '', message = '' }: ServiceAnswer): boolean {
  return (
    /AsPerAppPolicy|HostNameNotOnVerifiedDomain/i.test(code) ||
    /as per (?:the default tenant|assigned|your organization)|tenant policy|app(?:lication)? (?:management )?policy/i.test(
      message,
    )
  );
}

function notGraph(answer: NetworkResponse, asking: string, host: string): StepFailure {
  const { status, headers, body } = answer;
  return new StepFailure(
    'EAC_GRAPH_ANSWER',
    `${asking} failed: ${host} answered HTTP ${status} (${quote(headers['content-type'] ?? 'no content type')}) with something that is not from Graph, and begins with ${quote(body.slice(0, 100))}.`,
    'A proxy or firewall answered in its place, or "graph-endpoint" names another server.',
    { answer: { service: 'Graph', status } },
  );
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
