import { FileAudit } from '@entra-aws-creds/audit';
import { readPolicies } from '../audit/policy-files.ts';
import { printReport } from '../audit/printed-report.ts';
import { REPORT_FLAGS, reportChoice } from '../audit/report-flags.ts';
import type { Command } from '../command.ts';
import { PROGRAM } from '../help.ts';
import { WrongUsage } from '../wrong-usage.ts';

/** Judges trust policies before there is a role that has them. */
export const trust: Command = {
  examples: [
    { call: 'trust check trust.json template.yaml', does: 'policies and templates' },
    {
      call: 'trust check --format sarif plan.json > trust.sarif',
      does: 'a Terraform plan, for code scanning',
    },
    {
      call: 'trust check --subject 0b1ec700-1111-2222-3333-444455556666 trust.json',
      does: 'who is meant to get in, and nobody else',
    },
  ],
  description:
    'Judges the trust policies in files: a policy in JSON, a CloudFormation or SAM template, a Terraform plan (terraform show -json), what aws iam get-role or list-roles prints, - for standard input. Says who gets in, and what is too wide, with file and line. Asks no service. Exit status 0 when nothing was found, 2 for findings from --fail-on up, 1 when something could not be judged.',
  flags: [
    { name: 'tenant-id', value: 'TENANT', means: 'directory (tenant) ID that is meant to get in' },
    {
      name: 'client-id',
      value: 'CLIENT',
      means: 'application (client) ID that is meant to get in',
    },
    { name: 'audience', value: 'AUDIENCE', means: 'audience of its token' },
    {
      name: 'subject',
      value: 'ID',
      means: 'object ID of the service principal that is meant to get in',
    },
    ...REPORT_FLAGS,
  ],
  operands: 'check FILE…',
  run: async ({ flags, operands: [verb, ...paths], terminal }) => {
    if (verb !== 'check' || paths.length === 0) {
      throw new WrongUsage(
        'trust needs check and files: trust check FILE….',
        `See ${PROGRAM} trust --help.`,
      );
    }
    const now = new Date();
    const choice = reportChoice(flags, now);
    const meant = {
      tenantId: tenantIdIn(flags.value('tenant-id')),
      clientId: flags.value('client-id'),
      audience: flags.value('audience'),
      subject: flags.value('subject'),
    };
    const question = { meant, allProviders: flags.has('all-providers') };
    const audit = new FileAudit(question, choice.acceptances);
    async function* lines() {
      for (const path of paths) {
        const read = await readPolicies(path, terminal);
        if ('text' in read) yield* audit.linesOf(read);
        else yield read;
      }
    }
    const end = () => ({ roles: audit.roles, requests: {}, notices: [] });
    return printReport('Trust policies in files', lines(), end, choice, terminal, now);
  },
};

function tenantIdIn(text: string | undefined): string | undefined {
  if (text === undefined || /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) return text;
  throw new WrongUsage(
    '--tenant-id takes the directory (tenant) ID here.',
    'Nobody is asked which tenant a domain belongs to.',
  );
}
