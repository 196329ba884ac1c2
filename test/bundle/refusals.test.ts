import {
  type IssuedCertificate,
  issueCertificate,
  type StandardScenario,
  standardScenario,
  startSandbox,
} from '@entra-aws-creds/sandbox';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Inputs, mainInputs, openPipeline, PIPELINES } from './pipeline.ts';

const DAY = 86_400_000;
const STRANGER = '99999999-0000-4000-8000-000000000000';

interface Refusal {
  readonly name: string;
  readonly code: string;
  /** Must stand in the message: the value that is wrong, or the service's own code. */
  readonly says: RegExp;
  readonly requests: readonly string[];
  readonly inputs: (scenario: StandardScenario) => Inputs;
  /** Spoils the cloud before the step; the scenario is the row's own. */
  readonly spoil?: (scenario: StandardScenario) => void;
}

let mine: IssuedCertificate;
let other: IssuedCertificate;
let expired: IssuedCertificate;
let early: IssuedCertificate;

const REFUSALS: readonly Refusal[] = [
  {
    name: 'a certificate that Entra does not know',
    code: 'EAC_ENTRA_CERTIFICATE_REFUSED',
    says: /AADSTS700027.*correlation id/,
    requests: ['entra'],
    inputs: () => ({ certificate: other.certificatePem + other.privateKeyPem }),
  },
  {
    name: 'a key that is not of the certificate',
    code: 'EAC_CERTIFICATE_KEY_MISMATCH',
    says: /CN=pipeline/,
    requests: [],
    inputs: () => ({ certificate: mine.certificatePem + other.privateKeyPem }),
  },
  {
    name: 'an expired certificate',
    code: 'EAC_CERTIFICATE_EXPIRED',
    says: /CN=expired/,
    requests: [],
    inputs: () => ({ certificate: expired.certificatePem + expired.privateKeyPem }),
  },
  {
    name: 'a certificate of tomorrow',
    code: 'EAC_CERTIFICATE_NOT_YET_VALID',
    says: /CN=early/,
    requests: [],
    inputs: () => ({ certificate: early.certificatePem + early.privateKeyPem }),
  },
  {
    name: 'a file that is not there',
    code: 'EAC_CERTIFICATE_FILE',
    says: /\/nowhere\.pem.*ENOENT/,
    requests: [],
    inputs: () => ({ certificate: '', 'certificate-path': '/nowhere.pem' }),
  },
  {
    name: 'an unknown tenant',
    code: 'EAC_ENTRA_TENANT_UNKNOWN',
    says: /AADSTS90002/,
    requests: ['entra'],
    inputs: () => ({ 'tenant-id': STRANGER }),
  },
  {
    name: 'an unknown application',
    code: 'EAC_ENTRA_APP_UNKNOWN',
    says: /AADSTS700016/,
    requests: ['entra'],
    inputs: () => ({ 'client-id': STRANGER }),
  },
  {
    name: 'an audience that the tenant does not have',
    code: 'EAC_ENTRA_AUDIENCE_UNKNOWN',
    says: /AADSTS500011/,
    requests: ['entra'],
    inputs: () => ({ audience: 'api://nobody' }),
  },
  {
    name: 'an audience that the IAM provider does not list',
    code: 'EAC_STS_TOKEN_NOT_VALIDATED',
    says: /InvalidIdentityToken, request id/,
    requests: ['entra', 'sts'],
    inputs: () => ({}),
    spoil: ({ provider }) => {
      provider.clientIds.splice(0, provider.clientIds.length, 'somebody-else');
    },
  },
  {
    name: 'an account without the IAM provider',
    code: 'EAC_STS_PROVIDER_MISSING',
    says: /sts\.windows\.net.*slash at its end counts/,
    requests: ['entra', 'sts'],
    inputs: () => ({}),
    spoil: ({ role, provider }) => {
      role.account.providers.splice(role.account.providers.indexOf(provider), 1);
    },
  },
  {
    name: 'a trust policy that wants another subject',
    code: 'EAC_STS_ACCESS_DENIED',
    says: /AccessDenied.*:aud" = ".*:sub" = ".*STS takes some ten seconds to learn of a new role/,
    requests: ['entra', 'sts'],
    inputs: () => ({}),
    spoil: ({ role, provider }) => {
      const key = `${provider.url.replace('https://', '')}:sub`;
      const [statement] = role.trustPolicy.Statement as unknown as {
        Condition: Record<string, Record<string, string>>;
      }[];
      Object.assign(statement?.Condition['StringEquals'] ?? {}, { [key]: STRANGER });
    },
  },
  {
    name: 'a role that does not exist',
    code: 'EAC_STS_ACCESS_DENIED',
    says: /role\/Nobody/,
    requests: ['entra', 'sts'],
    inputs: ({ accountId }) => ({ 'role-to-assume': `arn:aws:iam::${accountId}:role/Nobody` }),
  },
  {
    name: 'a duration that the role does not allow',
    code: 'EAC_STS_REFUSED',
    says: /^EAC_STS_REFUSED: "(role-duration-seconds|roleDurationSeconds)" is 7200, which is longer than/,
    requests: ['entra', 'sts'],
    inputs: () => ({ 'role-duration-seconds': '7200' }),
  },
  {
    name: 'a region of another partition',
    code: 'EAC_INPUT_CONFLICT',
    says: /cn-north-1 is in aws-cn/,
    requests: [],
    inputs: () => ({ 'aws-region': 'cn-north-1' }),
  },
  {
    name: 'an account that is not allowed',
    code: 'EAC_ACCOUNT_NOT_ALLOWED',
    says: /is in account 123456789012.*111111111111, 222222222222/,
    requests: [],
    inputs: () => ({ 'allowed-account-ids': '111111111111,222222222222' }),
  },
  {
    name: 'a TLS certificate of nobody',
    code: 'EAC_ENTRA_TLS',
    says: /localhost:\d+.*NODE_EXTRA_CA_CERTS/,
    requests: [],
    inputs: () => ({}),
  },
];

beforeAll(() => {
  const now = Date.now();
  mine = issueCertificate({ commonName: 'pipeline' });
  other = issueCertificate({ commonName: 'other' });
  expired = issueCertificate({
    commonName: 'expired',
    notBefore: new Date(now - 9 * DAY),
    notAfter: new Date(now - DAY),
  });
  early = issueCertificate({
    commonName: 'early',
    notBefore: new Date(now + DAY),
    notAfter: new Date(now + 9 * DAY),
  });
});

describe.each(PIPELINES)('%s on %s refuses', (host, node) => {
  test.each(REFUSALS)('$name', async ({ code, says, requests, inputs, spoil }) => {
    const cloud = await startSandboxWith(mine);
    const { scenario } = cloud;
    spoil?.(scenario);
    const trusted = code !== 'EAC_ENTRA_TLS';
    const pipeline = openPipeline(host, node, {
      // An earlier step that turns verification off must not get its way.
      environment: trusted
        ? { NODE_EXTRA_CA_CERTS: cloud.sandbox.caFile }
        : { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
    });
    try {
      const outcome = await pipeline.step({
        ...mainInputs(cloud.sandbox, scenario),
        ...inputs(scenario),
      });
      expect(outcome.succeeded).toBe(false);
      expect(outcome.exitCode).toBe(host === 'GitHub Actions' ? 1 : 0);
      expect(outcome.errors.join('\n')).toMatch(says);
      expect(outcome.errors).toHaveLength(1);
      expect(outcome.errors[0]).toMatch(
        new RegExp(`^${code}: .+\\. .+\\. See https://\\S+#${code.toLowerCase()}$`),
      );
      expect(outcome.exported).toEqual([]);
      expect(outcome.outputs).toEqual({});
      expect(outcome.kept).not.toContain('digest');
      expect(pipeline.awsVariables()).toEqual({});
      expect(cloud.sandbox.requests.map(({ service }) => service)).toEqual(requests);
    } finally {
      await pipeline.close();
      await cloud.sandbox.close();
    }
  });
});

async function startSandboxWith(certificate: IssuedCertificate) {
  const own = await startSandbox();
  return { sandbox: own, scenario: await standardScenario(own, { certificate }) };
}
