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
  writePlanFile,
} from '@entra-aws-creds/bindings';
import { ADMINISTRATOR_FLAGS } from '../administrator/administrator-flags.ts';
import { type Command, EXIT, type ExitStatus, type Invocation } from '../command.ts';
import { agreedPlan } from '../set-up/agreed-plan.ts';
import {
  BINDING_FLAGS,
  readBinding,
  requireApplication,
  requireRole,
} from '../set-up/binding-flags.ts';
import { type BothSides, sidesOf, withSides } from '../set-up/both-sides.ts';
import { type CertificateFile, readDays } from '../set-up/certificate-file.ts';
import { FOR_FLAG, isForPeople, PEOPLE_FLAGS } from '../set-up/people-flags.ts';
import {
  applyGivenPlan,
  type GivenPlan,
  givenPlan,
  PLAN_FILE_FLAGS,
  savePlan,
} from '../set-up/plan-in-file.ts';
import { AGREEMENT_FLAGS, requireAgreement, showPlan } from '../set-up/plan-view.ts';
import { PRINT_FLAGS, printSetUp } from '../set-up/print-set-up.ts';
import { tellResult } from '../set-up/set-up-result.ts';
import {
  CERTIFICATE_FLAGS,
  plannedCertificate,
  refuseTwoCertificates,
  wantedCertificate,
} from '../set-up/wanted-certificate.ts';
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
      call: 'setup --config aws.json --application web --role arn:aws:iam::123456789012:role/web --federated github:contoso/web:environment:production',
      does: 'without a certificate: the jobs of one GitHub environment',
    },
    {
      call: 'setup --config aws.json --application web --role arn:aws:iam::123456789012:role/web --dry-run',
      does: 'only shows what is missing; run again, it repairs what is ours',
    },
    {
      call: 'setup --config aws.json --application web --role arn:aws:iam::123456789012:role/web --out plan.json',
      does: 'a plan to be reviewed; setup --config aws.json --plan plan.json does it',
    },
    {
      call: 'setup --config aws.json --application web --role arn:aws:iam::123456789012:role/deploy --print cloudformation',
      does: 'writes the half of AWS as code for another team, and does nothing',
    },
    {
      call: 'setup --for people --tenant-id contoso.onmicrosoft.com --application "AWS for people" --role arn:aws:iam::123456789012:role/Deploy',
      does: 'an application that people sign in to, an app role, and the role in AWS',
    },
  ],
  description:
    "Makes what a pipeline needs on both sides: an application with its service principal and certificate in Entra; the tenant's identity provider, the audience and a role that trusts exactly this service principal in AWS. It shows its plan and asks first, and proves the result by a login and an exchange. Run again, it changes nothing that is right. The private key is made here, and lies in one file that only you can read.",
  flags: [
    ...BINDING_FLAGS,
    FOR_FLAG,
    ...CERTIFICATE_FLAGS,
    ...FEDERATION_FLAGS,
    ...WISH_FLAGS,
    ...PEOPLE_FLAGS,
    ...AGREEMENT_FLAGS,
    ...PLAN_FILE_FLAGS,
    ...PRINT_FLAGS,
    ...ADMINISTRATOR_FLAGS,
  ],
  run: async (invocation) => {
    const { flags, terminal } = invocation;
    if (isForPeople(flags)) {
      const { setUpForPeople } = await import('../set-up/set-up-for-people.ts');
      return setUpForPeople(invocation);
    }
    const form = flags.value('print');
    if (form !== undefined) return printSetUp(invocation, form);
    requireAgreement(flags, terminal);
    const plan = await givenPlan('setup', flags, [
      ...BINDING_FLAGS,
      ...FEDERATION_FLAGS,
      ...WISH_FLAGS,
    ]);
    const status = await (plan === undefined ? asAsked(invocation) : asPlanned(invocation, plan));
    return status ?? EXIT.failed;
  },
};

function asAsked(invocation: Invocation): Promise<ExitStatus | undefined> {
  const { flags } = invocation;
  const binding = readBinding(flags);
  const { half } = binding;
  const role = requireRole(binding);
  const application = requireApplication(binding);
  const parts = readWishFlags(flags);
  const federation = readFederation(flags);
  refuseTwoCertificates(flags, federation.length > 0);
  const days = readDays(flags.value('certificate-days'));
  return withSides(invocation, sidesOf({ half, role }), async (both) => {
    const { tenant, cloud, online, world } = both;
    const credentials = federation.map((one) => federatedCredentialFor(one, TOKEN_EXCHANGE[cloud]));
    const credential: WantedCredential =
      credentials.length === 0 ? { kind: 'none' } : { kind: 'federated', credentials };
    const wish = newWish({ ...parts, tenant, cloud, role, application, half, credential });
    const observed = await observe(questionOf(wish), world);
    const file = await wantedCertificate(flags, wish, observed, days, online);
    return setUp(invocation, withCertificate(wish, file), observed, file, both);
  });
}

function withCertificate(wish: Wish, file: CertificateFile | undefined): Wish {
  if (file === undefined) return wish;
  return { ...wish, credential: { kind: 'certificate', certificate: file.certificate } };
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
  const out = flags.value('out');
  if (out !== undefined || flags.has('dry-run')) {
    const changes = goal.plan(observed);
    showPlan(changes, terminal);
    if (out !== undefined) {
      await file?.save();
      await savePlan(out, writePlanFile({ kind: 'setup', wish }, observed, changes));
    }
    return tellResult(invocation, both, { wish, observed, changes, file, applied: false });
  }
  const agreed = await agreedPlan(goal, observed, invocation, both);
  if (agreed === undefined) return EXIT.failed;
  await file?.save();
  const settled = await reconcile(goal, both.world, agreed);
  return tellResult(invocation, both, { wish, ...settled, file, applied: true });
}

function asPlanned(
  invocation: Invocation,
  plan: GivenPlan<'setup'>,
): Promise<ExitStatus | undefined> {
  const { wish } = plan.intent;
  return withSides(invocation, { ...sidesOf(wish), tenant: wish.tenant }, async (both) => {
    const settled = await applyGivenPlan(plan, both);
    const file = await plannedCertificate(invocation.flags, wish, both.online);
    return tellResult(invocation, both, { wish, ...settled, file, applied: true });
  });
}
