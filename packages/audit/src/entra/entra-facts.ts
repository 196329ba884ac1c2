import type { GradedFinding } from '../judging/graded-finding.ts';
import type { PinnedIdentity } from '../judging/pinned-identity.ts';
import { applicationFindings, inWords } from './application-findings.ts';
import type { DirectoryReader } from './directory-reader.ts';

/** What Entra knows of those whom a role lets in. */
interface EntraKnowledge {
  /** Each application in a sentence. */
  readonly applications: readonly string[];
  readonly findings: readonly GradedFinding[];
}

/** Asks one tenant's directory about the identities of its own that roles let in. */
export class EntraFacts {
  readonly #tenant: string;
  readonly #directory: DirectoryReader;
  readonly #now: Date;

  /** @param tenant its ID: other tenants' identities are not in the directory */
  constructor(tenant: string, directory: DirectoryReader, now: Date) {
    this.#tenant = tenant.toLowerCase();
    this.#directory = directory;
    this.#now = now;
  }

  /** @throws StepFailure `EAC_GRAPH_…` */
  async of(identities: readonly PinnedIdentity[]): Promise<EntraKnowledge> {
    const own = identities.filter(({ tenant }) => tenant?.toLowerCase() === this.#tenant);
    const known = await Promise.all(own.map((one) => this.#knownOf(one)));
    return {
      applications: [...new Set(known.flatMap(({ applications }) => applications))],
      findings: distinct(known.flatMap(({ findings }) => findings)),
    };
  }

  async #knownOf(identity: PinnedIdentity): Promise<EntraKnowledge> {
    const { statement, version, sub = [], aud = [], oaud = [] } = identity;
    const audiences = version === '2.0' ? oaud : aud;
    const clients = version === '2.0' ? aud : [];
    const [bySubject, byAudience, byClient] = await Promise.all([
      Promise.all(sub.map((one) => this.#subject(one, statement))),
      Promise.all(audiences.map((one) => this.#audience(one, statement))),
      Promise.all(clients.map((one) => this.#client(one, statement))),
    ]);
    const all = [...bySubject, ...byAudience, ...byClient];
    return {
      applications: all.flatMap(({ applications }) => applications),
      findings: all.flatMap(({ findings }) => findings),
    };
  }

  async #subject(objectId: string, statement: string): Promise<EntraKnowledge> {
    const principal = await this.#directory.principal(objectId);
    if (principal === undefined) {
      const why = `There is no service principal ${objectId} in the tenant, so nobody can have its tokens: it was deleted, or this is the object ID of the app registration.`;
      return { applications: [], findings: [finding('AUDIT_APPLICATION_MISSING', why, statement)] };
    }
    if (principal.type === 'ManagedIdentity') {
      return {
        applications: [`Managed identity ${JSON.stringify(principal.displayName)}.`],
        findings: [],
      };
    }
    const known = await this.#client(principal.clientId, statement);
    if (principal.enabled) return known;
    const why = `The application ${JSON.stringify(principal.displayName)} is disabled, so nobody gets in until somebody enables it again.`;
    const disabled = finding('AUDIT_APPLICATION_DISABLED', why, statement);
    return { ...known, findings: [disabled, ...known.findings] };
  }

  async #client(clientId: string, statement: string): Promise<EntraKnowledge> {
    const application = await this.#directory.application(clientId);
    if (application === undefined) {
      const why = `There is no application with the client ID ${clientId} in the tenant.`;
      return { applications: [], findings: [finding('AUDIT_APPLICATION_MISSING', why, statement)] };
    }
    const owners = await this.#directory.owners(application.id);
    return {
      applications: [inWords(application, owners, this.#now)],
      findings: applicationFindings(application, this.#now).map(({ code, grade, why }) => ({
        ...finding(code, why, statement),
        grade,
      })),
    };
  }

  async #audience(audience: string, statement: string): Promise<EntraKnowledge> {
    if (await this.#directory.hasAudience(audience)) return { applications: [], findings: [] };
    const why = `No application of the tenant answers to the audience ${audience}, so Entra issues no token for it; whoever may register one with this identifier decides who gets tokens.`;
    return { applications: [], findings: [finding('AUDIT_APPLICATION_MISSING', why, statement)] };
  }
}

function finding(code: GradedFinding['code'], why: string, statement: string): GradedFinding {
  const unknown = { path: undefined, line: undefined, corrected: undefined, accepted: undefined };
  return { code, grade: 'medium', statement, why, ...unknown };
}

function distinct(findings: readonly GradedFinding[]): readonly GradedFinding[] {
  return [...new Map(findings.map((one) => [`${one.code} ${one.why}`, one])).values()];
}
