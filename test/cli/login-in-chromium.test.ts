import {
  type PersonScenario,
  personScenario,
  type Sandbox,
  startSandbox,
} from '@entra-aws-creds/sandbox';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { inChromium, startChromium } from './chromium.ts';
import { PersonAtTerminal, type Running } from './person-at-terminal.ts';

const AUTHENTICATOR = '135790';

inChromium('a person in Chromium', () => {
  let sandbox: Sandbox;
  let browser: Browser;
  let scenario: PersonScenario;
  let person: PersonAtTerminal;
  let page: Page;
  /** What the browser complained of, and hosts that it asked beyond this machine. */
  let complaints: string[];

  beforeAll(async () => {
    [sandbox, browser] = await Promise.all([startSandbox(), startChromium()]);
  });
  beforeEach(async () => {
    scenario = personScenario(sandbox, { roleName: `People-${crypto.randomUUID()}` });
    person = new PersonAtTerminal(sandbox, scenario);
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    page = await context.newPage();
    complaints = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => complaints.push(message.text()));
    page.on('request', (request) => {
      const { hostname } = new URL(request.url());
      if (hostname !== 'localhost') complaints.push(`asked ${hostname}`);
    });
  });
  afterEach(() => page.context().close());
  afterAll(() => Promise.all([browser?.close(), sandbox?.close()]));

  const begin = async (...flags: string[]): Promise<Running> => {
    const running = person.start(['login', ...person.flags, ...flags]);
    await page.goto(await person.visited());
    return running;
  };
  const type = async (password = scenario.person.password) => {
    await page.getByLabel('Email').fill(scenario.person.userPrincipalName);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };
  const heading = () => page.getByRole('heading').textContent();

  test('logs in, and reads that it is done', async () => {
    const running = await begin();
    expect(await heading()).toBe('Sign in to aws-for-people');
    await type();
    expect(await heading()).toBe('Entra has logged you in');
    const { status, stdout } = await running.ended;
    expect([status, stdout]).toEqual([0, expect.stringContaining('AWS admits you')]);
    expect(complaints.filter((text) => !text.includes('favicon'))).toEqual([]);
    expect(await page.evaluate('getComputedStyle(document.body).maxWidth')).toBe('576px');
  });

  test('logs in after a wrong password, with a second factor that was wrong once', async () => {
    scenario.person.authenticatorCode = AUTHENTICATOR;
    const running = await begin();
    await type('wrong');
    expect(await page.getByRole('alert').textContent()).toContain('incorrect');
    await type();
    expect(await heading()).toBe('Enter code');
    for (const code of ['000000', AUTHENTICATOR]) {
      await page.getByLabel('authenticator').fill(code);
      await page.getByRole('button', { name: 'Verify' }).click();
    }
    expect(await heading()).toBe('Entra has logged you in');
    expect((await running.ended).status).toBe(0);
  });

  test('refuses, before and after the password, and reads what that means', async () => {
    scenario.person.authenticatorCode = AUTHENTICATOR;
    for (const steps of [[], [type]]) {
      const running = await begin();
      for (const step of steps) await step();
      await page.getByRole('button', { name: 'Cancel' }).click();
      expect(await heading()).toBe('You are not logged in');
      expect(await page.locator('body').textContent()).toContain('refused in the browser');
      const { status, stderr } = await running.ended;
      expect([status, stderr]).toEqual([1, expect.stringContaining('EAC_LOGIN_REFUSED')]);
    }
  });

  test('closes the window, and the terminal says so in time', async () => {
    const running = await begin('--action-timeout-s', '5');
    await page.close();
    const { status, stderr } = await running.ended;
    expect([status, stderr]).toEqual([1, expect.stringContaining('EAC_LOGIN_TIMEOUT')]);
  });

  test('comes back with the state of another login, and reads that it does not belong here', async () => {
    const running = person.start(['login', ...person.flags]);
    const address = new URL(await person.visited());
    address.searchParams.set('state', 'of-another-login');
    await page.goto(address.href);
    await type();
    expect(await heading()).toBe('You are not logged in');
    expect(await page.locator('body').textContent()).toContain('does not belong to this login');
    expect((await running.ended).status).toBe(1);
  });

  test('is not assigned to the application, and Entra says so', async () => {
    scenario.client.assigned = new Set();
    const running = await begin();
    await type();
    expect(await page.locator('body').textContent()).toContain('AADSTS50105');
    running.interrupt();
    expect((await running.ended).stderr).toContain('EAC_CANCELLED');
  });

  test('types the code of a machine that has no browser', async () => {
    sandbox.entra.people.deviceInterval = 1;
    const running = person.start(['login', '--device-code', ...person.flags]);
    const [, address = '', code = ''] = await running.says(/open (\S+) .* code (\S+)/);
    await page.goto(address);
    await page.getByLabel('Code', { exact: true }).fill(code);
    await type();
    expect(await heading()).toContain('You have signed in to aws-for-people on your device');
    expect((await running.ended).status).toBe(0);
  });

  test('opens the console', async () => {
    const login = await begin();
    await type();
    await login.ended;
    const running = person.start([
      'console',
      ...['--entra-credential', 'browser'],
      ...person.flags,
      ...['--signin-endpoint', sandbox.signinUrl, '--destination', 's3'],
    ]);
    await page.goto(await person.visited());
    expect(await heading()).toBe('AWS console');
    expect(await page.locator('body').textContent()).toContain('assumed-role/People-');
    expect((await running.ended).status).toBe(0);
  });
});
