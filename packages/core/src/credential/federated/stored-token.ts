import { InputProblem } from '../../1-inputs/input-problem.ts';
import { StepFailure } from '../../failure/step-failure.ts';
import type { MaskingPlatform } from '../../platform/platform.ts';
import { quote } from '../../text/log-line.ts';
import { LONGEST_OIDC_TOKEN, type OidcToken, parseOidcToken } from './oidc-token.ts';

/** Where an OIDC token lies that somebody else puts there and keeps fresh. */
export type TokenPlace = { readonly file: string } | { readonly variable: string };

type PlacePlatform = Pick<MaskingPlatform, 'readFile' | 'environment' | 'maskSecret'>;

/** What a shell would take for a name. */
const VARIABLE_NAME = /^[A-Za-z_]\w{0,199}$/;
/** Every JWT begins with the base64 of `{"`. */
const JWT_BEGINNING = /^\s*eyJ/;

/** @throws InputProblem for a token in place of a path */
export function parseTokenFile(text: string): TokenPlace {
  if (!JWT_BEGINNING.test(text)) return { file: text };
  throw new InputProblem(
    'holds a token instead of the path of a file with one',
    'Write the token to a file, or name the variable that holds it as "oidc-token-variable". It is not repeated here.',
  );
}

/** @throws InputProblem unless `text` can be the name of a variable; what it is instead may be the token */
export function parseTokenVariable(text: string): TokenPlace {
  if (VARIABLE_NAME.test(text) && !JWT_BEGINNING.test(text)) return { variable: text };
  throw new InputProblem(
    'is not the name of an environment variable',
    'Give the name alone, such as GITLAB_OIDC_TOKEN, not the token and not $NAME. The value is not repeated here.',
  );
}

/** The place as it stands within a sentence. */
export function describePlace(place: TokenPlace): string {
  return 'file' in place ? `the file ${quote(place.file)}` : `the variable ${place.variable}`;
}

/**
 * The token as it is now.
 *
 * @throws StepFailure `EAC_OIDC_TOKEN`
 */
export async function readStoredToken(
  place: TokenPlace,
  platform: PlacePlatform,
): Promise<OidcToken> {
  const text = 'file' in place ? await textOfFile(place.file, platform) : textOf(place, platform);
  if (text.length > LONGEST_OIDC_TOKEN) throw noToken(place);
  platform.maskSecret(text);
  const token = parseOidcToken(text);
  if (token === undefined) throw noToken(place);
  return token;
}

async function textOfFile(path: string, { readFile }: PlacePlatform): Promise<string> {
  try {
    return (await readFile(path)).toString('utf8').trim();
  } catch (error) {
    const { code = 'unreadable' } = error as NodeJS.ErrnoException;
    throw new StepFailure(
      'EAC_OIDC_TOKEN',
      `The OIDC token cannot be read from the file ${quote(path)} (${code}).`,
      'Check the path, and that the user of this job may read the file: in a container, it must be mounted there as well.',
      { cause: error },
    );
  }
}

function textOf(place: { readonly variable: string }, { environment }: PlacePlatform): string {
  const text = environment[place.variable]?.trim() ?? '';
  if (text !== '') return text;
  throw new StepFailure(
    'EAC_OIDC_TOKEN',
    `The variable ${place.variable}, which should hold the OIDC token, is not set or is empty.`,
    'Pass it to this very step ("env:"): secrets do not reach a step on their own, and a job of a fork gets none.',
  );
}

function noToken(place: TokenPlace): StepFailure {
  return new StepFailure(
    'EAC_OIDC_TOKEN',
    `What ${describePlace(place)} holds is not an OIDC token, which is a signed JWT with an issuer, a subject and an audience.`,
    'Let the CI system put its OIDC token there as it is, without quotes, "Bearer" or JSON around it. The content is not repeated here.',
  );
}
