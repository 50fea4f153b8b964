import http from 'node:http';
import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { declared } from '../src/apps/contracts.ts';
import type { CaseDetail, Story } from '../src/domains/incidents/contract-shapes.ts';
import { methodsOf, pathOf, type Operation } from '../src/platform/core/contract.ts';
import { knownTo, rightPerson, sampleFor, wrongsOf, type Sample } from './support/bad-input.ts';
import { newCase } from './support/loop.ts';
import { sized } from './support/size.ts';
import { webOfFile } from './support/web.ts';
import { morning, type Name } from './support/world.ts';

// Every operation that is declared, with everything that does not fit it: never a failure of ours, always a sentence for
// a person and a name for a program, and nothing half-written.

const web = webOfFile();
const nameOf = ({ domain, name }: Operation): string => `${domain}.${name}`;

type Sent = { readonly operation: Operation; readonly who: Name | null; readonly what: string; readonly body: string | Uint8Array<ArrayBuffer> | null; readonly search?: string; readonly headers?: Readonly<Record<string, string>>; readonly method?: string };
type Got = { readonly sent: Sent; readonly status: number; readonly text: string; readonly type: string };

const agent = new http.Agent({ keepAlive: true });
afterAll(() => agent.destroy());

let callers = 0;
async function send(sent: Sent): Promise<Got> {
  callers += 1;
  // Nobody twice in a row from one address: here no throttle is tried.
  const from = `198.18.${(callers >> 8) & 255}.${callers & 255}`;
  const headers = {
    'x-forwarded-for': from, 'x-jingwei-clock': morning.toISOString(), ...(sent.body === null ? {} : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(sent.body)) }),
    ...(sent.who === null ? {} : { authorization: `Bearer ${await web().token(sent.who)}` }), ...sent.headers,
  };
  const method = sent.method ?? (sent.body === null ? 'GET' : 'POST');
  // Plain `http`: ten thousand of them in half a minute, and it sends what `fetch` would not.
  return new Promise((resolve, reject) => {
    const request = http.request(`${web().url}${pathOf(sent.operation)}${sent.search ?? ''}`, { method, headers, agent }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part)).on('end', () => resolve({ sent, status: response.statusCode ?? 0, text: Buffer.concat(parts).toString(), type: response.headers['content-type'] ?? '' })).on('error', reject);
    });
    request.on('error', reject);
    request.end(sent.body ?? undefined);
  });
}

/** Some at a time; the order of the answers is that of the questions. */
async function sendAll(all: readonly Sent[], atOnce = 6): Promise<Got[]> {
  const got: Got[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next; index < all.length; index = next) {
      next += 1;
      const sent = all[index];
      if (sent) got[index] = await send(sent);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return got;
}

const catalogueKey = /(?:platform|sync|geography|identity|registry|dispatch|incidents|patrol|points|safety-index|audit)\.(?:refusal|input|state|action)|\{\{|undefined|\[object/u;
const inside = /\bat (?:async )?[\w.<>]+ \(|node_modules|select .* from|insert into|violates|syntax error|invalid input|Error:/u;

/** What is wrong with an answer; null where it is one that a caller can live with. */
function fault({ sent, status, text, type }: Got): string | null {
  const at = `${nameOf(sent.operation)} as ${sent.who ?? 'nobody'}, ${sent.what}: ${status}`;
  if (status >= 500) return `${at} ${text.slice(0, 200)}`;
  if (inside.test(text) && status >= 400) return `${at} shows its inside: ${text.slice(0, 300)}`;
  if (status < 400 || sent.method === 'HEAD') return null;
  if (type !== 'application/problem+json; charset=utf-8') return `${at} is no problem+json but ${type}`;
  const body: unknown = JSON.parse(text);
  const field = (name: string): string => String(Reflect.get(Object(body), name) ?? '');
  if (!/^[a-z-]+\/[a-z-]+$/u.test(field('refused')) || field('title') !== field('refused')) return `${at} has no name: ${text.slice(0, 200)}`;
  if (!/\p{Script=Han}/u.test(field('detail')) || catalogueKey.test(field('detail')) || field('detail').includes(field('refused'))) return `${at} says: ${field('detail')}`;
  if (field('refused') === 'platform/input-wrong' && typeof Reflect.get(Object(body), 'path') !== 'string') return `${at} names no path: ${text.slice(0, 200)}`;
  if (field('refused') === 'platform/input-wrong' && field('path') === '' && sent.what.includes('.')) return `${at} names no path: ${text.slice(0, 200)}`;
  return null;
}
const faults = (all: readonly Got[]): string[] => all.flatMap((one) => fault(one) ?? []).slice(0, 20);

/** Every row of every table as one number, but for the log of what was refused and for when somebody was last seen. */
async function everything(): Promise<Record<string, string>> {
  const { ownerDb } = web().world;
  const { rows: tables } = await sql<{ name: string }>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('platform', 'geography', 'identity', 'dispatch', 'incidents', 'registry', 'patrol', 'points', 'safety_index')
      and format('%I.%I', schemaname, tablename) not in ('platform.audit', 'identity.session', 'identity.failure', 'identity.sign_in_failure') order by 1`.execute(ownerDb);
  const state: Record<string, string> = {};
  for (const { name } of tables) {
    const { rows } = await sql<{ sum: string }>`select count(*) || ':' || coalesce(sum(hashtextextended(t::text, 0)), 0) as sum from ${sql.raw(name)} t`.execute(ownerDb);
    state[name] = rows[0]?.sum ?? '';
  }
  return state;
}

let samples: Promise<ReadonlyMap<Operation, Sample>> | undefined;
function fitting(): Promise<ReadonlyMap<Operation, Sample>> {
  samples ??= (async () => {
    const { world } = web();
    const [one, other] = [await newCase(world), await newCase(world, { by: 'machine' })];
    const known = knownTo(world, one.caseId, other.caseId);
    return new Map(declared.map((operation) => [operation, sampleFor(operation, known)]));
  })();
  return samples;
}

/** As its caller would send it: in the body, or in the address, where everything is text. */
function asked(operation: Operation, input: unknown): Pick<Sent, 'body' | 'search'> {
  if (methodsOf(operation)[0] === 'POST') return { body: JSON.stringify(input) };
  const search = Object.entries(Object(input)).filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `${name}=${encodeURIComponent((typeof value === 'object' ? JSON.stringify(value) : String(value)).slice(0, 3_000).toWellFormed())}`);
  return { body: null, search: `?${search.join('&')}` };
}

const changesWhoCalls = ['identity.sign-out', 'identity.sign-in', 'identity.changePassword', 'identity.proveAgain'];

/** In `npm test` every kind meets every fifth operation or field; in the night all meet all. */
const each = sized('WRONGS_STEP', 5);

describe('whatever is sent', () => {
  test('what fits is taken, or refused by a rule: the samples are no nonsense', async () => {
    const made = await fitting();
    expect(made.size).toBeGreaterThan(80);
    const got = await sendAll([...made].filter(([operation]) => !changesWhoCalls.includes(nameOf(operation))).map(([operation, sample]) => ({ operation, who: rightPerson(operation.permission), what: 'what fits', ...asked(operation, sample) })), 1);
    expect(faults(got)).toEqual([]);
    const unfit = got.filter(({ status, text }) => status === 400 || (status === 403 && text.includes('not-permitted'))).map(({ sent, text }) => `${nameOf(sent.operation)} ${text.slice(0, 200)}`);
    expect(unfit).toEqual([]);
  });

  test('a wrong field of any kind, by whoever may call: never a failure, always a sentence, and nothing half-written', async () => {
    const { world } = web();
    const all: Sent[] = [];
    const strangers = await newCase(world, { by: 'machine' });
    for (const [operation, sample] of await fitting()) {
      if (nameOf(operation) === 'identity.sign-out') continue;
      const wrongs = wrongsOf(sample, [['another\'s id', strangers.caseId], ['another place', world.area('990101002001').id], ['another person', world.id('resident')]]);
      // Its own throttle and the cost of hashing a password are tried elsewhere.
      const some = changesWhoCalls.includes(nameOf(operation)) ? wrongs.filter(({ what }) => ['missing', 'null', 'a list', 'NUL', 'half a character'].includes(what)) : wrongs;
      // `npm test` sends each fifth, so that every kind of wrong value meets every kind of field; the night sends all.
      const sent = some.filter(({ what }, index) => what === 'missing' || (index + all.length) % each === 0);
      for (const { path, what, input } of sent) all.push({ operation, who: rightPerson(operation.permission), what: path === '' ? what : `.${path} ${what}`, ...asked(operation, input) });
    }
    expect(all.length).toBeGreaterThan(5_000);
    const got = await sendAll(all);
    expect(faults(got)).toEqual([]);
    expect(got.filter(({ status }) => status === 400).length).toBeGreaterThan(all.length / 3);
    // The same again, only what was turned away: everything stays as it is.
    const refused = got.filter(({ status, sent }) => (status === 400 || status === 404 || status === 413) && sent.body !== null).map(({ sent }) => sent).filter((_sent, index) => index % 4 === 0);
    const before = await everything();
    const again = await sendAll(refused);
    expect(again.filter(({ status }) => status < 400).map(({ sent }) => `${nameOf(sent.operation)} ${sent.what}`)).toEqual([]);
    expect(await everything()).toEqual(before);
    expect(refused.length).toBeGreaterThan(500);
  }, 400_000);

  test('by nobody, and by people of another place: turned away, and nothing written', async () => {
    const made = await fitting();
    const before = await everything();
    const all: Sent[] = [];
    for (const [operation, sample] of made) {
      if (changesWhoCalls.includes(nameOf(operation)) || nameOf(operation) === 'incidents.report') continue;
      for (const who of [null, 'otherWorker', 'resident', 'audit'] as const) {
        if (who !== null && (operation.permission === 'signedIn' || operation.permission === 'public')) continue;
        all.push({ operation, who, what: 'what fits', ...asked(operation, sample) });
      }
    }
    const theirs = all.filter(({ operation, who }) => !(who === 'audit' && operation.permission === 'audit.read'));
    const bringsItsId = ({ operation }: Sent): boolean => operation.kind === 'command' && operation.idempotentBy !== undefined;
    const got = await sendAll(theirs.filter((one) => !bringsItsId(one)));
    expect(await everything()).toEqual(before);
    // A refusal under an id that its sender made is kept as his answer, and nothing besides.
    got.push(...await sendAll(theirs.filter(bringsItsId)));
    const { 'platform.command': _was, ...others } = before;
    const { 'platform.command': _is, ...after } = await everything();
    expect(after).toEqual(others);
    expect(faults(got)).toEqual([]);
    const through = got.filter(({ status, sent }) => status < 400 && sent.operation.kind === 'command').map(({ sent }) => `${nameOf(sent.operation)} as ${sent.who ?? 'nobody'}`);
    expect(through).toEqual([]);
    expect(got.filter(({ status, sent }) => sent.who === null && sent.operation.permission !== 'public' && status !== 401).map(({ sent }) => nameOf(sent.operation))).toEqual([]);
  });

  test('a body or a method that is none', async () => {
    const latin = new Uint8Array([0x7b, 0x22, 0x61, 0x22, 0x3a, 0xff, 0xfe, 0x7d]);
    const bodies: readonly (readonly [string, string | Uint8Array<ArrayBuffer>, Readonly<Record<string, string>>?])[] = [
      ['half', '{"caseId":'], ['empty', ''], ['a list', '[]'], ['a text', '"x"'], ['null', 'null'], ['a number', '1e400'], ['no number', '{"limit":NaN}'], ['no encoding', latin],
      ['the same name twice', '{"caseId":"a","caseId":"b","note":1,"note":2}'], ['deep', `{"note":${'['.repeat(50_000)}${']'.repeat(50_000)}}`], ['deep, never closed', '['.repeat(100_000)], ['deep objects', `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`],
      ['__proto__', '{"__proto__":{"polluted":true}}'], ['constructor', '{"constructor":{"prototype":{"polluted":true}}}'], ['a mark in front', '\ufeff{}'], ['ten thousand names', `{${Array.from({ length: 10_000 }, (_, n) => `"f${n}":1`).join(',')}}`],
      ['plain text', '{}', { 'content-type': 'text/plain' }], ['a form', 'caseId=1', { 'content-type': 'application/x-www-form-urlencoded' }], ['parts', '--x--', { 'content-type': 'multipart/form-data; boundary=x' }], ['a type that is none', '{}', { 'content-type': 'nonsense' }],
      ['another charset', '{}', { 'content-type': 'application/json; charset=utf-16' }], ['a key that is none', '{}', { 'idempotency-key': ' ' }], ['another page', '{}', { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' }],
    ];
    const all: Sent[] = [];
    for (const [at, operation] of declared.entries()) {
      const caller = changesWhoCalls.includes(nameOf(operation)) ? null : rightPerson(operation.permission);
      if (methodsOf(operation).includes('POST')) {
        for (const [what, body, headers] of bodies.filter((_, index) => (index + at) % each === 0)) all.push({ operation, who: caller, what, body, method: 'POST', ...(headers ? { headers } : {}) });
        if (operation.kind !== 'command' || operation.bodyLimit === undefined) all.push({ operation, who: caller, what: 'a megabyte', body: JSON.stringify({ note: 'x'.repeat(1_048_576) }), method: 'POST' });
      }
      for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD']) {
        if (methodsOf(operation).some((one) => one === method)) continue;
        all.push({ operation, who: caller, what: `by ${method}`, method, body: method === 'GET' || method === 'HEAD' ? null : '{}' });
      }
      if (!methodsOf(operation).includes('GET')) continue;
      for (const search of ['?limit=1&limit=2', '?after[]=1', '?areaId=1&areaId[x]=2', '?%00', '?limit=1e309', '?limit=-0', '?__proto__=1', '?constructor=1', `?text=${'%'.repeat(50)}`, `?text=${encodeURIComponent('(a+)+$%%%')}`, `?x=${'y'.repeat(6_000)}`, '?since=2026-02-30&until=9999-99-99', '?&&&===']) {
        all.push({ operation, who: caller, what: search.slice(0, 40), body: null, search });
      }
    }
    const got = await sendAll(all);
    expect(faults(got)).toEqual([]);
    expect(got.filter(({ status, sent }) => sent.what.startsWith('by ') && status !== 405 && status !== 404).map(({ sent, status }) => `${nameOf(sent.operation)} ${sent.what} ${status}`)).toEqual([]);
    expect(got.filter(({ status, sent }) => sent.what === 'a megabyte' && status !== 413).map(({ sent, status }) => `${nameOf(sent.operation)} ${status}`)).toEqual([]);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  }, 400_000);
});

describe('words come back as they were typed', () => {
  test.each([
    ['rare Hanzi', '𠮷家门口㐂字招牌下𡈼井盖'], ['from right to left', '井盖 \u202eنص من اليمين\u202c 缺失'], ['joined', '王\u200d珞\u200c丹\u2060家 zero\u200bwidth'], ['emoji with modifiers', '👩🏽‍🚒👨‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿 着火了'],
    ['combining', `e${'\u0301'.repeat(200)} 和 ñ 与 n\u0303`], ['full width', '３号楼（１）单元　ＡＢＣ'], ['markup', '<script>alert(1)</script>{{x}}${y}%s\'"`\\'], ['formula', '=HYPERLINK("http://x","点")'], ['lines', '第一行\r\n第二行\t\u2028第三行'], ['minority scripts', 'བོད་ཡིག ئۇيغۇرچە ᠮᠣᠩᠭᠣᠯ ꆈꌠꉙ'],
  ])('%s', async (_what, text) => {
    const made = await web().call('resident', 'POST', '/api/incidents/report', { description: text, place: { areaId: web().world.area('990101001001001').id, address: text.slice(0, 20).toWellFormed() }, reporter: { name: [...text].slice(0, 10).join(''), phone: '' } });
    expect([made.status, made.text]).toEqual([200, made.text]);
    const caseId = String(made.body['caseId']);
    const detail = (await web().call('desk', 'GET', `/api/incidents/case?caseId=${caseId}`)).body as CaseDetail; // the contract's own output
    expect([detail.description, detail.address, detail.reporter?.name]).toEqual([text, text.slice(0, 20).toWellFormed(), [...text].slice(0, 10).join('')]);
    const story = (await web().call('resident', 'GET', `/api/incidents/story?number=${detail.number}`)).body as Story; // the same
    expect(story.own?.description).toBe(text);
    await web().call('desk', 'POST', '/api/incidents/accept', { caseId, note: text });
    expect((await web().call('desk', 'GET', `/api/incidents/history?caseId=${caseId}`)).text).toContain(JSON.stringify(text));
    for (const part of [text, [...text].slice(0, 5).join('')]) {
      const found = await web().call('desk', 'POST', '/api/incidents/board', { text: [...part].slice(0, 100).join(''), limit: 200 });
      expect([part, found.status, found.text.includes(caseId)]).toEqual([part, 200, true]);
      // Other systems ask by the address, as they always could.
      expect((await web().call('desk', 'GET', `/api/incidents/board?text=${encodeURIComponent([...part].slice(0, 100).join(''))}&limit=200`)).text).toBe(found.text);
    }
    const summary = (await web().call('desk', 'GET', `/api/incidents/board?limit=200&sort=newest`)).text;
    expect(summary).toContain(JSON.stringify([...text].slice(0, 60).join('')));
  });
});
