import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { actorIn, houseOn, noonOf } from '../../../test/support/acting.ts';
import { withDatabase } from '../../../test/support/pg.ts';
import { perform } from '../../platform/action.ts';
import type { Actor } from '../../platform/actor.ts';
import { shapeFromWgs84 } from '../../platform/core/datum.ts';
import type { Db } from '../../platform/db.ts';
import * as actions from './actions.ts';
import { boxOutline, readCityList, seedSmallCity, smallCityCsv } from './example.ts';

const head = 'code,name,level,parent_code\n';
const founder: Actor = actorIn('', ['geography.manage']);

async function divisions(db: Db, csv: string, actor: Actor = founder, more: object = {}) {
  return shortOf(await perform(houseOn(db), actions.importDivisions, { csv, ...more }, { actor, key: null, clock: noonOf('2026-11-22') }));
}

async function grids(db: Db, geojson: string, actor: Actor = founder, more: object = {}) {
  return shortOf(await perform(houseOn(db), actions.importGrids, { geojson, ...more }, { actor, key: null, clock: noonOf('2026-11-22') }));
}

type Report = { written: boolean; rows: number; created: number; changed: number; unchanged: number; errors: { row: number; column: string; problem: string; detail: string }[]; preview: object[]; problems?: object[] };
/** A refusal becomes a report that says nothing but its name. */
function shortOf(answer: { kind: string; output?: Report; refusal?: { refused: string; params: object }; issues?: unknown }): Partial<Report> & { refused?: string; params?: object } {
  return answer.output ?? (answer.refusal ? { refused: answer.refusal.refused, params: answer.refusal.params } : { refused: answer.kind });
}

async function countAreas(db: Db): Promise<number> {
  return (await sql<{ count: number }>`select count(*)::int as count from geography.area`.execute(db)).rows[0]?.count ?? -1;
}

describe('divisions', () => {
  test('the real list of a city goes in once, and a second time nothing changes', () => withDatabase(async ({ db, ownerDb }) => {
    const csv = await readCityList();
    expect(await divisions(db, csv, founder, { dryRun: true })).toMatchObject({ written: false, rows: 2_553, created: 2_553, errors: [] });
    expect(await countAreas(db)).toBe(0);
    expect(await divisions(db, csv)).toMatchObject({ written: true, rows: 2_553, created: 2_553, changed: 0, unchanged: 0, errors: [] });
    const { rows } = await sql`select kind, count(*)::int from geography.area group by kind order by count`.execute(db);
    expect(rows).toEqual([{ kind: 'city', count: 1 }, { kind: 'county', count: 8 }, { kind: 'township', count: 136 }, { kind: 'community', count: 2_408 }]);
    expect((await sql`select 1 from geography.area a left join geography.area p on p.id = a.parent_id where a.path <> coalesce(p.path, '') || a.id || '.'`.execute(db)).rows).toEqual([]);
    expect((await sql`select name from geography.area where assessment_unit order by code`.execute(db)).rows).toHaveLength(8);
    expect(await divisions(db, csv)).toMatchObject({ written: true, created: 0, changed: 0, unchanged: 2_553, errors: [], preview: [] });
    expect(await countAreas(db)).toBe(2_553);
    const { rows: lines } = await sql<{ input: object }>`select operation, outcome, input, subject from platform.audit order by id`.execute(ownerDb);
    expect(lines).toMatchObject([{ operation: 'geography.importDivisions', outcome: 'done' }, {}, { operation: 'geography.importDivisions', outcome: 'done' }]);
    expect(lines.some(({ input }) => 'csv' in input)).toBe(false);
  }));

  test('a new name in the list renames, the old one stays known; a move by hand stays', () => withDatabase(async ({ db }) => {
    const of = await seedSmallCity(db);
    const zone = await perform(houseOn(db), actions.createArea, { kind: 'developmentZone', name: '试验区', parentId: of('990100000000').id }, { actor: founder, key: null, clock: null });
    await perform(houseOn(db), actions.moveArea, { areaId: of('990101001000').id, parentId: zone.kind === 'done' ? zone.output.areaId : 0 }, { actor: founder, key: null, clock: null });
    await perform(houseOn(db), actions.changeArea, { areaId: of('990101001002').id, code: '990101001802' }, { actor: founder, key: null, clock: null });
    const renamed = smallCityCsv.replace('前柳村', '柳岸社区𠮷');
    expect(await divisions(db, renamed)).toMatchObject({ created: 0, changed: 1, unchanged: 9, preview: [{ change: 'rename', name: '柳岸社区𠮷', was: '前柳村' }] });
    expect((await sql`select name, until from geography.area_alias where area_id = ${of('990101001001').id}`.execute(db)).rows).toEqual([{ name: '前柳村', until: '2026-11-22' }]);
    expect((await actions.areaIndex(db)).chain(of('990101001001').id).map(({ name }) => name)).toEqual(['锦绣市', '试验区', '柳镇', '柳岸社区𠮷']);
    expect(await divisions(db, renamed)).toMatchObject({ created: 0, changed: 0, unchanged: 10 });
  }));

  test('with any error nothing is written; each is told by row and column, in the asker\'s language', () => withDatabase(async ({ db }) => {
    await seedSmallCity(db);
    const csv = [
      '990101003000,榆镇,township,990101000000', // 2: right
      '99010100300,短,township,990101000000', // 3
      '990101004000,,township,990101000000', // 4
      `990101005000,${'长'.repeat(61)},township,990101000000`, // 5
      '990101006000,街,street,990101000000', // 6
      '990101007000,无亲,township,990109000000', // 7
      '990101003001,榆村,village,990101003000', // 8: right, under a new one
      '990101004001,空村,village,990101004000', // 9: its parent has an error
      '990101003000,又榆镇,township,990101000000', // 10
      '990200000000,二市,city,', // 11
      '990101001001,前柳村,township,990101000000', // 12
      '990101008000,   ,township,990101000000', // 13
      '990101000000,东县,county,', // 14: known, without its parent
    ].join('\n');
    const report = await divisions(db, head + csv, founder, { dryRun: true });
    expect(report.errors?.map(({ row, column, problem }) => `${row} ${column} ${problem}`)).toEqual([
      '3 code code-wrong', '4 name name-wrong', '5 name name-wrong', '6 level level-unknown', '7 parent_code parent-unknown', '9 parent_code parent-has-errors',
      '10 code code-twice', '11 code second-city', '12 code code-not-of-level', '13 name name-wrong', '14 parent_code parent-missing',
    ]);
    expect(report).toMatchObject({ written: false, rows: 13, created: 2, preview: [{ row: 2 }, { row: 8 }] });
    expect(report.errors?.[0]?.detail).toBe('代码应为 12 位数字');
    const english = await divisions(db, head + csv, { ...founder, language: 'en' }, { dryRun: true });
    expect(english.errors?.[0]?.detail).toBe('the code must have 12 digits');
    expect([...report.errors ?? [], ...english.errors ?? []].filter(({ detail }) => detail.startsWith('geography.') || detail.includes('{{'))).toEqual([]);
    expect(await divisions(db, head + csv)).toMatchObject({ refused: 'geography/import-has-errors', params: { count: 11, row: 3, first: '代码应为 12 位数字' } });
    expect(await countAreas(db)).toBe(10);
  }));

  test('only within the granted area', () => withDatabase(async ({ db }) => {
    const of = await seedSmallCity(db);
    const west = actorIn(of('990102000000').path, ['geography.manage']);
    const report = await divisions(db, smallCityCsv.replace('前柳村', '改名村').replace('槐树村', '大槐树村') + '990101009000,东镇,township,990101000000\n990102009000,西镇,township,990102000000\n990102009001,西村,village,990102009000\n', west, { dryRun: true });
    expect(report.errors?.map(({ row, problem }) => `${row} ${problem}`)).toEqual(['8 outside-your-area', '12 outside-your-area']);
    expect(report).toMatchObject({ created: 2, changed: 1 });
  }));

  test('what is no list is said to be none', () => withDatabase(async ({ db }) => {
    for (const csv of ['x', 'a,b,c\n1,2,3', head, `${head}"unclosed,x,y,z`, '{"type":"FeatureCollection"}']) {
      expect(await divisions(db, csv, founder, { dryRun: true })).toMatchObject({ refused: 'geography/import-unreadable' });
    }
    // What no text can hold does not come past the door.
    for (const csv of ['\u0000\u0000', '\ud800']) expect(await divisions(db, csv, founder, { dryRun: true })).toMatchObject({ refused: 'invalid' });
    expect(await divisions(db, '')).toMatchObject({ refused: 'invalid' });
    expect(await divisions(db, smallCityCsv, founder, { validFrom: '2027-01-01' })).toMatchObject({ refused: 'geography/day-ahead' });
    expect(await divisions(db, smallCityCsv, founder, { validFrom: '0000-01-01' })).toMatchObject({ refused: 'invalid' });
    expect(await divisions(db, smallCityCsv, actorIn('', ['identity.manage']))).toMatchObject({ refused: 'platform/not-permitted' });
  }));
});

const collection = (...features: object[]): string => JSON.stringify({ type: 'FeatureCollection', features });
const feature = (properties: object, geometry: object = boxOutline([116, 36, 116.05, 36.1])): object => ({ type: 'Feature', properties, geometry });
const halves = [
  feature({ name: '东头', communityCode: '990101001001', households: 80 }),
  feature({ name: '西头', communityCode: 990101001001, households: '60' }, boxOutline([116.05, 36, 116.1, 36.1])),
];

describe('grids', () => {
  test('go in with codes and places, and a second time nothing changes', () => withDatabase(async ({ db, ownerDb }) => {
    await seedSmallCity(db);
    expect(await grids(db, collection(...halves), founder, { dryRun: true })).toMatchObject({ written: false, created: 2, errors: [], problems: [] });
    expect(await countAreas(db)).toBe(10);
    expect(await grids(db, collection(...halves))).toMatchObject({ written: true, rows: 2, created: 2, problems: [] });
    expect((await actions.areasAt(db, { longitude: 116.07, latitude: 36.05, datum: 'wgs84' })).chain.map(({ name, code }) => [name, code])).toEqual([
      ['锦绣市', '990100000000'], ['东县', '990101000000'], ['柳镇', '990101001000'], ['前柳村', '990101001001'], ['西头', '990101001001002'],
    ]);
    expect(await grids(db, collection(...halves))).toMatchObject({ written: true, created: 0, changed: 0, unchanged: 2 });
    const byCode = feature({ code: '990101001001002', name: '西街' }, boxOutline([116.05, 36, 116.1, 36.1]));
    expect(await grids(db, collection(byCode))).toMatchObject({ created: 0, changed: 1, preview: [{ name: '西街' }] });
    expect((await sql`select households, name from geography.area where code = '990101001001002'`.execute(db)).rows).toEqual([{ households: 60, name: '西街' }]);
    const { rows } = await sql<{ input: object }>`select outcome, operation, input from platform.audit order by id desc limit 1`.execute(ownerDb);
    expect(rows).toMatchObject([{ outcome: 'done', operation: 'geography.importGrids' }]);
    expect(rows[0]?.input).not.toHaveProperty('geojson');
  }));

  test('in GCJ-02 they land in the same place', () => withDatabase(async ({ db }) => {
    await seedSmallCity(db);
    const shifted = shapeFromWgs84(boxOutline([116, 36, 116.1, 36.1]), 'gcj02');
    expect(await grids(db, collection(feature({ name: '全村', communityCode: '990101001001' }, shifted)), founder, { datum: 'gcj02' })).toMatchObject({ created: 1, problems: [] });
    expect(await grids(db, collection(feature({ name: '全村', communityCode: '990101001001' }, shifted)), founder, { datum: 'gcj02' })).toMatchObject({ unchanged: 1 });
    expect(await grids(db, collection(feature({ name: '后全村', communityCode: '990101001002' }, shifted)), founder, { datum: 'gcj02' })).toMatchObject({ refused: 'geography/shape-has-problems' });
  }));

  test('gaps and overlaps are told, and kept only where somebody accepts them', () => withDatabase(async ({ db }) => {
    await seedSmallCity(db);
    const crooked = collection(feature({ name: '一', communityCode: '990101001001' }, boxOutline([116, 36, 116.06, 36.1])), feature({ name: '二', communityCode: '990101001001' }, boxOutline([116.05, 36, 116.11, 36.09])));
    const report = await grids(db, crooked, founder, { dryRun: true });
    expect(report.problems).toMatchObject([{ problem: 'overlap' }, { problem: 'outsideParent' }, { problem: 'gap' }]);
    expect(JSON.stringify(report.problems)).toMatch(/一 与 二 重叠 \d+ 平方米|二 与 一 重叠 \d+ 平方米/);
    expect(await grids(db, crooked)).toMatchObject({ refused: 'geography/shape-has-problems', params: { count: 3 } });
    expect(await countAreas(db)).toBe(10);
    expect(await grids(db, crooked, founder, { acceptProblems: true })).toMatchObject({ written: true, created: 2 });
    // A community without an outline can still have grids that overlap.
    const unbound = [0, 0.01].map((by) => feature({ name: `桑${by}`, communityCode: '990101002001' }, boxOutline([116 + by, 36.1, 116.02 + by, 36.12])));
    expect((await grids(db, collection(...unbound), founder, { dryRun: true })).problems).toMatchObject([{ problem: 'overlap' }]);
  }));

  test('errors are told by feature and property', () => withDatabase(async ({ db }) => {
    const of = await seedSmallCity(db);
    await grids(db, collection(...halves));
    const east = { communityCode: '990101001002' };
    const box = boxOutline([116.1, 36, 116.2, 36.1]);
    const report = await grids(db, collection(
      feature({ ...east, name: '好' }, box),
      feature({ name: '无村' }, box),
      feature({ name: '不明', communityCode: '990101009009' }, box),
      feature({ ...east }, box),
      feature({ ...east, name: '坏码', code: '99010100100200' }, box),
      feature({ ...east, name: '别村', code: '990101001001001' }, box),
      feature({ ...east, name: '错头', code: '990101001003001' }, box),
      feature({ ...east, name: '好' }, box),
      feature({ ...east, name: '点', households: -1 }, box),
      feature({ ...east, name: '点' }, { type: 'Point', coordinates: [1, 2] }),
      feature({ ...east, name: 'a\u0000' }, box),
      { type: 'Banana' },
      feature({ name: '十二位', code: '990101001002' }, boxOutline([116.1, 36, 116.11, 36.1])),
    ), founder, { dryRun: true });
    expect(report.errors?.map(({ row, column, problem }) => `${row} ${column} ${problem}`)).toEqual([
      '2 communityCode community-missing', '3 communityCode community-unknown', '4 name name-or-code-missing', '5 code grid-code-wrong', '6 code grid-in-other-community',
      '7 code grid-code-not-of-community', '8 name name-twice', '9 households households-wrong', '10 geometry shape-wrong', '11 name name-wrong', '12 type not-a-feature',
    ]);
    expect(report.errors?.filter(({ detail }) => detail === '' || detail.startsWith('geography.') || detail.includes('{{'))).toEqual([]);
    expect(report).toMatchObject({ rows: 13, created: 2 });
    expect(await grids(db, collection(feature({ ...east }, box)))).toMatchObject({ refused: 'geography/import-has-errors', params: { count: 1, row: 1 } });
    const ended = await perform(houseOn(db), actions.endArea, { areaId: (await actions.areaIndex(db)).findByCode('990101001001002')?.id, on: '2026-11-22' }, { actor: founder, key: null, clock: noonOf('2026-11-22') });
    expect(ended.kind).toBe('done');
    expect(await grids(db, collection(feature({ name: '复用', code: '990101001001002' })), founder, { dryRun: true })).toMatchObject({ errors: [{ problem: 'grid-code-used' }] });
    const west = actorIn(of('990102000000').path, ['geography.manage']);
    expect(await grids(db, collection(...halves), west, { dryRun: true })).toMatchObject({ errors: [{ problem: 'outside-your-area' }, { problem: 'outside-your-area' }] });
  }));

  test('what is no GeoJSON is said to be none', () => withDatabase(async ({ db }) => {
    await seedSmallCity(db);
    for (const geojson of ['x', '{}', '[]', 'null', '{"type":"FeatureCollection","features":[]}', '{"type":"FeatureCollection","features":{}}', JSON.stringify(halves[0])]) {
      expect(await grids(db, geojson)).toMatchObject({ refused: 'geography/import-unreadable' });
    }
    expect(await grids(db, '')).toMatchObject({ refused: 'invalid' });
    expect(await grids(db, collection(...halves), actorIn('', ['incidents.desk']))).toMatchObject({ refused: 'platform/not-permitted' });
  }));
});
