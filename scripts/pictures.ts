import { mkdtemp, mkdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { readConfig } from '../src/platform/config.ts';
import { seedDemo } from '../src/apps/demo.ts';
import { serve } from '../src/apps/server.ts';
import { root } from '../src/apps/version.ts';
import { buildWeb } from './build-web.ts';

// npm run pictures [-- FOLDER]: every screen at its sizes, in Chinese and English, of a fresh demo; the three that the README
// shows go to docs/pictures. Then look at them.

type Shot = { readonly name: string; readonly account: string | null; readonly path: string; readonly sizes: readonly (readonly [number, number])[]; readonly docs?: boolean };

const desk = [[1440, 900], [1920, 1080]] as const;
const phone = [[390, 844]] as const;
const shots: readonly Shot[] = [
  { name: 'desk-board', account: 'diaodu01', path: '/cases?tab=all', sizes: desk, docs: true },
  { name: 'desk-sign-in', account: null, path: '/', sizes: desk },
  { name: 'desk-report', account: 'diaodu01', path: '/report', sizes: desk },
  { name: 'desk-overview', account: 'zhenling', path: '/overview', sizes: desk },
  { name: 'desk-screen', account: 'zhenling', path: '/screen', sizes: [[1920, 1080]] },
  { name: 'desk-areas', account: 'xitong', path: '/admin/areas', sizes: desk },
  { name: 'desk-people', account: 'anquan', path: '/admin/people', sizes: desk },
  { name: 'desk-classes', account: 'xitong', path: '/admin/classes', sizes: desk },
  { name: 'desk-routes', account: 'xitong', path: '/admin/routes', sizes: desk },
  { name: 'desk-calendar', account: 'xitong', path: '/admin/calendar', sizes: desk },
  { name: 'desk-audit', account: 'shenji', path: '/admin/audit', sizes: desk },
  { name: 'phone-report', account: null, path: '/m/report', sizes: phone, docs: true },
  { name: 'phone-today', account: 'wangge01', path: '/m/', sizes: phone, docs: true },
  { name: 'phone-grid', account: 'wangge01', path: '/m/grid', sizes: phone },
  { name: 'phone-me', account: 'wangge01', path: '/m/me', sizes: phone },
  { name: 'phone-resident', account: null, path: '/m/', sizes: phone },
];

async function main(): Promise<void> {
  const folder = process.argv[2] ?? await mkdtemp(path.join(os.tmpdir(), 'jingwei-pictures-'));
  await mkdir(folder, { recursive: true });
  await mkdir(path.join(root, 'docs/pictures'), { recursive: true });
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'jingwei-pictures-data-'));
  const line = (text: string): void => { process.stdout.write(`${text}\n`); };
  const read = readConfig({ PORT: '0', JINGWEI_DATA: dataDir, JINGWEI_LOG: 'error' });
  if (!read.ok) throw new Error(read.sentences.join('\n'));
  await buildWeb(root, line);
  const running = await serve(read.config, read.secrets, line, {}, (ground) => seedDemo(ground, read.config, line));
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
  try {
    const accounts: { account: string; password: string }[] = JSON.parse(await readFile(path.join(dataDir, 'demo-accounts.json'), 'utf8'));
    for (const locale of ['zh-CN', 'en']) for (const shot of shots) line(await take(browser, running.url, shot, locale, accounts, folder));
  } finally {
    await browser.close();
    await running.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
  line(`pictures in ${folder}`);
}

/** @returns a line about the picture, with what the page complained of */
async function take(browser: Browser, url: string, shot: Shot, locale: string, accounts: readonly { account: string; password: string }[], folder: string): Promise<string> {
  const complaints: string[] = [];
  for (const [width, height] of shot.sizes) {
    const context = await browser.newContext({ viewport: { width, height }, locale, timezoneId: 'Asia/Shanghai', extraHTTPHeaders: { 'accept-language': locale } });
    const page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => { if (message.type() === 'error' && !message.text().includes('401')) complaints.push(message.text()); });
    const who = accounts.find((one) => one.account === shot.account);
    if (who) await context.request.post(`${url}/api/identity/sign-in`, { data: { account: who.account, password: who.password } });
    await page.goto(`${url}${shot.path}`);
    // The shape of what is loading goes away when everything is there.
    await page.waitForLoadState('networkidle', { timeout: 30_000 }).catch(() => undefined);
    await page.waitForFunction(`document.querySelector('[aria-busy="true"]') === null`, undefined, { timeout: 20_000 }).catch(() => complaints.push('still loading'));
    await page.waitForTimeout(1_500);
    if (shot.name === 'desk-board') {
      await page.locator('tbody tr').nth(8).click({ timeout: 10_000 }).catch(() => complaints.push('no row to open'));
      await page.waitForTimeout(3_000);
    }
    const overflow = Number(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'));
    if (overflow > 0) complaints.push(`${overflow} px wider than the window`);
    await page.screenshot({ path: path.join(folder, `${shot.name}-${locale}-${width}x${height}.png`) });
    if (shot.docs && locale === 'zh-CN' && (width === 1440 || width === 390)) await page.screenshot({ path: path.join(root, 'docs/pictures', `${shot.name}.png`) });
    await context.close();
  }
  return `${shot.name} ${locale}: ${complaints.length === 0 ? 'quiet' : complaints.join(' | ').slice(0, 300)}`;
}

await main();
