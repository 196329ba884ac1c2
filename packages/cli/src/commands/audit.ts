import { CountedRequests } from '@entra-aws-creds/audit';
import { runOnline } from '@entra-aws-creds/core/programs';
import { ADMINISTRATOR_FLAGS, SERVICE_INPUTS } from '../administrator/administrator-flags.ts';
import { awsAdministrator } from '../administrator/aws-administrator.ts';
import { AUDIT_FLAGS, accountsChoice } from '../audit/audit-flags.ts';
import { auditedAccounts } from '../audit/audited-accounts.ts';
import { askedEntra } from '../audit/entra-login.ts';
import { printReport } from '../audit/printed-report.ts';
import { Progress } from '../audit/progress.ts';
import { REPORT_FLAGS, reportChoice } from '../audit/report-flags.ts';
import { type Command, EXIT, type Invocation } from '../command.ts';
import { platformOf, terminalHost } from '../exchange/terminal-host.ts';
import { type CommandLineInputs, readCommandLineInputs } from '../flags/command-line-inputs.ts';
import { readDefaultsFile } from '../flags/defaults-file.ts';
import { serviceUrl } from '../flags/service-url.ts';
import { WrongUsage } from '../wrong-usage.ts';

/** The longest that inputs allow, for all accounts together. */
const TIME_LIMIT_S = '3600';
/** Whoever reads a whole organization is throttled, and waits. */
const ATTEMPTS = '12';
const TENANT_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Who gets in, over an account or an organization. */
export const audit: Command = {
  examples: [
    { call: 'audit', does: 'every role of the account' },
    {
      call: 'audit --organization --role-name Audit --format html > audit.html',
      does: 'every role of every account of the organization, as a page',
    },
    {
      call: 'audit --tenant-id contoso.com --entra',
      does: 'with what Entra knows of the applications',
    },
  ],
  description:
    'Reads every role of an account, or of an organization, and judges those that trust a Microsoft Entra tenant: who gets in, what is too wide, which will stop working. Lists the stored access keys, and what takes their place. Changes nothing. Exit status 0 when nothing was found, 2 for findings from --fail-on up, 1 when something could not be read.',
  flags: [...AUDIT_FLAGS, ...REPORT_FLAGS, ...ADMINISTRATOR_FLAGS],
  run: async (invocation) => {
    const { flags, terminal, cancelled } = invocation;
    const path = flags.value('config');
    const defaults = path === undefined ? undefined : readDefaultsFile(path);
    const given = await readCommandLineInputs(SERVICE_INPUTS, flags, defaults, terminal);
    const now = new Date();
    const report = reportChoice(flags, now);
    const choice = accountsChoice(flags);
    const tenantId = given.read('tenant-id');
    if (tenantId !== '' && !flags.has('entra') && !TENANT_ID.test(tenantId)) {
      throw new WrongUsage(
        `${given.label('tenant-id')} must be the directory (tenant) ID here.`,
        'Only with --entra is anybody asked which tenant a domain belongs to.',
      );
    }
    const named = flags.value('organizations-endpoint');
    const variable = terminal.environment['AWS_ENDPOINT_URL_ORGANIZATIONS'] || undefined;
    const organizationsEndpoint = serviceUrl('organizations-endpoint', named ?? variable);
    const host = auditHost(invocation, given);
    const status = await runOnline(
      host,
      platformOf(terminal),
      cancelled(),
      async (bare, inputs) => {
        const requests = new CountedRequests();
        const online = requests.through(bare);
        const keys = await awsAdministrator(invocation, (text) => online.maskSecret(text));
        const entra = flags.has('entra')
          ? await askedEntra(invocation, given, inputs, online, now)
          : undefined;
        if (flags.has('entra') && entra === undefined) return EXIT.failed;
        const progress = new Progress(terminal);
        const notices: string[] = [];
        const question = {
          meant: { tenantId: entra?.tenant ?? (tenantId || undefined) },
          allProviders: flags.has('all-providers'),
          acceptances: report.acceptances,
          entra: entra?.facts,
          now,
          onRole: () => progress.role(),
        };
        const notice = (sentence: string) => notices.push(sentence);
        const means = { keys, online, inputs, organizationsEndpoint, progress, notice };
        const lines = auditedAccounts(choice, question, means);
        const end = () => ({ roles: progress.roles, requests: requests.counts, notices });
        const title =
          choice === undefined ? 'Who gets in: the account' : 'Who gets in: the organization';
        return printReport(title, lines, end, report, progress.terminal, now);
      },
    );
    return status ?? EXIT.failed;
  },
};

function auditHost({ flags, terminal }: Invocation, given: CommandLineInputs) {
  const loudness = flags.has('debug') ? 'everything' : 'warnings';
  const own = terminalHost(given, terminal, loudness, 'audit');
  const read = (name: Parameters<typeof own.read>[0]) => {
    const text = given.read(name as Parameters<typeof given.read>[0]);
    if (name === 'action-timeout-s') return text || TIME_LIMIT_S;
    return text || (name === 'retry-max-attempts' ? ATTEMPTS : own.read(name));
  };
  return { ...own, read };
}
