import { existsSync } from 'node:fs';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { goodWorkbook, hostileTables, type HostileTable } from './tables.ts';
import { withServed } from './served.ts';

const sinks: Readonly<Record<HostileTable['sink'], { readonly path: string; readonly who: 'security' | 'system'; readonly bodyOf: (file: Buffer | string) => object }>> = {
  people: { path: '/api/identity/importPeople', who: 'security', bodyOf: (file) => ({ fileBase64: Buffer.from(file as string).toString('base64'), fileName: '../人员\u202exslx.', dryRun: false }) },
  classes: { path: '/api/dispatch/importTaxonomy', who: 'system', bodyOf: (file) => ({ fileBase64: Buffer.from(file as string).toString('base64'), dryRun: false }) },
  divisions: { path: '/api/geography/importDivisions', who: 'system', bodyOf: (file) => ({ csv: String(file), dryRun: false }) },
  grids: { path: '/api/geography/importGrids', who: 'system', bodyOf: (file) => ({ geojson: String(file), dryRun: false }) },
};

test('a hundred hostile workbooks, lists and maps: each gets a sentence, none is written in part, and the others are served meanwhile', () => withServed(async ({ url, world, measure, isAlive, bearer }) => {
  const send = async ({ sink, file }: Pick<HostileTable, 'sink' | 'file'>): Promise<{ status: number; text: string }> => {
    const { path, who, bodyOf } = sinks[sink];
    const answer = await fetch(new URL(path, url), { method: 'POST', headers: { authorization: `Bearer ${await bearer(who)}`, 'content-type': 'application/json' }, body: JSON.stringify(bodyOf(file)) });
    return { status: answer.status, text: await answer.text() };
  };
  const rows = async (): Promise<unknown> => (await sql`
    select (select count(*)::int from geography.area) as areas, (select count(*)::int from dispatch.class) as classes, (select count(*)::int from identity.person) as people`.execute(world.ownerDb)).rows[0];
  const before = await rows();
  const corpus = hostileTables();
  expect(corpus.length).toBeGreaterThanOrEqual(100);
  await measure('begin');
  const faults: string[] = [];
  const written: string[] = [];
  const others: number[] = [];
  for (const [at, one] of corpus.entries()) {
    const name = `${one.sink}: ${one.name}`;
    const sending = send(one);
    if (at % 10 === 0) others.push((await fetch(new URL('/api/health', url))).status);
    const { status, text } = await sending;
    if (status >= 500 || (status !== 200 && (status < 400 || !/\p{Script=Han}/u.test(text)))) faults.push(`${name}: ${status} ${text.slice(0, 200)}`);
    if (/root:x:|(?:\/[a-z_-]+){3}\.[jt]s|select .* from/u.test(text)) faults.push(`${name}: shows ${text.slice(0, 300)}`);
    const body: unknown = JSON.parse(text);
    if (status === 200 && Reflect.get(Object(body), 'written') === true) written.push(name);
  }
  const held = await measure('end');
  expect(faults).toEqual([]);
  expect(others.every((status) => status === 200)).toBe(true);
  expect(isAlive()).toBe(true);
  for (const climbed of ['/tmp/jingwei-climbed', 'jingwei-climbed', '..\\..\\jingwei-climbed']) expect(existsSync(climbed)).toBe(false);
  expect(Reflect.get({}, 'features')).toBeUndefined();
  // Text that is harmless here is taken as text; whatever else was refused left no row behind.
  process.stdout.write(`  ${corpus.length} hostile tables, written as they stand: ${written.join('; ') || 'none'}; event loop p99 ${held.p99Ms.toFixed(0)} ms, longest ${held.maxMs.toFixed(0)} ms; memory up to ${held.peakMb.toFixed(0)} MB\n`);
  expect(written).toEqual(['people: workbook: markup as a name', 'people: workbook: a prototype as a heading']);
  expect(await rows()).toEqual({ ...Object(before), people: Number(Reflect.get(Object(before), 'people')) + written.length });
  expect(held.p99Ms).toBeLessThan(500);

  // What an ordinary file does is unchanged: the sinks are the real ones.
  const good = await send({ sink: 'people', file: goodWorkbook() });
  expect([good.status, JSON.parse(good.text)]).toMatchObject([200, { rows: 1 }]);
}));
