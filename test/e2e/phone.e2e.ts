import { cp, mkdtemp, rm } from 'node:fs/promises';
import { createServer, request as forward, type Server } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { chromium, chromiumOptions, inventedPhoto, openContext, sizes } from '../support/browser.ts';
import { apiOf, journey, sees, takePhoneStep, tokenOf, type Api } from '../support/journey.ts';
import { personOf, reported, steps } from '../support/arrange.ts';

// The phone in a real browser, with what happens to phones: no network for a day, a clock that lies, a page that dies, a store that is
// full, a release in between, an image of last week. Each ends with the server: what was typed is there, once.

const { url, browser: endpoint, accounts } = inject('theatre');
const passwordOf = (account: string): string => accounts.find((one) => one.account === account)?.password ?? '';
let browser: Browser;
let spot = { longitude: 0, latitude: 0 };
const faults: string[] = [];

beforeAll(async () => {
  browser = await chromium.connect(endpoint);
  const api = await serverFor('wangge02');
  const { home } = await api.get('identity/me') as { home: { id: number } }; // as the contract has it
  const { features } = await api.get('geography/shapes', { withinId: home.id, kind: 'grid' }) as { features: { properties: { longitude: number; latitude: number } }[] }; // likewise
  const at = features[0]?.properties;
  if (!at) throw new Error('the grid of wangge02 has no outline');
  spot = { longitude: at.longitude, latitude: at.latitude };
});
afterAll(async () => {
  await browser.close();
  // Without a network a request fails, and on a full phone a write; nothing else may.
  expect(faults.filter((fault) => !/^wangge02: (?:AbortError|QuotaExceededError) /u.test(fault))).toEqual([]);
});

async function serverFor(account: string): Promise<Api> {
  return apiOf(url, await tokenOf(url, account, passwordOf(account)));
}

function listen(page: Page, who: string): Page {
  page.on('pageerror', (error) => faults.push(`${who}: ${error.name} ${error.stack ?? error.message}`));
  page.on('response', (response) => { if (response.status() >= 500) faults.push(`${who}: ${response.url()} answered ${response.status()}`); });
  return page;
}

async function signIn(page: Page, account: string): Promise<void> {
  await page.goto('/m/sign-in');
  await page.getByRole('textbox', { name: '账号' }).fill(account);
  await page.getByLabel('密码', { exact: true }).fill(passwordOf(account));
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.getByRole('heading', { name: '今天', level: 1 }).waitFor();
  await page.context().grantPermissions(['geolocation'], { origin: new URL(page.url()).origin });
  await page.context().setGeolocation({ ...spot, accuracy: 12 });
}

async function phoneOf(account: string, site = url): Promise<{ context: BrowserContext; page: Page; api: Api }> {
  const context = await openContext(browser, site, 'phone');
  const page = listen(await context.newPage(), account);
  await signIn(page, account);
  return { context, page, api: await serverFor(account) };
}

/** All pages lie on the phone: from now on it opens without a network. */
async function installed(page: Page): Promise<void> {
  await expect.poll(() => page.evaluate(`navigator.serviceWorker.ready.then(() => caches.open('jingwei-pages')).then((shelf) => shelf.match('/m/')).then((kept) => kept !== undefined && navigator.serviceWorker.controller?.state === 'activated')`)).toBe(true);
}
/** Opened again, as somebody would: where it fails, once more. */
async function again(page: Page): Promise<void> {
  await expect.poll(() => page.reload().then(() => true, () => false)).toBe(true);
}

/** A clock that went wrong, or a long absence, locks the phone: his password opens it, also without a network. */
async function unlocked(page: Page, account: string): Promise<void> {
  const bar = page.getByRole('navigation', { name: '主要页面' });
  const open = page.getByRole('button', { name: '打开', exact: true });
  await bar.or(open).first().waitFor();
  if (await open.count() === 0) return;
  await page.getByLabel('密码', { exact: true }).fill(passwordOf(account));
  await open.click();
  await bar.waitFor();
}

async function fillReport(page: Page, words: string, photo?: number): Promise<void> {
  await page.getByRole('navigation', { name: '主要页面' }).getByRole('link', { name: '上报' }).click();
  if (photo !== undefined) {
    await page.getByLabel('从相册选').setInputFiles(await inventedPhoto(photo));
    await page.getByRole('button', { name: '看第 1 张照片' }).or(page.locator('.ph-thumb')).first().waitFor();
  }
  await page.getByLabel('说说情况').fill(words);
  await page.getByRole('button', { name: /^(定位到我这里|重新定位)$/u }).click();
  await page.getByRole('button', { name: '重新定位' }).waitFor();
}
async function writeReport(page: Page, words: string, photo?: number): Promise<void> {
  await fillReport(page, words, photo);
  await page.getByRole('button', { name: '提交' }).click();
  await page.getByRole('heading', { name: /^(已存在手机里|已上报|正在上传)$/, level: 1 }).waitFor();
}

type Row = { readonly id: string; readonly summary: string };
/** How often each of these is among what this person reported. */
async function counted(api: Api, words: readonly string[]): Promise<number[]> {
  const { reports } = await api.get('incidents/mine') as { reports: Row[] }; // as the contract has it
  return words.map((one) => reports.filter(({ summary }) => summary.startsWith(one)).length);
}
async function once(api: Api, words: readonly string[]): Promise<void> {
  await expect.poll(() => counted(api, words)).toEqual(words.map(() => 1));
}
test('a page that is killed while it writes: what was typed is in the form or on its way, and arrives once', async () => {
  const { context, page: first, api } = await phoneOf('wangge02');
  let page = first;
  const kill = async (): Promise<void> => {
    const devtools = await context.newCDPSession(page);
    const dead = page.waitForEvent('crash');
    devtools.send('Page.crash').catch(() => undefined); // nobody is left to answer
    await dead;
    await page.close();
    page = listen(await context.newPage(), 'wangge02');
    await page.goto('/m/report');
    await unlocked(page, 'wangge02');
  };
  const field = (): ReturnType<Page['getByLabel']> => page.getByLabel('说说情况');
  await fillReport(page, '');
  const words = '打字中途被杀：这一句话要一直都在';
  const typing = field().pressSequentially(words, { delay: 15 }).catch(() => undefined);
  await expect.poll(async () => (await field().inputValue()).length, { interval: 10 }).toBeGreaterThan(8);
  const before = await field().inputValue();
  await kill();
  await typing;
  await field().waitFor();
  await expect.poll(async () => (await field().inputValue()).length).toBeGreaterThanOrEqual(before.length - 2);
  expect(words.startsWith(await field().inputValue())).toBe(true);
  await field().fill('');

  const sent: string[] = [];
  for (const delay of [0, 20, 120]) {
    const text = `提交后 ${delay} 毫秒被杀：水管漏水`;
    sent.push(text);
    await fillReport(page, text);
    await page.getByRole('button', { name: '提交' }).click({ noWaitAfter: true });
    await sleep(delay);
    await kill();
    await field().waitFor();
    // Where it died before the press was written, the form still has it.
    if (await field().inputValue() === text) await page.getByRole('button', { name: '提交' }).click();
  }
  await once(api, sent);
  await context.close();
});

test('a phone without room says so, keeps what is in the form, and sends it once there is room', async () => {
  const { context, page, api } = await phoneOf('wangge02');
  const devtools = await context.newCDPSession(page);
  await fillReport(page, '存储满了之前写的');
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: new URL(url).origin, quotaSize: 1 });
  const words = `存储满了：${'井盖旁边的石板断了，'.repeat(300)}`;
  await expect.poll(async () => {
    await page.getByLabel('说说情况').fill(`${words}${Date.now() % 10}`);
    return page.getByText('手机存不下这份草稿').count();
  }, { interval: 500 }).toBe(1);
  await page.getByLabel('说说情况').fill(words);
  await page.getByRole('button', { name: '提交' }).click();
  await sees(page, '这条没有保存');
  expect(await page.getByLabel('说说情况').inputValue()).toBe(words);
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: new URL(url).origin });
  await expect.poll(async () => {
    const button = page.getByRole('button', { name: '提交' });
    if (await button.count() > 0) await button.click();
    return page.getByText('这条没有保存').count();
  }, { interval: 1_000 }).toBe(0);
  await once(api, [words.slice(0, 20)]);
  await context.close();
});

test('a release that comes while the queue is full takes nothing with it', async () => {
  const front = await openFront();
  const { context, page, api } = await phoneOf('wangge02', front.site);
  await installed(page);
  await context.setOffline(true);
  const typed = ['更新前甲：台阶松了', '更新前乙：树枝压线'] as const;
  await writeReport(page, typed[0], 32);
  await writeReport(page, typed[1]);
  front.release();
  await context.setOffline(false);
  await again(page);
  await expect.poll(() => page.evaluate(`caches.open('jingwei-pages').then((shelf) => shelf.match('/m/assets/release-2.js')).then((kept) => kept !== undefined)`)).toBe(true);
  await once(api, typed);
  await context.setOffline(true);
  await expect.poll(async () => { await again(page); return page.locator('script[src$="release-2.js"]').count(); }).toBe(1);
  await unlocked(page, 'wangge02');
  await writeReport(page, '更新后：新版本里写的');
  await context.setOffline(false);
  await once(api, ['更新后：新版本里写的']);
  await context.close();
  await front.close();
});

journey('two phones on one case: the second is told who was faster, keeps his words, and nothing is done twice', async (cast) => {
  const matter = await reported(cast, { words: '巷口的灯箱歪了，快掉下来', class: '060201' });
  await steps(cast, matter, [['diaodu01', 'accept', { verifierId: await personOf(cast, 'wangge01') }]]);
  const quick = await cast.person('wangge01', 'phone', { start: `/m/work/${matter.caseId}` });
  const slow = await cast.person('wangge01', 'phone', { start: `/m/work/${matter.caseId}` });
  const fill = (words: string) => async (page: Page): Promise<void> => {
    await page.getByRole('radio', { name: /^情况属实/ }).check({ force: true });
    await page.getByLabel(/说明/).fill(words);
  };
  await slow.page.getByRole('link', { name: '核实', exact: true }).click();
  await fill('慢的一部：灯箱确实歪了')(slow.page);
  await takePhoneStep(quick, '核实', fill('快的一部：灯箱歪了'));
  await sees(slow.page, /核实/u);
  expect(await slow.page.getByLabel(/说明/).inputValue()).toBe('慢的一部：灯箱确实歪了');
  const send = slow.page.getByRole('button', { name: '提交' });
  cast.expects(412, '/api/incidents/verify');
  cast.expects(409, '/api/incidents/verify');
  if (await send.isEnabled()) await send.click();
  await sees(slow.page, quick.name);
  expect(await slow.page.getByLabel(/说明/).inputValue()).toBe('慢的一部：灯箱确实歪了');
  const { steps: story } = await (await cast.api('diaodu01')).get('incidents/history', { caseId: matter.caseId });
  expect((story as { action: string; note: string }[]).filter(({ action }) => action === 'verify').map(({ note }) => note)).toEqual(['快的一部：灯箱歪了']); // as the contract's story has it
});

test('an image of yesterday, put back: its row is heard no more, what was typed on it waits for the person, and nothing is done twice', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'jingwei-phone-'));
  const [profile, image] = [path.join(folder, 'phone'), path.join(folder, 'image')];
  const api = await serverFor('wangge03');
  const open = async (where: string): Promise<{ context: BrowserContext; page: Page }> => {
    const context = await chromium.launchPersistentContext(where, { ...chromiumOptions, baseURL: url, viewport: sizes.phone, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', isMobile: true, hasTouch: true });
    context.setDefaultTimeout(60_000);
    const page = listen(context.pages()[0] ?? await context.newPage(), 'wangge03');
    return { context, page };
  };
  const work = async (where: string, words: string): Promise<Page> => {
    const { context, page } = await open(where);
    await signIn(page, 'wangge03');
    await unlocked(page, 'wangge03');
    await context.setOffline(true);
    await writeReport(page, words);
    return page;
  };
  try {
    const before = await work(profile, '克隆之前：写好还没上传');
    await before.context().close();
    await cp(profile, image, { recursive: true });

    const phone = await work(profile, '原来的手机：接着写的');
    await phone.context().setOffline(false);
    await once(api, ['克隆之前：写好还没上传', '原来的手机：接着写的']);
    await phone.context().close();

    const clone = await work(image, '恢复的镜像：另外写的');
    await clone.context().setOffline(false);
    await clone.goto('/m/outbox');
    await sees(clone, '待处理');
    await sees(clone, /可能被复制或恢复过旧备份/u);
    await sees(clone, '恢复的镜像：另外写的');
    expect(await counted(api, ['克隆之前：写好还没上传', '原来的手机：接着写的', '恢复的镜像：另外写的'])).toEqual([1, 1, 0]);
    const { items } = await (await serverFor('diaodu01')).get('sync/phones', { all: 'true' }) as { items: { personName: string; frozenAt: string | null }[] }; // as the contract has it
    expect(items.some(({ frozenAt }) => frozenAt !== null)).toBe(true);

    for (const button of await clone.getByRole('button', { name: '原样再试' }).all()) await button.click();
    await once(api, ['克隆之前：写好还没上传', '原来的手机：接着写的', '恢复的镜像：另外写的']);
    await clone.context().close();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

/** The same server behind another address, where a second release of the pages can come out. */
async function openFront(): Promise<{ site: string; release: () => void; close: () => Promise<void> }> {
  let isNew = false;
  const script = '/m/assets/release-2.js';
  const server: Server = createServer((asked, answer) => {
    if (isNew && asked.url === script) { answer.writeHead(200, { 'content-type': 'text/javascript' }).end('// the second release'); return; }
    // A release is another page: what a browser had before is no answer to what there is now.
    const { 'if-none-match': _match, 'if-modified-since': _since, ...plain } = asked.headers;
    const passed = forward(new URL(asked.url ?? '/', url), { method: asked.method ?? 'GET', headers: { ...plain, 'accept-encoding': 'identity' } }, (found) => {
      const where = asked.url?.split('?')[0] ?? '';
      const change = !isNew ? null : where === '/m/service-worker.js' ? (text: string) => `${text}\n// the second release` : where === '/m/files.json' ? (text: string) => JSON.stringify([...JSON.parse(text) as string[], 'assets/release-2.js']) // a list of names
        : where === '/m/' || where.startsWith('/m/') && !where.includes('.') ? (text: string) => text.replace('</head>', `<script type="module" src="${script}"></script></head>`) : null;
      if (change === null) { answer.writeHead(found.statusCode ?? 502, found.headers); found.pipe(answer); return; }
      const parts: Buffer[] = [];
      found.on('data', (part: Buffer) => parts.push(part)).on('end', () => {
        const body = change(Buffer.concat(parts).toString('utf8'));
        const { 'content-length': _length, etag: _etag, ...headers } = found.headers;
        answer.writeHead(found.statusCode ?? 502, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body);
      });
    });
    passed.on('error', () => { answer.destroy(); });
    asked.pipe(passed);
  });
  await new Promise<void>((done) => { server.listen(0, '127.0.0.1', done); });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { site: `http://127.0.0.1:${port}`, release: () => { isNew = true; }, close: async () => { server.closeAllConnections(); await new Promise<void>((done) => { server.close(() => done()); }); } };
}
