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
