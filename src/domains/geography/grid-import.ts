import { setImmediate as letOthersRun } from 'node:timers/promises';
import { z } from 'zod';
import { typedText, type ImportReport, type RowError } from '../../platform/core/fields.ts';
import type { Datum } from '../../platform/core/datum.ts';
import { isRefusal, refuse, type Refusal } from '../../platform/core/refusal.ts';
import { makeSay } from '../../platform/say.ts';
import type { Importer } from './division-import.ts';
import { coverProblems, readOutline, type CoverProblem, type Outline } from './drawing.ts';
import { initialsOf } from './initials.ts';
import { codeFits, nameOfSerial, nextCode, type SerialDigits } from './rules.ts';
import { changeAreas, findAreasByIds, insertAreas, listCodesEver, listKnownCodes, serialDigits, type Db, type KnownCode } from './store/areas.ts';
import { listChildShapes, putShapes, type ChildShape } from './store/shapes.ts';
import { geographyWords } from './words.ts';

// Grids from a GeoJSON FeatureCollection; properties `name`, `communityCode` (12 digits) or `code` (15–17), `households`.
// A feature is a known grid by its code, otherwise by its name within the community; the rest are new.

const say = makeSay([geographyWords]);
const largestCount = 20_000;
const shown = 200;

export type GridImport = { readonly geojson: string; readonly datum: Datum; readonly acceptProblems: boolean; readonly dryRun: boolean; readonly day: string };
export type GridReport = ImportReport & { problems: CoverProblem[] };

/** All or nothing. The caller holds the tree's lock. */
export async function takeGrids(db: Db, input: GridImport, importer: Importer): Promise<GridReport | Refusal> {
  const features = readFeatures(input.geojson, importer);
  if (isRefusal(features)) return features;
  const plan = await planOf(db, features, input, importer);
  const first = plan.errors[0];
  if (first && !input.dryRun) return refuse('geography/import-has-errors', { count: plan.errors.length, row: first.row, first: first.detail });
  const problems = await compare(plan, importer);
  const [problem] = problems;
  if (problem && !input.dryRun && !input.acceptProblems) return refuse('geography/shape-has-problems', { count: problems.length, first: problem.detail });
  if (!input.dryRun) await write(db, plan, input);
  const changing = plan.grids.filter(({ change }) => change !== 'none');
  return {
    written: !input.dryRun, rows: features.length,
    created: changing.filter(({ change }) => change === 'create').length, changed: changing.filter(({ change }) => change === 'change').length,
    unchanged: plan.grids.length - changing.length,
    errors: plan.errors.slice(0, shown), problems: problems.slice(0, 500),
    preview: changing.slice(0, shown).map((grid) => ({ row: grid.row, change: grid.change, code: grid.code, name: grid.name, community: grid.community.name, areaM2: grid.outline.areaM2 })),
  };
}

const codeText = z.union([z.string().trim().regex(/^\d{1,20}$/), z.int().positive().transform(String)]);
const properties = z.object({
  name: z.union([typedText(60), z.int().transform(String)]).nullish(),
  code: codeText.nullish(),
  communityCode: codeText.nullish(),
  households: z.union([z.int(), z.string().regex(/^\d{1,6}$/).transform(Number)]).pipe(z.int().min(0).max(100_000)).nullish(),
});
const columnProblems: Readonly<Record<string, string>> = { name: 'name-wrong', code: 'grid-code-wrong', communityCode: 'community-missing', households: 'households-wrong' };

function readFeatures(geojson: string, { language }: Importer): readonly unknown[] | Refusal {
  const unreadable = (key: string): Refusal => refuse('geography/import-unreadable', { why: say(language, `geography.problem.${key}`, { max: largestCount }) });
  let parsed: unknown;
  try {
    parsed = JSON.parse(geojson.replace(/^\uFEFF/, ''));
  } catch {
    return unreadable('json-broken');
  }
  const collection = z.object({ type: z.literal('FeatureCollection'), features: z.array(z.unknown()).min(1) }).safeParse(parsed);
  if (!collection.success) return unreadable('not-a-collection');
  return collection.data.features.length > largestCount ? unreadable('too-many-features') : collection.data.features;
}

type PlannedGrid = {
  readonly row: number; readonly community: KnownCode; readonly name: string; readonly households: number | null; readonly outline: Outline;
  readonly known: ChildShape | undefined; readonly change: 'create' | 'change' | 'none'; readonly code: string;
};
type Plan = { readonly grids: PlannedGrid[]; readonly errors: RowError[]; readonly children: readonly ChildShape[]; readonly outlines: ReadonlyMap<number, ChildShape> };

type Problem = { readonly column: string; readonly problem: string; readonly params?: Record<string, string | number>; readonly detail?: string };

async function planOf(db: Db, features: readonly unknown[], input: GridImport, importer: Importer): Promise<Plan> {
  const communities = new Map<string, KnownCode>();
  for (const one of await listKnownCodes(db, ['community'])) if (!one.former || !communities.has(one.code)) communities.set(one.code, one);
  const gridsByCode = new Map((await listKnownCodes(db, ['grid'])).map((one) => [one.code, one]));
  const communityById = new Map([...communities.values()].filter(({ former }) => !former).map((one) => [one.areaId, one]));

  const errors: RowError[] = [];
  const read: { row: number; given: Given; outline: Outline }[] = [];
  for (const [index, feature] of features.entries()) {
    if (index % 100 === 99) await letOthersRun();
    const got = readFeature(feature, input.datum, { importer, communities, gridsByCode, communityById });
    if ('problem' in got) {
      errors.push({ row: index + 1, column: got.column, problem: got.problem, detail: got.detail ?? say(importer.language, `geography.problem.${got.problem}`, got.params) });
    } else read.push({ row: index + 1, ...got });
  }

  const touched = [...new Set(read.map(({ given }) => given.community.areaId))];
  const children = (await listChildShapes(db, touched)).filter(({ kind }) => kind === 'grid');
  const outlines = await outlinesOf(db, touched);
  const codesEver = await listCodesEver(db, ['grid'], '');
  const plan: Plan = { grids: [], errors, children, outlines };
  const gather = gatherer(plan, new Set(codesEver), await serialDigits(db), importer);
  for (const one of read) gather(one.row, one.given, one.outline);
  errors.sort((a, b) => a.row - b.row);
  return plan;
}

async function outlinesOf(db: Db, communityIds: readonly number[]): Promise<Map<number, ChildShape>> {
  const parents = await findAreasByIds(db, communityIds);
  const siblings = await listChildShapes(db, [...new Set(parents.flatMap(({ parentId }) => (parentId === null ? [] : [parentId])))]);
  return new Map(siblings.map((one) => [one.id, one]));
}

type Given = { readonly community: KnownCode; readonly gridId: number | undefined; readonly name: string; readonly code: string | undefined; readonly households: number | null | undefined };
type Sight = {
  readonly importer: Importer; readonly communities: ReadonlyMap<string, KnownCode>; readonly gridsByCode: ReadonlyMap<string, KnownCode>;
  readonly communityById: ReadonlyMap<number, KnownCode>;
};

function readFeature(feature: unknown, datum: Datum, sight: Sight): { given: Given; outline: Outline } | Problem {
  const shell = z.object({ type: z.literal('Feature'), properties: z.unknown(), geometry: z.unknown() }).safeParse(feature);
  if (!shell.success) return { column: 'type', problem: 'not-a-feature' };
  const given = properties.safeParse(shell.data.properties ?? {});
  if (!given.success) {
    const column = String(given.error.issues[0]?.path[0] ?? 'properties');
    return { column, problem: columnProblems[column] ?? 'not-a-feature' };
  }
  // A code of 12 digits can only mean the community.
  const asCommunity = given.data.code?.length === 12;
  const code = asCommunity ? undefined : given.data.code ?? undefined;
  const said = given.data.communityCode ?? (asCommunity ? given.data.code : undefined) ?? undefined;
  if (code !== undefined && !codeFits('grid', code)) return { column: 'code', problem: 'grid-code-wrong' };
  const grid = code === undefined ? undefined : sight.gridsByCode.get(code);
  const ofGrid = grid?.parentId === undefined || grid.parentId === null ? undefined : sight.communityById.get(grid.parentId);
  const communityCode = said ?? ofGrid?.code ?? code?.slice(0, 12);
  if (communityCode === undefined) return { column: 'communityCode', problem: 'community-missing' };
  const community = sight.communities.get(communityCode);
  if (!community || !sight.importer.mayManage(community.path)) return { column: 'communityCode', problem: community ? 'outside-your-area' : 'community-unknown', params: { code: communityCode } };
  if (grid && grid.parentId !== community.areaId) return { column: 'code', problem: 'grid-in-other-community', params: { code: grid.code } };
  const name = given.data.name?.trim() ?? '';
  if (name === '' && code === undefined) return { column: 'name', problem: 'name-or-code-missing' };
  const outline = readOutline(shell.data.geometry, datum, sight.importer.language);
  if ('why' in outline) return { column: 'geometry', problem: 'shape-wrong', detail: outline.why };
  return { given: { community, gridId: grid?.areaId, name, code, households: given.data.households }, outline };
}

/** Finds what each feature is: a known grid, the same or changed, or a new one with the next serial. */
function gatherer(plan: Plan, codesEver: Set<string>, digits: SerialDigits, { language }: Importer): (row: number, given: Given, outline: Outline) => void {
  const byId = new Map(plan.children.map((one) => [one.id, one]));
  const byName = new Map(plan.children.map((one) => [`${one.parentId}/${one.name}`, one]));
  const codesOf = new Map<string, string[]>();
  for (const code of codesEver) codesOf.set(code.slice(0, 12), [...codesOf.get(code.slice(0, 12)) ?? [], code]);
  const seen = new Set<string>();
  return (row, { community, gridId, name, code, households }, outline) => {
    const fail = (column: string, problem: string, params: Record<string, string | number> = {}): void => {
      plan.errors.push({ row, column, problem, detail: say(language, `geography.problem.${problem}`, params) });
    };
    const known = gridId !== undefined ? byId.get(gridId) : code === undefined ? byName.get(`${community.areaId}/${name}`) : undefined;
    const identity = known ? `id/${known.id}` : code === undefined ? `name/${community.areaId}/${name}` : `code/${code}`;
    if (seen.has(identity)) return code === undefined ? fail('name', 'name-twice') : fail('code', 'code-twice', { code });
    seen.add(identity);
    if (known) {
      const same = JSON.stringify(known.geometry) === JSON.stringify(outline.shape) && (name === '' || name === known.name)
        && (households === undefined || households === known.households);
      plan.grids.push({
        row, community, outline, known, change: same ? 'none' : 'change', code: known.code, name: name === '' ? known.name : name,
        households: households === undefined ? known.households : households,
      });
      return;
    }
    if (code !== undefined && !code.startsWith(community.code)) return fail('code', 'grid-code-not-of-community', { code: community.code });
    if (code !== undefined && codesEver.has(code)) return fail('code', 'grid-code-used', { code });
    const used = codesOf.get(community.code) ?? [];
    const fresh = code ?? nextCode('grid', community.code, used, digits);
    if (typeof fresh !== 'string') return fail('communityCode', 'serials-used-up', { code: community.code });
    codesOf.set(community.code, [...used, fresh]);
    codesEver.add(fresh);
    plan.grids.push({
      row, community, outline, known: undefined, change: 'create', code: fresh,
      name: name === '' ? nameOfSerial('grid', Number(fresh.slice(12))) : name, households: households ?? null,
    });
  };
}

/** Each community that changes, as it would be afterwards. */
async function compare(plan: Plan, { language }: Importer): Promise<CoverProblem[]> {
  const changing = plan.grids.filter(({ change }) => change !== 'none');
  const problems: CoverProblem[] = [];
  const planned = new Map<number, PlannedGrid[]>();
  for (const grid of plan.grids) planned.set(grid.community.areaId, [...planned.get(grid.community.areaId) ?? [], grid]);
  for (const communityId of new Set(changing.map(({ community }) => community.areaId))) {
    const coming = planned.get(communityId) ?? [];
    const replaced = new Set(coming.map(({ known }) => known?.id));
    const staying = plan.children.filter((one) => one.parentId === communityId && !replaced.has(one.id));
    const parts = [
      ...coming.map(({ name, outline }) => ({ name, shape: outline.shape })),
      ...staying.flatMap(({ name, geometry }) => (geometry ? [{ name, shape: geometry }] : [])),
    ];
    const community = plan.outlines.get(communityId);
    problems.push(...coverProblems({ name: community?.name ?? '', shape: community?.geometry ?? null }, parts, language));
    await letOthersRun();
  }
  return problems;
}

async function write(db: Db, plan: Plan, { day, datum }: GridImport): Promise<void> {
  const created = plan.grids.filter(({ change }) => change === 'create');
  const changed = plan.grids.flatMap((grid) => (grid.change === 'change' && grid.known ? [{ ...grid, known: grid.known }] : []));
  const idByCode = new Map(changed.map(({ code, known }) => [code, known.id]));
  if (created.length > 0) {
    const made = await insertAreas(db, created.map((grid) => ({
      kind: 'grid', code: grid.code, name: grid.name, initials: initialsOf(grid.name), parentId: grid.community.areaId,
      assessmentUnit: false, households: grid.households, validFrom: day,
    })));
    for (const { code, id } of made) idByCode.set(code, id);
  }
  if (changed.length > 0) {
    await changeAreas(db, changed.map(({ known, name, code, households }) => ({ id: known.id, name, initials: initialsOf(name), code, households, assessmentUnit: false })), day);
  }
  const shapes = [...created, ...changed].flatMap(({ code, outline }) => {
    const areaId = idByCode.get(code);
    return areaId === undefined ? [] : [{ areaId, geometry: outline.shape, sourceDatum: datum, areaM2: outline.areaM2, longitude: outline.longitude, latitude: outline.latitude }];
  });
  if (shapes.length > 0) await putShapes(db, shapes, day);
}
