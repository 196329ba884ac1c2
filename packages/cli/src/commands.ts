import type { CommandEntry } from './command.ts';

/** Every command, in the order of the help. The code of a command is loaded when it was chosen. */
export const COMMANDS: readonly CommandEntry[] = [
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
