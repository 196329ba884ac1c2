import type { HttpHandler, HttpRequest } from '../../http/message.ts';
import { accountOf } from '../caller.ts';
import type { AwsCloud } from '../cloud.ts';
import { authorize } from '../iam/authorization.ts';
import { answerJson, unknownOperation } from '../json-protocol.ts';
import { answerQuery, type QueryAction } from '../query-protocol.ts';
import { authenticate } from '../sigv4.ts';
import type { JsonObject } from '../sts/web-identity/jwt.ts';
import { CLOUD_FORMATION_ACTIONS } from './cloud-formation.ts';
import { CLOUD_WATCH_ACTIONS } from './cloud-watch.ts';
import type { FormOperation, JsonOperation } from './operation.ts';
import { QUEUE_OPERATIONS } from './queues.ts';
import { STEP_FUNCTIONS_OPERATIONS } from './step-functions.ts';

/**
 * As much of the services of a region as it takes to deploy, start and watch a state machine. They are at one
 * address, and told apart by the service that a request is signed for.
 */
export function createRegionalService(cloud: AwsCloud): HttpHandler {
  const services: Readonly<Record<string, HttpHandler>> = {
    cloudformation: formService(cloud, {
      ...{ signedFor: 'cloudformation', permissions: 'cloudformation', version: '2010-05-15' },
      ...{ host: 'cloudformation.amazonaws.com', operations: CLOUD_FORMATION_ACTIONS },
    }),
    monitoring: formService(cloud, {
      ...{ signedFor: 'monitoring', permissions: 'cloudwatch', version: '2010-08-01' },
      ...{ host: 'monitoring.amazonaws.com', operations: CLOUD_WATCH_ACTIONS },
    }),
    sqs: jsonService(cloud, 'sqs', 'AmazonSQS', QUEUE_OPERATIONS),
    states: jsonService(cloud, 'states', 'AWSStepFunctions', STEP_FUNCTIONS_OPERATIONS),
  };
  return (request) => {
    const service = services[scopeOf(request)];
    return service?.(request) ?? { status: 404, headers: {}, body: '' };
  };
}

/** The service of the signature; whether that is right, each service says itself. */
function scopeOf({ headers }: HttpRequest): string {
  return /Credential=[^/]+\/\d{8}\/[^/]+\/(\w+)\//.exec(headers['authorization'] ?? '')?.[1] ?? '';
}

interface FormService {
  readonly signedFor: string;
  readonly permissions: string;
  readonly version: string;
  readonly host: string;
  readonly operations: Readonly<Record<string, FormOperation>>;
}

function formService(
  cloud: AwsCloud,
  { signedFor, permissions, version, host, operations }: FormService,
): HttpHandler {
  const actions = Object.entries(operations).map(([name, operation]): [string, QueryAction] => [
    name,
    ({ request, parameters }) => {
      const caller = authenticate(cloud, request, signedFor);
      const action = `${permissions}:${name}`;
      authorize(cloud, caller, { action, resource: { arn: '*' } });
      return operation(accountOf(caller), parameters);
    },
  ]);
  const namespace = `http://${host}/doc/${version}/`;
  return (request) =>
    answerQuery({ namespace, version, actions: Object.fromEntries(actions) }, request);
}

function jsonService(
  cloud: AwsCloud,
  id: string,
  target: string,
  operations: Readonly<Record<string, JsonOperation>>,
): HttpHandler {
  const answer = (name: string, request: HttpRequest, input: JsonObject) => {
    const caller = authenticate(cloud, request, id);
    const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
    if (operation === undefined) throw unknownOperation();
    authorize(cloud, caller, { action: `${id}:${name}`, resource: { arn: resourceIn(input) } });
    return operation(accountOf(caller), input);
  };
  return (request) => answerJson({ target, version: '1.0', answer }, request);
}

/** What the call is about, where it names something that policies can. */
function resourceIn({ stateMachineArn, executionArn }: JsonObject): string {
  const named = stateMachineArn ?? executionArn;
  return typeof named === 'string' ? named : '*';
}
