import { shellWord } from '@entra-aws-creds/core/programs';
import type { PipelineInputs } from './pipeline-inputs.ts';

/** How the pipeline logs in. */
export type PipelineLogin = 'certificate' | 'github' | 'azure-devops' | 'other';

/** The steps for either host, or the command for another one, ready to be copied. */
export function copyableSteps(inputs: PipelineInputs, login: PipelineLogin): string {
  if (login === 'other') return `${jobCommand(inputs)}\n`;
  return [
    ...(login === 'azure-devops' ? [] : [gitHubStep(inputs, login), '']),
    ...(login === 'github' ? [] : [azureStep(inputs, login), '']),
  ].join('\n');
}

/** What opens the role in a job that has an OIDC token of its own in a variable. */
function jobCommand(inputs: PipelineInputs): string {
  const { 'certificate-path': _, audience, ...rest } = inputs;
  const given = audience === inputs['client-id'] ? rest : { ...rest, audience };
  const flags = Object.entries(given).map(([name, value]) => `--${name} ${shellWord(value)}`);
  const login = '--entra-credential oidc-token --oidc-token-variable ENTRA_TOKEN';
  return [
    '# In a job with its OIDC token, for the audience of the federated credential, in ENTRA_TOKEN',
    `entra-aws-creds exec ${login} ${flags.join(' ')} -- aws sts get-caller-identity`,
  ].join('\n');
}

function gitHubStep(inputs: PipelineInputs, login: PipelineLogin): string {
  const isFederated = login === 'github';
  return [
    '# GitHub Actions',
    'permissions:',
    '  contents: read',
    ...(isFederated ? ['  id-token: write'] : []),
    'steps:',
    '  - uses: org/entra-aws-creds@v1',
    '    with:',
    ...inputLines(inputs, (name) => name).map((line) => `      ${line}`),
    isFederated
      ? '      entra-credential: github-oidc'
      : '      certificate: $' + '{{ secrets.ENTRA_CERTIFICATE }}',
  ].join('\n');
}

function azureStep(inputs: PipelineInputs, login: PipelineLogin): string {
  return [
    '# Azure Pipelines',
    'steps:',
    '  - task: EntraAwsCreds@1',
    '    inputs:',
    ...inputLines(inputs, camelCase)
      .filter((line) => login !== 'azure-devops' || !/^(?:tenantId|clientId):/.test(line))
      .map((line) => `      ${line}`),
    ...(login === 'azure-devops'
      ? [
          '      entraCredential: service-connection',
          '      azureServiceConnection: name-of-the-connection',
        ]
      : ['      certificate: $(ENTRA_CERTIFICATE)']),
  ].join('\n');
}

/** Of what is the same on both hosts. */
function inputLines(inputs: PipelineInputs, named: (name: string) => string): readonly string[] {
  const { 'certificate-path': _, audience, ...rest } = inputs;
  const shown = audience === inputs['client-id'] ? rest : { ...rest, audience };
  return Object.entries(shown).map(([name, value]) => `${named(name)}: ${value}`);
}

function camelCase(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
