import { type EntraPerson, type Sandbox, startSandbox } from '@entra-aws-creds/sandbox';
import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import {
  type WebAppScenario,
  webAppScenario,
} from '../../examples/web-app/src/sandbox-scenario.ts';
import { leaksIn } from '../bundle/leaks.ts';
import { inChromium, startChromium } from '../cli/chromium.ts';
import { compileWebApp, freePort, type RunningProgram, startProgram } from './running-program.ts';

jest.setTimeout(60_000);

inChromium('people in Chromium, in the web application', () => {
  let sandbox: Sandbox;
  let browser: Browser;
  let scenario: WebAppScenario;
  let application: RunningProgram;
  let origin: string;
  let contexts: BrowserContext[];
  /** What browsers complained of, such as a violation of the content security policy. */
  let complaints: string[];

  beforeAll(async () => {
    compileWebApp();
    browser = await startChromium();
  });
  beforeEach(async () => {
    sandbox = await startSandbox();
    origin = `http://localhost:${await freePort()}`;
    scenario = await webAppScenario(sandbox, origin);
    application = startProgram('main', scenario.environment);
    await application.says(/Listening/);
    [contexts, complaints] = [[], []];
  });
  afterEach(async () => {
    await Promise.all(contexts.map((context) => context.close()));
    await application.stop();
    await sandbox.close();
  });
  afterAll(() => browser?.close());

  /** Each person at a browser of their own. */
  const openBrowser = async (): Promise<Page> => {
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    contexts.push(context);
    const page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => complaints.push(message.text()));
    await page.goto(origin);
    return page;
  };
  const signIn = async (page: Page, { userPrincipalName, password }: EntraPerson) => {
    await page.getByRole('link', { name: 'Sign in' }).click();
    await page.getByLabel('Email').fill(userPrincipalName);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };
  /** The lines of a page that a person reads. */
  const shown = async (page: Page) => {
    const text = await page.evaluate('document.body.innerText');
    return String(text).split(/\n+/);
  };
  const exchanges = () => sandbox.requests.filter(({ service }) => service === 'sts').length;

  test('two with different rights see different things, side by side', async () => {
    const [hers, others] = [await openBrowser(), await openBrowser()];
    await signIn(hers, scenario.ada);
    await signIn(others, scenario.grace);
    for (const page of [hers, others]) await page.reload();
    expect(await shown(hers)).toEqual([
      'Your buckets',
      'Signed in as ada@contoso.onmicrosoft.com',
      'Accountants',
      'reports',
      '2026/q1.csv',
      '2026/q2.csv',
      'payroll',
      '2026-05.csv',
      'Sign out',
    ]);
    expect(await shown(others)).toEqual([
      'Your buckets',
      'Signed in as grace@contoso.onmicrosoft.com',
      'Readers',
      'reports',
      '2026/q1.csv',
      '2026/q2.csv',
      'payroll',
      'AWS does not let you list it.',
      'Sign out',
    ]);
    // One exchange for each of them, for the whole of their sessions, and by their own names.
    expect(exchanges()).toBe(2);
    expect(sandbox.aws.sessions.slice(-2).map(({ name }) => name)).toEqual([
      'ada@contoso.onmicrosoft.com',
      'grace@contoso.onmicrosoft.com',
    ]);
    expect(complaints.filter((text) => !text.includes('favicon'))).toEqual([]);
    expect(await hers.evaluate('getComputedStyle(document.body).maxWidth')).toBe('640px');
  });

  test('a browser holds nothing but an ID that scripts do not see, and the log holds no secret', async () => {
    const page = await openBrowser();
    await signIn(page, scenario.ada);
    const cookies = await page.context().cookies(origin);
    expect(await shown(page)).toContain('2026-05.csv');
    expect(cookies).toEqual([
      expect.objectContaining({
        name: '__Host-session',
        value: expect.stringMatching(/^[\w-]{43}$/),
        httpOnly: true,
        secure: true,
        sameSite: 'Lax',
        path: '/',
      }),
    ]);
    const secrets = {
      tokens: sandbox.entra.issuedTokens,
      credentials: sandbox.aws.sessions.flatMap((one) => [one.secretAccessKey, one.sessionToken]),
    };
    expect(secrets.tokens.length).toBeGreaterThan(2);
    expect(leaksIn(application.output() + (await page.content()), secrets)).toEqual([]);
    expect(leaksIn(application.output(), { cookie: cookies.map(({ value }) => value) })).toEqual(
      [],
    );
    expect(application.output()).toContain('GET /signed-in 303');
  });

  test('who signs out is gone, whatever is kept of the cookie', async () => {
    const page = await openBrowser();
    await signIn(page, scenario.ada);
    const cookies = await page.context().cookies(origin);
    await page.getByRole('button', { name: 'Sign out' }).click();
    expect(await shown(page)).toEqual(['Reports', 'Sign in']);
    expect(await page.context().cookies(origin)).toEqual([]);
    await page.context().addCookies(cookies);
    await page.reload();
    expect(await shown(page)).toEqual(['Reports', 'Sign in']);
  });

  test('who has two roles chooses, and has no more by asking for another', async () => {
    const { ada, accountants, readers } = scenario;
    ada.mappedClaims['https://aws.amazon.com/roles'] = [accountants.arn, readers.arn];
    const page = await openBrowser();
    await signIn(page, ada);
    await page.getByRole('link', { name: 'Readers' }).click();
    expect(await shown(page)).toContain('AWS does not let you list it.');
    await page.goto(`${origin}/?role=arn:aws:iam::123456789012:role/Admin`);
    expect(await shown(page)).toContain('Entra gives you no such role in AWS.');
  });

  test('who has no role in AWS reads so, and so does whom the role itself refuses', async () => {
    const { ada, grace, readers } = scenario;
    ada.mappedClaims['https://aws.amazon.com/roles'] = [];
    readers.trustPolicy = { ...readers.trustPolicy, Statement: [] };
    const [hers, others] = [await openBrowser(), await openBrowser()];
    await signIn(hers, ada);
    expect(await shown(hers)).toContain('Entra gives you no such role in AWS.');
    await signIn(others, grace);
    expect(await shown(others)).toContain('AWS does not let you use the role Readers.');
    expect(application.output()).toContain('EAC_STS_ACCESS_DENIED');
  });

  test('a token that ends soon is renewed before it is exchanged, unless Entra wants the person', async () => {
    sandbox.entra.idTokenLifetimeSeconds = 200;
    const page = await openBrowser();
    await signIn(page, scenario.ada);
    expect(await shown(page)).toContain('2026-05.csv');
    const grants = sandbox.requests.map(({ body }) => new URLSearchParams(body).get('grant_type'));
    expect(grants).toContain('refresh_token');
    const { ada, accountants, readers } = scenario;
    ada.mappedClaims['https://aws.amazon.com/roles'] = [accountants.arn, readers.arn];
    const other = await openBrowser();
    await signIn(other, ada);
    sandbox.entra.people.refusal = 'factor-needed';
    await other.getByRole('link', { name: 'Readers' }).click();
    expect(await shown(other)).toEqual([
      'Sign in again',
      'Entra wants to see you again before you go on.',
      'Sign in again',
    ]);
    await other.goto(origin);
    expect(await shown(other)).toEqual(['Reports', 'Sign in']);
  });

  test('who refuses at Entra, or is not assigned to the application, is not signed in', async () => {
    const page = await openBrowser();
    await page.getByRole('link', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect(await shown(page)).toEqual([
      'You are not signed in',
      'Entra did not sign you in.',
      'Sign in again',
    ]);
    scenario.client.assigned = new Set();
    await page.goto(origin);
    await signIn(page, scenario.ada);
    expect((await shown(page)).join()).toContain('AADSTS50105');
  });
});
