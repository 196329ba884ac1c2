import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AzureJob, type AzureJobOptions, type TaskRestrictions } from '@entra-aws-creds/sandbox';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';

const taskLib = createRequire(import.meta.url).resolve('azure-pipelines-task-lib/task');

let directory: string;
let count = 0;
const jobs: AzureJob[] = [];

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'agent-test-'));
});
afterAll(() => rmSync(directory, { recursive: true }));
afterEach(async () => {
  await Promise.all(jobs.splice(0).map((job) => job.close()));
});

function startJob(options: AzureJobOptions = {}): AzureJob {
  const job = new AzureJob(options);
  jobs.push(job);
  return job;
}

interface TaskOptions {
  readonly post?: string;
  readonly restrictions?: TaskRestrictions;
  readonly inputs?: readonly object[];
  readonly outputVariables?: readonly object[];
}

function task(main: string, { post, ...rest }: TaskOptions = {}): string {
  count += 1;
  const folder = join(directory, `task-${count}`);
  mkdirSync(folder);
  writeFileSync(join(folder, 'main.js'), main);
  if (post !== undefined) writeFileSync(join(folder, 'post.js'), post);
  const json = {
    ...rest,
    execution: { Node20_1: { target: 'main.js' }, PowerShell3: { target: 'none.ps1' } },
    ...(post === undefined ? {} : { postjobexecution: { Node24: { target: 'post.js' } } }),
  };
  writeFileSync(join(folder, 'task.json'), JSON.stringify(json));
  return folder;
}

function printing(...lines: string[]): string {
  return `process.stdout.write(${JSON.stringify(`${lines.join('\n')}\n`)});`;
}

async function run(lines: string[], options: AzureJobOptions & TaskOptions = {}) {
  const job = startJob(options);
  const result = await job.task({ directory: task(printing(...lines), options), name: 'login' });
  return { job, result };
}

describe('a command', () => {
  test('is found anywhere in a line and unescaped', async () => {
    const { job, result } = await run([
      'text ##vso[task.setvariable variable=A%3BB;]a%0Ab%5D%AZP25%25',
      '##vso[task.setvariable variable=Empty]',
    ]);
    expect(job.variable('a;b')?.value).toBe('a\nb]%%25');
    expect(job.variable('empty')?.value).toBe('');
    expect(result.log).toEqual([]);
    expect(result.result).toBe('Succeeded');
  });

  test('that is none stays in the log with a warning', async () => {
    const { result } = await run(['##vso[task', '##vso[nowhere.command]x', '##vso[task.nothing]x']);
    expect(result.log[1]).toBe('##vso[task');
    expect(result.issues.map(({ type }) => type)).toEqual(['warning', 'warning', 'error', 'error']);
    expect(result.result).toBe('Failed');
  });

  test('logs issues and completes the task', async () => {
    const { result } = await run([
      '##vso[task.logissue type=warning]careful',
      '##vso[task.issue type=error;]bad',
      '##vso[task.complete result=SucceededWithIssues;]',
      '##vso[task.complete result=Failed]over',
      '##vso[task.complete result=Succeeded]',
    ]);
    expect(result.log).toEqual(['##[warning]careful', '##[error]bad']);
    expect(result).toMatchObject({ result: 'Failed', exitCode: 0 });
  });

  test('is echoed with what it said when System.Debug is on', async () => {
    const lines = ['##vso[task.debug]here', '##vso[task.setvariable variable=A]v%0Aw'];
    expect((await run(lines)).result.log).toEqual([]);
    const { result } = await run(lines, { debug: true });
    expect(result.log).toEqual([
      '##[debug]here',
      '##[debug]Processed: ##vso[task.setvariable variable=A]v',
      'w',
    ]);
  });
});

describe('a secret', () => {
  test('is masked once it is registered, in its escaped forms but not in base64', async () => {
    const secret = 'pa"ss\\wörd';
    const { result } = await run(
      [
        secret,
        `##vso[task.setsecret]${secret}`,
        `x${secret}x`,
        JSON.stringify(secret),
        encodeURIComponent(secret),
        Buffer.from(secret).toString('base64'),
      ],
      { debug: true },
    );
    expect(result.log).toEqual([
      secret,
      '##[debug]Processed: ##vso[task.setsecret]***',
      'x***x',
      '"***"',
      '***',
      Buffer.from(secret).toString('base64'),
    ]);
    expect(result.masks).toEqual([secret]);
  });

  test('of the server is masked in base64 too', async () => {
    const { result } = await run([Buffer.from('s3cret').toString('base64')], {
      variables: { Key: { value: 's3cret', secret: true } },
    });
    expect(result.log).toEqual(['***']);
  });

  test('leaks when the variable is set before the secret is registered', async () => {
    const { result } = await run(
      ['##vso[task.setvariable variable=A]s3cret', '##vso[task.setsecret]s3cret'],
      { debug: true },
    );
    expect(result.log[0]).toContain('s3cret');
  });

  test('has one line', async () => {
    const { result } = await run(['##vso[task.setvariable variable=A;issecret=true]a%0Ab']);
    expect(result.issues.at(-1)?.message).toBe('Secrets cannot contain multiple lines');
  });
});

describe('a variable', () => {
  test('reaches a script when it is plain, and not when it is secret', async () => {
    const { job, result } = await run([
      '##vso[task.setvariable variable=AWS.Region]eu-west-1',
      '##vso[task.setvariable variable=Hidden;issecret=true]s3cret',
    ]);
    expect(result.variables).toEqual([
      { name: 'AWS.Region', value: 'eu-west-1', secret: false, isOutput: false },
      { name: 'Hidden', value: 's3cret', secret: true, isOutput: false },
    ]);
    expect(job.scriptEnvironment()).toMatchObject({ AWS_REGION: 'eu-west-1' });
    expect(Object.values(job.scriptEnvironment())).not.toContain('s3cret');
    const script = await job.script(
      'echo "$AWS_REGION ${HIDDEN-none} ${SECRET_HIDDEN-none} $MINE"',
      {
        env: { MINE: '$(hidden) $(unknown)' },
      },
    );
    expect(script.log).toEqual(['eu-west-1 none none *** $(unknown)']);
  });

  test('that once was secret stays so', async () => {
    const { job } = await run(['##vso[task.setvariable variable=aws_secret]other'], {
      variables: { AWS_SECRET: { value: 'old', secret: true } },
    });
    expect(job.variable('AWS_SECRET')).toMatchObject({ value: 'other', secret: true });
    expect(job.scriptEnvironment()).not.toHaveProperty('AWS_SECRET');
  });

  test('that is read-only stays as it is', async () => {
    const { job, result } = await run(['##vso[task.setvariable variable=Fixed]new'], {
      variables: { Fixed: { value: 'old', readOnly: true } },
    });
    expect(job.variable('Fixed')?.value).toBe('old');
    expect(result.result).toBe('Failed');
  });

  test('that is an output gets the step’s name, also when task.json says so', async () => {
    const { job } = await run(
      [
        '##vso[task.setvariable variable=Own;isOutput=true]1',
        '##vso[task.setvariable variable=Declared]2',
      ],
      { outputVariables: [{ name: 'Declared' }] },
    );
    expect(job.variable('login.Own')?.value).toBe('1');
    expect(job.scriptEnvironment()).toMatchObject({ LOGIN_DECLARED: '2' });
    expect(job.scriptEnvironment()).not.toHaveProperty('DECLARED');
  });
});

describe('restrictions', () => {
  const lines = [
    '##vso[task.setvariable variable=aws_region]eu',
    '##vso[task.setvariable variable=OTHER]x',
    '##vso[task.uploadsummary]/tmp/x',
    '##vso[task.prependpath]/opt',
    '##vso[task.setsecret]s3cret',
  ];

  test('of the task turn commands into warnings', async () => {
    const { job, result } = await run(lines, {
      restrictions: {
        commands: { mode: 'restricted' },
        settableVariables: { allowed: ['AWS_*'] },
      },
    });
    expect(job.variable('AWS_REGION')?.value).toBe('eu');
    expect(job.variable('OTHER')).toBeUndefined();
    expect(result.issues.map(({ message }) => message)).toEqual([
      "Setting variable 'OTHER' has been disabled by the task or build definition.",
      '##vso[task.uploadsummary] is not allowed in this step due to policy restrictions. Please reference documentation (http://go.microsoft.com/fwlink/?LinkId=817296)',
      "Setting variable 'PATH' has been disabled by the task or build definition.",
    ]);
    expect(result).toMatchObject({ result: 'Succeeded', path: [], masks: ['s3cret'] });
  });

  test('of the step add to them', async () => {
    const job = startJob();
    await job.task({
      directory: task(printing(...lines)),
      target: { settableVariables: 'none' },
    });
    expect(job.variable('aws_region')).toBeUndefined();
    await job.task({
      directory: task(printing(...lines), {
        restrictions: { settableVariables: { allowed: ['AWS_*'] } },
      }),
      target: { settableVariables: ['OTHER'], commands: 'restricted' },
    });
    expect(job.variable('aws_region')).toBeUndefined();
    expect(job.variable('OTHER')).toBeUndefined();
  });
});

describe('a task', () => {
  const guid = '9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d';
  const file = '1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed';

  test('finds through the task library all that the agent hands over', async () => {
    const job = startJob({
      variables: { Plain: 'p', 'My.Secret': { value: 's3cret', secret: true } },
      endpoints: [
        {
          id: guid,
          name: 'azure',
          url: 'https://management.azure.com/',
          scheme: 'ServicePrincipal',
          parameters: { tenantid: 'tenant', serviceprincipalid: 'client-of-connection' },
          data: { environment: 'AzureCloud' },
        },
        { id: 'unused', scheme: 'Token', parameters: { apitoken: 'unused-token' } },
      ],
      secureFiles: [{ id: file, name: 'login.pfx', ticket: 'tick3t' }],
      collectionUri: 'https://dev.azure.com/own/',
    });
    const source = `
      const tl = require(${JSON.stringify(taskLib)});
      const seen = {
        alias: tl.getInput('connection'), fallback: tl.getInput('fallback'),
        macro: tl.getInput('macro'), literal: tl.getInput('literal'),
        url: tl.getEndpointUrl(tl.getInput('connection')),
        scheme: tl.getEndpointAuthorizationScheme(tl.getInput('connection')),
        client: tl.getEndpointAuthorizationParameter(tl.getInput('connection'), 'serviceprincipalid').length,
        data: tl.getEndpointDataParameter(tl.getInput('connection'), 'environment'),
        file: tl.getSecureFileName(tl.getInput('file')),
        ticket: tl.getSecureFileTicket(tl.getInput('file')).length,
        system: tl.getEndpointUrl('SYSTEMVSSCONNECTION'),
        token: tl.getEndpointAuthorizationParameter('SYSTEMVSSCONNECTION', 'AccessToken').length,
        plain: tl.getVariable('plain'), secret: tl.getVariable('My.Secret').length,
        isSecret: tl.getVariables().some((v) => v.name === 'My.Secret' && v.secret),
        project: tl.getVariable('System.TeamProject'), temp: tl.getVariable('Agent.TempDirectory'),
        unused: Object.values(process.env).includes('unused-token'),
      };
      console.log(JSON.stringify(seen));
      tl.setResult(tl.TaskResult.Succeeded, 'done');`;
    const result = await job.task({
      directory: task(source, {
        inputs: [
          { name: 'connection', aliases: ['azureSubscription'], type: 'connectedService:AzureRM' },
          { name: 'fallback', defaultValue: ' default ' },
          { name: 'file', type: 'secureFile' },
        ],
      }),
      inputs: {
        azureSubscription: 'azure',
        file: 'login.pfx',
        macro: ' $(plain) ',
        literal: '$(nothing)',
      },
    });
    expect(result.result).toBe('Succeeded');
    expect(result.log).toHaveLength(1);
    expect(JSON.parse(result.log[0] ?? '')).toEqual({
      alias: guid,
      fallback: 'default',
      macro: 'p',
      literal: '$(nothing)',
      url: 'https://management.azure.com/',
      scheme: 'ServicePrincipal',
      client: 'client-of-connection'.length,
      data: 'AzureCloud',
      file: 'login.pfx',
      ticket: 6,
      system: 'https://dev.azure.com/own/',
      token: 'sandbox-job-access-token'.length,
      plain: 'p',
      secret: 6,
      isSecret: true,
      project: 'Website',
      temp: job.temporary,
      unused: false,
    });
  });

  test('that exits with an error has failed', async () => {
    const job = startJob();
    const result = await job.task({ directory: task('process.exitCode = 3') });
    expect(result).toMatchObject({ result: 'Failed', exitCode: 3 });
    expect(result.issues[0]?.message).toMatch(/^Exit code 3 returned from process: file name/);
    expect(job.variable('Agent.JobStatus')?.value).toBe('Failed');
  });

  test('finds its own task variables in its post-job step, the last task first', async () => {
    const job = startJob({ debug: true });
    const post = `
      const tl = require(${JSON.stringify(taskLib)});
      console.log('post', tl.getTaskVariable('mark'), tl.getInput('name'), process.env.agent_jobstatus);`;
    for (const name of ['first', 'second']) {
      const main = `const tl = require(${JSON.stringify(taskLib)}); tl.setTaskVariable('mark', tl.getInput('name') + ' 1');`;
      await job.task({ directory: task(main, { post }), inputs: { name } });
    }
    await job.task({ directory: task('', { post: printing('no mark') }) });
    expect(job.scriptEnvironment()).not.toHaveProperty('VSTS_TASKVARIABLE_MARK');
    const posts = await job.finish();
    const own = posts.flatMap(({ log }) => log.filter((line) => !line.startsWith('##[debug]')));
    expect(own).toEqual([
      'no mark',
      'post second 1 second undefined',
      'post first 1 first undefined',
    ]);
    expect(await job.finish()).toEqual([]);
  });
});
