import { fill, hasPlaceholder, type PlaceholderName } from './placeholder.ts';

/** What placeholders are called in a template. */
const REFERENCES: Readonly<Record<Exclude<PlaceholderName, 'sid' | 'provider'>, string>> = {
  account: 'AWS::AccountId',
  client_id: 'ClientId',
  subject: 'Subject',
};

/** IAM takes no dashes in the `Sid`. */
const SID = '!Join ["", ["EntraAwsCreds", !Join ["", !Split ["-", !Ref ClientId]]]]';

/** A text as a scalar of a template; nothing is substituted in it but placeholders. */
function text(value: string): string {
  if (!hasPlaceholder(value)) return scalar(value);
  const filled = fill(
    value,
    (part) => part.replaceAll('${', '${!'),
    (name) => (name === 'sid' || name === 'provider' ? name : `\${${REFERENCES[name]}}`),
  );
  if (filled === 'sid') return SID;
  const only = /^\$\{([\w:]+)\}$/.exec(filled)?.[1];
  return only === undefined ? `!Sub ${scalar(filled)}` : `!Ref ${only}`;
}

function scalar(value: string): string {
  return JSON.stringify(value).replace(
    /[^\x20-\x7e]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** JSON as blocks of YAML, to stand below a key. */
export function yaml(value: unknown, indent = ''): string {
  if (typeof value === 'string') return ` ${text(value)}`;
  if (typeof value !== 'object' || value === null) return ` ${value}`;
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    return value.map((one) => `\n${indent}- ${yaml(one, inner).trimStart()}`).join('');
  }
  return Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(
      ([key, member]) =>
        `\n${indent}${/^[\w:]+$/.test(key) ? key : scalar(key)}:${yaml(member, inner)}`,
    )
    .join('');
}
