import os from 'node:os';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { inject, test } from 'vitest';
import { chromium, inventedPhoto, openContext, signIn, watch, type Place, type ScreenOptions } from './browser.ts';

// A journey: people with a screen each, against the real server. Whatever a screen says on the console as an error, and
// every answer that no screen should cause, fails it.

/** Somebody at a screen of his own; `name` as the demo wrote it, empty for a resident without an account. */
export type Person = { readonly page: Page; readonly name: string; readonly account: string | null };

export type Cast = {
  /** Signs in, unless `account` is null, and opens the first page of the desk or the phone. */
  readonly person: (account: string | null, place: Place, options?: ScreenOptions & { readonly start?: string }) => Promise<Person>;
  /** The same server without a screen: what a test needs to arrange or to compare. Rejects where the answer is no 2xx. */
  readonly api: (account: string | null) => Promise<Api>;
  /** An answer that this journey causes on purpose: a status and a part of the address. */
  readonly expects: (status: number, part: string) => void;
  readonly nameOf: (account: string) => string;
  readonly passwordOf: (account: string) => string;
  readonly url: string;
};

export type Api = {
  readonly get: (path: string, search?: Readonly<Record<string, string | number>>) => Promise<Record<string, unknown>>;
  readonly post: (path: string, body: unknown) => Promise<Record<string, unknown>>;
  /** Uploads a photo and gives its hash. */
  readonly upload: (photo: { readonly mimeType: string; readonly buffer: Buffer }) => Promise<string>;
};

export function journey(title: string, walk: (cast: Cast) => Promise<void>, timeout = 240_000): void {
  test(title, { timeout }, async () => {
    const { url, browser: endpoint, accounts } = inject('theatre');
    const browser = await chromium.connect(endpoint);
    const people: Person[] = [];
    const problems: string[] = [];
    const expected: { status: number; part: string }[] = [];
    const accountOf = (account: string): (typeof accounts)[number] => {
      const found = accounts.find((one) => one.account === account);
      if (!found) throw new Error(`The demo prints no account ${account}.`);
      return found;
    };
    const cast: Cast = {
      url,
      nameOf: (account) => accountOf(account).name,
      passwordOf: (account) => accountOf(account).password,
      expects: (status, part) => { expected.push({ status, part }); },
      person: async (account, place, options = {}) => {
        const context = await openContext(browser, url, place, options);
        if (account !== null) await signIn(context, url, account, accountOf(account).password);
        const page = await context.newPage();
        const person = { page, account, name: account === null ? '' : accountOf(account).name };
        watch(page, account ?? 'nobody', problems, (status, address) => expected.some((one) => one.status === status && address.includes(one.part)));
        people.push(person);
        await page.goto(options.start ?? (place === 'desk' ? '/' : '/m/'));
        return person;
      },
      api: async (account) => {
        const token = account === null ? null : await tokenOf(url, account, accountOf(account).password);
        return apiOf(url, token);
      },
    };
    try {
      await walk(cast);
      if (problems.length > 0) throw new Error(`The screens complained:\n${problems.join('\n')}`);
    } catch (error) {
      const pictures = await Promise.all(people.map(({ page, account }, index) => pictureOf(page, `${index}-${account ?? 'nobody'}-${title}`)));
      const said = problems.length > 0 ? `\nThe screens complained:\n${problems.join('\n')}` : '';
      if (error instanceof Error) error.message += `\nSeen at the end: ${pictures.join(' ')}${said}`;
      throw error;
    } finally {
      await Promise.all(people.map(({ page }) => page.context().close()));
      await browser.close();
    }
  });
}

export async function tokenOf(url: string, account: string, password: string): Promise<string> {
  const answer = await apiOf(url, null).post('identity/sign-in', { account, password, device: 'machine' });
  return String(answer['token']);
}

export function apiOf(url: string, token: string | null): Api {
  const call = async (path: string, init: { method?: string; body?: string | Uint8Array<ArrayBuffer>; headers?: Record<string, string> }): Promise<Record<string, unknown>> => {
    const headers = { 'content-type': 'application/json', ...init.headers, 'accept-language': 'zh-CN', ...(token === null ? {} : { authorization: `Bearer ${token}` }) };
    const answer = await fetch(`${url}/api/${path}`, { ...init, headers });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${init.method ?? 'GET'} ${path} answered ${answer.status}: ${text}`);
    return JSON.parse(text) as Record<string, unknown>; // every answer of the interface is an object
  };
  return {
    get: (path, search = {}) => call(`${path}?${new URLSearchParams(Object.fromEntries(Object.entries(search).map(([name, value]) => [name, String(value)]))).toString()}`, {}),
    post: (path, body) => call(path, { method: 'POST', body: JSON.stringify(body) }),
    upload: async ({ mimeType, buffer }) => String((await call('files', { method: 'POST', body: new Uint8Array(buffer), headers: { 'content-type': mimeType } }))['sha256']),
  };
}

async function pictureOf(page: Page, name: string): Promise<string> {
  const file = path.join(os.tmpdir(), `jingwei-${name.replace(/[^\p{L}\p{N}-]+/gu, '-').slice(0, 60)}.png`);
  return page.screenshot({ path: file, timeout: 5_000 }).then(() => file, () => `(no picture of ${name})`);
}

/** Waits until the words are on the screen. */
export async function sees(where: Page | Locator, words: string | RegExp): Promise<void> {
  await where.getByText(words).filter({ visible: true }).first().waitFor();
}

// What a person does at the desk.

export function detailOf({ page }: Pick<Person, 'page'>): Locator {
  return page.getByRole('article', { name: '案件详情' });
}

/** Opens a case from the list that is in front of the person; waits for it to arrive there by itself. */
export async function openRow({ page }: Person, number: string): Promise<void> {
  await page.getByRole('table', { name: '案件' }).getByRole('row').filter({ hasText: number }).click();
  await page.getByRole('article').getByRole('heading', { name: number }).waitFor();
}

/** The tab of the inbox, by its name without the count. */
export async function toTab({ page }: Person, name: string): Promise<void> {
  await page.getByRole('navigation', { name: '案件分组' }).getByRole('button', { name: new RegExp(`^${name}\\s*\\d*$`) }).click();
}

/** Presses the verb under the open case and gives its form; `submit` sends it and waits until the form is gone. */
export async function beginStep(person: Person, verb: string): Promise<{ form: Locator; submit: () => Promise<void> }> {
  await detailOf(person).getByRole('button', { name: verb, exact: true }).click();
  const form = person.page.getByRole('dialog', { name: verb, exact: true });
  await form.waitFor();
  const press = async (): Promise<void> => { await form.getByRole('button', { name: verb, exact: true }).click(); };
  return { form, submit: async () => { await press(); await form.waitFor({ state: 'detached' }); } };
}

export async function takeStep(person: Person, verb: string, fill: (form: Locator) => Promise<void> = () => Promise.resolve()): Promise<void> {
  const { form, submit } = await beginStep(person, verb);
  await fill(form);
  await submit();
}

/** Types into a field with a list and takes the first hit. */
export async function pick(form: Locator, label: string | RegExp, words: string): Promise<void> {
  const field = form.getByLabel(label).first();
  await field.click();
  await field.fill(words);
  await form.page().locator('.ant-select-dropdown:visible').getByText(words).first().click();
  await sees(form, words);
}

/** Presses what is barred now; the screen says why. */
export async function isBarred(person: Person, verb: string, why: string): Promise<void> {
  await detailOf(person).getByRole('button', { name: verb, exact: true, disabled: true }).click({ force: true });
  await sees(detailOf(person), why);
}

// What a person does on the phone.

/** From the open case to a step's form, filled and sent. */
export async function takePhoneStep({ page }: Person, verb: string, fill: (page: Page) => Promise<void> = () => Promise.resolve()): Promise<void> {
  await page.getByRole('link', { name: verb, exact: true }).click();
  await page.getByRole('heading', { name: verb, exact: true, level: 1 }).waitFor();
  await fill(page);
  await page.getByRole('button', { name: '提交' }).click();
  await page.getByRole('heading', { name: verb, exact: true, level: 1 }).waitFor({ state: 'detached' });
}

export async function choose(page: Page, words: string): Promise<void> {
  await page.getByRole('radio', { name: new RegExp(`^${words}`) }).check({ force: true });
}

/** Reports by name of the place; gives the number. */
export async function reportOnPhone({ page }: Person, report: { readonly words: string; readonly place: readonly string[]; readonly address?: string; readonly photo?: number; readonly suggested?: string }): Promise<string> {
  await page.getByRole('navigation', { name: '主要页面' }).getByRole('link', { name: '上报' }).click();
  if (report.photo !== undefined) await page.getByLabel('从相册选').setInputFiles(await inventedPhoto(report.photo));
  await page.getByLabel('说说情况').fill(report.words);
  if (report.suggested !== undefined) await page.getByRole('group', { name: /^类别/ }).getByRole('button', { name: report.suggested }).click();
  await page.getByRole('button', { name: '按名称选' }).click();
  const sheet = page.getByRole('dialog');
  for (const name of report.place) await sheet.getByRole('button', { name, exact: true }).click();
  await sheet.waitFor({ state: 'detached' });
  if (report.address !== undefined) await page.getByLabel('门牌、路名或旁边的标志').fill(report.address);
  await page.getByRole('button', { name: '提交' }).click();
  await sees(page, '收到了');
  return numberIn(await page.getByRole('main').innerText());
}

/** `2611-7K3M-9Q2C` in a text. */
export function numberIn(text: string): string {
  const found = /\b\d{4}-[0-9A-HJ-NP-TV-Z]{4}-[0-9A-HJ-NP-TV-Z]{4}\b/.exec(text)?.[0];
  if (found === undefined) throw new Error(`There is no case number in: ${text.slice(0, 200)}`);
  return found;
}
