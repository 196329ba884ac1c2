import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sandbox } from '@entra-aws-creds/sandbox';
import { afterAll } from '@jest/globals';
import { publicCertificate, sha256Of } from '../../packages/bindings/src/index.ts';
import { MEMBER } from '../organization/harness/developer.ts';
import { OrganizationEstate } from '../organization/harness/organization-estate.ts';
import { Home, type Outcome, outcomeOf } from './program.ts';

/** A developer with the program, in an organization where the automation runs beside it. */
interface Enrolling {
  readonly estate: OrganizationEstate;
  readonly home: Home;
  /** A call about the role `deploy`, while the automation goes on. */
  run(command: string, ...flags: readonly string[]): Promise<Outcome>;
  /** What the developer is shown. */
  show(): Promise<string>;
  /** SHA-256 of what applications of roles take. */
  held(): readonly string[];
  /** SHA-256 of the certificate in a file. */
  sha256In(file: string): string;
}

const ROLE = `arn:aws:iam::${MEMBER}:role/entra-aws-creds/deploy`;

export async function enrollingOfFile(sandbox: Sandbox): Promise<Enrolling> {
  const estate = await new OrganizationEstate(sandbox).open();
  const home = homeOf(estate, sandbox);
  afterAll(() => home.close());
  const config = home.write(
    'aws.json',
    JSON.stringify({
      'authority-host': sandbox.entraUrl,
      'sts-endpoint': sandbox.stsUrl,
      'iam-endpoint': sandbox.iamUrl,
    }),
  );
  const run: Enrolling['run'] = async (command, ...flags) => {
    const args = [command, '--config', config, '--role', ROLE, ...flags];
    const child: ChildProcess = home.start(args);
    child.stdin?.end();
    let isOver = false;
    const outcome = outcomeOf(child).finally(() => {
      isOver = true;
    });
    while (!isOver) {
      await estate.settle();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return outcome;
  };
  return {
    estate,
    home,
    run,
    show: async () => (await run('show', '--only', 'aws')).stdout,
    held: () =>
      estate.applications.flatMap(({ certificates }) =>
        certificates.map(({ raw }) => sha256Of(raw)),
      ),
    sha256In: (file) =>
      sha256Of(publicCertificate(readFileSync(join(home.folder, file), 'utf8')).key),
  };
}

/** Of somebody who may read roles and tag those under the path, and nothing else; without any rights in Entra. */
function homeOf({ member }: OrganizationEstate, sandbox: Sandbox): Home {
  const may = (Action: string, Resource: string) => ({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow' as const, Action, Resource },
  });
  const { accessKeyId, secretAccessKey } = member.user({
    name: 'developer',
    policies: [
      may('iam:TagRole', `arn:aws:iam::${MEMBER}:role/entra-aws-creds/*`),
      may('iam:GetRole', '*'),
    ],
  });
  return new Home('Node 20', {
    NODE_EXTRA_CA_CERTS: sandbox.caFile,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  });
}
