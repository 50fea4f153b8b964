import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { generateSync } from 'otplib';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { chromium, openContext, openStage, settled, watch, type Place, type Stage } from '../support/browser.ts';
import { openIdentityProvider, type IdentityProvider } from '../support/identity-provider.ts';
import { sees } from '../support/journey.ts';

// A stage of its own: here administrators must have a second factor, and there is an identity provider.

let stage: Stage;
let provider: IdentityProvider;
let browser: Browser;
let site = '';
const problems: string[] = [];

beforeAll(async () => {
  const port = await freePort();
  // A passkey holds for a name; of this machine that is localhost.
  site = `http://localhost:${port}`;
  provider = await openIdentityProvider(site);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'jingwei-secret-'));
  await writeFile(path.join(folder, 'secret'), provider.clientSecret);
  stage = await openStage({ port, config: {
    publicUrl: site, secondFactor: 'required',
    provider: { issuer: provider.issuer, clientId: provider.clientId, secretFile: path.join(folder, 'secret'), label: '市统一身份认证', claim: 'preferred_username' },
  } });
  await rm(folder, { recursive: true });
  browser = await chromium.connect(inject('theatre').browser);
});
afterAll(async () => {
  await browser.close();
  await stage.stop();
  await provider.close();
});

type Opened = { readonly context: BrowserContext; readonly page: Page };

async function open(place: Place): Promise<Opened> {
  const context = await openContext(browser, site, place);
  const page = await context.newPage();
  watch(page, place, problems, (status, address) => status === 401 && address.includes('/api/identity/'));
  await page.goto(place === 'desk' ? '/' : '/m/sign-in');
  return { context, page };
}

const accountOf = (account: string) => stage.accounts.find((one) => one.account === account) ?? { name: '', password: '' };

async function typePassword(page: Page, account: string): Promise<void> {
  await page.getByRole('textbox', { name: '账号' }).fill(account);
  await page.getByLabel('密码', { exact: true }).fill(accountOf(account).password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
}

async function leave(page: Page): Promise<void> {
  await page.getByRole('button', { name: '我的账号' }).click();
  // The page is loaded anew; until then the old one may ask for a password over what it showed.
  const anew = page.waitForEvent('load');
  await page.getByRole('menuitem', { name: '退出登录' }).click();
  await anew;
  await settled(page);
  await page.getByRole('textbox', { name: '账号' }).waitFor();
}

const codeOf = (secret: string, seconds = 0): string => generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + seconds });

/** Sets one-time codes up on the page that holds everything back; gives the key and the recovery codes. */
async function enrol(page: Page): Promise<{ secret: string; codes: string[] }> {
  await page.getByRole('button', { name: '设置动态口令' }).click();
  const secret = (await page.locator('.acc-key').innerText()).replaceAll(' ', '');
  expect(secret).toMatch(/^[A-Z2-7]{32}$/u);
  await page.getByLabel('应用里显示的 6 位数字').fill(codeOf(secret, -30));
  await page.getByRole('button', { name: '启用' }).click();
  await sees(page, '只显示这一次');
  return { secret, codes: await page.locator('.acc-codes li').allInnerTexts() };
}

test('an administrator is held until he has one-time codes, and shows one at every sign-in', async () => {
  const { context, page } = await open('desk');
  await typePassword(page, 'xitong');
  await sees(page, '先设置第二重验证');
  // The address of any page leads here too.
  await page.goto('/admin/areas');
  await sees(page, '先设置第二重验证');
  const { secret, codes } = await enrol(page);
  expect(codes).toHaveLength(10);
  await page.getByRole('button', { name: '已经保存好' }).click();
  await page.getByRole('link', { name: '区域与网格' }).waitFor();
  await leave(page);

  await typePassword(page, 'xitong');
  await sees(page, '再验证一步');
  await page.getByLabel('动态口令').fill('000000');
  await page.getByRole('button', { name: '验证' }).click();
  await sees(page, '动态口令不对，或已经用过');
  await page.getByLabel('动态口令').fill(codeOf(secret));
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: '区域与网格' }).waitFor();

  // His devices and his factor, by the menu.
  await page.getByRole('button', { name: '我的账号' }).click();
  await page.getByRole('menuitem', { name: '登录安全与设备' }).click();
  await sees(page, '还有 10 个没有用过');
  await page.getByRole('button', { name: '移除' }).first().click();
  await page.getByRole('button', { name: '确定' }).click();
  await sees(page, '至少保留一种');
  await context.close();
  expect(problems.splice(0).filter((line) => !line.includes('removeFactor answered 409'))).toEqual([]);
});

test('a passkey of the device is registered and signs in; a recovery code does when it is gone', async () => {
  const { context, page } = await open('desk');
  const devtools = await context.newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
  await typePassword(page, 'anquan');
  await sees(page, '先设置第二重验证');
  await page.getByRole('button', { name: '登记通行密钥' }).click();
  await page.getByLabel('给它起个名字').fill('办公室电脑');
  await page.getByRole('button', { name: '登记通行密钥' }).click();
  await sees(page, '只显示这一次');
  const [code = ''] = await page.locator('.acc-codes li').allInnerTexts();
  await page.getByRole('button', { name: '已经保存好' }).click();
  await page.getByRole('link', { name: '人员与岗位' }).waitFor();
  const before = await devtools.send('WebAuthn.getCredentials', { authenticatorId });
  expect(before.credentials).toMatchObject([{ rpId: 'localhost', isResidentCredential: true }]);
  await leave(page);

  await typePassword(page, 'anquan');
  await page.getByRole('button', { name: '用通行密钥验证' }).click();
  await page.getByRole('link', { name: '人员与岗位' }).waitFor();
  const after = await devtools.send('WebAuthn.getCredentials', { authenticatorId });
  expect(after.credentials[0]?.signCount).toBeGreaterThan(before.credentials[0]?.signCount ?? 0);
  await leave(page);

  // A copy of the key, whose counter lags behind, is refused; so is one whose owner was not verified.
  const [credential] = after.credentials;
  if (!credential) throw new Error('The device has lost its key.');
  await devtools.send('WebAuthn.removeCredential', { authenticatorId, credentialId: credential.credentialId });
  await devtools.send('WebAuthn.addCredential', { authenticatorId, credential: { ...credential, signCount: 0 } });
  await typePassword(page, 'anquan');
  await page.getByRole('button', { name: '用通行密钥验证' }).click();
  await sees(page, '通行密钥没有通过验证');
  await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
  await page.getByRole('button', { name: '用通行密钥验证' }).click();
  await sees(page, '没有完成，请再试一次');
  await page.getByRole('button', { name: '手机不在身边？用恢复码' }).click();
  await page.getByLabel('恢复码').fill(code.toLowerCase());
  await page.getByRole('button', { name: '验证' }).click();
  await page.getByRole('link', { name: '人员与岗位' }).waitFor();

  // Somebody has lost his phone: another administrator resets it, with the reason.
  await page.goto('/admin/people?text=xitong');
  await page.getByRole('row').filter({ hasText: 'xitong' }).click();
  const detail = page.getByRole('complementary');
  await detail.getByRole('button', { name: '重置第二重验证' }).click();
  await page.getByLabel('原因').fill('手机丢失，已当面核实');
  await page.getByRole('button', { name: '重置', exact: true }).click();
  await sees(detail, '要求，尚未设置');
  await context.close();
  expect(problems.splice(0)).toEqual([]);
});

test('the identity provider signs a dispatcher in, and out', async () => {
  provider.claims.set('s-diaodu', { preferred_username: 'diaodu01' });
  provider.claims.set('s-nobody', { preferred_username: 'nobody' });
  const { context, page } = await open('desk');
  const atTheProvider = async (login: string): Promise<void> => {
    await page.getByRole('link', { name: '市统一身份认证' }).click();
    await page.locator('input[name=login]').fill(login);
    await page.locator('input[name=password]').fill('any');
    await page.locator('button[type=submit]').click();
    await page.locator('button[type=submit]').click(); // its question of consent
  };
  await atTheProvider('s-nobody');
  await sees(page, '没有对应的平台账号');
  expect(new URL(page.url()).search).toBe('');
  await context.clearCookies({ domain: '127.0.0.1' });
  await atTheProvider('s-diaodu');
  await page.getByRole('button', { name: '我的账号' }).waitFor();
  await settled(page);
  await page.getByRole('button', { name: '我的账号' }).click();
  await page.getByRole('menuitem', { name: '退出登录' }).click();
  await page.locator('button[value=yes]').click(); // signed out there as well?
  await page.getByRole('textbox', { name: '账号' }).waitFor();
  expect(new URL(page.url()).origin).toBe(site);
  await context.close();
  expect(problems.splice(0).filter((line) => line.includes(site))).toEqual([]);
});

test('the same on a phone', async () => {
  const { context, page } = await open('phone');
  await typePassword(page, 'shenji');
  await sees(page, '先设置第二重验证');
  const { secret } = await enrol(page);
  await page.getByRole('button', { name: '已经保存好' }).click();
  await page.getByRole('navigation', { name: '主要页面' }).getByRole('link', { name: '我', exact: true }).click();
  await page.getByRole('link', { name: '登录安全与设备' }).click();
  await sees(page, '还有 10 个没有用过');
  await context.clearCookies();
  await page.goto('/m/sign-in');
  await typePassword(page, 'shenji');
  await page.getByLabel('动态口令').fill(codeOf(secret));
  await page.getByRole('button', { name: '验证' }).click();
  await page.getByRole('navigation', { name: '主要页面' }).waitFor();
  await page.getByText('再验证一步').waitFor({ state: 'detached' });
  await context.close();
  expect(problems.splice(0)).toEqual([]);
});

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject).listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => { if (typeof address === 'object' && address) resolve(address.port); else reject(new Error('no port')); });
    });
  });
}
