import { request } from 'node:https';
import type { AwsAccount, AwsUser } from '../../aws/account.ts';
import { signed } from '../../aws/sign-request.ts';
import type { TrustPolicy } from '../../aws/trust-policy.ts';
import type { Sandbox } from '../../sandbox.ts';

export const ROLE_PATH = '/entra-aws-creds/';

/** Somebody in a member account, who calls IAM as anybody does: signed, over TLS. */
export class Developer {
  readonly #sandbox: Sandbox;
  readonly #user: AwsUser;

  constructor(sandbox: Sandbox, account: AwsAccount) {
    this.#sandbox = sandbox;
    this.#user = account.user({ name: 'dana', isAdministrator: true });
  }

  async createRole(
    name: string,
    trustPolicy: TrustPolicy,
    tags: Readonly<Record<string, string>>,
  ): Promise<void> {
    const numbered = Object.entries(tags).flatMap(([key, value], index) => [
      [`Tags.member.${index + 1}.Key`, key],
      [`Tags.member.${index + 1}.Value`, value],
    ]);
    await this.#call('CreateRole', {
      RoleName: name,
      Path: ROLE_PATH,
      AssumeRolePolicyDocument: JSON.stringify(trustPolicy),
      ...Object.fromEntries(numbered),
    });
  }

  async deleteRole(name: string): Promise<void> {
    await this.#call('DeleteRole', { RoleName: name });
  }

  /** The role's trust policy, as IAM tells of it. */
  async trustOf(name: string): Promise<TrustPolicy> {
    const answer = await this.#call('GetRole', { RoleName: name });
    const written = /<AssumeRolePolicyDocument>([^<]*)</.exec(answer)?.[1] ?? '';
    return JSON.parse(decodeURIComponent(written)) as TrustPolicy;
  }

  /** @throws Error with IAM's answer when it is a refusal */
  async #call(action: string, parameters: Readonly<Record<string, string>>): Promise<string> {
    const url = new URL(this.#sandbox.iamUrl);
    const body = new URLSearchParams({ Action: action, Version: '2010-05-08', ...parameters });
    const headers = {
      host: url.host,
      'content-type': 'application/x-www-form-urlencoded',
    };
    const asked = { method: 'POST', path: '/', query: '', headers, body: body.toString() };
    const [key] = this.#user.accessKeys;
    if (key === undefined) throw new Error('the developer has no access key');
    const all = signed(asked, key, 'iam', this.#sandbox.aws.now());
    const { status, text } = await post(url, all, asked.body, this.#sandbox.caPem);
    if (status !== 200) throw new Error(`${action}: ${text}`);
    return text;
  }
}

function post(
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
  ca: string,
): Promise<{ readonly status: number | undefined; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers, ca, agent: false }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      resolve({ status: response.statusCode, text: Buffer.concat(chunks).toString() });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
