import { compactVerify, decodeJwt, importX509 } from 'jose';
import type { EntraApp } from '../entra/app.ts';
import { findApplication } from './application-lookup.ts';
import {
  change,
  type GraphAnswer,
  type GraphCall,
  type GraphRoute,
  NO_CONTENT,
  ok,
} from './call.ts';
import { checkCertificatePolicy } from './certificate-policy.ts';
import { badRequest, denied, GraphError } from './graph-error.ts';
import { endOf, keyCredentialsOf, keyIdOf, readKeyCredential } from './key-credentials.ts';
import { demandApplicationWrite } from './permissions.ts';
import { KEY } from './resource-path.ts';

/** The audience of a proof: the directory itself, by the name of its old interface. */
const PROOF_AUDIENCE = '00000002-0000-0000-c000-000000000000';
const LONGEST_PROOF_SECONDS = 600;

/** @see https://learn.microsoft.com/graph/api/application-addkey */
export const KEY_ROLLING_ROUTES: readonly GraphRoute[] = [
  { method: 'POST', path: ['applications', KEY, 'addKey'], answer: addKey },
  { method: 'POST', path: ['applications', KEY, 'removeKey'], answer: removeKey },
];

async function addKey(call: GraphCall): Promise<GraphAnswer> {
  const app = await provenApplication(call);
  const certificate = readKeyCredential(call.body['keyCredential'], call.directory.now());
  checkCertificatePolicy(certificate, call.caller.tenant);
  change(call, app, 'application', () => app.certificates.push(certificate));
  return ok(keyCredentialsOf(app, false).at(-1) ?? {});
}

async function removeKey(call: GraphCall): Promise<GraphAnswer> {
  const app = await provenApplication(call);
  const { certificates } = app;
  const index = certificates.findIndex((one) => keyIdOf(one) === call.body['keyId']);
  if (index < 0) throw badRequest('No credentials found to be removed.');
  change(call, app, 'application', () => certificates.splice(index, 1));
  return NO_CONTENT;
}

/** An application needs no permission to roll its own keys; whoever else does needs one, and the proof too. */
async function provenApplication(call: GraphCall): Promise<EntraApp> {
  const { app } = findApplication(call);
  const { caller, directory, body } = call;
  if (caller.clientId !== app.clientId) demandApplicationWrite(caller, app.registration.owners);
  else if (caller.person !== undefined) throw denied();
  const proof = body['proof'];
  const now = directory.now();
  if (typeof proof !== 'string' || !(await isProof(proof, app, now))) throw noProof();
  return app;
}

/**
 * A token that the app signed with one of its certificates, for at most ten minutes.
 *
 * @see https://learn.microsoft.com/graph/application-rollkey-prooftoken
 */
async function isProof(proof: string, app: EntraApp, now: Date): Promise<boolean> {
  try {
    const { aud, iss, nbf = 0, exp = 0 } = decodeJwt(proof);
    const seconds = now.getTime() / 1000;
    const inTime = nbf - 300 <= seconds && seconds <= exp && exp - nbf <= LONGEST_PROOF_SECONDS;
    if (aud !== PROOF_AUDIENCE || iss !== app.registration.objectId || !inTime) return false;
  } catch {
    return false;
  }
  const valid = app.certificates.filter((certificate) => endOf(certificate) > now);
  const signed = valid.map(async (certificate) => {
    const key = await importX509(certificate.toString(), 'RS256');
    return compactVerify(proof, key, { algorithms: ['RS256'] }).then(
      () => true,
      () => false,
    );
  });
  return (await Promise.all(signed)).includes(true);
}

/** @see https://github.com/microsoftgraph/microsoft-graph-docs/issues/10686 */
function noProof(): GraphError {
  return new GraphError(
    401,
    'Authentication_MissingOrMalformed',
    'Access Token missing or malformed.',
  );
}
