import type { FailureCode } from '../failure/failure-code.ts';

/** What was asked of Entra, for the sentence that says why it did not work. */
export interface EntraRequest {
  readonly tenant: string;
  readonly clientId: string;
  readonly audience: string;
  readonly authorityHost: { readonly host: string };
  readonly proof: ProofInWords;
}

/** What was sent to prove who the application is. */
export interface ProofInWords {
  /** What to compare with the app registration; undefined when it is said elsewhere. */
  readonly description: string | undefined;
  /** Ends the sentence about a clock that should be set right. */
  readonly clockHint: string;
}

/** What an answer means to the person who reads the log. */
export interface Diagnosis {
  readonly code: FailureCode;
  readonly message: string;
  readonly hint: string;
  /** The same request may work when it is made again. */
  readonly transient?: boolean;
}

/**
 * What a refusal means to somebody who runs a pipeline. For hints, and for what Entra calls transient.
 *
 * @param clock how this machine's clock compares with Entra's, as a sentence
 * @returns undefined for a code that has nothing to do with a job that logs in
 * @see https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
export function diagnoseAadsts(
  number: number,
  asked: EntraRequest,
  clock: string,
): Diagnosis | undefined {
  return Object.hasOwn(AADSTS, number) ? AADSTS[number]?.(asked, clock) : undefined;
}

type Diagnose = (asked: EntraRequest, clock: string) => Diagnosis;

const tenantNotFound: Diagnose = ({ tenant, authorityHost }) => ({
  code: 'EAC_ENTRA_TENANT_UNKNOWN',
  message: `Entra at ${authorityHost.host} does not know the tenant ${tenant}.`,
  hint: 'Check "tenant-id" against the Directory (tenant) ID in the portal, and "authority-host" if the tenant is in a national cloud.',
});

const tenantElsewhere: Diagnose = ({ tenant, authorityHost }) => ({
  code: 'EAC_ENTRA_TENANT_UNKNOWN',
  message: `The tenant ${tenant} is not in the national cloud of ${authorityHost.host}.`,
  hint: 'Set "authority-host" to the cloud of the tenant: AzureCloud, AzureUSGovernment or AzureChinaCloud.',
});

const applicationUnknown: Diagnose = ({ clientId, tenant }) => ({
  code: 'EAC_ENTRA_APP_UNKNOWN',
  message: `The application ${clientId} is not in the tenant ${tenant}.`,
  hint: 'Check "client-id" (the Application (client) ID, not an object ID) and "tenant-id" against the app registration; a new one takes a few minutes to be known everywhere.',
});

const applicationDisabled: Diagnose = ({ clientId }) => ({
  code: 'EAC_ENTRA_APP_UNKNOWN',
  message: `The application ${clientId} is disabled.`,
  hint: 'Enable sign-in in the portal under Enterprise applications, Properties.',
});

const audienceUnknown: Diagnose = ({ audience, tenant }) => ({
  code: 'EAC_ENTRA_AUDIENCE_UNKNOWN',
  message: `The tenant ${tenant} has no application for the audience ${audience}.`,
  hint: 'Check "audience" against the Application ID URI under "Expose an API" (api:// counts); the application needs an enterprise application in this tenant. A new one takes a few minutes to be known everywhere.',
});

const scopeRefused: Diagnose = ({ audience }) => ({
  code: 'EAC_ENTRA_AUDIENCE_UNKNOWN',
  message: `Entra rejects the scope ${audience}/.default, which is derived from the audience.`,
  hint: 'Give as "audience" one App ID URI or client ID, as shown in the portal: without "/.default" and not percent-encoded.',
});

const audienceMustBeGuid: Diagnose = ({ audience, clientId }) => ({
  code: 'EAC_ENTRA_AUDIENCE_UNKNOWN',
  message: `An application that asks for a token for itself must name itself by its client ID, not by ${audience}.`,
  hint: `Leave "audience" out, or set it to ${clientId}.`,
});

const certificateUnknown: Diagnose = ({ proof, clientId }, clock) => ({
  code: 'EAC_ENTRA_CERTIFICATE_REFUSED',
  message: `Entra does not accept the certificate for the application ${clientId}.${identified(proof)} ${clock}`,
  hint: 'Compare the thumbprint with the list under App registrations, Certificates & secrets, Certificates of the application that "client-id" names, and upload the certificate there if it is missing; a new upload takes a few minutes.',
});

const certificateSpent: (what: string) => Diagnose =
  (what) =>
  ({ proof }, clock) => ({
    code: 'EAC_ENTRA_CERTIFICATE_REFUSED',
    message: `Entra says that the certificate ${what}.${identified(proof)} ${clock}`,
    hint: 'Make a new certificate, upload it to the app registration (Certificates & secrets) and store it in the pipeline.',
  });

const chainBroken: Diagnose = ({ proof }) => ({
  code: 'EAC_ENTRA_CERTIFICATE_REFUSED',
  message: `Entra finds no chain from the certificate that was sent to an authority that it trusts.${identified(proof)}`,
  hint: 'Add all intermediate certificates next to it ("send-certificate-chain" sends them), or leave "send-certificate-chain" out if the certificate is uploaded to the app registration.',
});

const assertionOutOfTime: Diagnose = ({ proof }, clock) => ({
  code: 'EAC_ENTRA_CLOCK',
  message: `Entra says that the client assertion is outside its validity period. ${clock}`,
  hint: `Synchronize the clock of the machine that runs the job with NTP; ${proof.clockHint}`,
});

const secretRefused: Diagnose = () => ({
  code: 'EAC_ENTRA_REFUSED',
  message: 'Entra complains about a client secret, and this step never sends one.',
  hint: 'Something on the way alters requests: check "authority-host" and any proxy.',
});

const credentialMissing: Diagnose = () => ({
  code: 'EAC_ENTRA_REFUSED',
  message: 'The credential of the request did not reach Entra.',
  hint: 'Something on the way alters requests: check "authority-host" and any proxy.',
});

const publicClient: Diagnose = ({ clientId }) => ({
  code: 'EAC_ENTRA_REFUSED',
  message: `The application ${clientId} is a public client, which cannot prove its identity.`,
  hint: 'In the app registration under Authentication, set "Allow public client flows" to No, or choose another application as "client-id".',
});

const policyBlocks: Diagnose = ({ clientId }) => ({
  code: 'EAC_ENTRA_POLICY_BLOCKS',
  message: `A policy of the tenant blocks the application ${clientId} from logging in from here.`,
  hint: 'Find the sign-in in the portal (Sign-in logs, Service principal sign-ins) by the correlation id; its Conditional Access tab names the policy. Usually the address of the machine that runs the job is not in a named location.',
});

const userExpected: Diagnose = ({ tenant }) => ({
  code: 'EAC_ENTRA_REFUSED',
  message: `Entra looked for a user in the tenant ${tenant}, but this is an application logging in.`,
  hint: 'Check that "client-id" is the Application (client) ID of an app registration of this tenant.',
});

const regionalEndpoint: Diagnose = ({ authorityHost }) => ({
  code: 'EAC_ENTRA_REFUSED',
  message: `${authorityHost.host} is a regional endpoint, which applications like this cannot use.`,
  hint: 'Leave "authority-host" out, or name a cloud: AzureCloud, AzureUSGovernment or AzureChinaCloud.',
});

const notNow: Diagnose = () => ({
  code: 'EAC_ENTRA_UNAVAILABLE',
  message: 'Entra cannot answer at the moment.',
  hint: 'Run the job again in a few minutes; see https://status.cloud.microsoft if it lasts.',
  transient: true,
});

const AADSTS: Readonly<Record<number, Diagnose>> = {
  90002: tenantNotFound,
  900023: tenantNotFound,
  90038: tenantElsewhere,
  900382: tenantElsewhere,
  900432: tenantElsewhere,
  700016: applicationUnknown,
  70001: applicationDisabled,
  7000112: applicationDisabled,
  500011: audienceUnknown,
  70011: scopeRefused,
  1002012: scopeRefused,
  90009: audienceMustBeGuid,
  700027: certificateUnknown,
  7000274: certificateSpent('has no valid signature'),
  7000213: chainBroken,
  7000214: certificateSpent('is revoked'),
  1000502: certificateSpent('is outside its validity period'),
  700024: assertionOutOfTime,
  7000215: secretRefused,
  7000222: secretRefused,
  7000218: credentialMissing,
  700025: publicClient,
  53003: policyBlocks,
  530032: policyBlocks,
  50034: userExpected,
  100007: regionalEndpoint,
  90006: notNow,
  90012: notNow,
  90024: notNow,
  90033: notNow,
  90090: notNow,
  90055: notNow,
  50196: notNow,
};

function identified({ description }: ProofInWords): string {
  return description === undefined ? '' : ` It is ${description}.`;
}
