import { expect, test } from '@jest/globals';
import { PRINT_FORMS } from '../../packages/bindings/src/index.ts';
import { CASES, printedOf } from '../bindings/print/printed.ts';
import { reviewed } from './reviewed.ts';

const PYTHON = process.env['JUDGE_PYTHON_HCL2'] ?? 'python3';
const READ = 'import hcl2, sys; print(*hcl2.load(open(sys.argv[1], encoding="utf-8")))';

test.each(CASES)('python-hcl2 reads the configuration of set-up %s', (_, parts) => {
  const configuration = PRINT_FORMS.terraform.print(printedOf(parts));
  expect(reviewed(PYTHON, ['-c', READ], 'main.tf', configuration)).toEqual({
    status: 0,
    said: expect.stringMatching(/terraform.*locals.*output/),
  });
});
