import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  headersIn,
  withSections,
  withSetting,
} from '../../../packages/core/src/5-publish/aws-config-file.ts';

const mine = {
  header: 'deploy',
  settings: { aws_access_key_id: 'ASIA', aws_session_token: 'a=b' },
};
const MINE = '[deploy]\naws_access_key_id = ASIA\naws_session_token = a=b\n';

test.each([
  ['nothing', '', MINE],
  ['another section, which stays', '[other]\nkey = x\n', `[other]\nkey = x\n\n${MINE}`],
  [
    'a section of that name, which goes',
    '[deploy]\nkey = x\n# old\n[other]\na = b',
    `[other]\na = b\n\n${MINE}`,
  ],
  [
    'a comment and a nested setting, which stay',
    '# mine\n[s3]\ns3 =\n  a = b\n',
    `# mine\n[s3]\ns3 =\n  a = b\n\n${MINE}`,
  ],
  ['white space in a header', '[ deploy ]\nkey = x\n', MINE],
])('beside %s', (_, existing, expected) => {
  expect(withSections(existing, [mine])).toBe(expected);
});

const name = fc.stringMatching(/^[a-z]{1,8}$/);
const file = fc
  .array(fc.tuple(name, fc.array(fc.tuple(name, name), { maxLength: 3 })), { maxLength: 5 })
  .map((sections) =>
    sections
      .map(
        ([header, settings]) =>
          `[${header}]\n${settings.map(([k, v]) => `${k} = ${v}\n`).join('')}`,
      )
      .join(''),
  );

test('every other section stays, ours stands once, and writing twice is writing once', () => {
  fc.assert(
    fc.property(file, (existing) => {
      const once = withSections(existing, [mine]);
      expect(headersIn(once)).toEqual([
        ...headersIn(existing).filter((header) => header !== 'deploy'),
        'deploy',
      ]);
      expect(withSections(once, [mine])).toBe(once);
    }),
  );
});

test('any text is taken', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (existing) => {
      expect(withSections(existing, [mine]).endsWith(MINE)).toBe(true);
    }),
  );
});

test.each([
  ['no section', '[other]\na = b\n', '[default]\nregion = eu-west-1\n\n[other]\na = b\n'],
  [
    'a section with others',
    '[default]\noutput = json\n[other]\nregion = x',
    '[default]\nregion = eu-west-1\noutput = json\n[other]\nregion = x',
  ],
  [
    'a section with another value',
    '[ default ]\noutput = json\nRegion=us-east-1\n',
    '[ default ]\nregion = eu-west-1\noutput = json\n',
  ],
])('a setting into %s', (_, existing, expected) => {
  expect(withSetting(existing, 'default', 'region', 'eu-west-1')).toBe(expected);
});
