import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HOSTILE_TEXT } from '@entra-aws-creds/sandbox';
import { describe, expect, test } from '@jest/globals';
import { version } from './own-version.ts';
import { type Inputs, mainInputs, PIPELINES, type StepOutcome } from './pipeline.ts';
import { sandboxedPipelines } from './sandboxed-pipelines.ts';

const PAGE = `https://github.com/org/entra-aws-creds/blob/v${version}/docs/troubleshooting.md`;

const { sandbox, scenario, openPipeline } = await sandboxedPipelines();

describe.each(PIPELINES)('%s on %s', (host, node) => {
  const onAzure = host === 'Azure Pipelines';
  const run = (inputs: Inputs) =>
    openPipeline(host, node).step({ ...mainInputs(sandbox, scenario), ...inputs });
  /** The summary, or the end of the log that stands for it. */
  const reportOf = ({ log, kept }: StepOutcome) => {
    const text = onAzure ? log : kept;
    expect(text.match(/No AWS credentials: the step failed/g)).toHaveLength(1);
    return text.slice(text.indexOf('No AWS credentials'));
  };
  /** What a person would copy, from its first line to its last. */
  const documentsIn = (report: string): unknown[] => {
    const pattern = onAzure ? /^\{\n[\s\S]*?^\}$/gm : /(?<=^(`{3,})json\n)[\s\S]*?(?=\n\1$)/gm;
    return [...report.matchAll(pattern)].map(([json]) => JSON.parse(json));
  };
  const nobody = () => `${scenario.roleArn}-not`;

  test('a refusal is reported with what to do, where to read more, and the policy to copy', async () => {
    const outcome = await run({ 'role-to-assume': nobody() });
    expect(outcome.errors).toEqual([
      expect.stringMatching(/^EAC_STS_ACCESS_DENIED: .* See \S+#eac_sts_access_denied$/),
    ]);
    expect(outcome.errors[0]).toContain(`${PAGE}#eac_sts_access_denied`);
    const report = reportOf(outcome);
    expect(report).toMatch(/EAC_STS_ACCESS_DENIED\W.*AccessDenied/);
    expect(report).toContain('What to do');
    expect(report).toContain(`${PAGE}#eac_sts_access_denied`);
    expect(documentsIn(report)).toEqual([scenario.role.trustPolicy]);
  });

  test('everything that is wrong with the inputs is reported, each with its address', async () => {
    const outcome = await run({ 'tenant-id': 'nowhere', 'aws-region': '', certificate: '' });
    expect(outcome.errors).toHaveLength(4);
    for (const error of outcome.errors) {
      expect(error.endsWith(`${PAGE}#${error.split(':')[0]?.toLowerCase()}`)).toBe(true);
    }
    const report = reportOf(outcome);
    for (const name of ['tenant-id', 'aws-region', 'certificate-path']) {
      const label = onAzure ? name.replace(/-./, ([, letter = '']) => letter.toUpperCase()) : name;
      expect(report).toContain(`"${label}"`);
    }
    expect(documentsIn(report)).toEqual([]);
  });

  test('roles that fail alike are reported each, and their policy once', async () => {
    const outcome = await run({
      'role-to-assume': '',
      profiles: `one = ${nobody()}\ntwo = ${nobody()}-either`,
    });
    const report = reportOf(outcome);
    expect(report.match(/EAC_STS_ACCESS_DENIED\W/g)).toHaveLength(2);
    expect(documentsIn(report)).toEqual([scenario.role.trustPolicy]);
  });

  test('what a service says stays text in it', async () => {
    const hostile = `</td></table>\n\n<script>x</script>\n\n\`\`\`\n# forged\n![](https://evil.example) ${HOSTILE_TEXT}`;
    const escaped = [...hostile].map((c) => `&#${c.codePointAt(0)};`).join('');
    sandbox.intercept = (service) =>
      service === 'sts'
        ? {
            status: 403,
            headers: { 'content-type': 'text/xml' },
            body: `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>${escaped.replaceAll('&#27;', '')}</Message></Error><RequestId>r</RequestId></ErrorResponse>`,
          }
        : undefined;
    const outcome = await run({});
    const report = reportOf(outcome);
    expect(report).toContain('forged');
    expect(outcome.warnings).toEqual([]);
    expect(outcome.exported).toEqual([]);
    expect(documentsIn(report)).toEqual([scenario.role.trustPolicy]);
    expect(report).not.toMatch(/^\s*(#|!\[)/m);
    if (onAzure) return;
    const tags = new Set(report.match(/<\/?\w+/g));
    expect([...tags].filter((tag) => !/^<\/?(h3|h4|table|tr|th|td)$/.test(tag))).toEqual([]);
  });

  test('a wide policy is reported with its statement corrected, whatever is written in it', async () => {
    const [statement] = [scenario.role.trustPolicy.Statement].flat();
    const prefix = scenario.provider.url.replace('https://', '');
    const hostile = '\n```\n</pre>##vso[task.complete result=Succeeded]\u2028::error::x';
    const file = join(sandbox.directory, 'hostile.json');
    const wide = {
      ...statement,
      Condition: {
        StringEquals: { [`${prefix}:aud`]: scenario.tokenAudience },
        StringNotEquals: { 'aws:SourceVpc': hostile },
      },
    };
    writeFileSync(file, JSON.stringify({ Version: '2012-10-17', Statement: [wide] }));
    const outcome = await run({ 'trust-policy-check': 'enforce', 'trust-policy-file': file });
    expect(outcome.errors.join('\n')).toContain(`${PAGE}#eac_trust_policy_wide`);
    const report = reportOf(outcome);
    const documents = documentsIn(report);
    expect(documents).toContainEqual({
      ...statement,
      Condition: {
        StringEquals: {
          [`${prefix}:aud`]: scenario.tokenAudience,
          [`${prefix}:sub`]: scenario.tokenSubject,
        },
        StringNotEquals: { 'aws:SourceVpc': hostile },
      },
    });
    expect(outcome.log).not.toContain('##vso[');
    if (!onAzure) expect(report).toContain('````json');
  });

  test('a step that has done its work is reported with its run and without an address', async () => {
    const { log, kept } = await run({});
    const report = onAzure ? log : kept;
    expect(report).toMatch(onAzure ? /Run +build 4711/ : /<th>Run<\/th><td>run 1234567890/);
    expect(report).not.toContain('troubleshooting.md');
  });
});
