import type { HttpHandler, InvocationContext } from '@azure/functions';
import { asStepFailure, StepFailure } from '@entra-aws-creds/core/programs';
import type { DirectoryApi } from './directory-api.ts';
import { problemResponse } from './problem.ts';
import { Refusal } from './refusal.ts';
import type { RequestRecord } from './request-record.ts';

/** The API as Azure Functions calls it. One that could not be opened refuses every request. */
export function httpHandler(open: () => DirectoryApi): HttpHandler {
  const opened = attempt(open);
  return async (request, context) => {
    if ('failure' in opened) {
      context.error(opened.failure.describe());
      return problemResponse(new Refusal(500, closed(opened.failure)));
    }
    const { pathname: path, searchParams: query } = new URL(request.url);
    const header = (name: string) => request.headers.get(name) ?? '';
    const { status, headers, body } = await opened.api(
      {
        method: request.method,
        path,
        query,
        authorization: header('authorization'),
        contentType: header('content-type'),
        body: await request.text(),
      },
      (record) => log(record, context),
    );
    return { status, headers: { ...headers }, ...(body !== '' && { body }) };
  };
}

type Opened = { readonly api: DirectoryApi } | { readonly failure: StepFailure };

function attempt(open: () => DirectoryApi): Opened {
  try {
    return { api: open() };
  } catch (error) {
    return { failure: asStepFailure(error) };
  }
}

/** What is wrong with the settings is for the log, and for nobody who calls. */
function closed({ code }: StepFailure): StepFailure {
  return new StepFailure(code, 'The API could not start.', 'The log of the function app says why.');
}

/** One line of JSON, whose members a query of the logs can ask for. */
function log(record: RequestRecord, context: InvocationContext): void {
  const line = JSON.stringify(record);
  if (record.status >= 500) context.error(line);
  else if (record.status >= 400) context.warn(line);
  else context.info(line);
}
