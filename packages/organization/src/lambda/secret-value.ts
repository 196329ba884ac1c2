import {
  callWithRetries,
  isTransientStatus,
  type NetworkResponse,
  type OnlinePlatform,
  parseJsonObject,
  quote,
  type ReachedService,
  Secret,
  type ServiceAnswer,
  type SigningKeys,
  StepFailure,
  serviceNetworkFailure,
  signedRequest,
  transientAnswer,
} from '@entra-aws-creds/core/services';
import type { SecretArn } from './secret-arn.ts';

const SECRETS_MANAGER: ReachedService = {
  name: 'Secrets Manager',
  unreachable: 'EAC_SECRET_UNREACHABLE',
  answer: 'EAC_SECRET_ANSWER',
  namedBy: 'the region in the ARN of the secret',
  machine: 'the function',
};

/** Besides what its status says. */
const THROTTLED = /Throttl|TooManyRequests|LimitExceeded/i;
const UNREADABLE = /AccessDenied|NotAuthorized|UnrecognizedClient|KMS|DecryptionFailure/i;
const ABSENT = /ResourceNotFound|InvalidRequest/;

/** Secrets Manager as the function's role asks it. */
interface SecretsManager {
  readonly keys: SigningKeys;
  /** Undefined: that of the secret's region. */
  readonly endpoint: URL | undefined;
}

/**
 * The text of a secret as it is now, masked before it is handed on. One operation: a client for the whole
 * service would be larger than all of the function.
 *
 * @throws StepFailure `EAC_SECRET_…`
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
 */
export async function secretValue(
  arn: SecretArn,
  asked: SecretsManager,
  online: OnlinePlatform,
): Promise<Secret> {
  const text = await callWithRetries(reading(arn), () => attempt(arn, asked, online), online);
  online.maskSecret(text);
  return new Secret(text);
}

async function attempt(
  arn: SecretArn,
  { keys, endpoint }: SecretsManager,
  { network, clock }: OnlinePlatform,
): Promise<string> {
  const { name: region, partition } = arn.region;
  const url = endpoint ?? new URL(`https://secretsmanager.${region}.${partition.dnsSuffix}`);
  const body = JSON.stringify({ SecretId: arn.text });
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': 'secretsmanager.GetSecretValue',
  };
  const request = await signedRequest(
    { method: 'POST', url, headers, body },
    { name: 'secretsmanager', region },
    keys,
    clock.now(),
  );
  const answer = await network.send(request).catch((error: unknown) => {
    throw serviceNetworkFailure(error, sentence(arn), SECRETS_MANAGER);
  });
  return textIn(answer, arn, url, clock.now());
}

/** Nothing of an answer is ever quoted but the words of a refusal: the secret may be in it. */
function textIn(answer: NetworkResponse, arn: SecretArn, url: URL, now: Date): string {
  const { status, headers } = answer;
  const object = parseJsonObject(answer.body);
  const said = (name: string) => {
    const value = object?.[name];
    return typeof value === 'string' ? value : undefined;
  };
  const text = said('SecretString');
  if (status === 200 && text !== undefined && text !== '') return text;
  if (status === 200 && object?.['ARN'] !== undefined) throw withoutText(arn);
  const code = said('__type')?.split('#').at(-1);
  const requestId = headers['x-amzn-requestid'];
  const refused: ServiceAnswer = { service: 'Secrets Manager', status, code, requestId };
  if (status !== 200 && code !== undefined) {
    throw refusal(
      { ...refused, message: said('Message') ?? said('message') },
      code,
      arn,
      answer,
      now,
    );
  }
  throw new StepFailure(
    'EAC_SECRET_ANSWER',
    `${sentence(arn)} failed: ${url.host} answered HTTP ${status} (${quote(headers['content-type'] ?? 'no content type')}) with something that is not from Secrets Manager.`,
    'A proxy or firewall answered in its place, or a VPC endpoint leads elsewhere.',
    { answer: refused, transient: transientAnswer(answer, now) },
  );
}

function refusal(
  said: ServiceAnswer,
  code: string,
  arn: SecretArn,
  answer: NetworkResponse,
  now: Date,
): StepFailure {
  if (isTransientStatus(answer.status) || THROTTLED.test(code)) {
    return new StepFailure(
      'EAC_SECRET_UNREACHABLE',
      `${sentence(arn)} failed: Secrets Manager cannot answer at the moment.`,
      'It is asked again by itself for a while.',
      { answer: said, transient: transientAnswer(answer, now) ?? {} },
    );
  }
  if (UNREADABLE.test(code)) {
    return new StepFailure(
      'EAC_SECRET_DENIED',
      `${sentence(arn)} failed: the role of the functions may not read it.`,
      'The parameter CertificateSecretArn of the central stack gives it secretsmanager:GetSecretValue on exactly this ARN. A key of your own that encrypts the secret must let the role decrypt, and neither the policy of the secret nor one of the organization may deny it.',
      { answer: said },
    );
  }
  return new StepFailure(
    'EAC_SECRET_REFUSED',
    ABSENT.test(code)
      ? `${sentence(arn)} failed: there is no such secret, or it was deleted.`
      : `${sentence(arn)} failed: Secrets Manager refused the request.`,
    'Check the parameter CertificateSecretArn of the central stack against "aws secretsmanager list-secrets" in that region; one that was deleted can be restored for some days.',
    { answer: said },
  );
}

function withoutText(arn: SecretArn): StepFailure {
  return new StepFailure(
    'EAC_SECRET_REFUSED',
    `${sentence(arn)} failed: it holds no text.`,
    'Put the PEM there as text: aws secretsmanager put-secret-value with --secret-string, and not --secret-binary.',
  );
}

function reading({ text }: SecretArn): string {
  return `reading the secret ${text}`;
}

function sentence({ text }: SecretArn): string {
  return `Reading the secret ${text}`;
}
