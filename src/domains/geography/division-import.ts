import type { ImportReport, RowError } from '../../platform/core/fields.ts';
import { refuse, type Refusal } from '../../platform/core/refusal.ts';
import type { Language } from '../../platform/core/words.ts';
import { makeSay } from '../../platform/say.ts';
import { areaKinds, type AreaKind } from './contract.ts';
import { parseDivisions, type DivisionProblem, type DivisionRow } from './divisions.ts';
import { initialsOf } from './initials.ts';
import { divisionKinds, kindOrder } from './rules.ts';
import { changeAreas, findAreasByIds, insertAreas, listKnownCodes, type Db, type KnownCode } from './store/areas.ts';
import { geographyWords } from './words.ts';

// What the file does not name stays as it is, and an area that was moved by hand stays where it is: the list says
// who exists and how it is called.

export type DivisionImport = { readonly csv: string; readonly day: string; readonly validFrom: string; readonly dryRun: boolean };
export type Importer = {
  readonly language: Language;
  /** May the importer change what is inside this path? `''` is where the city itself is. */
  readonly mayManage: (path: string) => boolean;
};

const say = makeSay([geographyWords]);
const shown = 200;

/** All or nothing. The caller holds the tree's lock. */
export async function takeDivisions(db: Db, input: DivisionImport, importer: Importer): Promise<ImportReport | Refusal> {
  const known = knownByCode(await listKnownCodes(db, divisionKinds));
  const { rows, problems } = parseDivisions(input.csv, new Map([...known].map(([code, { kind }]) => [code, kind])));
  const [broken] = problems;
  if (broken && rows.length === 0 && broken.problem.startsWith('csv-')) return refuse('geography/import-unreadable', { why: sentence(broken, importer.language) });
  const plan = planOf(rows, problems, known, importer);
  const [first] = plan.errors;
  if (first && !input.dryRun) return refuse('geography/import-has-errors', { count: plan.errors.length, row: first.row, first: first.detail });
  if (!input.dryRun) await write(db, plan, known, input);
  return {
    written: !input.dryRun, rows: rows.length + new Set(problems.map(({ row }) => row)).size,
    created: plan.created.length, changed: plan.renamed.length, unchanged: plan.unchanged,
    errors: plan.errors.slice(0, shown), preview: plan.preview.slice(0, shown),
  };
}

/** Present codes before former ones. */
function knownByCode(codes: readonly KnownCode[]): Map<string, KnownCode> {
  const known = new Map<string, KnownCode>();
  for (const one of codes) if (!one.former || !known.has(one.code)) known.set(one.code, one);
  return known;
}

type Plan = {
  readonly created: DivisionRow[]; readonly renamed: { areaId: number; name: string }[]; unchanged: number;
  readonly errors: RowError[]; readonly preview: ImportReport['preview'];
};
type Verdict =
  | { readonly column: DivisionProblem['column']; readonly problem: string; readonly params?: DivisionProblem['params'] }
  /** `inside`: the known path that the area is in; what is new under something new is inside that one's. */
  | { readonly change: 'none' | 'create'; readonly inside: string }
  | { readonly change: 'rename'; readonly inside: string; readonly areaId: number; readonly was: string };

/** `rows` has parents before their children. */
function planOf(rows: readonly DivisionRow[], problems: readonly DivisionProblem[], known: ReadonlyMap<string, KnownCode>, importer: Importer): Plan {
  const plan: Plan = { created: [], renamed: [], unchanged: 0, errors: [], preview: [] };
  const note = (problem: DivisionProblem): void => {
    plan.errors.push({ row: problem.row, column: problem.column, problem: problem.problem, detail: sentence(problem, importer.language) });
  };
  problems.forEach(note);
  const insideByCode = new Map<string, string>();
  let cityCode = [...known.values()].find(({ kind, former }) => kind === 'city' && !former)?.code;
  for (const row of rows) {
    const verdict = judge(row, known.get(row.code), { importer, cityCode, parentInside: insideOf(row, known, insideByCode) });
    if ('problem' in verdict) {
      note({ row: row.row, column: verdict.column, problem: verdict.problem, params: verdict.params ?? {} });
      continue;
    }
    insideByCode.set(row.code, verdict.inside);
    if (row.kind === 'city') cityCode = row.code;
    if (verdict.change === 'none') {
      plan.unchanged += 1;
      continue;
    }
    if (verdict.change === 'rename') plan.renamed.push({ areaId: verdict.areaId, name: row.name });
    else plan.created.push(row);
    plan.preview.push({ row: row.row, change: verdict.change, code: row.code, name: row.name, was: verdict.change === 'rename' ? verdict.was : null });
  }
  plan.errors.sort((a, b) => a.row - b.row);
  return plan;
}

function insideOf({ parentCode }: DivisionRow, known: ReadonlyMap<string, KnownCode>, insideByCode: ReadonlyMap<string, string>): string | undefined {
  return parentCode === null ? '' : known.get(parentCode)?.path ?? insideByCode.get(parentCode);
}

function judge(row: DivisionRow, have: KnownCode | undefined, sight: { importer: Importer; cityCode: string | undefined; parentInside: string | undefined }): Verdict {
  const { importer, cityCode, parentInside } = sight;
  if (have) {
    if (have.kind !== row.kind) return { column: 'level', problem: 'kind-differs', params: { code: row.code, kind: have.kind } };
    // Under a former code the area has gone on; an old list does not turn it back.
    if (have.former || have.name === row.name) return { change: 'none', inside: have.path };
    if (!importer.mayManage(have.path)) return { column: 'code', problem: 'outside-your-area' };
    return { change: 'rename', inside: have.path, areaId: have.areaId, was: have.name };
  }
  if (row.kind === 'city' && cityCode !== undefined) return { column: 'code', problem: 'second-city', params: { code: cityCode } };
  if (parentInside === undefined) return { column: 'parent_code', problem: 'parent-has-errors', params: { code: row.parentCode ?? '' } };
  if (!importer.mayManage(parentInside)) return { column: 'parent_code', problem: 'outside-your-area' };
  return { change: 'create', inside: parentInside };
}

/** Kinds get their names; of the file's own text only digits are repeated, for the rest may be what no answer can hold. */
function sentence({ problem, params }: DivisionProblem, language: Language): string {
  const spoken = Object.entries(params).map(([name, value]): [string, string | number] => {
    const kind = areaKinds.find((one) => one === value);
    if (kind) return [name, say(language, `geography.kind.${kind}`)];
    return [name, typeof value === 'number' || /^\d{1,20}$/.test(value) ? value : '?'];
  });
  return say(language, `geography.problem.${problem}`, Object.fromEntries(spoken));
}

async function write(db: Db, plan: Plan, known: ReadonlyMap<string, KnownCode>, { day, validFrom }: DivisionImport): Promise<void> {
  const nameById = new Map(plan.renamed.map(({ areaId, name }) => [areaId, name]));
  const present = await findAreasByIds(db, [...nameById.keys()]);
  if (present.length > 0) {
    await changeAreas(db, present.map((area) => {
      const name = nameById.get(area.id) ?? area.name;
      return { ...area, name, initials: initialsOf(name) };
    }), day);
  }
  const idByCode = new Map([...known].map(([code, { areaId }]) => [code, areaId]));
  for (const level of new Set(divisionKinds.map((kind: AreaKind) => kindOrder[kind]))) {
    const areas = plan.created.filter(({ kind }) => kindOrder[kind] === level);
    if (areas.length === 0) continue;
    const made = await insertAreas(db, areas.map(({ code, name, kind, parentCode }) => ({
      kind, code, name, initials: initialsOf(name), parentId: parentCode === null ? null : idByCode.get(parentCode) ?? null,
      assessmentUnit: kind === 'county' || kind === 'developmentZone', households: null, validFrom,
    })));
    for (const { code, id } of made) idByCode.set(code, id);
  }
}
