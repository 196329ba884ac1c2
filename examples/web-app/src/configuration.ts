/** What the application is told by its environment. */
export interface Configuration {
  /** Where people reach it: an origin. */
  readonly publicUrl: URL;
  readonly host: string;
  readonly port: number;
  readonly tenantId: string;
  readonly clientId: string;
  /** PEM with certificate and private key. */
  readonly certificatePath: string;
  readonly authorityHost: URL;
  readonly region: string;
  readonly buckets: readonly string[];
  /** For people whose token names no role; undefined: they have none. */
  readonly usualRole: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws Error that says what is missing or wrong */
export function readConfiguration(environment: Environment): Configuration {
  const required = (name: string): string => {
    const value = environment[name]?.trim() ?? '';
    if (value === '') throw new Error(`${name} is not set. README.md lists the variables.`);
    return value;
  };
  return {
    publicUrl: parsePublicUrl(required('PUBLIC_URL')),
    host: environment['HOST'] ?? '127.0.0.1',
    port: Number(environment['PORT'] ?? '3000'),
    tenantId: required('ENTRA_TENANT_ID'),
    clientId: required('ENTRA_CLIENT_ID'),
    certificatePath: required('ENTRA_CERTIFICATE_PATH'),
    authorityHost: new URL(
      environment['AZURE_AUTHORITY_HOST'] || 'https://login.microsoftonline.com',
    ),
    region: required('AWS_REGION'),
    buckets: required('AWS_BUCKETS').split(/[\s,]+/),
    usualRole: environment['AWS_ROLE_ARN'] || undefined,
  };
}

/** Entra sends people back over http to their own machine alone, and so do we. */
function parsePublicUrl(text: string): URL {
  const url = new URL(text);
  const isSecure = url.protocol === 'https:' || url.hostname === 'localhost';
  if (isSecure && url.pathname === '/' && url.search === '' && url.hash === '') return url;
  throw new Error('PUBLIC_URL must be an https URL without a path, or http://localhost:PORT.');
}
