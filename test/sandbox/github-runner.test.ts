import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GitHubJob, type GitHubJobOptions, runGitHubAction } from '@entra-aws-creds/sandbox';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';

let directory: string;
let job: GitHubJob;
let count = 0;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'runner-test-'));
});
afterAll(() => rmSync(directory, { recursive: true }));
beforeEach(() => {
  job = new GitHubJob();
});
afterEach(() => job.close());

function bundle(source: string): string {
  count += 1;
  const path = join(directory, `bundle-${count}.cjs`);
  writeFileSync(path, source);
  return path;
}

function run(source: string, options: GitHubJobOptions & { inputs?: Record<string, string> } = {}) {
  return runGitHubAction({ script: bundle(source), ...options });
}

function printing(...lines: string[]): string {
  return `process.stdout.write(${JSON.stringify(`${lines.join('\n')}\n`)});`;
}

function appending(variable: string, text: string): string {
  return `require('fs').appendFileSync(process.env.${variable}, ${JSON.stringify(text)});`;
}

describe('the environment', () => {
  test('names inputs in upper case, with hyphens kept and spaces replaced', async () => {
    const source = `console.log(process.env['INPUT_TENANT-ID'], process.env.INPUT_MY_INPUT);`;
    const result = await run(source, { inputs: { 'tenant-id': 'abc', 'my input': 'x' } });
    expect(result.log).toEqual(['abc x']);
  });

  test('is made of nothing but what the runner gives', async () => {
    process.env['OF_THE_TEST'] = 'inherited';
    const result = await run('console.log(JSON.stringify(process.env))', { env: { OWN: '1' } });
    delete process.env['OF_THE_TEST'];
    const env = JSON.parse(result.stdout);
    expect(env).not.toHaveProperty('OF_THE_TEST');
    expect(env).toMatchObject({
      OWN: '1',
      GITHUB_ACTIONS: 'true',
      GITHUB_REPOSITORY: 'contoso/website',
    });
    expect(Object.keys(env)).toEqual(
      expect.arrayContaining(['GITHUB_ENV', 'GITHUB_RUN_ID', 'PATH', 'RUNNER_TEMP']),
    );
    expect(env).not.toHaveProperty('RUNNER_DEBUG');
  });
});

describe('a mask', () => {
  test('hides the value from then on, and not before', async () => {
    const result = await run(printing('s3cret', '::add-mask::s3cret', 'a s3cret s3crets3cret.'));
    expect(result.log).toEqual(['s3cret', 'a *** ***.']);
    expect(result.masks).toEqual(['s3cret']);
    expect(result.events.map(({ type }) => type)).toEqual(['output', 'mask', 'output']);
  });

  test('is unescaped, and hides each line', async () => {
    const result = await run(
      printing('::add-mask::first%0Asecond%2525%25', 'first', 'second%25%', 'second'),
    );
    expect(result.masks).toEqual(['first\nsecond%25%']);
    expect(result.log).toEqual(['***', '***', 'second']);
  });

  test('hides the encoded forms', async () => {
    const secret = `pa"ss/w&rd+'x`;
    const encoded = [
      Buffer.from(secret).toString('base64'),
      Buffer.from(`a:${secret}`).toString('base64'),
      encodeURIComponent(secret).replaceAll("'", '%27'),
      JSON.stringify(secret).slice(1, -1),
    ];
    const result = await run(printing(`::add-mask::${secret}`, ...encoded));
    expect(result.log).toHaveLength(4);
    for (const line of result.log) expect(line).toContain('***');
    expect(result.log[0]).toBe('***');
  });

  test('of nothing earns a warning', async () => {
    const result = await run(printing('::add-mask::'));
    expect(result.log).toEqual([
      "##[warning]Can't add secret mask for empty string in ##[add-mask] command.",
    ]);
  });

  test('reaches standard error, annotations, the summary and the job’s secrets', async () => {
    const source =
      appending('GITHUB_STEP_SUMMARY', 'has s3cret\n') +
      printing('::add-mask::s3cret', '::error title=t::s3cret in it', 'and given') +
      `setTimeout(() => console.error('s3cret to stderr'), 50);`;
    const result = await run(source, { secrets: ['given'] });
    expect(result.log).toEqual(['##[error]*** in it', 'and ***', '*** to stderr']);
    expect(result.annotations).toEqual([
      { level: 'error', message: '*** in it', properties: { title: 't' } },
    ]);
    expect(result.summary).toBe('has ***\n');
    expect(result.conclusion).toBe('success');
  });
});

describe('commands', () => {
  test('are read at the start of a line, the old ones anywhere', async () => {
    const result = await run(
      printing(
        '  ::warning file=a%2Cb.js,line=1::careful%0Athere',
        'x ::warning::no command',
        'x ##[warning]old style',
        '::unknown::stays',
        '::group::More',
        '::endgroup::',
        '::notice::fyi',
      ),
    );
    expect(result.log).toEqual([
      '##[warning]careful',
      'there',
      'x ::warning::no command',
      '##[warning]old style',
      '::unknown::stays',
      '##[group]More',
      '##[endgroup]',
      '##[notice]fyi',
    ]);
    expect(result.annotations[0]?.properties).toEqual({ file: 'a,b.js', line: '1' });
  });

  test('for debugging show only when debugging', async () => {
    const source = printing('::debug::d1%0Ad2') + appending('GITHUB_ENV', 'A=1\n');
    expect((await run(source)).log).toEqual([]);
    const result = await run(source, { debug: true });
    expect(result.log).toEqual(['##[debug]d1', '##[debug]d2', "##[debug]A='1'"]);
  });

  test('that are disabled fail the step', async () => {
    const result = await run(printing('::set-env name=A::1'));
    expect(result.conclusion).toBe('failure');
    expect(result.env).toEqual({});
  });

  test('can be stopped for a while', async () => {
    const result = await run(
      printing('::stop-commands::tok3n', '::error::text', '::tok3n::', '::error::command'),
    );
    expect(result.annotations).toHaveLength(1);
    expect(result.log.at(-1)).toBe('##[error]command');
  });

  test('of several kinds of line end are told apart', async () => {
    const result = await run(`process.stdout.write('::debug::a\\r\\nb\\rc\\n\\nd')`);
    expect(result.log).toEqual(['b', 'c', '', 'd']);
  });
});

describe('command files', () => {
  test('set the environment, outputs, state and path of what follows', async () => {
    const main = bundle(
      appending('GITHUB_ENV', 'ONE=1\nMANY<<ghadelimiter_1\na=b\n\nc<<d\nghadelimiter_1\n') +
        appending('GITHUB_OUTPUT', 'out<<E\nvalue\nE\n') +
        appending('GITHUB_STATE', 'file=/tmp/x\n') +
        appending('GITHUB_PATH', '/opt/own\n'),
    );
    const post = bundle(
      `console.log(process.env.STATE_file, process.env.ONE, process.env.INPUT_A)`,
    );
    const result = await job.step({ main, post, inputs: { a: 'input' } });
    expect(result.env).toEqual({ ONE: '1', MANY: 'a=b\n\nc<<d' });
    expect(result.outputs).toEqual({ out: 'value' });
    expect(result.state).toEqual({ file: '/tmp/x' });
    const script = await job.script('echo "$MANY"; echo "$PATH"; echo "${INPUT_A-none}"');
    expect(script.log.slice(0, 3)).toEqual(['a=b', '', 'c<<d']);
    expect(script.log[3]).toMatch(/^\/opt\/own:/);
    expect(script.log[4]).toBe('none');
    const [after] = await job.finish();
    expect(after?.log).toEqual(['/tmp/x 1 input']);
    expect(await job.finish()).toEqual([]);
  });

  test.each([
    ['no form at all', 'nonsense\n', "Invalid format 'nonsense'"],
    ['no end', 'A<<E\nvalue\n', "Invalid value. Matching delimiter not found 'E'"],
    ['no name', '<<E\nvalue\nE\n', 'Name must not be empty'],
  ])('with %s fail the step', async (_, text, message) => {
    const result = await run(appending('GITHUB_ENV', text));
    expect(result.conclusion).toBe('failure');
    expect(result.annotations[0]?.message).toBe(
      "Unable to process file command 'env' successfully.",
    );
    expect(result.annotations[1]?.message).toContain(message);
  });

  test('cannot set NODE_OPTIONS', async () => {
    const result = await run(appending('GITHUB_ENV', 'NODE_OPTIONS=--inspect\nB=2\n'));
    expect(result.env).toEqual({ B: '2' });
    expect(result.annotations[0]?.level).toBe('error');
  });
});

describe('a job', () => {
  test('runs the post steps in reverse, also after a failure', async () => {
    for (const name of ['first', 'second']) {
      const main = bundle('process.exitCode = 1;');
      const result = await job.step({ main, post: bundle(printing(name)) });
      expect(result).toMatchObject({ exitCode: 1, conclusion: 'failure' });
    }
    const posts = await job.finish();
    expect(posts.flatMap(({ log }) => log)).toEqual(['second', 'first']);
    expect(job.log).toEqual(['second', 'first']);
  });

  test('masks in later steps what an earlier one registered', async () => {
    await job.step({ main: bundle(printing('::add-mask::s3cret')) });
    expect((await job.script('echo s3cret')).log).toEqual(['***']);
  });

  test('cancels and times out', async () => {
    const waiting = bundle(
      `process.on('SIGINT', () => { console.log('bye'); process.exit(130); });
       console.log('up'); setInterval(() => {}, 1000);`,
    );
    const controller = new AbortController();
    const cancelled = job.step({ main: waiting, signal: controller.signal });
    setTimeout(() => controller.abort(), 600);
    expect(await cancelled).toMatchObject({ exitCode: 130, log: ['up', 'bye'] });
    const hanging = new GitHubJob({ timeoutMs: 300 });
    const result = await hanging.step({ main: bundle('setInterval(() => {}, 1000)') });
    expect(result).toMatchObject({ timedOut: true, conclusion: 'failure', exitCode: null });
    await hanging.close();
  });
});
