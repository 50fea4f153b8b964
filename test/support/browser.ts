import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium, type Browser, type BrowserContext, type LaunchOptions, type Page } from 'playwright-core';
import sharp from 'sharp';
import { buildWeb } from '../../scripts/build-web.ts';
import { seedDemo, seedTownship } from '../../src/apps/demo.ts';
import { serve } from '../../src/apps/server.ts';
import { root } from '../../src/apps/version.ts';
import type { DemoAccount } from '../../src/domains/identity/example.ts';
import { seedIndex } from '../../src/domains/safety-index/example.ts';
import type { Config } from '../../src/platform/config.ts';
import type { Db } from '../../src/platform/db.ts';

/** Debian's Chromium as root, with WebGL in software; nothing of it calls home. */
export const chromiumOptions: LaunchOptions = {
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--enable-unsafe-swiftshader'],
};

export type Stage = { readonly url: string; readonly accounts: readonly DemoAccount[]; readonly stop: () => Promise<void> };

type StageOptions = { readonly port?: number; readonly say?: (line: string) => void; /** Some weeks of cases; without them it stands in a fifth of the time. */ readonly cases?: boolean; /** What the operator says beside. */ readonly config?: Partial<Config> };

/** The real server with the demo township, in a data folder of its own that is removed at the end. */
export async function openStage({ port = 0, say = () => undefined, cases = false, config: more = {} }: StageOptions = {}): Promise<Stage> {
  await buildWeb(root, say);
  // As root the embedded database is another user's process and must reach the folder.
  const dataDir = await mkdtemp(path.join(process.platform === 'linux' ? '/var/tmp' : os.tmpdir(), 'jingwei-stage-'));
  await chmod(dataDir, 0o711);
  const config: Config = { host: '127.0.0.1', port, dataDir, sharedDir: path.resolve(root, '../shared'), ci: false, logLevel: 'error', ...more };
  const clear = (): Promise<void> => rm(dataDir, { recursive: true, force: true });
  try {
    const running = await serve(config, { databaseUrl: undefined }, say, {}, async (ground) => {
      if (cases) await seedDemo(ground, config, say);
      else await seedFewMonths(ground.open.db, (await seedTownship(ground, config, say)).personIds);
    });
    // Written by `seedDemo` a moment ago.
    const accounts = JSON.parse(await readFile(path.join(dataDir, 'demo-accounts.json'), 'utf8')) as DemoAccount[];
    return { url: running.url, accounts, stop: async () => { await running.stop(); await clear(); } };
  } catch (error) {
    await clear();
    throw error;
  }
}

/** Without cases two published months of the index are enough. */
async function seedFewMonths(db: Db, ids: Readonly<Record<string, number>>): Promise<void> {
  const [analyst, publisher, approver] = [ids['zhishu01'], ids['zhishu02'], ids['shiling']];
  if (analyst === undefined || publisher === undefined || approver === undefined) throw new Error('the township has nobody for the index');
  await seedIndex(db, { cast: { analyst, publisher, approver }, now: new Date(), months: 2, runs: 50 });
}

export const sizes = {
  desk: { width: 1440, height: 900 }, wide: { width: 1920, height: 1080 }, phone: { width: 390, height: 844 },
} as const;
export type Place = 'desk' | 'phone';
export type ScreenOptions = { readonly size?: { readonly width: number; readonly height: number }; readonly language?: 'zh-CN' | 'en' };

/** A step takes a moment on two busy cores; a journey that waits longer than this is broken. */
// Patience, not a measure of speed: these machines are shared and noisy.
const patienceMs = 60_000;

export async function openContext(browser: Browser, url: string, place: Place, { size = sizes[place], language = 'zh-CN' }: ScreenOptions = {}): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: url, viewport: size, locale: language, timezoneId: 'Asia/Shanghai', colorScheme: 'light', reducedMotion: 'reduce',
    ...(place === 'phone' ? { isMobile: true, hasTouch: true } : {}),
  });
  context.setDefaultTimeout(patienceMs);
  if (language === 'en') await context.addInitScript(`localStorage.setItem('jingwei.language', 'en')`);
  return context;
}

export async function signIn(context: BrowserContext, url: string, account: string, password: string): Promise<void> {
  const answer = await context.request.post('/api/identity/sign-in', { data: { account, password }, headers: { origin: url } });
  if (!answer.ok()) throw new Error(`${account} could not sign in: ${answer.status()} ${await answer.text()}`);
}

/** A refusal in a browser is a fault of its page, except where the journey says that a person is told it in words. */
export function watch(page: Page, who: string, problems: string[], isExpected: (status: number, address: string) => boolean): void {
  page.on('console', (message) => {
    // The browser's own line about an answer; answers are judged below, with their address.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) problems.push(`${who}: console: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`${who}: ${error.stack ?? error.message}`));
  page.on('response', (response) => {
    const status = response.status();
    // How far a photo has come: nothing of it is there yet.
    if (status === 404 && response.request().method() === 'HEAD' && response.url().includes('/api/photos/')) return;
    if (status >= 400 && !isExpected(status, response.url())) problems.push(`${who}: ${response.request().method()} ${response.url()} answered ${status}`);
  });
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? '';
    // Left pages and closed live lines abort what they had asked for.
    if (why !== 'net::ERR_ABORTED') problems.push(`${who}: ${request.url()} failed: ${why}`);
  });
}

/** Waits until the page has nothing under way for a quarter of a second and shows no shape of what is coming. */
export async function settled(page: Page): Promise<void> {
  let last = performance.now();
  const stir = (): void => { last = performance.now(); };
  page.on('request', stir).on('requestfinished', stir).on('requestfailed', stir);
  try {
    await page.waitForLoadState('load');
    for (const until = performance.now() + patienceMs; performance.now() < until;) {
      const isLoading = await page.locator('.jw-loading, .ph-loading, .ant-spin-spinning').filter({ visible: true }).count() > 0;
      if (!isLoading && performance.now() - last > 250) return;
      await sleep(50);
    }
    throw new Error(`${page.url()} does not come to rest`);
  } finally {
    page.off('request', stir).off('requestfinished', stir).off('requestfailed', stir);
  }
}

/** A photo of nothing real: coloured shapes, as large as a phone's after shrinking. No two of different `seed` are the same. */
export async function inventedPhoto(seed: number): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const hue = (seed * 67) % 360;
  const shapes = Array.from({ length: 12 }, (_, index) => {
    const x = (seed * 131 + index * 397) % 1_200;
    const y = 300 + ((seed * 71 + index * 211) % 560);
    return `<rect x="${x}" y="${y}" width="${60 + ((index * 53) % 140)}" height="${40 + ((index * 37) % 120)}" rx="8" fill="hsl(${(hue + index * 23) % 360} 45% ${30 + ((index * 7) % 40)}%)"/>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="900"><rect width="1200" height="420" fill="hsl(${hue} 30% 78%)"/><rect y="420" width="1200" height="480" fill="hsl(${hue} 12% 46%)"/>${shapes.join('')}</svg>`;
  return { name: `photo-${seed}.jpg`, mimeType: 'image/jpeg', buffer: await sharp(Buffer.from(svg)).jpeg({ quality: 80 }).toBuffer() };
}

export { chromium };
