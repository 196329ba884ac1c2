/** What a log, a runner or an agent would act on if it were taken for more than text. */
export const HOSTILE_TEXT =
  'harmless\n::add-mask::x\n::set-env name=PATH::/tmp\r\n::error::forged\n##vso[task.setvariable variable=AWS_ACCESS_KEY_ID]forged\n##vso[task.complete result=Succeeded]\n##[error]forged \u001b[2J\u2028::warning::forged';
