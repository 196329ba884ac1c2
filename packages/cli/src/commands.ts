import type { CommandEntry } from './command.ts';

/** Every command, in the order of the help. The code of a command is loaded when it was chosen. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'setup',
    summary: 'make application, certificate, provider, role and trust',
    load: async () => (await import('./commands/setup.ts')).setup,
  },
  {
    name: 'verify',
    summary: 'compare both sides of a binding',
    load: async () => (await import('./commands/verify.ts')).verify,
  },
  {
    name: 'show',
    summary: 'one binding from both sides, found by its role',
    load: async () => (await import('./commands/show.ts')).show,
  },
  {
    name: 'list',
    summary: 'every binding of the tenant and the account',
    load: async () => (await import('./commands/list.ts')).list,
  },
  {
    name: 'rotate',
    summary: 'put a new certificate in the place of the old',
    load: async () => (await import('./commands/rotate.ts')).rotate,
  },
  {
    name: 'enroll',
    summary: 'a certificate for a role that the automation binds',
    load: async () => (await import('./commands/enroll.ts')).enroll,
  },
  {
    name: 'teardown',
    summary: 'take away what setup made',
    load: async () => (await import('./commands/teardown.ts')).teardown,
  },
  {
    name: 'doctor',
    summary: 'look at every step of the way to credentials',
    load: async () => (await import('./commands/doctor.ts')).doctor,
  },
  {
    name: 'exec',
    summary: 'run a command with AWS credentials in its environment',
    load: async () => (await import('./commands/exec.ts')).exec,
  },
  {
    name: 'env',
    summary: 'print the credentials for a shell, or as dotenv or JSON',
    load: async () => (await import('./commands/env.ts')).env,
  },
  {
    name: 'credential-process',
    summary: 'print the JSON that a profile of AWS tools asks for',
    load: async () => (await import('./commands/credential-process.ts')).credentialProcess,
  },
  {
    name: 'configure',
    summary: 'write an AWS profile that gets its credentials here',
    load: async () => (await import('./commands/configure.ts')).configure,
  },
  {
    name: 'whoami',
    summary: 'whose credentials AWS tools find here, from where, until when',
    load: async () => (await import('./commands/whoami.ts')).whoami,
  },
  {
    name: 'console',
    summary: 'open the AWS console',
    load: async () => (await import('./commands/console.ts')).console,
  },
  {
    name: 'login',
    summary: 'log in as a person, in the browser',
    load: async () => (await import('./commands/login.ts')).login,
  },
  {
    name: 'logout',
    summary: 'forget every login and session that is kept here',
    load: async () => (await import('./commands/logout.ts')).logout,
  },
  {
    name: 'audit',
    summary: 'who gets in, over an account or an organization',
    load: async () => (await import('./commands/audit.ts')).audit,
  },
  {
    name: 'trust',
    summary: 'judge trust policies in files, before they are deployed',
    load: async () => (await import('./commands/trust.ts')).trust,
  },
  {
    name: 'organization deploy',
    summary: 'print the commands that deploy the automation over an organization',
    load: async () => (await import('./commands/organization/deploy.ts')).deploy,
  },
  {
    name: 'organization status',
    summary: 'how that automation is: failures, last night, alarms',
    load: async () => (await import('./commands/organization/status.ts')).status,
  },
  {
    name: 'organization plan',
    summary: 'what it would do now over all accounts, without doing it',
    load: async () => (await import('./commands/organization/plan.ts')).plan,
  },
  {
    name: 'organization reconcile',
    summary: 'have it look at every account, one, or one role',
    load: async () => (await import('./commands/organization/reconcile.ts')).reconcile,
  },
  {
    name: 'organization doctor',
    summary: 'look at everything that its deployment needs',
    load: async () => (await import('./commands/organization/doctor.ts')).doctor,
  },
  {
    name: 'organization uninstall',
    summary: 'print the commands that take it away',
    load: async () => (await import('./commands/organization/uninstall.ts')).uninstall,
  },
  {
    name: 'sandbox',
    summary: 'a local Entra and AWS to try everything on',
    load: async () => (await import('./commands/sandbox.ts')).sandbox,
  },
  {
    name: 'completion',
    summary: 'print the completion script of a shell',
    load: async () => (await import('./commands/completion.ts')).completion,
  },
];
