import { parseYesOrNo } from '../../../packages/core/src/1-inputs/yes-or-no.ts';
import { testAccepted, testAnyText, testRefused } from './parser-tests.ts';

testAccepted(parseYesOrNo, [
  ['true', 'true', true],
  ['False', 'False', false],
]);
testRefused(parseYesOrNo, [['yes', 'yes', /is "yes"/]]);
testAnyText(parseYesOrNo);
