import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { linesOf, report } from '../audit/report.ts';
import { TEMPLATE } from '../audit/template.ts';
import { inChromium, startChromium } from './chromium.ts';

const HOSTILE = `"><img src=https://example.invalid/x onerror="document.title='taken'"><script>document.title='taken'</script>`;

inChromium('the page of an audit in Chromium', () => {
  let browser: Browser;
  let page: Page;
  /** What the browser complained of, and what it asked for. */
  const complaints: string[] = [];

  beforeAll(async () => {
    browser = await startChromium();
    page = await browser.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => complaints.push(message.text()));
    page.on('request', (request) => complaints.push(request.url()));
    const lines = linesOf(TEMPLATE, 'infra/template.yaml').map((line) =>
      line.kind === 'role' ? { ...line, whoGetsIn: [...line.whoGetsIn, HOSTILE] } : line,
    );
    await page.setContent(report('html', lines, [HOSTILE]));
  });
  afterAll(() => browser?.close());

  test('shows the summary first, and every role with its findings', async () => {
    const [summary, role] = await Promise.all([
      page.locator('#summary').boundingBox(),
      page.locator('article').first().boundingBox(),
    ]);
    expect(summary?.y).toBeLessThan(role?.y ?? 0);
    expect(await page.locator('article').count()).toBe(5);
    expect(await page.locator('li.finding').count()).toBe(4);
    expect(await page.getByRole('row', { name: 'high 3' }).isVisible()).toBe(true);
  });

  test('has a chart that can be seen and named', async () => {
    const chart = page.getByRole('img', { name: 'Findings by account and grade' });
    const box = await chart.boundingBox();
    expect([(box?.width ?? 0) > 300, (box?.height ?? 0) > 15]).toEqual([true, true]);
    expect(await chart.locator('rect.high title').textContent()).toBe('files: 3 high');
  });

  test('runs and loads nothing, whatever roles are called', async () => {
    expect(await page.title()).toBe('Trust policies');
    expect(await page.locator('img, script').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('prints: nothing wider than the paper, no role torn in two', async () => {
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: 794, height: 1123 });
    const [width, breaks] = (await page.evaluate(
      `[document.documentElement.scrollWidth, [...document.querySelectorAll('article')].map((one) => getComputedStyle(one).breakInside)]`,
    )) as [number, string[]];
    expect(width).toBeLessThanOrEqual(794);
    expect(new Set(breaks)).toEqual(new Set(['avoid']));
    expect((await page.pdf()).length).toBeGreaterThan(5_000);
  });
});
