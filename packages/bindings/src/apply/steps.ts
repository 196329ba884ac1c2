import { PEOPLE_STEPS } from '../people/apply/people-steps.ts';
import type { Change } from '../plan/change.ts';
import { addAudience } from './add-audience.ts';
import { addCertificate } from './add-certificate.ts';
import { addIdentifierUri } from './add-identifier-uri.ts';
import { attachPolicy, detachPolicy } from './attached-policies.ts';
import { closeTrust } from './close-trust.ts';
import { createApplication } from './create-application.ts';
import { createProvider } from './create-provider.ts';
import { createRole } from './create-role.ts';
import { createServicePrincipal } from './create-service-principal.ts';
import { deleteApplication } from './delete-application.ts';
import { deleteProvider } from './delete-provider.ts';
import { deleteRole } from './delete-role.ts';
import { disableServicePrincipal, enableServicePrincipal } from './enable-service-principal.ts';
import { openTrust } from './open-trust.ts';
import { purgeApplication } from './purge-application.ts';
import { putFederatedCredential, removeFederatedCredential } from './put-federated-credential.ts';
import { removeAudience } from './remove-audience.ts';
import { removeCertificate } from './remove-certificate.ts';
import { restoreApplication } from './restore-application.ts';
import type { Step } from './step.ts';
import { updateApplication } from './update-application.ts';
import { updateRole } from './update-role.ts';

/** How each change is made. */
export const STEPS: { readonly [Kind in Change['kind']]: Step<Kind> } = {
  'create-application': createApplication,
  'restore-application': restoreApplication,
  'update-application': updateApplication,
  'create-service-principal': createServicePrincipal,
  'enable-service-principal': enableServicePrincipal,
  'disable-service-principal': disableServicePrincipal,
  'add-identifier-uri': addIdentifierUri,
  'add-certificate': addCertificate,
  'remove-certificate': removeCertificate,
  'put-federated-credential': putFederatedCredential,
  'remove-federated-credential': removeFederatedCredential,
  'create-provider': createProvider,
  'add-audience': addAudience,
  'create-role': createRole,
  'update-role': updateRole,
  'attach-policy': attachPolicy,
  'open-trust': openTrust,
  'close-trust': closeTrust,
  'remove-audience': removeAudience,
  'detach-policy': detachPolicy,
  'delete-role': deleteRole,
  'delete-provider': deleteProvider,
  'delete-application': deleteApplication,
  'purge-application': purgeApplication,
  ...PEOPLE_STEPS,
};
