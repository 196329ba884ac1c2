import type { HttpRequest } from '@entra-aws-creds/sandbox';
import { describe, expect, test } from '@jest/globals';
import { type Inputs, mainInputs, PIPELINES } from './pipeline.ts';
import { sandboxedPipelines } from './sandboxed-pipelines.ts';

/** Of a signed token; a piece as short as that is in no other text. */
const PIECE = 16;
/** Before what is echoed, so that every limit of a quoted text falls within the secret. */
const LEAD = 'This answer says at some length what was wrong with it. '.repeat(5);
const AFTER = 'and that is all there is to say.';

const { sandbox, scenario, openPipeline } = await sandboxedPipelines();

const field = ({ body }: HttpRequest, name: string) => new URLSearchParams(body).get(name) ?? '';

/** Pieces of `secret` that stand in `text`. */
function piecesIn(text: string, secret: string): string[] {
  const count = Math.floor(secret.length / PIECE);
  return Array.from({ length: count }, (_, index) =>
    secret.slice(index * PIECE, (index + 1) * PIECE),
  ).filter((piece) => text.includes(piece));
}

describe.each(PIPELINES)('%s on %s shows no part of a secret', (host, node) => {
  const run = (change: Inputs = {}) =>
    openPipeline(host, node).step({
      ...mainInputs(sandbox, scenario),
      'retry-max-attempts': '2',
      ...change,
    });

  test('of an assertion that Entra repeats, however long its sentence', async () => {
    let sent = '';
    sandbox.intercept = (service, request) => {
      if (service !== 'entra') return undefined;
      sent = field(request, 'client_assertion');
      return {
        status: 503,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          error: 'temporarily_unavailable',
          error_description: `AADSTS90033: ${LEAD}${sent} ${AFTER}`,
          error_codes: [90033],
          correlation_id: sent,
        }),
      };
    };
    const { log, errors } = await run();
    expect(sent.length).toBeGreaterThan(500);
    expect(log).toContain('Trying again');
    expect(piecesIn(log, sent)).toEqual([]);
    expect(errors[0]).toContain(`*** ${AFTER}`);
  });

  test('of a token that STS repeats', async () => {
    let sent = '';
    sandbox.intercept = (service, request) => {
      if (service !== 'sts') return undefined;
      sent = field(request, 'WebIdentityToken');
      const message = `${LEAD}${sent} ${AFTER}`;
      return {
        status: 403,
        headers: { 'content-type': 'text/xml' },
        body: `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>${message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`,
      };
    };
    const { log, errors } = await run();
    expect(sent.length).toBeGreaterThan(500);
    expect(piecesIn(log, sent)).toEqual([]);
    expect(errors[0]).toContain(`*** ${AFTER}`);
  });

  test('of a password that was given to another input as well', async () => {
    const password = Array.from({ length: 40 }, (_, index) => `part-${index}`).join('!');
    const { log, errors } = await run({
      'certificate-password': password,
      'role-session-name': `x ${password}`,
    });
    expect(errors.join()).toMatch(/EAC_INPUT_INVALID/);
    expect(log).not.toContain('part-');
  });

  test.each([
    ['role-to-assume', 'arn:aws:iam::210987654321:group/admins'],
    ['role-to-assume', 'arn:aws:iam::2109-8765-4321:role/deploy'],
    ['role-chain', 'arn:aws:iam::210987654321:user/admin'],
    ['profiles', 'a = arn:aws:iam::210987654321:policy/x'],
    ['allowed-account-ids', '2109-8765-4321'],
  ])('of an account in a wrong %s (%s), when accounts are to be masked', async (name, value) => {
    const { log, errors } = await run({ [name]: value, 'mask-aws-account-id': 'true' });
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(/^EAC_INPUT_INVALID: .*\*\*\*/);
    expect(log).not.toMatch(/2109-?8765-?4321/);
    const shown = await run({ [name]: value });
    expect(shown.log).toMatch(/2109-?8765-?4321/);
  });

  test('and warns of a private key that nobody takes away', async () => {
    const { warnings } = await run({ refresh: 'true', 'clean-up': 'false' });
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/"(clean-up|cleanUp)" is false: the private key and .* stay/);
    expect((await run({ refresh: 'true' })).warnings).toEqual([]);
    expect((await run({ 'clean-up': 'false' })).warnings).toEqual([]);
  });
});
