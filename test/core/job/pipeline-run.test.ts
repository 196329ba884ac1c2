import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  describeRun,
  type PipelineRun,
  userAgentOf,
} from '../../../packages/core/src/job/pipeline-run.ts';

const run: PipelineRun = {
  system: 'GitHubActions',
  place: ['contoso', 'website'],
  kind: 'run',
  id: '1234567890',
  attempt: '2',
  job: 'deploy',
};

test('a run is described by what is known of it', () => {
  expect(describeRun(run)).toBe('run 1234567890, attempt 2, job deploy');
  expect(describeRun({ ...run, id: '', attempt: '' })).toBe('job deploy');
});

test('the sender of requests names the run', () => {
  expect(userAgentOf(run)).toMatch(
    /^entra-aws-creds\/\d+\.\d+\.\d+ \(GitHubActions contoso\/website, run 1234567890, attempt 2, job deploy\)$/,
  );
});

test('it is a header that any server takes, whatever the run is called', () => {
  const text = fc.string({ unit: 'binary', maxLength: 500 });
  fc.assert(
    fc.property(fc.array(text, { maxLength: 3 }), text, text, text, (place, id, attempt, job) => {
      const agent = userAgentOf({ ...run, place, id, attempt, job });
      expect(agent).toMatch(/^entra-aws-creds\/[\d.]+ \([\w+=,.@/ -]*\)$/);
      expect(agent.length).toBeLessThan(1024);
    }),
  );
});
