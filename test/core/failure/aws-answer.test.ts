import { describe, expect, test } from '@jest/globals';
import { awsAnswer, awsAnswerHeaders } from '../../../packages/core/src/failure/aws-answer.ts';

describe('what the AWS SDK throws', () => {
  test('keeps the code of the wire, whatever the SDK calls it', () => {
    const named = (name: string) =>
      awsAnswer(Object.assign(new Error('No.'), { name }), 'STS').code;
    expect(named('InvalidIdentityTokenException')).toBe('InvalidIdentityToken');
    expect(named('NoSuchEntityException')).toBe('NoSuchEntity');
    expect(named('ExpiredTokenException')).toBe('ExpiredTokenException');
    expect(awsAnswer({ name: 'ServiceException', Code: 'Throttling' }, 'IAM').code).toBe(
      'Throttling',
    );
  });

  test('gives status, request id and headers where there are any', () => {
    const error = Object.assign(new Error('Not now.'), {
      $metadata: { httpStatusCode: 503, requestId: 'r-1' },
      $response: { headers: { 'retry-after': '3' } },
    });
    expect(awsAnswer(error, 'IAM')).toMatchObject({
      service: 'IAM',
      status: 503,
      requestId: 'r-1',
      message: 'Not now.',
    });
    expect(awsAnswerHeaders(error)).toEqual({ 'retry-after': '3' });
    expect(awsAnswerHeaders(new Error('no answer'))).toEqual({});
  });

  test('of another type is not taken for text', () => {
    const answer = awsAnswer({ name: 7, message: {}, $metadata: { httpStatusCode: '200' } }, 'STS');
    expect(answer).toEqual({ service: 'STS' });
  });
});
