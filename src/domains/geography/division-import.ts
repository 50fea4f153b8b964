import { parse } from 'csv-parse/sync';
import type { ImportReport, RowError } from '../../platform/core/fields.ts';
import { typedText } from '../../platform/core/fields.ts';
import { isRefusal, refuse, type Refusal } from '../../platform/core/refusal.ts';
import type { Language } from '../../platform/core/words.ts';
import { makeSay } from '../../platform/say.ts';
import { areaKinds, type AreaKind } from './contract.ts';
import { initialsOf } from './initials.ts';
import { codeFits, divisionKinds, kindOrder, parentKinds } from './rules.ts';
import { changeAreas, findAreasByIds, insertAreas, listKnownCodes, type Db, type KnownCode } from './store/areas.ts';
import { geographyWords } from './words.ts';

// Divisions from a CSV `code,name,level,parent_code` of 12-digit codes. What the file does not name stays as it is,
// and an area that was moved by hand stays where it is: the list says who exists and how it is called.

export type DivisionImport = { readonly csv: string; readonly day: string; readonly validFrom: string; readonly dryRun: boolean };
export type Importer = { readonly language: Language; /** May the importer change what is inside this path? `''` is the place of the city itself. */ readonly mayManage: (path: string) => boolean };

const say = makeSay([geographyWords]);
const previewed = 200;

/** All or nothing. The caller holds the tree's lock. */
export async function takeDivisions(db: Db, input: DivisionImport, importer: Importer): Promise<ImportReport | Refusal> {
  const rows = readRows(input.csv, importer.language);
  if (isRefusal(rows)) return rows;
  const plan = planOf(rows, await listKnownCodes(db, divisionKinds), importer);
  const first = plan.errors[0];
  if (first && !input.dryRun) return refuse('geography/import-has-errors', { count: plan.errors.length, row: first.row, first: first.detail });
  const written = !input.dryRun;
  if (written) await write(db, plan, input);
  return {
    written, rows: rows.length, created: plan.created.length, changed: plan.renamed.length, unchanged: plan.unchanged,
    errors: plan.errors.slice(0, previewed), preview: plan.preview.slice(0, previewed),
  };
}

type Row = { readonly row: number; readonly code: string; readonly name: string; readonly level: string; readonly parentCode: string };
type Planned = { readonly code: string; readonly name: string; readonly kind: AreaKind; readonly parentCode: string | null };
type Plan = {
  readonly created: Planned[]; readonly renamed: { areaId: number; name: string }[]; unchanged: number;
  readonly errors: RowError[]; readonly preview: ImportReport['preview'];
  readonly known: ReadonlyMap<string, KnownCode>;
};

function readRows(csv: string, language: Language): readonly Row[] | Refusal {
  const unreadable = (key: string, params: Record<string, number> = {}): Refusal =>
    refuse('geography/import-unreadable', { why: say(language, `geography.problem.${key}`, params) });
  let lines: unknown[];
  try {
    lines = parse(csv, { bom: true, skip_empty_lines: true, relax_column_count: true, trim: true });
  } catch (error) {
    return unreadable('csv-broken', { row: Number(Reflect.get(Object(error), 'lines') ?? 0) });
  }
  const table = lines.map((line): string[] => (Array.isArray(line) ? line.map(String) : []));
  const [head = [], ...body] = table;
  const [code, name, level, parent] = ['code', 'name', 'level', 'parent_code'].map((column) => head.findIndex((cell) => cell.toLowerCase() === column));
  if (code === undefined || name === undefined || level === undefined || parent === undefined || Math.min(code, name, level, parent) < 0) return unreadable('csv-columns');
  if (body.length === 0) return unreadable('csv-empty');
  return body.map((cells, index) => ({
    row: index + 2, code: cells[code] ?? '', name: cells[name] ?? '', level: cells[level] ?? '', parentCode: cells[parent] ?? '',
  }));
}

/** The list's own word for a community is `village`. */
function kindOfLevel(level: string): AreaKind | undefined {
  const kind = level === 'village' ? 'community' : areaKinds.find((one) => one === level);
  return kind !== undefined && divisionKinds.includes(kind) ? kind : undefined;
}

const nameRule = typedText(60, 1);

type Verdict =
  | { readonly problem: string; readonly column: string; readonly params?: Record<string, string | number> }
  | { readonly change: 'none'; readonly inside: string }
  | { readonly change: 'rename'; readonly inside: string; readonly areaId: number; readonly was: string }
  | { readonly change: 'create'; readonly inside: string; readonly parentCode: string | null };

type Sight = {
  readonly importer: Importer;
  readonly known: ReadonlyMap<string, KnownCode>;
  /** The first line of each code. */
  readonly inFile: ReadonlyMap<string, Row>;
  readonly failed: ReadonlySet<string>;
  /** Inside which known path each judged code is; what is new under something new is inside that one's. */
  readonly insideByCode: ReadonlyMap<string, string>;
  readonly cityCode: string | undefined;
};

function planOf(rows: readonly Row[], knownCodes: readonly KnownCode[], importer: Importer): Plan {
  const known = new Map<string, KnownCode>();
  for (const one of knownCodes) if (!one.former || !known.has(one.code)) known.set(one.code, one);
  const inFile = new Map(rows.toReversed().map((row) => [row.code, row]));
  const plan: Plan = { created: [], renamed: [], unchanged: 0, errors: [], preview: [], known };
  const failed = new Set<string>();
  const insideByCode = new Map<string, string>();
  let cityCode = knownCodes.find(({ kind, former }) => kind === 'city' && !former)?.code;

  // Parents first, whatever the order of the lines: a new area may stand under a new one.
  const inOrder = rows.map((row) => ({ row, kind: kindOfLevel(row.level) })).sort((a, b) => order(a.kind) - order(b.kind));
  for (const { row, kind } of inOrder) {
    const verdict = judge(row, kind, { importer, known, inFile, failed, insideByCode, cityCode });
    if ('problem' in verdict) {
      if (inFile.get(row.code) === row) failed.add(row.code);
      plan.errors.push({ row: row.row, column: verdict.column, problem: verdict.problem, detail: say(importer.language, `geography.problem.${verdict.problem}`, verdict.params) });
      continue;
    }
    insideByCode.set(row.code, verdict.inside);
    if (verdict.change === 'none' || kind === undefined) {
      plan.unchanged += 1;
      continue;
    }
    if (kind === 'city') cityCode = row.code;
    if (verdict.change === 'rename') plan.renamed.push({ areaId: verdict.areaId, name: row.name });
    else plan.created.push({ code: row.code, name: row.name, kind, parentCode: verdict.parentCode });
    plan.preview.push({ row: row.row, change: verdict.change, code: row.code, name: row.name, was: verdict.change === 'rename' ? verdict.was : null });
  }
  plan.errors.sort((a, b) => a.row - b.row);
  return plan;
}

/** Text of the file is repeated in a sentence only where it is digits: it may hold what cannot be kept. */
function judge(row: Row, kind: AreaKind | undefined, { importer, known, inFile, failed, insideByCode, cityCode }: Sight): Verdict {
  if (!codeFits('community', row.code)) return { column: 'code', problem: 'code-wrong' };
  if (inFile.get(row.code) !== row) return { column: 'code', problem: 'code-twice', params: { code: row.code } };
  if (kind === undefined) return { column: 'level', problem: 'level-unknown' };
  if (!nameRule.safeParse(row.name).success) return { column: 'name', problem: 'name-wrong' };

  const have = known.get(row.code);
  if (have) {
    if (have.kind !== kind) return { column: 'level', problem: 'kind-differs', params: { code: row.code, kind: kindName(have.kind, importer) } };
    // Under a former code the area has gone on; an old list does not turn it back.
    if (have.former || have.name === row.name) return { change: 'none', inside: have.path };
    if (!importer.mayManage(have.path)) return { column: 'code', problem: 'outside-your-area' };
    return { change: 'rename', inside: have.path, areaId: have.areaId, was: have.name };
  }
  if (kind === 'city') {
    if (cityCode !== undefined) return { column: 'code', problem: 'second-city', params: { code: cityCode } };
    return importer.mayManage('') ? { change: 'create', inside: '', parentCode: null } : { column: 'code', problem: 'outside-your-area' };
  }
  if (row.parentCode === '') return { column: 'parent_code', problem: 'parent-missing' };
  const params = { code: /^\d{1,20}$/.test(row.parentCode) ? row.parentCode : '?' };
  const parent = known.get(row.parentCode);
  const parentRow = inFile.get(row.parentCode);
  if (!parent && failed.has(row.parentCode)) return { column: 'parent_code', problem: 'parent-has-errors', params };
  const parentKind = parent?.kind ?? (parentRow ? kindOfLevel(parentRow.level) : undefined);
  if (parentKind === undefined) return { column: 'parent_code', problem: 'parent-unknown', params };
  if (!parentKinds[kind].includes(parentKind)) {
    return { column: 'parent_code', problem: 'parent-not-fitting', params: { kind: kindName(kind, importer), parent: kindName(parentKind, importer) } };
  }
  const inside = parent?.path ?? insideByCode.get(row.parentCode) ?? '';
  if (!importer.mayManage(inside)) return { column: 'parent_code', problem: 'outside-your-area' };
  return { change: 'create', inside, parentCode: row.parentCode };
}

function order(kind: AreaKind | undefined): number {
  return kind === undefined ? -1 : kindOrder[kind];
}

function kindName(kind: AreaKind, { language }: Importer): string {
  return say(language, `geography.kind.${kind}`);
}

async function write(db: Db, plan: Plan, { day, validFrom }: DivisionImport): Promise<void> {
  const present = await findAreasByIds(db, plan.renamed.map(({ areaId }) => areaId));
  const nameById = new Map(plan.renamed.map(({ areaId, name }) => [areaId, name]));
  if (present.length > 0) {
    await changeAreas(db, present.map((area) => {
      const name = nameById.get(area.id) ?? area.name;
      return { id: area.id, name, initials: initialsOf(name), code: area.code, households: area.households, assessmentUnit: area.assessmentUnit };
    }), day);
  }
  const idByCode = new Map([...plan.known].map(([code, { areaId }]) => [code, areaId]));
  for (const level of new Set(divisionKinds.map((kind) => kindOrder[kind]))) {
    const areas = plan.created.filter(({ kind }) => kindOrder[kind] === level);
    if (areas.length === 0) continue;
    const made = await insertAreas(db, areas.map(({ code, name, kind, parentCode }) => ({
      kind, code, name, initials: initialsOf(name), parentId: parentCode === null ? null : idByCode.get(parentCode) ?? null,
      assessmentUnit: kind === 'county' || kind === 'developmentZone', households: null, validFrom,
    })));
    for (const { code, id } of made) idByCode.set(code, id);
  }
}
