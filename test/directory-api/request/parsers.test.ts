import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Refusal } from '../../../packages/directory-api/src/refusal.ts';
import { bindingBody } from '../../../packages/directory-api/src/request/binding-body.ts';
import { certificateBody } from '../../../packages/directory-api/src/request/certificate-body.ts';
import { removalQuery } from '../../../packages/directory-api/src/request/removal-query.ts';
import { routeOf } from '../../../packages/directory-api/src/request/route.ts';
import { bodyErrors, DOCUMENT, operationOf } from '../openapi.ts';

const ROLE = { partition: 'aws', account: '123456789012', name: 'Deploy' };
const PATH = '/v1/bindings/aws/123456789012/Deploy';

/** What a parser gives, or the status with which it refuses; it throws nothing else. */
function outcome<T>(parse: () => T): T | number {
  try {
    return parse();
  } catch (error) {
    if (error instanceof Refusal) return error.status;
    throw error;
  }
}

const nameOfRole = fc.stringMatching(/^[\w+=,.@-]{1,64}$/);
const account = fc.stringMatching(/^\d{12}$/);
const roleId = fc.stringMatching(/^AROA[A-Z0-9]{12,40}$/);

describe('addresses', () => {
  test('of roles are read as they are written', () => {
    fc.assert(
      fc.property(account, nameOfRole, (id, name) => {
        const path = `/v1/bindings/aws/${id}/${encodeURIComponent(name)}`;
        const role = { partition: 'aws', account: id, name };
        expect(routeOf('PUT', path)).toEqual({ act: 'ensure', role });
        expect(routeOf('POST', `${path}/certificates`)).toEqual({ act: 'add-certificate', role });
      }),
    );
  });

  test('of any text name a role or are refused', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ unit: 'binary' }), fc.string(), (one, two, three) => {
        const path = `/v1/bindings/${[one, two, three].join('/')}`;
        const route = outcome(() => routeOf('GET', path));
        if (typeof route === 'number') expect([404, 405, 422]).toContain(route);
        else if (route.act !== 'show-account')
          expect(route.role.name).toMatch(/^[\w+=,.@-]{1,64}$/);
      }),
    );
  });

  test.each([
    ['/', 404],
    ['/v2/bindings', 404],
    ['/v1/bindings', 404],
    ['/v1/bindings/aws/123456789012', 405],
    ['/v1/bindings/aws/1', 422],
    [`${PATH}/`, 404],
    [`${PATH}/secrets`, 404],
    ['/v1/bindings/aws/123456789012/%ZZ', 404],
    ['/v1/bindings/aws/123456789012/team%2FDeploy', 422],
    ['/v1/bindings/aws/123456789012/..', 'ensure'],
    ['/v1/bindings/aws/123456789012/', 422],
    ['/v1/bindings/aws/12345678901/Deploy', 422],
    ['/v1/bindings/aws:iam/123456789012/Deploy', 422],
    ['/v1/bindings/gcp/123456789012/Deploy', 422],
    ["/v1/bindings/aws/123456789012/a'%20or%20'1", 422],
    ['/v1/bindings/aws/123456789012/a%0Ab', 422],
    ['/v1/bindings/__proto__/123456789012/Deploy', 422],
  ])('%s', (path, expected) => {
    const route = outcome(() => routeOf('PUT', path));
    expect(typeof route === 'number' ? route : route.act).toBe(expected);
  });

  test.each(['POST', 'PATCH', 'constructor', 'put'])('take no %s', (method) => {
    expect(outcome(() => routeOf(method, PATH))).toBe(405);
  });
});

const CONTENT = {
  method: 'PUT',
  path: PATH,
  query: new URLSearchParams(),
  authorization: '',
  contentType: 'application/json',
};
const put = (body: unknown) =>
  outcome(() => bindingBody({ ...CONTENT, body: JSON.stringify(body) ?? '' }, ROLE, new Date()));
const operation = operationOf('PUT', PATH);
if (operation === undefined) throw new Error('the document has no PUT');

describe('bodies', () => {
  test('that are right are read, and the document says that they are', () => {
    const wanted = fc.record(
      {
        roleId,
        path: fc.constantFrom('/', '/team/', '/a/b/'),
        tokenVersion: fc.constantFrom('v1', 'v2'),
        federated: fc.array(
          fc.record({
            issuer: fc.constantFrom('https://gitlab.com', 'https://token.actions.example/x'),
            subject: fc.stringMatching(/^[\w:/-]{1,40}$/),
          }),
          { maxLength: 20 },
        ),
        certificates: fc.array(fc.record({ sha256: fc.stringMatching(/^[0-9A-F]{64}$/) }), {
          maxLength: 3,
        }),
      },
      { requiredKeys: ['roleId'] },
    );
    fc.assert(
      fc.property(wanted, (body) => {
        expect(put(body)).toMatchObject({ roleId: body.roleId });
        expect(bodyErrors(operation, body)).toEqual([]);
      }),
    );
  });

  test('of any JSON are read or refused, and what is read the document allows', () => {
    const members = fc.dictionary(
      fc.constantFrom('roleId', 'path', 'tokenVersion', 'federated', 'certificates', '__proto__'),
      fc.oneof(fc.jsonValue(), roleId, fc.constantFrom('/', '//', 'v1', 'v3', true)),
    );
    fc.assert(
      fc.property(fc.oneof(members, fc.jsonValue()), (body) => {
        const read = put(body);
        if (typeof read === 'number') expect([400, 422]).toContain(read);
        else expect(bodyErrors(operation, JSON.parse(JSON.stringify(body)))).toEqual([]);
      }),
    );
  });

  test.each([
    ['text/plain', '{}', 415],
    ['', '{}', 415],
    ['application/jsonp', '{}', 415],
    ['application/json; charset=utf-8', '{', 400],
    ['application/json', '[]', 400],
    ['application/json', `{"roleId":"${'A'.repeat(40_000)}"}`, 413],
    ['application/json', '{"roleId":"AROAEXAMPLEROLE00001","admin":true}', 422],
    ['application/json', '{"roleId":"AROAEXAMPLEROLE00001","path":"/../x"}', 422],
    ['application/json', '{"roleId":"AIDAEXAMPLEUSER00001"}', 422],
    ['application/json', '{"roleId":"AROAEXAMPLEROLE00001","certificates":[{"sha256":"0"}]}', 422],
    ['application/json', '{"roleId":"AROAEXAMPLEROLE00001","certificates":[{"pem":""}]}', 422],
  ])('%s %.60s', (contentType, body, status) => {
    expect(outcome(() => bindingBody({ ...CONTENT, contentType, body }, ROLE, new Date()))).toBe(
      status,
    );
  });

  test('with a certificate of any text are refused', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (pem, sha256) => {
        const body = JSON.stringify({ roleId: 'AROAEXAMPLEROLE00001', pem, sha256 });
        expect(outcome(() => certificateBody({ ...CONTENT, body }, ROLE, new Date()))).toBe(422);
      }),
    );
  });
});

test('a removal of any words is one of three or refused', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (mode, id) => {
      const query = new URLSearchParams({ mode, roleId: id });
      const removal = outcome(() => removalQuery(query));
      if (typeof removal === 'number') expect(removal).toBe(422);
      else expect(['disable', 'delete']).toContain(removal.mode);
    }),
  );
});

test('the document knows every address and method that there is', () => {
  for (const [template, operations] of Object.entries(DOCUMENT.paths)) {
    const path = template
      .replace('{partition}', 'aws')
      .replace('{account}', '123456789012')
      .replace('{role}', 'Deploy');
    for (const method of ['GET', 'PUT', 'POST', 'DELETE', 'PATCH']) {
      const isThere = Object.hasOwn(operations as object, method.toLowerCase());
      expect([path, method, typeof outcome(() => routeOf(method, path)) !== 'number']).toEqual([
        path,
        method,
        isThere,
      ]);
    }
  }
});
