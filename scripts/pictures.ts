import { mkdir, mkdtemp, readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import sharp from 'sharp';
import { z } from 'zod';
import { root } from '../src/apps/version.ts';
import type { DemoAccount } from '../src/domains/identity/example.ts';
import { chromium, chromiumOptions, openContext, openStage, settled, signIn, watch, type Stage } from '../test/support/browser.ts';
import { whatDoesNotFit } from '../test/support/in-page.ts';
import { keysShowing, strayLatin } from '../test/support/page-words.ts';
import { deskShots, phoneShots, type Cases, type Language, type Shot } from './picture-list.ts';

// npm run pictures [-- [--of DATA_FOLDER --at URL] [--only zh-CN|en] [FOLDER [NAME…]]]: every screen at its sizes in both languages, of a
// fresh demo or of one that is running, and what a program can see to be wrong with it. The three that the
// README shows go to docs/pictures. Then look at them: cut text, overlaps, misaligned numbers and grey on grey are for eyes.

const say = (line: string): void => { process.stdout.write(`${line}\n`); };
const languages: readonly Language[] = ['zh-CN', 'en'];

async function main(args: readonly string[]): Promise<void> {
  const { values, positionals: [given, ...names] } = parseArgs({ args: [...args], options: { of: { type: 'string' }, at: { type: 'string' }, only: { type: 'string' } }, allowPositionals: true });
  const folder = given === undefined ? await mkdtemp(path.join(os.tmpdir(), 'jingwei-pictures-')) : path.resolve(given);
  await mkdir(folder, { recursive: true });
  const shots = [...deskShots, ...phoneShots].filter(({ name, place }) => names.length === 0 || names.some((one) => `${place}-${name}`.startsWith(one)));
  const stage = values.of !== undefined && values.at !== undefined ? await running(values.of, values.at) : await openStage({ say, cases: true });
  let browser = await chromium.launch(chromiumOptions);
  let findings = 0;
  try {
    const cases = await casesOf(browser, stage);
    for (const shot of shots) {
      for (const language of languages.filter((one) => values.only === undefined || one === values.only)) {
        // Hundreds of pages with maps are much for a browser; what one did not survive is said, and the next goes on.
        if (!browser.isConnected()) browser = await chromium.launch(chromiumOptions);
        const found = await take(browser, stage, shot, language, cases, folder);
        findings += found.length;
        say(`${shot.place}-${shot.name} ${language}: ${found.length === 0 ? 'quiet' : `${found.length} findings`}`);
        for (const line of found) say(`  ${line}`);
      }
    }
  } finally {
    await browser.close();
    await stage.stop();
  }
  say(`\n${findings} findings; the pictures are in ${folder}`);
}

/** A demo that somebody else started and will stop. */
async function running(dataDir: string, url: string): Promise<Stage> {
  const accounts = JSON.parse(await readFile(path.join(dataDir, 'demo-accounts.json'), 'utf8')) as DemoAccount[]; // the demo wrote it
  return { url, accounts, stop: () => Promise.resolve() };
}

/** One screen in one language at each of its sizes; what is wrong with it. */
async function take(browser: Browser, stage: Stage, shot: Shot, language: Language, cases: Cases, folder: string): Promise<string[]> {
  const findings = new Set<string>();
  for (const [index, size] of shot.sizes.entries()) {
    const file = `${shot.place}-${shot.name}-${size.width}x${size.height}-${language}`;
    let context: BrowserContext | undefined;
    try {
      context = await openContext(browser, stage.url, shot.place, { size, language });
      if (shot.largePrint) await context.addInitScript(`localStorage.setItem('jingwei.print', 'large')`);
      await enter(context, stage, shot.account);
      const page = await context.newPage();
      const problems: string[] = [];
      watch(page, shot.name, problems, (status) => status === 404 && /nowhere|unknown/.test(shot.name));
      await page.goto(typeof shot.path === 'string' ? shot.path : shot.path(cases));
      await settled(page);
      if (shot.act) {
        await shot.act(page, language);
        await settled(page);
      }
      await drawn(page);
      if (shot.readme && language === 'zh-CN' && index === 0) await keep(page, `${shot.place}-${shot.name}`);
      await unroll(page, shot, size);
      await page.screenshot({ path: path.join(folder, `${file}.png`) });
      for (const { what, where } of await page.evaluate(whatDoesNotFit)) findings.add(`${file}: ${what}: ${where}`);
      // Roles show their permissions by the names in the code too.
      if (shot.name !== 'roles') for (const text of await keysShowing(page)) findings.add(`${file}: key: ${text}`);
      // Icons of the component library carry their own English names; a button's or link's name of ours stands over them.
      const icons = new Set(await page.locator('.anticon').evaluateAll((list) => list.map((icon) => icon.getAttribute('aria-label'))));
      if (language === 'zh-CN') for (const text of await strayLatin(page, cases.accounts)) if (!icons.has(text)) findings.add(`${file}: latin: ${text}`);
      for (const problem of problems) findings.add(`${file}: ${problem}`);
    } catch (error) {
      findings.add(`${file}: not taken: ${error instanceof Error ? error.message.slice(0, 300) : String(error)}`);
    } finally {
      await context?.close();
    }
  }
  return [...findings];
}

/** Software needs a moment to paint a map; it is there when two looks at it are the same. */
async function drawn(page: Page): Promise<void> {
  const map = page.locator('canvas.maplibregl-canvas').first();
  if (await map.count() === 0) return;
  for (let tries = 0, before = ''; tries < 20; tries += 1) {
    const now = (await map.screenshot()).toString('base64');
    if (now === before) return;
    before = now;
    await page.waitForTimeout(300);
  }
}

/** A phone's page is shown as a whole: the window grows to what would be scrolled. */
async function unroll(page: Page, shot: Shot, size: { width: number; height: number }): Promise<void> {
  if (shot.place !== 'phone') return;
  const more = Number(await page.evaluate(`(() => { const body = document.querySelector('.ph-body'); return body ? body.scrollHeight - body.clientHeight : 0; })()`));
  if (more <= 0) return;
  await page.setViewportSize({ width: size.width, height: size.height + more });
  await settled(page);
}

/** For the README: 256 colours are enough, and a clone stays small. */
async function keep(page: Page, name: string): Promise<void> {
  const folder = path.join(root, 'docs/pictures');
  await mkdir(folder, { recursive: true });
  await sharp(await page.screenshot()).png({ palette: true, colours: 256, effort: 10 }).toFile(path.join(folder, `${name}.png`));
}

async function enter(context: BrowserContext, stage: Stage, account: string | null): Promise<void> {
  if (account === null) return;
  const found = stage.accounts.find((one) => one.account === account);
  if (!found) throw new Error(`The demo prints no account ${account}.`);
  await signIn(context, stage.url, account, found.password);
}

const row = z.object({ id: z.string(), number: z.string(), photos: z.number(), urged: z.number(), lead: z.object({ name: z.string() }).nullable() });
const todo = z.object({ todo: z.array(z.object({ case: row, why: z.string() })) });

/** Cases that show something: with photos, with a long story, of every kind of next step. */
async function casesOf(browser: Browser, stage: Stage): Promise<Cases> {
  const ask = async (account: string, address: string): Promise<unknown> => {
    const context = await openContext(browser, stage.url, 'desk');
    try {
      await enter(context, stage, account);
      return await (await context.request.get(`/api/${address}`)).json();
    } finally {
      await context.close();
    }
  };
  const board = async (search: string) => z.object({ items: z.array(row) }).parse(await ask('diaodu01', `incidents/board?limit=100&${search}`)).items;
  const first = (rows: readonly z.infer<typeof row>[], what: string): z.infer<typeof row> => {
    const found = [...rows].sort((a, b) => b.photos - a.photos)[0];
    if (!found) throw new Error(`The demo has no case that is ${what}.`);
    return found;
  };
  const [handling, reported, filed, closed, all] = await Promise.all([board('state=handling'), board('state=reported'), board('state=filed'), board('state=closed'), board('class=01&sort=newest')]);
  const [worker, handler] = [todo.parse(await ask('wangge01', 'incidents/mine')), todo.parse(await ask('huanwei01', 'incidents/mine'))];
  const own = handler.todo.filter(({ why }) => why === 'handle').map((item) => item.case);
  const people = z.object({ items: z.array(z.object({ account: z.string() })) }).parse(await ask('anquan', 'identity/people?limit=200'));
  return {
    accounts: people.items.map(({ account }) => account),
    lively: await livelyOf(handling, ask),
    handling: first(own.length > 0 ? own : handling, 'handled').id, reported: first(reported, 'reported').id, filed: first(filed, 'filed').id, dispute: first(all, 'a dispute').id,
    workerTodo: first(worker.todo.map((item) => item.case), 'waiting for wangge01').id, handlerTodo: first(handler.todo.map((item) => item.case), 'waiting for huanwei01').id,
    number: first(closed, 'closed').number,
  };
}

const told = z.object({ id: z.string(), steps: z.array(z.object({ action: z.string(), photos: z.array(z.unknown()) })), clock: z.object({ late: z.boolean() }).nullable() });

/** The one whose report has photos and whose story is the longest; in time, if there is such a one. */
async function livelyOf(rows: readonly z.infer<typeof row>[], ask: (account: string, address: string) => Promise<unknown>): Promise<string> {
  const candidates = [...rows].sort((a, b) => b.photos - a.photos).slice(0, 6);
  const stories = [];
  for (const { id } of candidates) stories.push(told.parse(await ask('diaodu01', `incidents/case?caseId=${id}`)));
  const worth = ({ steps, clock }: z.infer<typeof told>): number => (steps[0]?.photos.length ? 100 : 0) + (clock?.late ? 0 : 50) + steps.length;
  const [best] = stories.sort((a, b) => worth(b) - worth(a));
  if (!best) throw new Error('The demo has no case that is handled.');
  return best.id;
}

await main(process.argv.slice(2));
