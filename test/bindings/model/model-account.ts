import type {
  IdentityAccount,
  NewRole,
  OidcProvider,
  Role,
  Tags,
} from '../../../packages/bindings/src/index.ts';
import { parseAccountId, type RoleArn, StepFailure } from '../../../packages/core/src/programs.ts';
import type { PolicyJson } from '../../../packages/trust-policy/src/index.ts';
import { type ModelTime, Replicated } from './replicated.ts';

/** What an administrator could find in the account. */
export interface Account {
  readonly providers: readonly OidcProvider[];
  readonly roles: readonly Role[];
  readonly attached: Readonly<Record<string, readonly string[]>>;
}

/** IAM as the port shows it, in memory: what it keeps, refuses and forgets. */
export class ModelAccount implements IdentityAccount {
  readonly address: IdentityAccount['address'];
  /** Called with everything that is true after each change of a role. */
  watch: (account: Account) => void = () => {};
  readonly inline = new Map<string, readonly string[]>();
  readonly #providers: Replicated<OidcProvider>;
  readonly #roles: Replicated<Role>;
  readonly #attached: Replicated<readonly string[]>;
  #made = 0;

  constructor(time: ModelTime, account = '123456789012') {
    this.address = { partition: 'aws', account: parseAccountId(account) };
    this.#providers = new Replicated(time);
    this.#roles = new Replicated(time);
    this.#attached = new Replicated(time);
  }

  /** Somebody else's doing. */
  putRole(role: Role, attached: readonly string[] = []): void {
    this.#roles.write(keyOf(role.arn.name), role);
    this.#attached.write(keyOf(role.arn.name), attached);
  }

  putProvider(provider: OidcProvider): void {
    this.#providers.write(provider.arn, provider);
  }

  snapshot(): Account {
    return {
      providers: this.#providers.all(),
      roles: this.#roles.all(),
      attached: Object.fromEntries(
        this.#roles.all().map(({ arn }) => [arn.name, this.#attached.now(keyOf(arn.name)) ?? []]),
      ),
    };
  }

  async provider(arn: string) {
    return this.#providers.read(arn);
  }

  async createProvider(url: string, audiences: readonly string[], tags: Tags) {
    const arn = `arn:aws:iam::${this.address.account}:oidc-provider/${url.replace('https://', '')}`;
    if (this.#providers.now(arn) === undefined) {
      this.#providers.write(arn, { arn, url, audiences, tags });
    }
  }

  async addAudience(arn: string, audience: string) {
    const provider = this.#providers.now(arn) ?? missing();
    this.#providers.write(arn, {
      ...provider,
      audiences: [...new Set([...provider.audiences, audience])],
    });
  }

  async removeAudience(arn: string, audience: string) {
    const provider = this.#providers.now(arn) ?? missing();
    const audiences = provider.audiences.filter((one) => one !== audience);
    this.#providers.write(arn, { ...provider, audiences });
  }

  async deleteProvider(arn: string) {
    this.#providers.write(arn, undefined);
  }

  async role(name: string) {
    return this.#roles.read(keyOf(name));
  }

  async *roles() {
    for (const role of this.#roles.allRead()) yield { ...role, tags: {}, lastUsed: undefined };
  }

  async createRole(wanted: NewRole) {
    if (this.#roles.now(keyOf(wanted.arn.name)) !== undefined) {
      throw refused(409, 'EntityAlreadyExists');
    }
    this.#made += 1;
    const role: Role = {
      ...wanted,
      roleId: `AROAMODEL${String(this.#made).padStart(12, '0')}`,
      maxSessionDuration: wanted.maxSessionDuration ?? 3600,
      created: undefined,
      lastUsed: undefined,
    };
    this.#write(role);
    return role;
  }

  async updateTrustPolicy({ name }: RoleArn, trustPolicy: PolicyJson) {
    this.#write({ ...this.#known(name), trustPolicy });
  }

  async updateMaxSessionDuration({ name }: RoleArn, maxSessionDuration: number) {
    this.#write({ ...this.#known(name), maxSessionDuration });
  }

  async putPermissionsBoundary({ name }: RoleArn, permissionsBoundary: string) {
    this.#write({ ...this.#known(name), permissionsBoundary });
  }

  async tagRole({ name }: RoleArn, tags: Tags) {
    const role = this.#known(name);
    this.#write({ ...role, tags: { ...role.tags, ...tags } });
  }

  async untagRole({ name }: RoleArn, keys: readonly string[]) {
    const role = this.#known(name);
    const left = Object.entries(role.tags).filter(([key]) => !keys.includes(key));
    this.#write({ ...role, tags: Object.fromEntries(left) });
  }

  async attachedPolicies({ name }: RoleArn) {
    if (this.#roles.read(keyOf(name)) === undefined) missing();
    return this.#attached.read(keyOf(name)) ?? [];
  }

  async inlinePolicies({ name }: RoleArn) {
    return this.inline.get(name) ?? [];
  }

  async attachPolicy({ name }: RoleArn, policyArn: string) {
    this.#known(name);
    const attached = this.#attached.now(keyOf(name)) ?? [];
    this.#attached.write(keyOf(name), [...new Set([...attached, policyArn])]);
  }

  async detachPolicy({ name }: RoleArn, policyArn: string) {
    const left = (this.#attached.now(keyOf(name)) ?? []).filter((one) => one !== policyArn);
    this.#attached.write(keyOf(name), left);
  }

  async deleteRole({ name }: RoleArn) {
    if (this.#roles.now(keyOf(name)) === undefined) return;
    if ((this.#attached.now(keyOf(name)) ?? []).length > 0) throw refused(409, 'DeleteConflict');
    this.#roles.write(keyOf(name), undefined);
  }

  #write(role: Role): void {
    this.#roles.write(keyOf(role.arn.name), role);
    this.watch(this.snapshot());
  }

  /** A server that does not know of it yet says that there is none. */
  #known(name: string): Role {
    const role = this.#roles.now(keyOf(name));
    return role !== undefined && this.#roles.read(keyOf(name)) !== undefined ? role : missing();
  }
}

/** IAM does not tell upper case from lower case in the names of roles. */
function keyOf(name: string): string {
  return name.toLowerCase();
}

function missing(): never {
  throw refused(404, 'NoSuchEntity');
}

function refused(status: number, code: string) {
  return new StepFailure('EAC_IAM_REFUSED', `IAM refused it: ${code}.`, 'See what it said.', {
    answer: { service: 'IAM', status, code },
  });
}
