import { type ParsedPolicy, parsePolicyFile, parsePolicyText } from '@entra-aws-creds/trust-policy';
import type { TrustPolicySource } from '../../1-inputs/aws/trust-policy-check.ts';
import type { RoleLink } from '../../3-sts-credentials/role-session.ts';
import type { OnlinePlatform } from '../../platform/platform.ts';
import { plainText } from '../../text/log-line.ts';
import { readTrustPolicyOf } from './get-role.ts';

/** A line of the pipeline author's file. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** A document that was read, and where it came from. */
export class RoleTrustPolicy {
  readonly parsed: ParsedPolicy;
  /** What it is called in a sentence. */
  readonly name: string;
  readonly file: string | undefined;

  constructor(parsed: ParsedPolicy, name: string, file?: string) {
    this.parsed = parsed;
    this.name = name;
    this.file = file;
  }

  /** The place of a JSON path, or of what it is in; undefined without a file. */
  placeOf(path: string): Place | undefined {
    if (this.file === undefined) return undefined;
    for (let at = path; at !== ''; at = outer(at)) {
      const line = this.parsed.lines.get(at);
      if (line !== undefined) return { file: this.file, line };
    }
    const [problem] = this.parsed.problems;
    return { file: this.file, line: problem?.line ?? 1 };
  }

  /** A JSON path, with the line of the file where there is one. */
  show(path: string): string {
    const place = this.placeOf(path);
    const at = plainText(path, 300);
    return place === undefined ? at : `${place.file}:${place.line}, ${at}`;
  }
}

const LAST_STEP = /(?:\.\w+|\[\d+\]|\["(?:[^"\\]|\\.)*"\])$/;

/** `$.a["b"][0]` without its last step; empty for `$`. */
function outer(path: string): string {
  const shorter = path.replace(LAST_STEP, '');
  return shorter === path ? '' : shorter;
}

/** Reads the trust policies of roles from where the pipeline author wants, each of them once. */
export class RoleTrustPolicies {
  readonly #source: TrustPolicySource;
  readonly #platform: OnlinePlatform;
  readonly #known = new Map<string, Promise<RoleTrustPolicy>>();

  constructor(source: TrustPolicySource, platform: OnlinePlatform) {
    this.#source = source;
    this.#platform = platform;
  }

  /** @throws StepFailure when IAM does not hand it out */
  of(link: RoleLink): Promise<RoleTrustPolicy> {
    const { text } = link.role;
    const known = this.#known.get(text) ?? this.#read(link);
    this.#known.set(text, known);
    return known;
  }

  async #read(link: RoleLink): Promise<RoleTrustPolicy> {
    const source = this.#source;
    const name = `the trust policy of ${link.role}`;
    if (source.kind === 'file') {
      const { path } = source;
      return new RoleTrustPolicy(parsePolicyFile(source.text), `${name} in ${path}`, path);
    }
    const endpoint = source.endpointOf(link.role.partition);
    const document = await readTrustPolicyOf(link, endpoint, this.#platform);
    return new RoleTrustPolicy(parsePolicyText(document), name);
  }
}
