import { readFileSync } from 'node:fs';
import {
  CONSULTED_VARIABLES,
  ENDPOINT_VARIABLES,
  RELEASE,
  sha256,
} from '@entra-aws-creds/core/programs';
import type { CommandLineInputs } from '../flags/command-line-inputs.ts';
import { namesFile } from '../flags/input-flags.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** It opens the key, and nothing is asked with it; short as it is, no digest should be made of it. */
const LEFT_OUT = ['certificate-password'];
/** Names a file whose text says who asks. */
const TOKEN_FILE = 'AZURE_FEDERATED_TOKEN_FILE';

/**
 * A digest of everything that was asked, and by whom: two calls with the same one get the same session.
 * What files and variables hold counts, and not only what they are called: jobs of one machine may find
 * another certificate or token in the same place.
 */
export function questionDigest({ given }: CommandLineInputs, environment: Environment): string {
  const asked = [...given]
    .filter(([name]) => !LEFT_OUT.includes(name))
    .map(([name, { text }]) => [name, text, namesFile(name) ? textOf(text) : ''])
    .sort(([one = ''], [other = '']) => (one < other ? -1 : 1));
  const tokenVariable = given.get('oidc-token-variable')?.text ?? '';
  const variables = [...CONSULTED_VARIABLES, ...ENDPOINT_VARIABLES, TOKEN_FILE, tokenVariable];
  const held = variables.map((name) => environment[name] ?? '');
  const token = textOf(environment[TOKEN_FILE] ?? '');
  return sha256(JSON.stringify([RELEASE.version, asked, held, token]));
}

function textOf(path: string): string {
  try {
    return path === '' ? '' : readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
