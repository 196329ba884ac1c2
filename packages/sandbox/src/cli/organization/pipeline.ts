import { join } from 'node:path';
import { GitHubJob } from '../../runner/github-runner.ts';
import type { Sandbox } from '../../sandbox.ts';
import { actionBundles, PRODUCT_ROOT } from '../product.ts';

/** Who logs in, as what, and where to. */
export interface Login {
  readonly tenantId: string;
  readonly clientId: string;
  readonly roleArn: string;
  /** Of the job, which its token says; without one, its branch. */
  readonly environment?: string;
}

interface LoginOutcome {
  readonly passed: boolean;
  readonly log: readonly string[];
}

const REPOSITORY = 'contoso/web';

/** A job of GitHub with nothing but its own token: the action, and then who AWS takes it for. */
export async function runPipeline(sandbox: Sandbox, login: Login): Promise<LoginOutcome> {
  const { environment } = login;
  const grant = sandbox.github.grant({
    repository: REPOSITORY,
    ...(environment !== undefined && { environment }),
  });
  const job = new GitHubJob({
    repository: REPOSITORY,
    env: { NODE_EXTRA_CA_CERTS: sandbox.caFile, ...grant.environment },
  });
  try {
    const step = await job.step({ ...actionBundles(), inputs: inputsOf(sandbox, login) });
    const passed = step.conclusion === 'success';
    if (passed) await job.script(WHO, { env: whoEnvironment(sandbox) });
    await job.finish();
    return { passed, log: [...job.log] };
  } finally {
    await job.close();
  }
}

function inputsOf(sandbox: Sandbox, login: Login): Readonly<Record<string, string>> {
  return {
    'tenant-id': login.tenantId,
    'client-id': login.clientId,
    'entra-credential': 'github-oidc',
    'aws-region': 'eu-west-1',
    'role-to-assume': login.roleArn,
    'authority-host': sandbox.entraUrl,
    'sts-endpoint': sandbox.stsUrl,
  };
}

/** Asks STS with the AWS SDK, which finds the credentials where every AWS tool looks. */
const WHO = '"$NODE" "$ENTRA_AWS_CREDS" whoami --sts-endpoint "$STS"';

function whoEnvironment(sandbox: Sandbox): Readonly<Record<string, string>> {
  return {
    NODE: process.execPath,
    ENTRA_AWS_CREDS: join(PRODUCT_ROOT, 'dist/cli/index.js'),
    STS: sandbox.stsUrl,
  };
}
