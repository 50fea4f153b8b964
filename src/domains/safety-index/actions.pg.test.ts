import exceljs from 'exceljs';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { nobody, said, testCity, type TestCity } from '../../../test/support/identity-city.ts';
import { ofFile } from '../../../test/support/of-file.ts';
import { withDatabase, type TestDatabase } from '../../../test/support/pg.ts';
import type { Answer } from '../../platform/action.ts';
import type { Actor } from '../../platform/actor.ts';
import { setWall, wallOf } from '../../platform/wall.ts';
import * as actions from './actions.ts';
import type * as contract from './contract.ts';
import { monthBefore } from './contract-shapes.ts';
import { demoStandard } from './demo-standard.ts';
import { seedIndex } from './example.ts';
import * as queries from './queries.ts';
import * as standardQueries from './standard-queries.ts';
import * as steps from './standard-steps.ts';

type City = TestCity & TestDatabase & { readonly analyst: Actor; readonly publisher: Actor; readonly approver: Actor; readonly police: Actor; readonly now: Date; readonly going: string; readonly last: string };

/** Eight counties and three development zones, two published months, and the people who make the index. */
function withIndex<T>(use: (city: City) => Promise<T>): Promise<T> {
  return withDatabase(async (database) => {
    const city = await testCity(database);
    await sql`update geography.area set assessment_unit = true where id = 2`.execute(database.ownerDb);
    for (const [at, name] of ['西河区', '南浦县', '北原县', '平川县', '安丘县', '乐陵县', '阳谷县'].entries()) {
      await sql`insert into geography.area (id, kind, code, name, parent_id, path, assessment_unit, valid_from) values (${100 + at}, 'county', ${`37160${at}000000`}, ${name}, 1, ${`1.${100 + at}.`}, true, '2000-01-01')`.execute(database.ownerDb);
    }
    for (const [at, name] of ['一号开发区', '二号开发区', '三号开发区'].entries()) {
      await sql`insert into geography.area (id, kind, code, name, parent_id, path, assessment_unit, valid_from) values (${200 + at}, 'developmentZone', ${`37156${at}000000`}, ${name}, 1, ${`1.${200 + at}.`}, true, '2000-01-01')`.execute(database.ownerDb);
    }
    const now = new Date();
    await seedIndex(database.db, { cast: { analyst: city.id('zhishu01'), publisher: city.id('zhishu02'), approver: city.id('shiling') }, now, months: 2, runs: 50 });
    const going = steps.currentMonth(now);
    const [analyst, publisher, approver, police] = [await city.as('zhishu01'), await city.as('zhishu02'), await city.as('shiling'), await city.as('s-gaj-01')];
    return use({ ...city, ...database, analyst, publisher, approver, police, now, going, last: monthBefore(going) });
  });
}

/** One for all tests of the file: none of them minds what the others did. */
const index = ofFile(withIndex);

type Out<Op extends { output: z.ZodType }> = z.output<Op['output']>;
function done<T>(answer: Answer): T {
  if (answer.kind !== 'done') throw new Error(JSON.stringify(answer));
  return answer.output as T; // the type that the caller names is that of the operation it asked
}

const workbook = async (rows: readonly (readonly unknown[])[]): Promise<string> => {
  const book = new exceljs.Workbook();
  book.addWorksheet('报送').addRows(rows.map((row) => [...row]));
  return Buffer.from(await book.xlsx.writeBuffer()).toString('base64');
};

test('eleven units are ranked with intervals; of each the parts sum to the score, the lost points to the rest, the effects to the change', async () => {
  const city = index();
  const whole = done<Out<typeof contract.overview>>(await city.ask(city.analyst, queries.overview, {}));
  expect(whole.run).toMatchObject({ month: city.last, state: 'published', versionNumber: 1, corrects: null });
  expect(whole.units).toHaveLength(11);
  expect(whole.units.filter(({ name }) => name.endsWith('开发区'))).toHaveLength(3);
  expect(whole.dimensions.map(({ name }) => name)).toEqual(['政治安全', '社会矛盾', '社会治安', '网络安全', '公共安全']);
  for (const unit of whole.units) {
    expect((unit.rankLow ?? 0) <= (unit.rank ?? 0) && (unit.rank ?? 0) <= (unit.rankHigh ?? 0), unit.name).toBe(true);
    const profile = done<Out<typeof contract.unitProfile>>(await city.ask(city.analyst, queries.unitProfile, { areaId: unit.areaId }));
    const leaves = profile.parts.filter(({ isIndicator }) => isIndicator);
    expect(leaves).toHaveLength(88);
    expect(leaves.reduce((sum, { points }) => sum + (points ?? 0), 0)).toBeCloseTo(unit.score ?? NaN, 9);
    expect(leaves.reduce((sum, { lost }) => sum + (lost ?? 0), 0)).toBeCloseTo(100 - (unit.score ?? NaN), 9);
    expect(profile.change?.effects.reduce((sum, { points }) => sum + points, 0)).toBeCloseTo((unit.score ?? NaN) - (unit.scoreBefore ?? NaN), 9);
    // The indicators on which the unit is last are never hidden.
    const last = leaves.filter((part) => part.rank !== null && part.rank > 1 && (part.lost ?? 0) > 1e-9 && profile.weak.every(({ code }) => code !== part.code));
    expect(last.filter(({ code }) => profile.weak.some((link) => link.code === code && link.isLast))).toEqual([]);
    expect(profile.weak.some(({ isLast }) => isLast) || profile.parts.every(({ rank }) => rank !== 11)).toBe(true);
  }
  // Platform facts have no cases here: their base is too small, and it is said.
  expect(whole.findings.some(({ code, message }) => code === 'small-base' && message.includes('网格事项按期办结率'))).toBe(true);
});

test('a score leads to the indicator, the cells of all units and the return behind it; small numbers are not told', async () => {
  const city = index();
  const detail = done<Out<typeof contract.indicatorDetail>>(await city.ask(city.analyst, queries.indicatorDetail, { code: 'C1-1' }));
  expect(detail).toMatchObject({ name: '重点类刑事案件破案率', department: '市公安局', layer: 'police', fact: null });
  expect(detail.above.map(({ name }) => name)).toEqual(['社会治安', '案件侦办']);
  const cell = detail.cells.find(({ state }) => state === 'shown');
  const history = done<Out<typeof contract.returnHistory>>(await city.ask(city.analyst, queries.returnHistory, { indicator: 'C1-1', areaId: cell?.areaId, month: city.last }));
  expect(history.entries[0]).toMatchObject({ id: cell?.returnId, counted: cell?.counted, base: cell?.base });
  for (const { code } of demoStandard.nodes.filter(({ indicator }) => indicator !== null)) {
    const { cells } = done<Out<typeof contract.indicatorDetail>>(await city.ask(city.analyst, queries.indicatorDetail, { code }));
    for (const one of cells) if (one.state === 'shown') expect([one.counted === 0 || (one.counted ?? 0) >= 5, one.base === null || one.base >= 5], `${code} ${one.name}`).toEqual([true, true]);
  }
});

describe('returns', () => {
  test('a department sees and enters its own indicators only; a correction leaves what it corrects', async () => {
    const city = index();
    const { month } = { month: city.going };
    const table = done<Out<typeof contract.returns>>(await city.ask(city.police, queries.returns, { month }));
    expect(table.departments.map(({ name }) => name)).toEqual(['市公安局']);
    expect(table.indicators.length).toBeGreaterThan(10);
    expect([table.published, done<Out<typeof contract.returns>>(await city.ask(city.police, queries.returns, { month: city.last })).published]).toEqual([false, true]);
    const [first] = table.indicators;
    const held = first?.cells.find(({ id }) => id !== null);
    const given = { indicator: first?.code, areaId: held?.areaId, counted: 7, base: 9, corrects: held?.id };
    expect(done(await city.do(city.police, actions.enterReturns, { month, cells: [given], note: '复核后更正' }))).toEqual({ created: 0, corrected: 1, unchanged: 0 });
    const history = done<Out<typeof contract.returnHistory>>(await city.ask(city.police, queries.returnHistory, { indicator: first?.code, areaId: held?.areaId, month }));
    expect(history.entries.map(({ counted, corrects, note }) => ({ counted, corrects, note }))).toEqual([{ counted: 7, corrects: held?.id, note: '复核后更正' }, { counted: held?.counted, corrects: null, note: '' }]);
    // From a screen that is older than the correction.
    expect(said(await city.do(city.police, actions.enterReturns, { month, cells: [{ ...given, counted: 8 }] }))).toBe('safety-index/overtaken');
    const no = async (cell: object, actor = city.police): Promise<string> => said(await city.do(actor, actions.enterReturns, { month, cells: [{ ...given, corrects: null, ...cell }] }));
    expect(await no({ indicator: 'B1-1' })).toBe('safety-index/not-your-indicator');
    expect(await no({ indicator: 'X' })).toBe('safety-index/indicator-unknown');
    expect(await no({ areaId: 3 })).toBe('safety-index/unit-unknown');
    expect(await no({ counted: 10, base: 9 })).toBe('safety-index/more-than-base');
    expect(await no({ base: null })).toBe('safety-index/base-missing');
    expect(await no({ counted: 1e308 })).toBe('invalid');
    expect(await no({}, city.analyst)).toBe('platform/not-permitted');
    expect(said(await city.do(city.police, actions.enterReturns, { month: monthBefore(city.going, -1), cells: [given] }))).toBe('safety-index/month-ahead');
    expect(said(await city.ask(city.police, queries.overview, {}))).toBe('platform/not-permitted');
    expect(said(await city.ask(city.police, queries.returnHistory, { indicator: 'B1-1', areaId: 2, month: city.last }))).toBe('safety-index/indicator-unknown');
    expect(said(await city.ask(nobody, queries.returns, { month }))).toBe('platform/not-signed-in');
    expect((await city.audit()).filter(({ operation }) => operation === 'safety-index.enterReturns').map(({ outcome }) => outcome)).toEqual(expect.arrayContaining(['done', 'refused', 'denied']));
  });

  test('a file is previewed with every bad cell named, and nothing of it is written while one is bad', async () => {
    const city = index();
    const month = city.going;
    const head = ['月份', '指标', '单位', '数量', '基数', '备注'];
    const bad = await workbook([
      head,
      [month, 'D1-1', '南浦县', 12, 20, ''],
      [month, 'D1-1', '南浦县', 13, 20, '又一次'],
      [month, 'C3-1', '东岸区', { formula: '1+1', result: 2 }, 20, ''],
      [month, 'C3-1', '西河区', '十二', 20, ''],
      [month, 'C3-1', '北原县', '1e308', 20, ''],
      [month, 'C3-1', '平川县', -3, 20, ''],
      [month, 'C3-1', '无此县', 3, 20, ''],
      [month, '信访事项按期答复率', '平川县', 3, 20, ''],
      [month, 'C3-1', '安丘县', 30, 20, ''],
      ['去年', 'C3-1', '安丘县', 3, 20, ''],
      ['2019-01', 'C3-1', '安丘县', 3, 20, ''],
    ]);
    const before = await sql<{ n: number }>`select count(*)::int as n from safety_index.return`.execute(city.ownerDb);
    const preview = done<{ written: boolean; errors: { row: number; column: string; problem: string; detail: string }[] }>(await city.do(city.police, actions.importReturns, { fileBase64: bad, dryRun: true }));
    expect(preview.errors.map(({ row, column, problem }) => `${row} ${column} ${problem}`)).toEqual([
      '3 指标 cell-twice', '4 数量 formula', '5 数量 number-wrong', '6 数量 number-large', '7 数量 number-negative', '8 单位 unit-unknown', '9 指标 not-your-indicator', '10 基数 more-than-base', '11 月份 month-wrong', '12 月份 months-differ',
    ]);
    expect(said(await city.do(city.police, actions.importReturns, { fileBase64: bad }))).toBe('safety-index/import-has-errors');
    expect(await sql<{ n: number }>`select count(*)::int as n from safety_index.return`.execute(city.ownerDb).then(({ rows }) => rows)).toEqual(before.rows);
    const good = Buffer.from(`月份,指标编码,单位,数量,基数\n${month},D1-1,南浦县,"1,012",1100\n${month.replace('-', '年')}月,等级测评按期完成率,二号开发区,6,9\n`, 'utf8').toString('base64');
    const written = done<{ written: boolean; created: number; changed: number }>(await city.do(city.police, actions.importReturns, { fileBase64: good, fileName: '报送.csv' }));
    expect(written.written && written.created + written.changed).toBe(2);
    expect(said(await city.do(city.police, actions.importReturns, { fileBase64: Buffer.from('无关的文字').toString('base64') }))).toBe('safety-index/import-unreadable');
  });
});

describe('a run', () => {
  test('is published by somebody else, never changes, and is corrected by another that names it', async () => {
    const city = index();
    const { last } = city;
    expect(said(await city.do(city.analyst, actions.computeRun, { month: '2019-01' }))).toBe('safety-index/no-standard');
    const fix = done<Out<typeof contract.returns>>(await city.ask(city.police, queries.returns, { month: last })).indicators.find(({ code }) => code === 'C1-1')?.cells.find(({ counted }) => (counted ?? 0) > 5);
    done(await city.do(city.police, actions.enterReturns, { month: last, cells: [{ indicator: 'C1-1', areaId: fix?.areaId, counted: (fix?.counted ?? 0) - 2, base: fix?.base, corrects: fix?.id }] }));
    const before = done<Out<typeof contract.overview>>(await city.ask(city.analyst, queries.overview, { month: last }));
    expect(said(await city.do(city.publisher, actions.computeRun, { month: monthBefore(last) }))).toBe('safety-index/nothing-changed');
    const { runId } = done<{ runId: number }>(await city.do(city.analyst, actions.computeRun, { month: last, note: '公安局更正一处' }));
    // Until it is published, what was published holds; whoever only reads does not see the other.
    expect(done<Out<typeof contract.overview>>(await city.ask(city.analyst, queries.overview, { month: last })).run?.id).toBe(before.run?.id);
    expect(done<Out<typeof contract.overview>>(await city.ask(city.approver, queries.overview, { runId })).run).toBeNull();
    expect(said(await city.do(city.analyst, actions.publishRun, { runId }))).toBe('safety-index/same-person');
    expect(said(await city.do(city.approver, actions.publishRun, { runId }))).toBe('platform/not-permitted');
    done(await city.do(city.publisher, actions.publishRun, { runId }));
    const after = done<Out<typeof contract.overview>>(await city.ask(city.approver, queries.overview, { month: last }));
    expect(after.run).toMatchObject({ id: runId, corrects: before.run?.id, state: 'published' });
    // The corrected one is still there, byte by byte.
    expect(done<Out<typeof contract.overview>>(await city.ask(city.analyst, queries.overview, { runId: before.run?.id })).units).toEqual(before.units);
    await expect(sql`update safety_index.run set note = 'x' where id = ${runId}`.execute(city.ownerDb)).rejects.toMatchObject({ code: '23514' });
    expect(said(await city.do(city.publisher, actions.publishRun, { runId }))).toBe('safety-index/step-not-now');
  });

  test('answers what a unit would be with other figures, and stores nothing of it', async () => {
    const city = index();
    const profile = done<Out<typeof contract.unitProfile>>(await city.ask(city.analyst, queries.unitProfile, { areaId: 103 }));
    const weak = profile.weak[0];
    const answer = done<Out<typeof contract.whatIf>>(await city.ask(city.analyst, actions.whatIf, { areaId: 103, values: [{ code: weak?.code, counted: 1e6 }] }));
    expect(answer.before.score).toBeCloseTo(profile.unit.score ?? NaN, 9);
    expect(answer.after.score).not.toBe(answer.before.score);
  });
});

describe('what it takes', () => {
  test('to gain a place or a band is told in whole counts, and the figures tried give it', async () => {
    const city = index();
    const { units } = done<Out<typeof contract.overview>>(await city.ask(city.analyst, queries.overview, {}));
    const [first, second] = units;
    const best = done<Out<typeof contract.gain>>(await city.ask(city.analyst, queries.gain, { areaId: first?.areaId }));
    expect(best).toMatchObject({ rank: 1, ways: [], needed: null });
    const gained = done<Out<typeof contract.gain>>(await city.ask(city.analyst, queries.gain, { areaId: second?.areaId }));
    expect(gained.next).toBe(first?.name);
    expect(gained.needed).toBeCloseTo((first?.score ?? NaN) - (second?.score ?? NaN), 9);
    expect(gained.ways.length > 0 || gained.why.length > 0).toBe(true);
    for (const way of gained.ways) {
      expect(way.moves.every(({ from, to }) => Number.isInteger(from) && Number.isInteger(to))).toBe(true);
      const tried = done<Out<typeof contract.whatIf>>(await city.ask(city.analyst, actions.whatIf, { areaId: second?.areaId, values: way.moves.map(({ code, to }) => ({ code, counted: to })) }));
      expect(tried.after).toMatchObject({ rank: 1 });
      expect(tried.after.score).toBeCloseTo(way.score, 9);
    }
    expect(done<Out<typeof contract.gain>>(await city.ask(city.analyst, queries.gain, { areaId: second?.areaId, goal: 'band' })).next).toBe('');
  });
});

describe('behind the first wall', () => {
  test('the database shows a department its own returns, a reader what is published, and nobody else anything', async () => {
    const city = index();
    const own = city.unitIds['S-GAJ'];
    const seen = async (actor: Actor | null, what: string): Promise<unknown[]> => city.db.transaction().execute(async (inside) => {
      if (actor) await sql`select ${setWall(wallOf(actor))}`.execute(inside);
      return (await sql.raw<{ v: unknown }>(what).execute(inside)).rows.map(({ v }) => v);
    });
    expect(await seen(city.police, 'select distinct unit_id as v from safety_index.return')).toEqual([own]);
    expect((await seen(city.analyst, 'select distinct unit_id as v from safety_index.return')).length).toBeGreaterThan(15);
    const county = await city.as('xianling');
    expect(await seen(county, 'select distinct area_id as v from safety_index.return')).toEqual([2]);
    expect(await seen(county, 'select distinct state as v from safety_index.run')).toEqual(['published']);
    for (const table of ['version', 'return', 'run']) expect(await seen(null, `select 1 as v from safety_index.${table}`)).toEqual([]);
    expect(await seen(city.police, 'select 1 as v from safety_index.run')).toEqual([]);
    const write = (statement: string): Promise<unknown> => seen(city.police, statement);
    await expect(write(`insert into safety_index.return (indicator, area_id, area_path, unit_id, month, counted, source) values ('B1-1', 2, '1.2.', ${String(city.unitIds['S-XFJ'])}, '2026-01-01', 1, 'entry') returning 1 as v`)).rejects.toMatchObject({ code: '42501' });
    await expect(write('update safety_index.return set counted = 0 returning 1 as v')).rejects.toMatchObject({ code: '42501' });
    await expect(seen(city.approver, `insert into safety_index.run (area_id, area_path, month, version_id, version_hash, coverage, result, result_hash) select area_id, area_path, month, version_id, version_hash, coverage, result, result_hash from safety_index.run limit 1 returning 1 as v`)).rejects.toMatchObject({ code: '42501' });
  });
});

describe('a draft', () => {
  test('takes new nodes, experts\' weights and derived limits; what it cannot take is a sentence, and nobody else changes it', async () => {
    const city = index();
    const [one] = done<Out<typeof contract.versions>>(await city.ask(city.analyst, standardQueries.versions, {})).items;
    const { versionId } = done<{ versionId: number }>(await city.do(city.analyst, steps.draftVersion, { basedOn: one?.id, note: '增设指标' }));
    const open = async (): Promise<Out<typeof contract.version>> => done(await city.ask(city.analyst, standardQueries.version, { versionId }));
    const first = await open();
    const indicator = first.content.nodes.find(({ code }) => code === 'B1-1')?.indicator;
    const added = { code: 'B1-9', name: '信访事项回访率', parent: 'B1', weight: 20, indicator };
    const change = async (edit: object, actor = city.analyst): Promise<string> => said(await city.do(actor, steps.changeDraft, { versionId, hash: (await open()).hash, ...edit }));
    expect(first.departments.map(({ code }) => code)).toEqual(expect.arrayContaining(['S-GAJ', 'S-XFJ', 'SZX']));
    expect(await change({ added: [{ ...added, indicator: { ...indicator, department: 'S-XXX' } }] })).toBe('safety-index/department-unknown');
    expect(await change({ added: [{ ...added, parent: 'Q' }] })).toBe('safety-index/standard-wrong');
    expect(await change({ added: [added] }, city.approver)).toBe('platform/not-permitted');
    expect(await change({ added: [added], rules: { smallNumbers: 'shrink' } })).toBe('done');
    const weigh = async (upper: readonly number[]): Promise<string> => said(await city.do(city.analyst, steps.weighByExperts, { versionId, hash: (await open()).hash, parent: 'B1', experts: [{ name: '专家甲', upper }] }));
    expect(await weigh([2])).toBe('safety-index/ahp-not-square');
    expect(await weigh([9, 1 / 9, 9])).toBe('safety-index/ahp-inconsistent');
    expect(await weigh([2, 4, 2])).toBe('done');
    const months = { from: monthBefore(city.going, 14), to: city.last };
    const derived = done<Out<typeof contract.derive>>(await city.ask(city.analyst, standardQueries.derive, { versionId, ...months }));
    expect(derived.months).toContain(city.last);
    expect(said(await city.ask(city.approver, standardQueries.derive, { versionId, ...months }))).toBe('platform/not-permitted');
    const [limit] = derived.limits;
    const take = async (limits: readonly (string | undefined)[]): Promise<string> => said(await city.do(city.analyst, steps.takeDerived, { versionId, hash: (await open()).hash, ...months, limits }));
    expect(await take(['B1-9'])).toBe('safety-index/not-derived');
    expect(await take([limit?.code])).toBe('done');
    const then = await open();
    expect(then.content.nodes.find(({ code }) => code === limit?.code)?.indicator?.limitsFrom).toEqual({ rule: 'quantiles', ...months, cells: limit?.cells });
    expect(then.content.nodes.filter(({ parent }) => parent === 'B1').map(({ weight }) => weight)).toEqual([57.1429, 28.5714, 14.2857]);
    expect(then.differences.map(({ field }) => field)).toEqual(expect.arrayContaining(['weight', 'scoring', 'added', 'rules']));
    // What a version of its kind would give is tried, and what gains a place is told, also where rates are drawn together.
    expect(done<Out<typeof contract.tryVersion>>(await city.ask(city.analyst, queries.tryVersion, { versionId, months: 1 })).units[0]?.cells[0]?.tried).toEqual(expect.any(Number));
    expect((await city.audit()).filter(({ operation }) => ['safety-index.weighByExperts', 'safety-index.takeDerived'].includes(operation)).map(({ outcome }) => outcome)).toEqual(expect.arrayContaining(['done', 'refused']));
  });
});

describe('a version of the standard', () => {
  test('is drafted, approved and published by three people, is tried on published months, and is in force from a later month', async () => {
    const city = index();
    const one = done<Out<typeof contract.versions>>(await city.ask(city.analyst, standardQueries.versions, {})).items.at(-1);
    expect(one).toMatchObject({ number: 1, state: 'published' });
    const { versionId } = done<{ versionId: number }>(await city.do(city.analyst, steps.draftVersion, { basedOn: one?.id, note: '信访答复加重' }));
    const draft = done<Out<typeof contract.version>>(await city.ask(city.analyst, standardQueries.version, { versionId }));
    expect(draft.may).toEqual(['change', 'submit']);
    const change = (hash: string, changes: object[]) => city.do(city.analyst, steps.changeDraft, { versionId, hash, changes });
    expect(said(await change(draft.hash, [{ code: 'B1-1', weight: 0 }, { code: 'B1-2', weight: 0 }]))).toBe('safety-index/standard-wrong');
    expect(said(await change(draft.hash, [{ code: 'X', weight: 1 }]))).toBe('safety-index/node-unknown');
    done(await change(draft.hash, [{ code: 'B1-1', weight: 80 }]));
    expect(said(await change(draft.hash, [{ code: 'B1-1', weight: 70 }]))).toBe('safety-index/overtaken');
    const tried = done<Out<typeof contract.tryVersion>>(await city.ask(city.analyst, queries.tryVersion, { versionId }));
    expect(tried.units.flatMap(({ cells }) => cells).some(({ published, tried: now }) => published !== now)).toBe(true);
    expect(done<Out<typeof contract.version>>(await city.ask(city.analyst, standardQueries.version, { versionId })).differences).toEqual([{ code: 'B1-1', name: '信访事项按期答复率', field: 'weight', before: '60', after: '80' }]);
    const step = (actor: Actor, bound: Parameters<City['do']>[1], more: object = {}): Promise<string> => city.do(actor, bound, { versionId, ...more }).then(said);
    expect(await step(city.approver, steps.approveVersion)).toBe('safety-index/step-not-now');
    expect(await step(city.analyst, steps.submitVersion)).toBe('done');
    expect(await step(city.analyst, steps.approveVersion)).toBe('platform/not-permitted');
    expect(await step(city.approver, steps.returnVersion, { note: '说明理由' })).toBe('done');
    expect(await step(city.analyst, steps.submitVersion)).toBe('done');
    const inForceFrom = monthBefore(city.going, -1);
    expect(await step(city.approver, steps.approveVersion)).toBe('done');
    expect(await step(city.analyst, steps.publishVersion, { inForceFrom })).toBe('safety-index/same-person');
    expect(await step(city.publisher, steps.publishVersion, { inForceFrom: city.last })).toBe('safety-index/month-published');
    expect(await step(city.publisher, steps.publishVersion, { inForceFrom })).toBe('done');
    expect(said(await change(draft.hash, [{ code: 'B1-1', weight: 70 }]))).toBe('safety-index/not-a-draft');
    await expect(sql`update safety_index.version set content = '{}' where id = ${versionId}`.execute(city.ownerDb)).rejects.toMatchObject({ code: '23514' });
    expect(said(await city.do(await city.as('xianling'), steps.approveVersion, { versionId }))).toBe('safety-index/not-city-wide');
  });
});
