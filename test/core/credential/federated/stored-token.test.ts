import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { InputProblem } from '../../../../packages/core/src/1-inputs/input-problem.ts';
import {
  parseTokenFile,
  parseTokenVariable,
  readStoredToken,
  type TokenPlace,
} from '../../../../packages/core/src/credential/federated/stored-token.ts';
import { StepFailure } from '../../../../packages/core/src/failure/step-failure.ts';

const segment = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const JWT = `${segment({ alg: 'RS256' })}.${segment({ iss: 'i', sub: 's', aud: 'a' })}.c2ln`;

async function read(place: TokenPlace, content: string) {
  const seen: string[] = [];
  const platform = {
    environment: { TOKEN: content },
    readFile: async () => Buffer.from(content),
    maskSecret: (text: string) => seen.push(text),
  };
  const token = await readStoredToken(place, platform).catch((error: unknown) => error);
  return { token, seen };
}

describe.each<TokenPlace>([{ file: '/run/token' }, { variable: 'TOKEN' }])('at %j', (place) => {
  test('a token is read as it is now, and told of first', async () => {
    const { token, seen } = await read(place, `\n${JWT}\n`);
    expect(seen).toEqual([JWT]);
    expect(token).toMatchObject({ claims: { issuer: 'i', subject: 's', audience: 'a' } });
  });

  test('whatever else is there is one message, which does not repeat it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 8, unit: 'grapheme' }), async (text) => {
        const { token } = await read(place, `secret-${text}`);
        if (!(token instanceof StepFailure)) throw new Error('was taken for a token');
        expect(token.code).toBe('EAC_OIDC_TOKEN');
        expect(token.describe()).not.toContain('secret-');
      }),
    );
  });

  test('what is too long for a token is not even masked', async () => {
    const { token, seen } = await read(place, 'line\n'.repeat(5_000));
    expect(token).toBeInstanceOf(StepFailure);
    expect(seen).toEqual([]);
  });
});

describe('the name of a variable', () => {
  test.each(['GITLAB_OIDC_TOKEN', '_x', 'a1'])('may be %s', (name) => {
    expect(parseTokenVariable(name)).toEqual({ variable: name });
  });

  test('is nothing else, and nothing else is repeated', () => {
    const names = /^[A-Za-z_]\w{0,199}$/;
    const text = fc.string({ minLength: 12, unit: 'binary' }).filter((one) => !names.test(one));
    fc.assert(
      fc.property(text, (wrong) => {
        try {
          parseTokenVariable(wrong);
          throw new Error('was accepted');
        } catch (error) {
          if (!(error instanceof InputProblem)) throw error;
          expect(error.message + error.hint).not.toContain(wrong);
        }
      }),
    );
  });

  test.each([JWT, JWT.split('.')[0] ?? ''])('is not a token', (token) => {
    expect(() => parseTokenVariable(token)).toThrow(InputProblem);
    expect(() => parseTokenFile(token)).toThrow(InputProblem);
  });
});
