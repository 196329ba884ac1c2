import {
  CallerCheck,
  type ClaimsProvider,
  claimsProvider,
  type DecisionRecord,
  GraphRequests,
  KeptToken,
  PeopleInGraph,
  questionOf,
  readRules,
} from '@entra-aws-creds/claims-provider';
import { type Network, nodePlatform, Secret } from '@entra-aws-creds/core/azure';
import { personScenario, type Sandbox } from '@entra-aws-creds/sandbox';
import { beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ROLES_CLAIM } from '../recordings/web-identity.ts';
import { graphApp } from '../sandbox/graph-client.ts';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { callerClaims, callerHeader, calloutBody } from './entra-caller.ts';
import { assign } from './provider-in-sandbox.ts';

const ROLE = 'arn:aws:iam::123456789012:role/Deploy';
const sandbox = await sandboxOfFile();
const scenario = personScenario(sandbox);
const { tenant, client, person } = scenario;
const nobody = tenant.person({ userPrincipalName: 'eve@contoso.onmicrosoft.com' });
const api = tenant.app({ requestedAccessTokenVersion: 2 });
assign(scenario, person, 'aws:123456789012:Deploy');

let provider: ClaimsProvider;
let headers: { readonly good: string; readonly others: readonly string[] };

beforeAll(async () => {
  const reader = await graphApp(sandbox, tenant, 'Directory.Read.All');
  provider = providerOf(sandbox, reader.token);
  headers = { good: await callerHeader(sandbox, tenant, api), others: await otherHeaders() };
});

/** The provider over the sandbox's services, without sockets between them. */
function providerOf({ handlers, entraUrl, graphUrl }: Sandbox, token: string): ClaimsProvider {
  const network: Pick<Network, 'send'> = {
    send: async ({ method, url, headers: sent, body = '' }) => {
      const handler = url.origin === graphUrl ? handlers.graph : handlers.entra;
      const request = { method, path: url.pathname, query: url.search.slice(1), body };
      const answer = await handler({ ...request, headers: { host: url.host, ...sent } });
      return { ...answer, bytes: Buffer.from(answer.body) };
    },
  };
  const platform = nodePlatform({});
  const { clock } = platform;
  const rules = readRules(
    JSON.stringify({ accounts: ['123456789012'], sourceIdentity: ['userPrincipalName', 'id'] }),
  );
  const logIn = async () => ({
    jwt: new Secret(token),
    expires: new Date(clock.now().getTime() + 3_600_000),
  });
  const requests = new GraphRequests(new URL(graphUrl), new KeptToken(logIn, clock), network);
  return claimsProvider({
    tenantId: tenant.id,
    rules,
    caller: new CallerCheck(
      {
        tenantId: tenant.id,
        authorityHost: new URL(entraUrl),
        audiences: [api.clientId, `api://localhost/${api.clientId}`],
      },
      network,
      clock,
    ),
    people: new PeopleInGraph(requests, questionOf(rules), clock),
    platform,
  });
}

/** Signed by Entra, for or by somebody else. */
async function otherHeaders(): Promise<readonly string[]> {
  const own = { ...callerClaims(sandbox, tenant), aud: api.clientId };
  const changes = [
    { aud: client.clientId },
    { azp: client.clientId },
    { tid: crypto.randomUUID() },
    { exp: 1 },
    { iss: 'https://attacker.example' },
    { ver: '1.0' },
  ];
  const sign = (claims: object) => sandbox.entra.signingKey.sign({ ...own, ...claims });
  return Promise.all(changes.map(async (claims) => `Bearer ${await sign(claims)}`));
}

const value = fc.oneof(
  fc.jsonValue(),
  fc.string(),
  fc.constantFrom(
    person.objectId,
    nobody.objectId,
    client.clientId,
    tenant.id,
    '',
    '../me',
    "x' or 1 eq 1",
  ),
);
/** A callout of which one member is another; of the first person, or of one without roles. */
const changedCallout = fc
  .tuple(fc.constantFrom(person, nobody), fc.nat(), value, fc.constantFrom('set', 'delete', 'none'))
  .map(([who, at, put, what]) => {
    const callout = JSON.parse(calloutBody({ tenant, client, person: who }));
    const places = placesIn(callout);
    const [object, name] = places[at % places.length] ?? [callout, 'type'];
    if (what === 'set') object[name] = put;
    if (what === 'delete') delete object[name];
    return JSON.stringify(callout);
  });
const body = fc.oneof(
  { weight: 6, arbitrary: changedCallout },
  { weight: 1, arbitrary: fc.json() },
  { weight: 1, arbitrary: fc.string() },
  {
    weight: 2,
    arbitrary: fc
      .tuple(changedCallout, fc.nat(700), fc.string({ maxLength: 3 }))
      .map(([text, at, put]) => text.slice(0, at) + put + text.slice(at + put.length)),
  },
);
const request = fc.record({
  method: fc.oneof({ weight: 9, arbitrary: fc.constant('POST') }, fc.string()),
  header: fc.oneof(
    { weight: 6, arbitrary: fc.constant('good' as const) },
    { weight: 1, arbitrary: fc.nat() },
    { weight: 1, arbitrary: fc.string() },
    { weight: 2, arbitrary: fc.tuple(fc.nat(1_000), fc.string({ minLength: 1, maxLength: 2 })) },
  ),
  body,
});

function placesIn(object: Record<string, unknown>): [Record<string, unknown>, string][] {
  return Object.entries(object).flatMap(([name, part]) => [
    [object, name] as [Record<string, unknown>, string],
    ...(typeof part === 'object' && part !== null ? placesIn(part as Record<string, unknown>) : []),
  ]);
}

function headerFrom(choice: 'good' | string | number | [number, string]): string {
  if (choice === 'good') return headers.good;
  if (typeof choice === 'string') return choice;
  if (typeof choice === 'number') return headers.others[choice % headers.others.length] ?? '';
  const [at, put] = choice;
  return headers.good.slice(0, at) + put + headers.good.slice(at + put.length);
}

/** Whether the whole says what Entra would say of the person who has the role. */
function isOfPerson(text: string): boolean {
  try {
    const { data } = JSON.parse(text);
    const { user, clientServicePrincipal } = data.authenticationContext;
    return (
      data.tenantId.toLowerCase() === tenant.id &&
      user.id.toLowerCase() === person.objectId &&
      clientServicePrincipal.id.toLowerCase() === client.servicePrincipalObjectId
    );
  } catch {
    return false;
  }
}

/** In whatever case "Bearer" is, and whatever the bits are that its last letter has and the signature has not. */
function isSameToken(one: string, other: string): boolean {
  const [partsOfOne, partsOfOther] = [one, other].map((text) => text.slice(7).split('.'));
  const signature = (parts: readonly string[] = []) => Buffer.from(parts[2] ?? '', 'base64url');
  return (
    partsOfOne?.slice(0, 2).join() === partsOfOther?.slice(0, 2).join() &&
    signature(partsOfOne).equals(signature(partsOfOther))
  );
}

test('whatever is called for, only the person with a role gets claims, and always that of the roles', async () => {
  await fc.assert(
    fc.asyncProperty(request, async ({ method, header, body: text }) => {
      const records: DecisionRecord[] = [];
      const authorization = headerFrom(header);
      const answer = await provider({ method, authorization, body: text }, (record) =>
        records.push(record),
      );
      expect(records).toHaveLength(1);
      const said = JSON.parse(answer.body);
      if (answer.status !== 200) {
        expect(Object.keys(said)).toEqual(['error']);
        expect(records[0]?.decision).toBe('denied');
        return;
      }
      expect(isOfPerson(text)).toBe(true);
      expect(isSameToken(authorization, headers.good)).toBe(true);
      expect(said.data.actions[0].claims[ROLES_CLAIM]).toEqual([ROLE]);
    }),
  );
});
