import { StepFailure } from '../failure/step-failure.ts';
import { quote } from '../text/log-line.ts';

/**
 * A claim for AWS that STS would refuse, with the whole token.
 *
 * @param found completes the sentence «The claim … of the token …»
 */
export function awsClaimFailure(claim: string, found: string, wanted: string): StepFailure {
  return new StepFailure(
    'EAC_TOKEN_AWS_CLAIM',
    `The claim ${quote(claim)} of the token ${found}. STS would reject the whole token, so it was not called.`,
    `${wanted} The claims of the application that "audience" names are set by its claims mapping policy, or by a custom claims provider.`,
  );
}
