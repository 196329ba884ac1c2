import {
  federatedCredentialFor,
  newWish,
  type Observed,
  observe,
  questionOf,
  reconcile,
  setupGoal,
  TOKEN_EXCHANGE,
  type WantedCredential,
  type Wish,
} from '@entra-aws-creds/bindings';
import { ADMINISTRATOR_FLAGS } from '../administrator/administrator-flags.ts';
import { type Command, EXIT, type ExitStatus, type Invocation } from '../command.ts';
import {
  BINDING_FLAGS,
  readBinding,
  requireApplication,
  requireRole,
} from '../set-up/binding-flags.ts';
import { type BothSides, withSides } from '../set-up/both-sides.ts';
import { type CertificateFile, certificateFile, readDays } from '../set-up/certificate-file.ts';
import { AGREEMENT_FLAGS, isAgreed, requireAgreement, showPlan } from '../set-up/plan-view.ts';
import { tellResult } from '../set-up/set-up-result.ts';
import {
  FEDERATION_FLAGS,
  readFederation,
  readWishFlags,
  WISH_FLAGS,
} from '../set-up/wish-flags.ts';

/** From an empty tenant and account to a working trust. */
export const setup: Command = {
  examples: [
    {
      call: 'setup --tenant-id contoso.onmicrosoft.com --application "AWS deployments" --role arn:aws:iam::123456789012:role/deploy --policy-arn arn:aws:iam::aws:policy/ReadOnlyAccess',
      does: 'application, certificate, identity provider, role and trust: shows what it would do, and asks',
    },
    {
      call: 'setup --config aws.json --federated github:contoso/web:environment:production',
      does: 'without a certificate: the jobs of one GitHub environment',
    },
    {
      call: 'setup --config aws.json --dry-run',
      does: 'only shows what is missing; run again, it repairs what is ours',
    },
  ],
  description:
    "Makes what a pipeline needs on both sides: an application with its service principal and certificate in Entra; the tenant's identity provider, the audience and a role that trusts exactly this service principal in AWS. It shows its plan and asks first, and proves the result by a login and an exchange. Run again, it changes nothing that is right. The private key is made here, and lies in one file that only you can read.",
  flags: [
    ...BINDING_FLAGS,
    {
      name: 'certificate-out',
      value: 'FILE',
      means: 'where private key and certificate are written, as PEM; one that is there is used',
    },
    {
      name: 'certificate-days',
      value: 'DAYS',
      means: 'how long a new certificate is valid; 365 if not given',
    },
    ...FEDERATION_FLAGS,
    ...WISH_FLAGS,
    ...AGREEMENT_FLAGS,
    ...ADMINISTRATOR_FLAGS,
  ],
  run: async (invocation) => {
    const { flags, terminal } = invocation;
    requireAgreement(flags, terminal);
    const binding = readBinding(flags);
    const role = requireRole(binding);
    const application = requireApplication(binding);
    const parts = readWishFlags(flags);
    const federation = readFederation(flags);
    const days = readDays(flags.value('certificate-days'));
    const { only } = binding.half;
    const sides = { entra: only !== 'aws', role: only === 'entra' ? undefined : role };
    const status = await withSides(invocation, sides, async (both) => {
      const { tenant, cloud } = both;
      const wish = newWish({ ...parts, tenant, cloud, role, application, half: binding.half });
      const federated = federation.map((one) => federatedCredentialFor(one, TOKEN_EXCHANGE[cloud]));
      const asked: Wish =
        federated.length === 0
          ? wish
          : { ...wish, credential: { kind: 'federated', credentials: federated } };
      const observed = await observe(questionOf(asked), both.world);
      const file = await certificateOf(invocation, asked, observed, days, both);
      return setUp(invocation, withCertificate(asked, file), observed, file, both);
    });
    return status ?? EXIT.failed;
  },
};

/** None: where another way to log in is wanted or there already, or Entra is left alone. */
async function certificateOf(
  { flags }: Invocation,
  wish: Wish,
  { entra }: Observed,
  days: number,
  { online }: BothSides,
): Promise<CertificateFile | undefined> {
  if (wish.half.only === 'aws' || wish.credential.kind !== 'none') return undefined;
  const path = flags.value('certificate-out');
  const now = online.clock.now().getTime();
  const hasOne = entra?.application?.certificates.some(({ ends }) => Date.parse(ends) > now);
  if (path === undefined && hasOne) return undefined;
  const { displayName, uniqueName } = wish.application;
  return certificateFile(path ?? `${uniqueName}.pem`, displayName, days, online);
}

function withCertificate(wish: Wish, file: CertificateFile | undefined): Wish {
  if (file === undefined) return wish;
  const credential: WantedCredential = { kind: 'certificate', certificate: file.certificate };
  return { ...wish, credential };
}

async function setUp(
  invocation: Invocation,
  wish: Wish,
  observed: Observed,
  file: CertificateFile | undefined,
  both: BothSides,
): Promise<ExitStatus> {
  const { flags, terminal } = invocation;
  const goal = setupGoal(wish);
  const changes = goal.plan(observed);
  showPlan(changes, terminal);
  const found = { wish, observed, changes, file };
  if (flags.has('dry-run')) return tellResult(invocation, both, { ...found, applied: false });
  if (changes.length > 0 && !(await isAgreed(flags, terminal))) {
    terminal.say('Nothing was done.');
    return EXIT.failed;
  }
  await file?.save();
  const settled = await reconcile(goal, both.world, observed);
  return tellResult(invocation, both, { ...found, ...settled, applied: true });
}
