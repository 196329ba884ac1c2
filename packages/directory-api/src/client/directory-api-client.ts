import type {
  Login,
  NamedCertificate,
  RoleDirectory,
  RoleIdentity,
  RoleName,
  WantedIdentity,
} from '@entra-aws-creds/bindings';
import type { RoleArn } from '@entra-aws-creds/core/programs';
import { type OnlinePlatform, parseJsonObject, type Secret } from '@entra-aws-creds/core/services';
import { ApiRequests } from './api-requests.ts';
import { identitiesIn, identityOf } from './identities-in-answers.ts';

/** The public half of a certificate, and the SHA-256 that the role's tag names. */
export interface EnrolledDirectoryCertificate {
  /** Unique ID of the role, `AROA…`. */
  readonly roleId: string;
  readonly pem: string;
  /** In hexadecimal, with or without colons. */
  readonly sha256: string;
}

/**
 * The directory of roles behind the directory API. Every call may be made again at any time.
 *
 * @throws StepFailure from every call: `EAC_API_…`, and what the API itself failed with, such as
 *   `EAC_BINDING_NOT_SETTLED` or `EAC_REMOVAL_BRAKE`
 */
export class DirectoryApiClient implements RoleDirectory {
  readonly #api: ApiRequests;

  /**
   * @param endpoint without a path: `https://….azurewebsites.net`
   * @param token of Entra for the API, one that lasts; asked for before each request
   */
  constructor(endpoint: URL, token: () => Promise<Secret>, platform: OnlinePlatform) {
    this.#api = new ApiRequests(endpoint, token, platform);
  }

  async ensure(wanted: WantedIdentity): Promise<RoleIdentity & Login> {
    const { role, roleId, tokenVersion, federated, certificates, marked } = wanted;
    const subjects = federated.map(({ issuer, subject }) => ({ issuer, subject }));
    const binding = { roleId, path: rolePath(role), tokenVersion, federated: subjects };
    const { body } = await this.#api.send({
      asking: `Making the application of ${role.text}`,
      method: 'PUT',
      path: pathOf(named(role)),
      body: {
        ...binding,
        // An API of an earlier release knows bindings without.
        ...(certificates.length > 0 && { certificates: certificates.map(asNamed) }),
        ...(marked !== undefined && { marked }),
      },
    });
    const answer = parseJsonObject(body);
    const identity = identityOf(answer);
    const servicePrincipalId = answer?.['servicePrincipalId'];
    if (identity === undefined || typeof servicePrincipalId !== 'string') {
      return this.#api.unreadable();
    }
    return { ...identity, servicePrincipalId };
  }

  ofRole(role: RoleName): Promise<readonly RoleIdentity[]> {
    return this.#listed(`Looking for the applications of the role ${role.name}`, pathOf(role));
  }

  async demandOwn(role: RoleName, roleId: string): Promise<void> {
    const asking = `Looking for the application of the role ${role.name}`;
    await this.#listed(asking, `${pathOf(role)}?${new URLSearchParams({ roleId })}`);
  }

  ofAccount(account: Omit<RoleName, 'name'>): Promise<readonly RoleIdentity[]> {
    const asking = `Looking for the applications of the account ${account.account}`;
    return this.#listed(asking, pathOf(account));
  }

  async retire({ role, roleId, retired }: RoleIdentity): Promise<Date> {
    if (retired !== undefined) return retired;
    const { status, body } = await this.#api.send({
      asking: `Disabling the application of ${role.text}`,
      method: 'DELETE',
      path: removalPath(role, roleId, 'disable'),
    });
    // Gone already, and nobody logs in as that.
    if (status === 204) return new Date(0);
    return identityOf(parseJsonObject(body))?.retired ?? this.#api.unreadable();
  }

  async remove({ role, roleId }: RoleIdentity): Promise<void> {
    await this.#api.send({
      asking: `Removing the application of ${role.text}`,
      method: 'DELETE',
      path: removalPath(role, roleId, 'delete'),
    });
  }

  /** Has the application take one certificate more. */
  async addCertificate(role: RoleArn, certificate: EnrolledDirectoryCertificate): Promise<void> {
    const { roleId, pem, sha256 } = certificate;
    await this.#api.send({
      asking: `Adding a certificate to the application of ${role.text}`,
      method: 'POST',
      path: `${pathOf(named(role))}/certificates`,
      body: { roleId, path: rolePath(role), pem, sha256 },
    });
  }

  async #listed(asking: string, path: string): Promise<readonly RoleIdentity[]> {
    const { body } = await this.#api.send({ asking, method: 'GET', path });
    return identitiesIn(body) ?? this.#api.unreadable();
  }
}

function asNamed({ sha256, certificate }: NamedCertificate): object {
  if (certificate === undefined) return { sha256 };
  const lines = certificate.key.match(/.{1,64}/g) ?? [];
  const pem = ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''];
  return { sha256, pem: pem.join('\n') };
}

function named({ partition, account, name }: RoleArn): RoleName {
  return { partition: partition.id, account, name };
}

function pathOf({ partition, account, name }: Omit<RoleName, 'name'> & Partial<RoleName>): string {
  const segments = [partition, account, ...(name === undefined ? [] : [name])];
  return `/v1/bindings/${segments.map(encodeURIComponent).join('/')}`;
}

function removalPath(role: RoleArn, roleId: string, mode: 'disable' | 'delete'): string {
  return `${pathOf(named(role))}?${new URLSearchParams({ mode, roleId })}`;
}

/** `/` or `/path/`, as IAM has it. */
function rolePath({ text, name }: RoleArn): string {
  return text.slice(text.indexOf(':role/') + ':role'.length, text.length - name.length);
}
