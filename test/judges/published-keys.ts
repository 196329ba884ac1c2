import type { StepOutcome } from '../bundle/pipeline.ts';
import type { Keys } from '../sandbox/signed-call.ts';

/** What a step has published for the steps after it. */
export function keysOf({ exported }: StepOutcome): Keys {
  const value = (name: string) => exported.find((variable) => variable.name === name)?.value ?? '';
  return {
    accessKeyId: value('AWS_ACCESS_KEY_ID'),
    secretAccessKey: value('AWS_SECRET_ACCESS_KEY'),
    sessionToken: value('AWS_SESSION_TOKEN'),
  };
}
