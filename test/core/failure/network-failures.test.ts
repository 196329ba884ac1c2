import { describe, expect, test } from '@jest/globals';
import { entraNetworkFailure } from '../../../packages/core/src/2-entra-token/entra-failure.ts';
import { stsNetworkFailure } from '../../../packages/core/src/3-sts-credentials/sts-failure.ts';
import type { StepFailure } from '../../../packages/core/src/failure/step-failure.ts';
import { kindOf } from '../../../packages/core/src/platform/failure-cause.ts';
import {
  NetworkFailure,
  type NetworkFailureKind,
} from '../../../packages/core/src/platform/network.ts';
import { NEXT_STEP } from '../../next-step.ts';

const services = [
  ['EAC_ENTRA', entraNetworkFailure],
  ['EAC_STS', stsNetworkFailure],
] as const;

describe.each(services)('%s, over a network that fails', (prefix, failureOf) => {
  test.each([
    ['ECONNRESET', 'UNREACHABLE', true],
    ['ECONNREFUSED', 'UNREACHABLE', true],
    ['ECONNABORTED', 'UNREACHABLE', true],
    ['EPIPE', 'UNREACHABLE', true],
    ['ETIMEDOUT', 'TIMEOUT', true],
    ['EAI_AGAIN', 'UNREACHABLE', true],
    ['ENOTFOUND', 'UNREACHABLE', false],
    ['EAI_FAIL', 'UNREACHABLE', false],
    ['EHOSTUNREACH', 'UNREACHABLE', false],
    ['EACCES', 'UNREACHABLE', false],
    ['CERT_HAS_EXPIRED', 'TLS', false],
    ['CERT_NOT_YET_VALID', 'TLS', false],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'TLS', false],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'TLS', false],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'TLS', false],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'TLS', false],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'TLS', false],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'TLS', false],
    ['EPROTO', 'TLS', false],
    ['HPE_INVALID_CONSTANT', 'ANSWER', false],
    ['HPE_HEADER_OVERFLOW', 'ANSWER', false],
  ])('%s is %s, and tried again: %p', (systemCode, code, passes) => {
    const cause = new NetworkFailure(
      kindOf(systemCode),
      'host',
      `it failed (${systemCode})`,
      systemCode,
    );
    const failure = failureOf(cause) as StepFailure;
    expect(failure.code).toBe(`${prefix}_${code}`);
    expect(failure.transient !== undefined).toBe(passes);
    expect(failure.message).toContain(systemCode);
    expect(failure.hint).toMatch(NEXT_STEP);
  });

  test.each<[NetworkFailureKind, string, boolean]>([
    ['timeout', `${prefix}_TIMEOUT`, true],
    ['answer-too-large', `${prefix}_ANSWER`, false],
    ['proxy', 'EAC_PROXY', false],
    ['proxy-credentials', 'EAC_PROXY_CREDENTIALS', false],
    ['proxy-refusal', 'EAC_PROXY_REFUSED', false],
  ])('%s is %s', (kind, code, passes) => {
    const failure = failureOf(new NetworkFailure(kind, 'host', 'it failed')) as StepFailure;
    expect([failure.code, failure.transient !== undefined]).toEqual([code, passes]);
    expect(failure.hint).toMatch(NEXT_STEP);
  });

  test('a proxy that is overloaded is tried again', () => {
    const cause = new NetworkFailure('proxy-refusal', 'proxy', 'HTTP 503', undefined, true);
    expect((failureOf(cause) as StepFailure).transient).toEqual({});
  });

  test('the hint depends on what is wrong with the certificate', () => {
    const hint = (code: string) =>
      (failureOf(new NetworkFailure('tls', 'host', 'no', code)) as StepFailure).hint;
    expect(hint('CERT_HAS_EXPIRED')).toContain('clock');
    expect(hint('ERR_TLS_CERT_ALTNAME_INVALID')).toContain('another host');
    expect(hint('SELF_SIGNED_CERT_IN_CHAIN')).toContain('NODE_EXTRA_CA_CERTS');
    expect(hint('EPROTO')).toContain('does not speak TLS');
  });

  test('what is no failure of the network is left as it is', () => {
    const mistake = new TypeError('x');
    expect(failureOf(mistake)).toBe(mistake);
  });
});
