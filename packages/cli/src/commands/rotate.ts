import {
  type Application,
  type Observed,
  observe,
  type Rotated,
  rotate as rotateCertificate,
  verificationQuestion,
} from '@entra-aws-creds/bindings';
import { type RoleArn, StepFailure } from '@entra-aws-creds/core/programs';
import { ADMINISTRATOR_FLAGS } from '../administrator/administrator-flags.ts';
import { type Command, EXIT, type ExitStatus, type Invocation } from '../command.ts';
import { BINDING_FLAGS, readBinding, requireRole } from '../set-up/binding-flags.ts';
import { type BothSides, withSides } from '../set-up/both-sides.ts';
import { type CertificateFile, certificateFile, readDays } from '../set-up/certificate-file.ts';
import {
  HAND_OVER_FLAG,
  type HandOver,
  handOverCommands,
  readHandOver,
} from '../set-up/hand-over.ts';
import { AGREEMENT_FLAGS, isAgreed, requireAgreement } from '../set-up/plan-view.ts';
import { loginAttempt } from '../set-up/proof.ts';
import { rotatedAsJson, tellRotated, tellRotation } from '../set-up/rotation-view.ts';
import { WrongUsage } from '../wrong-usage.ts';

/** What a rotation is told besides which binding it is about. */
interface Asked {
  readonly path: string;
  readonly days: number;
  readonly overlapMs: number;
  readonly prune: boolean;
  readonly to: HandOver | undefined;
  readonly audience: string | undefined;
}

const MILLISECONDS_A_DAY = 86_400_000;
const USUAL_OVERLAP_DAYS = '7';

/** A new certificate in the place of the old one. */
export const rotate: Command = {
  examples: [
    {
      call: 'rotate --config aws.json --role arn:aws:iam::123456789012:role/deploy --certificate-out new.pem --to github-secret',
      does: 'adds and proves a new certificate, and says how the pipeline gets it; the old one stays for a week',
    },
    {
      call: 'rotate --config aws.json --role arn:aws:iam::123456789012:role/deploy --certificate-out new.pem',
      does: 'the same command a week later: removes the old one',
    },
  ],
  description:
    'Adds a new certificate beside the old, proves it by three logins and exchanges in a row, hands it over, and removes the old one when both have been good for long enough. What it has done it finds in Entra, so it can be run again wherever it ended. Certificates that others added stay, and the last valid one is never removed. It needs rights in Entra only.',
  flags: [
    ...BINDING_FLAGS.filter(({ name }) => name === 'application' || name === 'role-to-assume'),
    {
      name: 'certificate-out',
      value: 'FILE',
      means:
        'where the new private key and certificate are written, as PEM; the one of an earlier run is used',
    },
    {
      name: 'certificate-days',
      value: 'DAYS',
      means: 'how long the new certificate is valid; 365 if not given',
    },
    {
      name: 'overlap',
      value: 'DAYS',
      means: `how long the old one stays good; ${USUAL_OVERLAP_DAYS} if not given, 0: it is removed at once`,
    },
    { name: 'prune', means: 'remove all others that this product added: their keys are lost' },
    HAND_OVER_FLAG,
    { name: 'audience', value: 'AUDIENCE', means: 'the one that setup was given, if it was' },
    ...AGREEMENT_FLAGS,
    ...ADMINISTRATOR_FLAGS,
  ],
  run: async (invocation) => {
    const { flags, terminal } = invocation;
    requireAgreement(flags, terminal);
    const { application, ...binding } = readBinding(flags);
    const role = requireRole(binding);
    const asked = readAsked(invocation);
    const sides = { entra: 'write', aws: false, role } as const;
    const status = await withSides(invocation, sides, async (both) => {
      const { tenant, cloud, online, world } = both;
      const half = { only: 'entra' } as const;
      const question = verificationQuestion({ tenant, cloud, application, role, half });
      const observed = await observe(question, world);
      const file = await certificateFile(
        asked.path,
        applicationIn(observed, role).displayName,
        asked.days,
        online,
      );
      return rotateTo(file, asked, role, observed, invocation, both);
    });
    return status ?? EXIT.failed;
  },
};

async function rotateTo(
  file: CertificateFile,
  asked: Asked,
  role: RoleArn,
  observed: Observed,
  invocation: Invocation,
  both: BothSides,
): Promise<ExitStatus> {
  const { flags, terminal } = invocation;
  const { certificate } = file;
  const application = applicationIn(observed, role);
  tellRotation(certificate, application, asked, terminal);
  if (flags.has('dry-run')) return EXIT.done;
  if (!flags.has('yes') && !(await isAgreed(terminal))) {
    terminal.say('Nothing was done.');
    return EXIT.failed;
  }
  await file.save();
  const attempt = loginAttempt(invocation, both, {
    'tenant-id': both.tenant,
    'client-id': application.clientId,
    audience: asked.audience ?? application.clientId,
    'certificate-path': file.path,
    'role-to-assume': role.text,
    'aws-region': both.region,
  });
  const { overlapMs, prune, to } = asked;
  const handOver = async () => {
    terminal.say(`Proved: the new certificate opened ${role.text}, three times in a row.`);
    if (to === undefined || flags.has('json')) return;
    terminal.print(`${handOverCommands(to, file.path).join('\n')}\n`);
  };
  const rotated: Rotated = await rotateCertificate(
    { certificate, overlapMs, prune, attempt, handOver },
    observed,
    both.world,
  );
  if (flags.has('json')) terminal.print(rotatedAsJson(rotated, file));
  else tellRotated(rotated, file, terminal);
  return EXIT.done;
}

function readAsked({ flags }: Invocation): Asked {
  const path = flags.value('certificate-out');
  if (path === undefined) {
    throw new WrongUsage(
      '--certificate-out is not given.',
      'Name a file for the new private key and certificate that is not there yet, or that of an earlier run.',
    );
  }
  const overlap = flags.value('overlap') ?? USUAL_OVERLAP_DAYS;
  if (!/^\d{1,3}$/.test(overlap)) throw new WrongUsage('--overlap takes days, from 0 to 999.');
  return {
    path,
    days: readDays(flags.value('certificate-days')),
    overlapMs: Number(overlap) * MILLISECONDS_A_DAY,
    prune: flags.has('prune'),
    to: readHandOver(flags),
    audience: flags.value('audience'),
  };
}

function applicationIn({ entra }: Observed, { text }: RoleArn): Application {
  if (entra?.application !== undefined) return entra.application;
  throw new StepFailure(
    'EAC_BINDING_MISSING',
    `There is no application of that name, or more than one, or none that lists the role ${text}.`,
    'Give the name with "--application"; "entra-aws-creds list" shows every binding.',
  );
}
