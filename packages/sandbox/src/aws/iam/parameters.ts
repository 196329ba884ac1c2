import { lengthBetween, violation } from '../parameter-constraints.ts';

/**
 * The forms of IAM's parameters, from its service model.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
 */
const NAME = '[\\w+=,.@-]+';

/** @throws QueryError `ValidationError` */
export function readName(parameters: URLSearchParams, name: string, maximum = 64): string {
  const value = lengthBetween(parameters, name, 1, maximum);
  return matching(value, name, NAME);
}

/** @throws QueryError `ValidationError` */
export function readPath(parameters: URLSearchParams): string {
  if (!parameters.has('Path')) return '/';
  const value = lengthBetween(parameters, 'Path', 1, 512);
  return matching(value, 'Path', '(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)');
}

export function readDescription(parameters: URLSearchParams): string | undefined {
  if (!parameters.has('Description')) return undefined;
  const value = lengthBetween(parameters, 'Description', 0, 1000);
  return matching(value, 'Description', '[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u00A1-\\u00FF]*');
}

export function readMaxSessionDuration(parameters: URLSearchParams): number | undefined {
  return readInteger(parameters, 'MaxSessionDuration', 3600, 43_200);
}

export function readInteger(
  parameters: URLSearchParams,
  name: string,
  minimum: number,
  maximum: number,
): number | undefined {
  const text = parameters.get(name);
  if (text === null) return undefined;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < minimum) {
    throw violation(
      text,
      lower(name),
      `Member must have value greater than or equal to ${minimum}`,
    );
  }
  if (value > maximum) {
    throw violation(text, lower(name), `Member must have value less than or equal to ${maximum}`);
  }
  return value;
}

export function matching(value: string, name: string, pattern: string): string {
  if (new RegExp(`^(?:${pattern})$`, 'su').test(value)) return value;
  throw violation(
    value,
    lower(name),
    `Member must satisfy regular expression pattern: ${pattern.replaceAll('\\\\-', '\\-')}`,
  );
}

function lower(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
