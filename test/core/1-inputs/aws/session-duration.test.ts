import { parseSessionDuration } from '../../../../packages/core/src/1-inputs/aws/session-duration.ts';
import { testAccepted, testAnyText, testRefused } from '../parser-tests.ts';

testAccepted(parseSessionDuration, [
  ['the shortest', '900', 900],
  ['the longest', '43200', 43_200],
]);
testRefused(parseSessionDuration, [
  ['minutes', '15m', /is "15m"/],
  ['899 seconds', '899', /is "899"/],
  ['43201 seconds', '43201', /is "43201"/],
]);
testAnyText(parseSessionDuration);
