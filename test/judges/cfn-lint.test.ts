import { expect, jest, test } from '@jest/globals';
import { PRINT_FORMS } from '../../packages/bindings/src/index.ts';
import { CASES, printedOf } from '../bindings/print/printed.ts';
import { reviewed } from './reviewed.ts';

jest.setTimeout(120_000);

const CFN_LINT = process.env['JUDGE_CFN_LINT'] ?? 'cfn-lint';

test.each(CASES)('cfn-lint finds nothing in the template of set-up %s', (_, parts) => {
  const template = PRINT_FORMS.cloudformation.print(printedOf({ ...parts, half: 'aws' }));
  expect(reviewed(CFN_LINT, [], 'template.yaml', template)).toEqual({ status: 0, said: '' });
});
