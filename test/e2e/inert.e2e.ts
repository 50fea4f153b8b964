import { expect, inject, test } from 'vitest';
import type { BrowserContext } from 'playwright-core';
import { payloads } from '../hostile/payloads.ts';
import { doneByWords } from '../support/in-page.ts';
import { chromium, openContext, openStage, settled, signIn } from '../support/browser.ts';

// Everything that people type is shown somewhere to somebody else. Here each of a hundred and twenty payloads stands in every field that takes
// words, and each page that shows them is opened in a real browser: nothing runs, nothing becomes an element, and the page's policy had nothing to stop.

type Call = (path: string, body: unknown) => Promise<{ status: number; body: Record<string, unknown> }>;

test('a hundred and twenty payloads in every field are words on every page', { timeout: 400_000 }, async () => {
  const stage = await openStage();
  const browser = await chromium.connect(inject('theatre').browser);
  try {
    const callAs = async (account: string): Promise<Call> => {
      const password = stage.accounts.find((one) => one.account === account)?.password;
      const token = await post(stage.url, null, 'identity/sign-in', { account, password, device: 'machine' });
      return (path, body) => post(stage.url, String(token.body['token']), path, body);
    };
    const [resident, worker, desk, system] = [await callAs('jumin'), await callAs('wangge01'), await callAs('diaodu01'), await callAs('xitong')];
    const areas = await (await fetch(`${stage.url}/api/geography/publicAreas`)).json();
    const areaId = Number(Reflect.get(Object(Reflect.get(Object(areas), 'items')[0]), 'id'));
    const numbers: string[] = [];
    let typed = 0;
    for (const [at, payload] of payloads.entries()) {
      const other = payloads[(at + 7) % payloads.length] ?? '';
      const report = await (at % 2 === 0 ? resident : worker)('incidents/report', {
        description: `${payload}\n${other}`.slice(0, 1_900), place: { areaId, address: payload.slice(0, 100) },
        ...(at % 2 === 0 ? { reporter: { name: other.slice(0, 30), phone: '' } } : {}),
      });
      if (report.status !== 200) { expect([payload, report.status, report.body['refused']]).toEqual([payload, 400, 'platform/input-wrong']); continue; }
      typed += 1;
      numbers.push(String(report.body['number']));
      const { caseId } = report.body;
      await desk('incidents/accept', { caseId, note: payload.slice(0, 400) });
      if (at % 3 === 0) await desk('incidents/decline', { caseId, reason: other.slice(0, 400) });
      if (at % 3 === 1) await desk('incidents/urge', { caseId, note: payload.slice(0, 200) });
    }
    expect(typed).toBeGreaterThan(100);
    for (const payload of payloads.slice(0, 60)) await system('geography/changeArea', { areaId, name: payload.slice(0, 40) });
    for (const [at, payload] of payloads.slice(0, 40).entries()) await system('dispatch/setReturnRule', { code: `R${at}`, name: payload.slice(0, 60), basis: payload.slice(0, 200), active: true });

    const faults: string[] = [];
    for (const [account, place, pages] of walks(numbers)) {
      const context = await openContext(browser, stage.url, place);
      await context.addInitScript(`addEventListener('securitypolicyviolation', (e) => { (window.__stopped ??= []).push(e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sample); });`);
      if (account !== null) await signIn(context, stage.url, account, stage.accounts.find((one) => one.account === account)?.password ?? '');
      faults.push(...(await walk(context, pages)).map((fault) => `${account ?? 'nobody'} ${place}: ${fault}`));
      await context.close();
    }
    expect(faults).toEqual([]);
  } finally {
    await browser.close();
    await stage.stop();
  }
});

function walks(numbers: readonly string[]): readonly (readonly [string | null, 'desk' | 'phone', readonly string[]])[] {
  const asked = payloads.slice(0, 30).map((payload) => `/cases?tab=all&text=${encodeURIComponent(payload)}`);
  return [
    ['diaodu01', 'desk', ['/cases', '/cases?tab=all', ...numbers.slice(0, 10).map((number) => `/cases?tab=all&number=${number}`), '/overview', '/screen', ...asked.slice(0, 6), ...payloads.slice(0, 3).map((payload) => `/${encodeURIComponent(payload)}`)]],
    ['xitong', 'desk', ['/admin/areas', '/admin/classes', '/admin/people']], ['shenji', 'desk', ['/admin/audit']],
    ['wangge01', 'phone', ['/m/', '/m/cases', '/m/me']], [null, 'phone', ['/m/', ...numbers.slice(0, 3).map((number) => `/m/case/${number}`), ...payloads.slice(0, 4).map((payload) => `/m/case/${encodeURIComponent(payload)}`)]],
  ];
}

async function walk(context: BrowserContext, addresses: readonly string[]): Promise<string[]> {
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('dialog', (dialog) => { faults.push(`a dialog: ${dialog.message()}`); void dialog.dismiss(); });
  for (const address of addresses) {
    await page.goto(address);
    await settled(page);
    const found = await page.evaluate(doneByWords);
    if (found !== '') faults.push(`${address.slice(0, 120)}: ${found}`);
    // Every row that can be opened: the first few, which are the newest.
    const rows = page.getByRole('table').getByRole('row');
    for (let row = 1; row < Math.min(await rows.count(), address.includes('number=') || address.includes('text=') ? 2 : 5); row += 1) {
      await rows.nth(row).click({ timeout: 2_000 }).catch(() => undefined);
      await settled(page);
      const opened = await page.evaluate(doneByWords);
      if (opened !== '') faults.push(`${address.slice(0, 120)}, row ${row}: ${opened}`);
    }
  }
  return faults;
}

async function post(url: string, token: string | null, path: string, body: unknown): Promise<{ status: number; body: Record<string, unknown> }> {
  const answer = await fetch(`${url}/api/${path}`, { method: 'POST', headers: { 'content-type': 'application/json', ...(token === null ? {} : { authorization: `Bearer ${token}` }) }, body: JSON.stringify(body) });
  const read: unknown = await answer.json();
  if (answer.status >= 500) throw new Error(`${path} answered ${answer.status}`);
  return { status: answer.status, body: Object(read) as Record<string, unknown> }; // every answer of the interface is an object
}
