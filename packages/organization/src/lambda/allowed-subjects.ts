import { InputProblem } from '@entra-aws-creds/core/programs';
import type { AllowedSubjects } from '../settings.ts';

/** `https://token.actions.githubusercontent.com repo:octo-org/`, several of them with commas between. */
export function parseAllowedSubjects(text: string): readonly AllowedSubjects[] {
  return text.split(',').map((one) => {
    const [issuer = '', prefix = '', ...rest] = one.trim().split(/ +/);
    // Cut within a name, it would let in others whose names go on differently.
    if (rest.length === 0 && /^https:\/\/./.test(issuer) && /[/:]$/.test(prefix)) {
      return { issuer, prefix };
    }
    throw new InputProblem(
      'is not an issuer and the beginning of a subject',
      'Write "https://token.actions.githubusercontent.com repo:octo-org/", several with commas between; the beginning ends with "/" or ":".',
    );
  });
}
