import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Client, installedAt, pinOf, sourceOf } from './client.ts';

const python = {
  folder: 'python',
  needs: ['python3'],
  install() {
    const home = installedAt('python');
    run('python3', ['-m', 'venv', home]);
    const requirements = join(sourceOf('python'), 'requirements.txt');
    run(join(home, 'bin/pip'), ['--quiet', 'install', '--require-hashes', '-r', requirements]);
  },
};

const javascript = {
  folder: 'javascript',
  needs: ['npm'],
  install() {
    const home = installedAt('javascript');
    cpSync(sourceOf('javascript'), home, { recursive: true });
    run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], home);
  },
};

const go = {
  folder: 'go',
  needs: ['go'],
  install() {
    run('go', ['build', '-o', `${installedAt('go')}/`, './...'], sourceOf('go'));
  },
};

const java = {
  folder: 'java',
  needs: ['javac', 'keytool', 'mvn'],
  install() {
    const libraries = join(installedAt('java'), 'lib');
    run('mvn', [
      '--quiet',
      '--batch-mode',
      '--file',
      join(sourceOf('java'), 'pom.xml'),
      'dependency:copy-dependencies',
      `-DoutputDirectory=${libraries}`,
    ]);
    const source = join(sourceOf('java'), 'Probe.java');
    run('javac', ['-cp', `${libraries}/*`, '-d', installedAt('java'), source]);
  },
};

/** Version 2 is in no package registry but those of distributions; Debian's is unpacked, not installed. */
const awsCli2 = {
  folder: 'aws-cli-2',
  needs: ['apt-get', 'dpkg'],
  install() {
    const home = installedAt('aws-cli-2');
    const pin = `awscli=${debianPin()}`;
    const missing = execFileSync(
      'apt-get',
      ['install', '--print-uris', '--no-install-recommends', '--yes', pin],
      { encoding: 'utf8' },
    );
    const packages = [...missing.matchAll(/^'\S+' ([^_\s]+)_/gm)].map(([, name]) => name ?? '');
    run('apt-get', ['--quiet', 'download', ...packages], home);
    for (const file of readdirSync(home).filter((name) => name.endsWith('.deb'))) {
      run('dpkg', ['--extract', file, '.'], home);
    }
  },
};

const debianPin = () => pinOf('aws-cli-2', 'package.txt', /^awscli=(.+)$/m);
const goPin = (module: string) => pinOf('go', 'go.mod', RegExp(`${module} v(\\S+)`));
const npmPin = (name: string) => pinOf('javascript', 'package.json', RegExp(`"${name}": "(.+)"`));
const pythonPin = (name: string) =>
  pinOf('python', 'requirements.in', RegExp(`^${name}==(.+)$`, 'm'));

const quoted = (words: readonly string[]) => words.map((word) => `"${word}"`).join(' ');
const optional = (profile: string | undefined) => (profile === undefined ? [] : [profile]);

/** The clients whose word counts, in the order of the table. */
export const CLIENTS: readonly Client[] = [
  {
    ...python,
    name: 'AWS CLI 1',
    version: pythonPin('awscli'),
    command: ({ caFile, stsUrl }, profile) =>
      `AWS_CA_BUNDLE="${caFile}" "${installedAt('python')}/bin/aws" ${cliArguments(stsUrl, profile)}`,
  },
  {
    ...awsCli2,
    name: 'AWS CLI 2 (Debian)',
    version: debianPin().replace(/-.*/, ''),
    command: ({ caFile, stsUrl }, profile) => {
      const home = installedAt('aws-cli-2');
      const modules = `${home}/usr/lib/python3/dist-packages`;
      return `AWS_CA_BUNDLE="${caFile}" PYTHONPATH="${modules}" /usr/bin/python3 "${home}/usr/bin/aws" ${cliArguments(stsUrl, profile)}`;
    },
  },
  {
    ...python,
    name: 'boto3',
    version: pythonPin('boto3'),
    command: ({ caFile, stsUrl }, profile) =>
      `AWS_CA_BUNDLE="${caFile}" AWS_ENDPOINT_URL_STS=${stsUrl} ${quoted([`${installedAt('python')}/bin/python`, `${sourceOf('python')}/probe.py`, ...optional(profile)])}`,
  },
  {
    ...javascript,
    name: 'SDK for JavaScript 3',
    version: npmPin('@aws-sdk/client-sts'),
    command: ({ caFile, stsUrl }, profile) =>
      `NODE_EXTRA_CA_CERTS="${caFile}" AWS_ENDPOINT_URL_STS=${stsUrl} ${quoted([process.execPath, `${installedAt('javascript')}/v3.mjs`, ...optional(profile)])}`,
  },
  {
    ...javascript,
    name: 'SDK for JavaScript 2 (AWS Toolkit for Azure DevOps)',
    version: npmPin('aws-sdk'),
    command: ({ caFile, stsUrl }, profile) =>
      `NODE_EXTRA_CA_CERTS="${caFile}" AWS_ENDPOINT_URL_STS=${stsUrl} ${quoted([process.execPath, `${installedAt('javascript')}/v2.mjs`, ...optional(profile)])}`,
  },
  {
    ...java,
    name: 'SDK for Java 2',
    version: pinOf('java', 'pom.xml', /<artifactId>sts<\/artifactId>\s*<version>(.+)<\/version>/),
    command: ({ trustStore, stsUrl }, profile) =>
      `AWS_ENDPOINT_URL_STS=${stsUrl} java -Djavax.net.ssl.trustStore="${trustStore}" -Djavax.net.ssl.trustStorePassword=changeit -cp "${installedAt('java')}:${installedAt('java')}/lib/*" Probe ${profile ?? ''}`,
  },
  {
    ...go,
    name: 'SDK for Go 2',
    version: goPin('aws-sdk-go-v2/config'),
    command: ({ caFile, stsUrl }, profile) =>
      `AWS_CA_BUNDLE="${caFile}" AWS_ENDPOINT_URL_STS=${stsUrl} ${quoted([`${installedAt('go')}/sdk`, ...optional(profile)])}`,
  },
  {
    ...go,
    name: 'Terraform (aws-sdk-go-base)',
    version: goPin('aws-sdk-go-base/v2'),
    command: ({ caFile, stsUrl }, profile) =>
      `AWS_CA_BUNDLE="${caFile}" AWS_ENDPOINT_URL_STS=${stsUrl} ${quoted([`${installedAt('go')}/terraform`, ...optional(profile)])}`,
  },
  {
    ...go,
    name: 'ECR credential helper',
    version: goPin('amazon-ecr-credential-helper/ecr-login'),
    onlyByVariable: true,
    command: ({ neighboursUrl }, profile) =>
      `${profile === undefined ? '' : `AWS_PROFILE=${profile} `}AWS_ECR_DISABLE_CACHE=1 AWS_ENDPOINT_URL_ECR=${neighboursUrl} "${installedAt('go')}/ecr"`,
  },
];

function cliArguments(stsUrl: string, profile: string | undefined): string {
  const chosen = profile === undefined ? '' : ` --profile ${profile}`;
  return `sts get-caller-identity --endpoint-url ${stsUrl} --query Arn --output text${chosen}`;
}

function run(command: string, args: readonly string[], cwd?: string): void {
  execFileSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], ...(cwd && { cwd }) });
}
