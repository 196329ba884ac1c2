import type { HttpHandler, HttpResponseInit, InvocationContext } from '@azure/functions';
import type { ProviderAnswer } from './callout/answer.ts';
import type { ClaimsProvider } from './claims-provider.ts';
import type { DecisionRecord } from './decision-record.ts';

/** The provider as Azure Functions calls it. One that could not be opened denies every sign-in. */
export function httpHandler(opened: Promise<ClaimsProvider>): HttpHandler {
  // It is looked at with the first request, not before.
  opened.catch(() => {});
  return async (request, context) => {
    const provider = await opened.catch((error: unknown) => {
      context.error(
        `The claims provider cannot start. ${error instanceof Error ? error.message : ''}`,
      );
    });
    if (provider === undefined) return { status: 500, jsonBody: { error: { code: 'internal' } } };
    const answer = await provider(
      {
        method: request.method,
        authorization: request.headers.get('authorization') ?? '',
        body: await request.text(),
      },
      (record) => log(record, context),
    );
    return responseOf(answer);
  };
}

/** One line of JSON, which Application Insights can be asked for by its members. */
function log(record: DecisionRecord, context: InvocationContext): void {
  const line = JSON.stringify(record);
  if (record.decision === 'claims') context.info(line);
  else context.warn(line);
}

function responseOf({ status, headers, body }: ProviderAnswer): HttpResponseInit {
  return { status, headers: { ...headers }, body };
}
