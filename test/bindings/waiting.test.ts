import { describe, expect, test } from '@jest/globals';
import { proved, reconcile, setupGoal } from '../../packages/bindings/src/index.ts';
import { StepFailure } from '../../packages/core/src/programs.ts';
import { ModelWorld } from './model/model-world.ts';
import { wishOf } from './model/wishes.ts';

describe('while servers are behind', () => {
  test('it is said what is waited for, for how long so far, and why', async () => {
    const visit = new ModelWorld([30_000]).visit();
    await reconcile(setupGoal(wishOf()), visit);
    expect(visit.told).toContainEqual(
      expect.stringMatching(
        /^Waiting until the certificate can be seen, and all others still: \d+ s so far\. Entra copies changes to many servers\.$/,
      ),
    );
    expect(visit.told).toContainEqual(
      expect.stringMatching(/^Waiting until the role can be seen: \d+ s so far\. IAM copies/),
    );
  });

  test('it ends after some minutes, with what was said last', async () => {
    const visit = new ModelWorld([10 * 3_600_000]).visit();
    await expect(reconcile(setupGoal(wishOf()), visit)).rejects.toMatchObject({
      code: 'EAC_BINDING_NOT_SETTLED',
      message: expect.stringMatching(
        /Authorization_RequestDenied.* Waited \d+ s until the application/,
      ),
    });
  });

  test('it can be called off', async () => {
    const world = new ModelWorld([3_600_000]);
    const end = new AbortController();
    const visit = { ...world.visit(), signal: end.signal, tell: () => end.abort('cancelled') };
    await expect(reconcile(setupGoal(wishOf()), visit)).rejects.toBe('cancelled');
  });
});

describe('a proof', () => {
  const refused = new StepFailure('EAC_ENTRA_CERTIFICATE_REFUSED', 'Not known.', 'Add it.');

  test('is three successes in a row', async () => {
    const outcomes = [true, false, true, true, false, true, true, true];
    let made = 0;
    const attempt = async () => {
      made += 1;
      if (outcomes[made - 1] !== true) throw refused;
      return made;
    };
    expect(await proved(attempt, new ModelWorld().visit())).toBe(outcomes.length);
  });

  test('fails with what refused it when that goes on', async () => {
    const attempt = () => Promise.reject(refused);
    await expect(proved(attempt, new ModelWorld().visit())).rejects.toMatchObject({
      code: 'EAC_BINDING_NOT_PROVED',
      message: expect.stringContaining('EAC_ENTRA_CERTIFICATE_REFUSED: Not known.'),
    });
  });

  test('does not repeat what no waiting helps', async () => {
    const wrong = new StepFailure('EAC_CERTIFICATE_PASSWORD', 'Wrong password.', 'Give it.');
    await expect(proved(() => Promise.reject(wrong), new ModelWorld().visit())).rejects.toBe(wrong);
  });
});
