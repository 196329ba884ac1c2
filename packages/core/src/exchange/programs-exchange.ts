import type { RawInputs } from '../1-inputs/input-name.ts';
import { timeLimitOf } from '../1-inputs/retry-inputs.ts';
import { readStepInputs } from '../1-inputs/step-inputs.ts';
import type { AccessToken } from '../2-entra-token/access-token.ts';
import type { PersonalHost } from '../credential/credential-choice.ts';
import { asStepFailure } from '../failure/step-failure.ts';
import { maskInputs } from '../job/input-masks.ts';
import { withInputsNamed } from '../job/job-log.ts';
import { Masks } from '../job/masks.ts';
import { type PipelineRun, userAgentOf } from '../job/pipeline-run.ts';
import type { Platform } from '../platform/platform.ts';
import { withinTimeLimit } from '../retry/time-limit.ts';
import { explainRefusals } from './checked-exchange.ts';
import { type Exchange, exchange, withNetwork } from './exchange.ts';
import { withUserAgent } from './named-sender.ts';

/** What a program that asks for credentials has to say, and how it calls the inputs. */
export type AskingProgram = Pick<RawInputs, 'read' | 'label' | 'jobIdentity'> &
  PersonalHost & { readonly run: PipelineRun };

/**
 * One login and the sessions that the inputs ask for, for a program that catches what fails in place of
 * showing a log.
 *
 * @throws StepFailure without a secret in any of its texts and without a cause; it names the inputs as the
 * program does
 */
export async function exchangeForProgram(
  program: AskingProgram,
  platform: Platform,
): Promise<Exchange> {
  const masks = new Masks({ mask: () => {} });
  const masking = { ...platform, maskSecret: masks.add };
  const sender = withUserAgent(userAgentOf(program.run), masking);
  const never = new AbortController().signal;
  const tell = () => {};
  try {
    return await withinTimeLimit(timeLimitOf(program), never, sender, async (limited, time) => {
      maskInputs(program, masks);
      const raw = { ...program, origin: 'program' as const };
      const inputs = await readStepInputs(raw, program.run, limited, { ...time, tell });
      return withNetwork(inputs, limited, time, tell, async (online) => {
        const explainRefusal = (token: AccessToken) => explainRefusals(token, inputs, online);
        return exchange(inputs, online, { explainRefusal });
      });
    });
  } catch (error) {
    throw asStepFailure(error).reworded((text) =>
      masks.redact(withInputsNamed(text, (name) => program.label(name))),
    );
  }
}
