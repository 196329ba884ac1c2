import type { Platform } from '../../platform/platform.ts';
import type { InputReader, OrWrong } from '../input-reader.ts';
import { type AuthorityHost, readAuthorityHost } from './authority-host.ts';
import { type ClientId, parseClientId, parseTenantId, type TenantId } from './tenant-id.ts';

/** The application that logs in, and where. */
export interface EntraApplication {
  readonly tenant: TenantId;
  readonly clientId: ClientId;
  readonly authorityHost: AuthorityHost;
}

/** The same while parts of it may be wrong. */
export type ReadApplication = {
  readonly [K in keyof EntraApplication]: OrWrong<EntraApplication[K]>;
};

/** The application that the inputs name. */
export function readApplication(
  reader: InputReader,
  platform: Pick<Platform, 'environment'>,
): ReadApplication {
  return {
    clientId: reader.required('client-id', parseClientId),
    tenant: reader.required('tenant-id', parseTenantId),
    authorityHost: readAuthorityHost(reader, undefined, platform),
  };
}
