import { CERTIFICATE_TAG, proved, sha256Of } from '@entra-aws-creds/bindings';
import type { MaskingPlatform, RoleArn } from '@entra-aws-creds/core/programs';
import { ADMINISTRATOR_FLAGS } from '../administrator/administrator-flags.ts';
import { type Command, EXIT, type ExitStatus, type Invocation } from '../command.ts';
import { platformOf } from '../exchange/terminal-host.ts';
import type { FlagValues } from '../flags/flag-values.ts';
import { BINDING_FLAGS, readNames, requireRole } from '../set-up/binding-flags.ts';
import {
  type CertificateFile,
  certificateFile,
  readDays,
  requireCertificate,
} from '../set-up/certificate-file.ts';
import {
  adviceFor,
  lookAgain,
  namedBy,
  onceBound,
  orRefused,
  putTags,
  tagCommand,
  tagsFor,
} from '../set-up/enrolment.ts';
import { enrolledAsJson, tellEnrolled } from '../set-up/enrolment-view.ts';
import { type OwnRole, withOwnRole } from '../set-up/own-role.ts';
import type { PipelineInputs } from '../set-up/pipeline-inputs.ts';
import { loginAttempt } from '../set-up/proof.ts';
import { CERTIFICATE_FLAGS, refuseTwoCertificates } from '../set-up/wanted-certificate.ts';
import { WrongUsage } from '../wrong-usage.ts';

const DAY_MS = 86_400_000;
const USUAL_OVERLAP_DAYS = '7';
/** A developer of a role has no rights in Entra, and the role names the tenant. */
const OF_ENTRA = /^(?:admin-c|device-code|graph-endpoint|tenant-id)/;

/** A certificate for the pipeline of a role that the automation binds. */
export const enroll: Command = {
  examples: [
    {
      call: 'enroll --role arn:aws:iam::123456789012:role/entra-aws-creds/deploy --certificate-out deploy.pem',
      does: 'makes a key and a certificate, has the automation take the certificate, and proves it; the same command with another file renews it',
    },
    {
      call: 'enroll --role arn:aws:iam::123456789012:role/entra-aws-creds/deploy --certificate-path public.pem --no-wait',
      does: 'for a key that was made elsewhere: only its certificate is needed',
    },
    {
      call: 'enroll --role arn:aws:iam::123456789012:role/entra-aws-creds/deploy --certificate-out deploy.pem --print',
      does: 'the command of the AWS CLI that does it, for somebody else to run',
    },
  ],
  description:
    'For the developer of a role that the automation over an organization binds. Makes a private key and a certificate here, writes the public half and its SHA-256 into the tags of the role, waits until the automation has taken it, proves it by three logins and exchanges in a row, and prints what goes into the pipeline. It takes the rights to read and tag that role, and no others. An older certificate stays good for a while: run the same command again after that, and it goes.',
  flags: [
    ...BINDING_FLAGS.filter(({ name }) => name === 'role-to-assume'),
    ...CERTIFICATE_FLAGS,
    {
      name: 'overlap',
      value: 'DAYS',
      means: `how long an older certificate stays good; ${USUAL_OVERLAP_DAYS} if not given, 0: it goes once the new one is proved`,
    },
    { name: 'no-wait', means: 'do not wait for the automation, and prove nothing' },
    { name: 'print', means: 'print the command of the AWS CLI that tags the role, and ask nobody' },
    ...ADMINISTRATOR_FLAGS.filter(({ name }) => !OF_ENTRA.test(name)),
  ],
  run: async (invocation) => {
    const { flags, terminal } = invocation;
    const asked = readAsked(flags);
    if (flags.has('print')) {
      return printCommand(asked, { ...platformOf(terminal), maskSecret: () => {} }, invocation);
    }
    const status = await withOwnRole(invocation, asked.role, (own) =>
      enrollFor(asked, own, invocation),
    );
    return status ?? EXIT.failed;
  },
};

/** What an enrolment is told besides who may do it. */
interface Asked {
  readonly role: RoleArn;
  readonly overlapMs: number;
  file(platform: MaskingPlatform): Promise<CertificateFile>;
}

/** @throws WrongUsage */
function readAsked(flags: FlagValues): Asked {
  const role = requireRole(readNames(flags));
  refuseTwoCertificates(flags, false);
  const [path, out] = [flags.value('certificate-path'), flags.value('certificate-out')];
  const days = readDays(flags.value('certificate-days'));
  const overlap = flags.value('overlap') ?? USUAL_OVERLAP_DAYS;
  if (!/^\d{1,3}$/.test(overlap)) throw new WrongUsage('--overlap takes days, from 0 to 999.');
  const overlapMs = Number(overlap) * DAY_MS;
  if (path !== undefined) {
    return { role, overlapMs, file: (platform) => requireCertificate(path, platform) };
  }
  if (out === undefined) {
    throw new WrongUsage(
      '--certificate-out is not given.',
      'Name a file for the new private key and certificate that is not there yet, or that of an earlier run.',
    );
  }
  const commonName = `AWS ${role.account} ${role.name}`;
  return { role, overlapMs, file: (platform) => certificateFile(out, commonName, days, platform) };
}

async function printCommand(
  { role, file: read }: Asked,
  platform: MaskingPlatform,
  { terminal }: Invocation,
): Promise<ExitStatus> {
  const file = await read(platform);
  const tags = tagsFor(role, file, [], platform.clock.now());
  await file.save();
  terminal.print(`${tagCommand(role, tags)}\n`);
  terminal.say(
    `The certificate is in ${file.path}. Older ones of the role go with this command: to keep one for now, write its SHA-256 behind the new one, with a space between.`,
  );
  return EXIT.done;
}

async function enrollFor(asked: Asked, own: OwnRole, invocation: Invocation): Promise<ExitStatus> {
  const { flags, terminal } = invocation;
  const { role, overlapMs } = asked;
  const advice = adviceFor(own);
  if (advice !== undefined) terminal.say(advice);
  const file = await asked.file(own.online);
  const { key, starts, ends } = file.certificate;
  const sha256 = sha256Of(Buffer.from(key, 'base64'));
  const others = namedBy(own.role).filter((one) => one !== sha256);
  const tags = tagsFor(role, file, others, own.world.clock.now());
  await file.save();
  const isNew = await putTags(tags, own);
  terminal.say(
    `${role.text} names the certificate of SHA-256 ${sha256}${isNew ? ' now' : ' already'}, valid until ${ends.slice(0, 10)}.`,
  );
  const removable = new Date(Date.parse(starts) + overlapMs);
  const result = { role, file, sha256, removable };
  const inputs = flags.has('no-wait') ? undefined : await pipelineOnceBound(file, own);
  const isProved = inputs !== undefined && file.hasKey;
  if (isProved) {
    const attempt = loginAttempt(invocation, own, inputs);
    await proved(() => orRefused(attempt, own), own.world);
  }
  const isOver = isProved && own.world.clock.now() >= removable;
  const staying = isOver ? await letGo(sha256, own) : others.slice(0, 2);
  const enrolled = { ...result, inputs, proved: isProved, staying };
  if (flags.has('json')) terminal.print(enrolledAsJson(enrolled));
  else tellEnrolled(enrolled, terminal);
  return EXIT.done;
}

async function pipelineOnceBound(file: CertificateFile, own: OwnRole): Promise<PipelineInputs> {
  const { tenantId, clientId, audience } = await onceBound(own);
  return {
    'tenant-id': tenantId,
    'client-id': clientId,
    audience,
    'certificate-path': file.path,
    'role-to-assume': own.role.arn.text,
    'aws-region': own.region,
  };
}

/** Others go, unless somebody has named yet another one meanwhile. @returns those that stay */
async function letGo(sha256: string, own: OwnRole): Promise<readonly string[]> {
  const [first, ...others] = namedBy(await lookAgain(own));
  if (first !== sha256) return others;
  if (others.length > 0) await own.account.tagRole(own.role.arn, { [CERTIFICATE_TAG]: sha256 });
  return [];
}
