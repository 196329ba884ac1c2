import {
  allRight,
  InputProblem,
  isRight,
  type OrWrong,
  parseAudience,
  parseServiceAddress,
  type SettingsReader,
} from '@entra-aws-creds/core/programs';

/** By whom the applications of roles are made and removed. */
export type DirectoryChoice =
  /** By the automation, which asks Microsoft Graph with rights of its own. */
  | { readonly by: 'graph' }
  /** By the directory API in Azure, which has those rights in its place. */
  | { readonly by: 'api'; readonly address: DirectoryApiAddress };

/** Where the directory API is, and what tokens for it are asked for. */
interface DirectoryApiAddress {
  readonly endpoint: URL;
  readonly audience: string;
}

const ENDPOINT = 'DIRECTORY_API_ENDPOINT';
const AUDIENCE = 'DIRECTORY_API_AUDIENCE';

export function readDirectoryChoice(reader: SettingsReader): OrWrong<DirectoryChoice> {
  const by = reader.optional('DIRECTORY', parseDirectory, 'graph');
  if (!isRight(by)) return by;
  if (by === 'graph') return withoutApi(reader);
  const address = allRight<DirectoryApiAddress>({
    endpoint: reader.required(ENDPOINT, parseServiceAddress),
    audience: reader.required(AUDIENCE, parseAudience),
  });
  return isRight(address) ? { by, address } : address;
}

/** Whoever gives an address means it to be asked. */
function withoutApi(reader: SettingsReader): OrWrong<DirectoryChoice> {
  const given = [ENDPOINT, AUDIENCE].filter((name) => reader.text(name) !== '');
  if (given.length === 0) return { by: 'graph' };
  return reader.wrong(
    `${given.join(' and ')} ${given.length === 1 ? 'is' : 'are'} set, and DIRECTORY is graph: set DIRECTORY to api, or leave the address of the API out.`,
  );
}

function parseDirectory(text: string): DirectoryChoice['by'] {
  if (text === 'graph' || text === 'api') return text;
  throw new InputProblem('is neither graph nor api', 'Without it, Microsoft Graph is asked.');
}
