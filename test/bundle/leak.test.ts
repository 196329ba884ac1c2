import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { keyLines, leaksIn } from './leaks.ts';
import { type Inputs, mainInputs, PIPELINES, type StepOutcome } from './pipeline.ts';
import { sandboxedPipelines } from './sandboxed-pipelines.ts';

const { sandbox, scenario, openPipeline } = await sandboxedPipelines();

/** What crossed the wire or was exported since `before`. */
function secretsOf(before: number, outcome: StepOutcome): Record<string, string[]> {
  const requests = sandbox.requests.slice(before);
  const bodyField = (name: string) =>
    requests.flatMap(({ body }) => new URLSearchParams(body).getAll(name));
  const exported = (pattern: RegExp) =>
    outcome.exported.filter(({ name }) => pattern.test(name)).map(({ value }) => value);
  return {
    'private key': keyLines(scenario.keyPem),
    'client assertion': bodyField('client_assertion'),
    'assertion signature': bodyField('client_assertion').map((jwt) => jwt.split('.')[2] ?? ''),
    'access token': bodyField('WebIdentityToken'),
    'access token signature': bodyField('WebIdentityToken').map((jwt) => jwt.split('.')[2] ?? ''),
    'access key id': exported(/^AWS_ACCESS_KEY_ID$/),
    'secret access key': exported(/^AWS_SECRET_ACCESS_KEY$/),
    'session token': exported(/^AWS_SESSION_TOKEN$/),
  };
}

const RUNS: readonly (readonly [string, (good: Inputs) => Inputs])[] = [
  ['success', (good) => good],
  ['success with outputs', (good) => ({ ...good, 'output-credentials': 'true' })],
  ['a refusal of Entra', (good) => ({ ...good, audience: 'api://nobody' })],
  ['a refusal of STS', (good) => ({ ...good, 'role-to-assume': `${good['role-to-assume']}-not` })],
  [
    'an account that is not allowed',
    (good) => ({ ...good, 'allowed-account-ids': '111111111111' }),
  ],
  ['wrong inputs', (good) => ({ ...good, 'client-id': good['certificate'] ?? '' })],
  [
    'a cut certificate',
    (good) => ({ ...good, certificate: good['certificate']?.slice(0, -400) ?? '' }),
  ],
];

describe.each(PIPELINES)('%s on %s prints and keeps no secret', (host, node) => {
  test.each(RUNS)('%s, with all debug output on', async (_, inputs) => {
    const before = sandbox.requests.length;
    const pipeline = openPipeline(host, node, {
      environment: { NODE_DEBUG: 'http,https,tls,net' },
      debug: true,
    });
    const outcome = await pipeline.step(inputs(mainInputs(sandbox, scenario)));
    const secrets = secretsOf(before, outcome);
    const posts = await pipeline.finish();
    const seen = [outcome, ...posts].map(({ log, kept }) => log + kept).join('\n');
    expect(seen.length).toBeGreaterThan(100);
    expect(leaksIn(seen, secrets)).toEqual([]);
    const files = pipeline.files().map((file) => readFileSync(file, 'utf8'));
    expect(leaksIn(files.join('\n'), secrets)).toEqual([]);
  });

  test('the search would find a leak', async () => {
    const pipeline = openPipeline(host, node);
    const [line = ''] = keyLines(scenario.keyPem);
    const hex = Buffer.from(line).toString('hex');
    const log = await pipeline.script(`echo ${hex}`);
    expect(leaksIn(log, { 'private key': [line] })).toEqual(['private key']);
  });
});
