import { join } from 'node:path';
import { answers, freePort, startJudge } from './judge-process.ts';
import type { Judge, Judged } from './judged-sandbox.ts';

/** moto's server over TLS, as `npm run test:judges` has fetched it. */
export async function startMoto({ scenario, tls }: Judged): Promise<Judge> {
  const port = await freePort();
  const url = `https://127.0.0.1:${port}`;
  const files = [
    `--ssl-cert=${join(tls.directory, 'public.crt')}`,
    `--ssl-key=${join(tls.directory, 'private.key')}`,
  ];
  const command = process.env['JUDGE_MOTO'] ?? 'moto_server';
  const judge = startJudge(command, [`--port=${port}`, ...files], {
    // moto's accounts are those of the access keys that it knows; ours is the one of the role.
    MOTO_ACCOUNT_ID: scenario.accountId,
    // AWS's own policies are there to be attached.
    MOTO_IAM_LOAD_MANAGED_POLICIES: 'true',
  });
  await answers(`${url}/moto-api/`, tls.trustFile, judge);
  return { judge, url };
}
