import type { RowError } from '../../../platform/core/fields.ts';
import type { MatterClass } from '../contract.ts';
import { codeFromNames } from './classes.ts';

// What an import of classes would change. Nothing is deleted: cases live under old classes.

export type PlannedClass = MatterClass & { readonly isExtension: boolean; readonly position: number };
type Fields = Partial<Pick<MatterClass, 'kind' | 'standard' | 'source' | 'deadline' | 'verification' | 'settleable' | 'evidencePhotos' | 'public' | 'urgentCall' | 'keywords'>>;

/** One row of a list: its names from the first level down, the fields that have something in them. */
export type ListedClass = { readonly row: number; readonly names: readonly string[]; readonly code: string | null; readonly fields: Fields };

export type TaxonomyPlan = {
  /** Rows to write, parents before children. */
  readonly write: readonly PlannedClass[];
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly errors: readonly RowError[];
  readonly preview: readonly { readonly code: string; readonly name: string; readonly level: number; readonly change: 'created' | 'changed' | 'ended' }[];
};

/**
 * Rows are told apart by their code, or, in a list without codes, by their names from the first level down; a new
 * class without a code gets one made of its names. A cell that is empty leaves what is there. Levels above that
 * have no row of their own are made. With `replace`, classes that the list does not name become inactive.
 */
export function planTaxonomy(existing: readonly PlannedClass[], listed: readonly ListedClass[], replace: boolean, shipped: boolean): TaxonomyPlan {
  const errors: RowError[] = [];
  const before = new Map(existing.map((one) => [one.code, one]));
  const after = new Map(before);
  const codeByNames = new Map(existing.map((one) => [namesOf(one, before).join('/'), one.code]));
  const listedCodes = new Set<string>();
  const touched = new Set<string>();
  let position = existing.reduce((most, one) => Math.max(most, one.position), 0);

  const put = (code: string, names: readonly string[], parent: PlannedClass | null, fields: Fields): PlannedClass => {
    const known = after.get(code);
    const base: PlannedClass = known ?? {
      code, parentCode: null, level: names.length, name: '', kind: parent?.kind ?? 'matter', standard: '', source: '', deadline: null, verification: false,
      settleable: false, evidencePhotos: 0, public: (parent?.kind ?? 'matter') === 'matter', urgentCall: null, active: true, keywords: [],
      isExtension: !shipped, position: (position += 1),
    };
    const merged: PlannedClass = { ...base, ...fields, parentCode: parent?.code ?? null, name: names.at(-1) ?? '', active: true };
    // A class that becomes a dispute is neither shown to the public nor settled on the spot, whatever it was before.
    const next = merged.kind === 'dispute' ? { ...merged, public: fields.public ?? false, settleable: fields.settleable ?? false } : merged;
    after.set(code, next);
    codeByNames.set(names.join('/'), code);
    touched.add(code);
    return next;
  };

  for (const { row, names, code: given, fields } of [...listed].sort((a, b) => a.names.length - b.names.length)) {
    const name = names.join('/');
    const known = codeByNames.get(name);
    const code = given ?? known ?? codeFromNames(names);
    const there = after.get(code);
    const problem = listedCodes.has(code) ? 'twice'
      : given !== null && known !== undefined && known !== given && (listedCodes.has(known) || before.get(known)?.active === true) ? 'name-has-other-code'
        : there && there.level !== names.length ? 'level-changed'
          : (fields.kind ?? there?.kind) === 'dispute' && (fields.public === true || fields.settleable === true) ? 'dispute-not-public' : null;
    if (problem) {
      errors.push({ row, column: problem === 'dispute-not-public' ? 'kind' : given === null ? `level${names.length}` : 'code', problem, detail: problem === 'name-has-other-code' ? `${name} = ${known}` : given ?? name });
      continue;
    }
    listedCodes.add(code);
    let parent: PlannedClass | null = null;
    for (let depth = 1; depth < names.length; depth += 1) {
      const above = names.slice(0, depth);
      const aboveCode: string = codeByNames.get(above.join('/')) ?? codeFromNames(above);
      const now = after.get(aboveCode);
      parent = now && touched.has(aboveCode) ? now : put(aboveCode, above, parent, {});
    }
    put(code, names, parent, fields);
  }
  if (replace) {
    for (const [code, one] of after) if (one.active && !touched.has(code)) after.set(code, { ...one, active: false });
  }
  const write = [...after.values()].filter((one) => !same(before.get(one.code), one)).sort((a, b) => a.level - b.level || a.position - b.position);
  const created = write.filter(({ code }) => !before.has(code)).length;
  return {
    write, created, changed: write.length - created, unchanged: [...touched].filter((code) => same(before.get(code), after.get(code))).length,
    errors: [...errors].sort((a, b) => a.row - b.row),
    preview: write.map((one) => ({ code: one.code, name: namesOf(one, after).join(' / '), level: one.level, change: !before.has(one.code) ? 'created' : one.active ? 'changed' : 'ended' })),
  };
}

function namesOf(one: PlannedClass, byCode: ReadonlyMap<string, PlannedClass>): string[] {
  const parent = one.parentCode === null ? undefined : byCode.get(one.parentCode);
  return parent ? [...namesOf(parent, byCode), one.name] : [one.name];
}

function same(a: PlannedClass | undefined, b: PlannedClass | undefined): boolean {
  return a !== undefined && b !== undefined && flat(a) === flat(b);
}

function flat(one: PlannedClass): string {
  return JSON.stringify([
    one.parentCode, one.level, one.name, one.kind, one.standard, one.source, one.deadline && [one.deadline.amount, one.deadline.unit], one.verification,
    one.settleable, one.evidencePhotos, one.public, one.urgentCall, one.active, one.keywords,
  ]);
}
