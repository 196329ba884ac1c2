// The built action in a job on the sandbox, for what it reports there.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GitHubJob, standardScenario, startSandbox } from '@entra-aws-creds/sandbox';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * @param tokenVersion 1 or 2
 * @param trusted the claims that the role's trust policy holds the token to
 * @param check whether the step looks at the role's trust policy
 * @returns the summary of the step, as Markdown, and the requests that it made
 */
export async function runAction({
  tokenVersion = 2,
  trusted = ['aud', 'sub', 'oaud'],
  check = true,
} = {}) {
  const sandbox = await startSandbox();
  try {
    const scenario = await standardScenario(sandbox, {
      tokenVersion,
      roleName: 'deploy',
      mayReadItself: true,
    });
    narrowTo(trusted, scenario);
    const job = new GitHubJob({
      env: { NODE_EXTRA_CA_CERTS: sandbox.caFile },
      secrets: [scenario.pem],
    });
    try {
      const { summary } = await job.step({
        main: join(root, 'dist/github-action/index.js'),
        post: join(root, 'dist/github-action-post/index.js'),
        inputs: { ...inputsOf(sandbox, scenario), ...(check && checkOn(sandbox)) },
      });
      return { summary, requests: [...sandbox.requests] };
    } finally {
      await job.close();
    }
  } finally {
    await sandbox.close();
  }
}

function narrowTo(claims, { role, provider }) {
  const [{ Condition }] = role.trustPolicy.Statement;
  const key = provider.url.replace('https://', '');
  for (const name of Object.keys(Condition.StringEquals)) {
    if (!claims.includes(name.slice(key.length + 1))) delete Condition.StringEquals[name];
  }
}

function inputsOf(sandbox, scenario) {
  return {
    'tenant-id': scenario.tenantId,
    'client-id': scenario.clientId,
    certificate: scenario.pem,
    audience: scenario.audience,
    'aws-region': 'eu-west-1',
    'role-to-assume': scenario.roleArn,
    'authority-host': sandbox.entraUrl,
    'sts-endpoint': sandbox.stsUrl,
  };
}

function checkOn({ iamUrl }) {
  return { 'iam-endpoint': iamUrl, 'trust-policy-check': 'enforce' };
}
