import type { ServiceAnswer } from './step-failure.ts';

/** What the AWS SDK kept of an error answer of `service`. */
export function awsAnswer(error: unknown, service: ServiceAnswer['service']): ServiceAnswer {
  const { name, message, Code, $metadata } = error as {
    name?: unknown;
    message?: unknown;
    Code?: unknown;
    $metadata?: { httpStatusCode?: unknown; requestId?: unknown };
  };
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
  const status = $metadata?.httpStatusCode;
  return {
    service,
    status: typeof status === 'number' ? status : undefined,
    code: text(Code) ?? wireCode(text(name)),
    requestId: text($metadata?.requestId),
    message: text(message),
  };
}

/** The headers of that answer, in lower case. */
export function awsAnswerHeaders(error: unknown): Readonly<Record<string, string>> {
  const { $response } = error as { $response?: { headers?: Readonly<Record<string, string>> } };
  return $response?.headers ?? {};
}

/** The SDK calls what the wire calls `InvalidIdentityToken` an `InvalidIdentityTokenException`. */
function wireCode(name: string | undefined): string | undefined {
  return name === 'ExpiredTokenException' || name === 'RegionDisabledException'
    ? name
    : name?.replace(/Exception$/, '');
}
