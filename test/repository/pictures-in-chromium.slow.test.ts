import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { inChromium, startChromium } from '../cli/chromium.ts';

const folder = fileURLToPath(new URL('../../docs/pictures/', import.meta.url));
const names = readdirSync(folder);
/** It goes on where the picture ends, as a page does in a window. */
const CUT = ['audit-page.svg'];

inChromium('the pictures in Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startChromium();
  });
  afterAll(() => browser?.close());

  async function painted(name: string, colorScheme: 'light' | 'dark'): Promise<string> {
    const page = await browser.newPage({ colorScheme });
    const data = readFileSync(join(folder, name)).toString('base64');
    await page.setContent(
      `<meta name="color-scheme" content="light dark"><img src="data:image/svg+xml;base64,${data}">`,
    );
    const width = await page.evaluate(
      'document.images[0].decode().then(() => document.images[0].naturalWidth)',
    );
    expect(width).toBeGreaterThan(600);
    const image = await page.locator('img').screenshot();
    await page.close();
    return image.toString('base64');
  }

  test.each(names)('%s is painted, on dark pages otherwise than on light ones', async (name) => {
    expect(await painted(name, 'light')).not.toBe(await painted(name, 'dark'));
  });

  test.each(names)('%s has room for all that is in it', async (name) => {
    const page = await browser.newPage();
    await page.goto(pathToFileURL(join(folder, name)).href);
    const [right, width, inside, room] = (await page.evaluate(`(() => {
      const texts = [...document.querySelectorAll('svg > text, svg > g text')];
      const inside = document.querySelector('foreignObject');
      return [
        Math.max(...texts.map((text) => text.getBBox().x + text.getBBox().width)),
        document.documentElement.width.baseVal.value,
        inside?.firstElementChild.scrollHeight ?? 0,
        inside?.height.baseVal.value ?? 0,
      ];
    })()`)) as [number, number, number, number];
    expect(right).toBeLessThan(width);
    if (!CUT.includes(name)) expect(inside).toBeLessThanOrEqual(room);
    await page.close();
  });
});
