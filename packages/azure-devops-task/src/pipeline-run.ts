import type { PipelineRun } from '@entra-aws-creds/core';

/**
 * The run as Azure DevOps counts it. A job of a classic release has the variables of a build as well: those
 * of the build that its primary artifact comes from, which has done nothing here.
 *
 * @see https://learn.microsoft.com/azure/devops/pipelines/build/variables
 * @see https://learn.microsoft.com/azure/devops/pipelines/release/variables
 */
export function pipelineRun(variable: (name: string) => string): PipelineRun {
  const release = variable('Release.ReleaseId');
  const isRelease = release !== '' && variable('System.HostType').toLowerCase() !== 'build';
  return {
    system: 'AzureDevOps',
    place: [variable('System.TeamProject')],
    kind: isRelease ? 'release' : 'build',
    id: isRelease ? release : variable('Build.BuildId'),
    attempt: variable(isRelease ? 'Release.AttemptNumber' : 'System.JobAttempt'),
    job: (isRelease ? '' : variable('System.JobName')) || variable('Agent.JobName'),
  };
}
