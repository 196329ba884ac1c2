import { parseClientId, RoleArn } from '@entra-aws-creds/core/programs';
import type { FederatedCredential, NewCertificate } from '../entra-directory/application.ts';
import { verbatim } from '../wish/federated-subject.ts';
import { type EntraCloud, parseTenantGuid, TOKEN_EXCHANGE } from '../wish/issuer.ts';
import { parseMaxSessionDuration, parsePolicyArn } from '../wish/role-settings.ts';
import type { TeardownWish } from '../wish/teardown-wish.ts';
import {
  type AudienceMode,
  type Half,
  newWish,
  type WantedCredential,
  type Wish,
} from '../wish/wish.ts';

/** A wish as it comes back from a file: everything is parsed again. Each throws for what is none. */

export function readWish(json: unknown): Wish {
  const wish = members(json);
  return newWish({
    ...place(wish),
    application: name(wish['application']),
    applicationTags: list(wish['applicationTags']).map(text),
    tokenVersion: version(wish['tokenVersion']),
    audience: audience(members(wish['audience'])),
    identifierUri: flag(wish['identifierUri']),
    pinsResource: flag(wish['pinsResource']),
    credential: credential(members(wish['credential'])),
    policies: list(wish['policies']).map((one) => parsePolicyArn(text(one))),
    permissionsBoundary: optional(wish['permissionsBoundary'], (one) => parsePolicyArn(text(one))),
    maxSessionDuration: optional(wish['maxSessionDuration'], (one) =>
      parseMaxSessionDuration(String(one)),
    ),
    placeholder: optional(wish['placeholder'], text),
    adopt: flag(wish['adopt']),
    restore: flag(wish['restore']),
  });
}

export function readTeardownWish(json: unknown): TeardownWish {
  const wish = members(json);
  return {
    ...place(wish),
    application: optional(wish['application'], name),
    tokenVersion: version(wish['tokenVersion']),
    purge: flag(wish['purge']),
  };
}

type Members = Readonly<Record<string, unknown>>;

function place(wish: Members) {
  return {
    tenant: parseTenantGuid(text(wish['tenant'])),
    cloud: cloud(text(wish['cloud'])),
    role: RoleArn.parse(text(wish['role'])),
    half: half(members(wish['half'])),
  };
}

function cloud(value: string): EntraCloud {
  return value in TOKEN_EXCHANGE ? (value as EntraCloud) : wrong('a cloud');
}

function half({ only, clientId, servicePrincipalId }: Members): Half {
  if (only === undefined || only === 'entra') return { only };
  if (only !== 'aws') return wrong('a half');
  return {
    only,
    clientId: parseClientId(text(clientId)),
    servicePrincipalId: parseClientId(text(servicePrincipalId)),
  };
}

function name(value: unknown): Wish['application'] {
  const { displayName, uniqueName } = members(value);
  return { displayName: text(displayName), uniqueName: text(uniqueName) };
}

function version(value: unknown): Wish['tokenVersion'] {
  return value === undefined || value === 'v1' || value === 'v2' ? value : wrong('a version');
}

function audience({ mode, resource }: Members): AudienceMode {
  if (mode === 'per-role') return { mode };
  return mode === 'shared' ? { mode, resource: text(resource) } : wrong('an audience mode');
}

function credential({ kind, certificate, credentials }: Members): WantedCredential {
  if (kind === 'none') return { kind };
  if (kind === 'certificate') return { kind, certificate: newCertificate(members(certificate)) };
  if (kind === 'federated') return { kind, credentials: list(credentials).map(federated) };
  return wrong('a credential');
}

function newCertificate(parts: Members): NewCertificate {
  return {
    displayName: text(parts['displayName']),
    key: text(parts['key']),
    thumbprint: text(parts['thumbprint']),
    starts: text(parts['starts']),
    ends: text(parts['ends']),
  };
}

function federated(value: unknown): FederatedCredential {
  const parts = members(value);
  return {
    name: text(parts['name']),
    ...verbatim(text(parts['issuer']), text(parts['subject'])),
    audience: text(parts['audience']),
  };
}

function optional<T>(value: unknown, read: (value: unknown) => T): T | undefined {
  return value === undefined ? undefined : read(value);
}

function members(value: unknown): Members {
  return typeof value === 'object' && value !== null ? (value as Members) : wrong('an object');
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : wrong('a list');
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : wrong('a text');
}

function flag(value: unknown): boolean {
  return typeof value === 'boolean' ? value : wrong('yes or no');
}

function wrong(what: string): never {
  throw new TypeError(`not ${what}`);
}
