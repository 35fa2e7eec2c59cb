#!/usr/bin/env node
// Draws media/icon.png (256 by 256) from media/icon.svg in a Chromium: `CHROMIUM_PATH`, else /usr/bin/chromium.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const media = join(import.meta.dirname, '..', 'media');
const size = 256;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const svg = readFileSync(join(media, 'icon.svg'), 'utf8').replace(
    'width="128" height="128"',
    `width="${size}" height="${size}"`,
  );
  await page.setContent(`<body style="margin:0">${svg}</body>`);
  await page.locator('svg').screenshot({ path: join(media, 'icon.png'), omitBackground: true });
} finally {
  await browser.close();
}
