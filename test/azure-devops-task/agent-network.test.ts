import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { agentNetwork } from '../../packages/azure-devops-task/src/agent-network.ts';

const read = (variables: Record<string, string>) => agentNetwork((name) => variables[name] ?? '');

test('an agent without a proxy has nothing to say', () => {
  expect(read({ 'Agent.ProxyUsername': 'user', 'Agent.ProxyBypassList': '["x"]' })).toEqual({});
});

test('user name and password go into the URL, encoded', () => {
  const { proxy } = read({
    'Agent.ProxyUrl': 'http://proxy.example:3128',
    'Agent.ProxyUsername': 'CORP\\me',
    'Agent.ProxyPassword': 'p@ss:/#%',
    'Agent.ProxyBypassList': '["a\\\\.example","b"]',
  });
  expect(proxy?.url).toBe('http://CORP%5Cme:p%40ss%3A%2F%23%25@proxy.example:3128/');
  expect(proxy?.bypassPatterns).toEqual(['a\\.example', 'b']);
});

test.each([
  ['not JSON', '{'],
  ['no list', '{"a":1}'],
  ['nothing', ''],
  ['null', 'null'],
])('a bypass list that is %s is empty', (_, list) => {
  const variables = { 'Agent.ProxyUrl': 'http://p.example', 'Agent.ProxyBypassList': list };
  expect(read(variables).proxy?.bypassPatterns).toEqual([]);
});

test('what is no URL is left as it is, for core to refuse', () => {
  const variables = { 'Agent.ProxyUrl': 'not a url', 'Agent.ProxyUsername': 'user' };
  expect(read(variables).proxy?.url).toBe('not a url');
});

test('the CA file goes on as it is', () => {
  expect(read({ 'Agent.CAInfo': '/ca.pem' })).toEqual({ authoritiesFile: '/ca.pem' });
});

test('no login is lost or changed on its way into the URL', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1 });
  fc.assert(
    fc.property(text, text, (user, password) => {
      const { proxy } = read({
        'Agent.ProxyUrl': 'https://proxy.example',
        'Agent.ProxyUsername': user,
        'Agent.ProxyPassword': password,
      });
      const url = new URL(proxy?.url ?? '');
      expect(decodeURIComponent(url.username)).toBe(user);
      expect(decodeURIComponent(url.password)).toBe(password);
    }),
  );
});
