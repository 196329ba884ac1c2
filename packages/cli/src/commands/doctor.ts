import { diagnose } from '@entra-aws-creds/core/programs';
import { type Command, EXIT } from '../command.ts';
import { checklistView } from '../doctor/checklist-view.ts';
import { doctorReport, hasFailed } from '../doctor/doctor-report.ts';
import { inputsWithChosenRole } from '../exchange/persons-role.ts';
import { platformOf, terminalHost } from '../exchange/terminal-host.ts';
import { EXCHANGE_FLAGS } from '../flags/input-flags.ts';

/** Looks at every step of the way to credentials. */
export const doctor: Command = {
  examples: [
    { call: 'doctor --config pipeline.json', does: 'the whole way, step by step' },
    { call: 'doctor --config pipeline.json --json', does: 'the same for programs' },
  ],
  description:
    'Goes the whole way from inputs to credentials and looks at each step by itself: where inputs came from, what stands between here and the services, clock, certificate, Entra, the token, what AWS must hold for it, the session, the trust policy. What failed comes with its remedy and its page; what needs it is not tried. The credentials are thrown away. Exit status 1 when a step failed.',
  flags: EXCHANGE_FLAGS,
  run: async (invocation) => {
    const { flags, terminal, cancelled } = invocation;
    const inputs = await inputsWithChosenRole(invocation);
    const given = [...inputs.given].map(([name, { origin }]) => `${name}: from ${origin}`);
    const loudness = flags.has('debug') ? 'everything' : 'failures';
    const own = terminalHost(inputs, terminal, loudness, 'doctor');
    // The policy is part of the way, whether the step is to look at it or not.
    const host = {
      ...own,
      read: (name: Parameters<typeof own.read>[0]) =>
        own.read(name) || (name === 'trust-policy-check' ? 'warn' : ''),
    };
    const silent = { begins: () => {}, ends: () => {} };
    const view = flags.has('json') ? silent : checklistView(terminal);
    const checks = await diagnose(host, given, platformOf(terminal), cancelled(), view);
    if (flags.has('json')) {
      terminal.print(`${JSON.stringify(doctorReport(inputs, checks), undefined, 2)}\n`);
    }
    return hasFailed(checks) ? EXIT.failed : EXIT.done;
  },
};
