import { InputProblem } from '@entra-aws-creds/core/programs';
import { isJsonObject, type JsonObject, quote } from '@entra-aws-creds/core/services';
import type { ApiRequest } from '../http.ts';
import { requestRefusal } from '../problem.ts';
import type { Refusal } from '../refusal.ts';

const MOST_CHARACTERS = 32_768;

/**
 * The JSON object that a request brings, with none but these members.
 *
 * @throws Refusal 400, 413, 415, 422
 */
export function jsonBody(
  { contentType, body }: Pick<ApiRequest, 'contentType' | 'body'>,
  known: readonly string[],
): JsonObject {
  if (!/^application\/json\s*(?:;|$)/i.test(contentType)) {
    throw requestRefusal(415, 'The body is not said to be JSON.', 'Send it as application/json.');
  }
  if (body.length > MOST_CHARACTERS) {
    throw requestRefusal(
      413,
      'The body is too long.',
      `Send ${MOST_CHARACTERS} characters at most.`,
    );
  }
  const value = parsed(body);
  if (!isJsonObject(value)) {
    throw requestRefusal(400, 'The body is not a JSON object.', 'Send one, as the page says.');
  }
  const odd = Object.keys(value).find((name) => !known.includes(name));
  if (odd !== undefined) {
    throw unprocessable(`has ${quote(odd)}`, `It has ${known.join(', ')} and nothing else.`);
  }
  return value;
}

/** A member that is text. @throws Refusal 422 */
export function textIn(body: JsonObject, name: string): string | undefined {
  const value = Object.hasOwn(body, name) ? body[name] : undefined;
  if (value === undefined || typeof value === 'string') return value;
  throw unprocessable(`has a "${name}" that is not text`, 'Write it in quotation marks.');
}

/** @throws Refusal 422 */
export function unprocessable(what: string, hint: string): Refusal {
  return requestRefusal(422, `The body ${what}.`, hint);
}

/** @throws Refusal 422 for what `parse` does not take */
export function parsedMember<T>(name: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof InputProblem)) throw error;
    throw requestRefusal(422, `"${name}" ${error.message}.`, error.hint);
  }
}

/** The parser's own message would quote the text, which may be secret. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
