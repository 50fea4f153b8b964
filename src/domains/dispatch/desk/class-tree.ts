import type { MatterClass } from '../contract.ts';
import type { Duration } from '../../../platform/core/calendar.ts';
import { defaultHandling } from '../rules/classes.ts';

export type ClassRow = MatterClass & {
  readonly names: readonly string[];
  readonly children: number;
  /** The one that holds, and where it stands: here, above, or nowhere. */
  readonly effective: Duration;
  readonly from: 'own' | 'above' | 'default';
};

/** In the taxonomy's order, each with its children behind it. */
export function classRows(classes: readonly MatterClass[]): readonly ClassRow[] {
  const byParent = new Map<string | null, MatterClass[]>();
  for (const one of classes) byParent.set(one.parentCode, [...byParent.get(one.parentCode) ?? [], one]);
  const walk = (one: MatterClass, above: { names: readonly string[]; deadline: Duration | null }): ClassRow[] => {
    const children = byParent.get(one.code) ?? [];
    const deadline = one.deadline ?? above.deadline;
    const row: ClassRow = {
      ...one, names: [...above.names, one.name], children: children.length, effective: deadline ?? defaultHandling, from: one.deadline ? 'own' : above.deadline ? 'above' : 'default',
    };
    return [row, ...children.flatMap((child) => walk(child, { names: row.names, deadline }))];
  };
  return (byParent.get(null) ?? []).flatMap((one) => walk(one, { names: [], deadline: null }));
}

/** Rows in sight: with words, what they find and what it stands under; otherwise what is unfolded. */
export function visibleRows(rows: readonly ClassRow[], open: ReadonlySet<string>, text: string): readonly ClassRow[] {
  const wanted = text.trim().toLowerCase();
  const byCode = new Map(rows.map((row) => [row.code, row]));
  if (wanted === '') return rows.filter((row) => ancestors(row, byCode).every(({ code }) => open.has(code)));
  const found = rows.filter((row) => row.name.toLowerCase().includes(wanted) || row.code.toLowerCase().startsWith(wanted) || row.keywords.some((word) => word.toLowerCase().includes(wanted)));
  const shown = new Set(found.flatMap((row) => [row.code, ...ancestors(row, byCode).map(({ code }) => code)]));
  return rows.filter(({ code }) => shown.has(code));
}

export function ancestors(row: ClassRow, byCode: ReadonlyMap<string, ClassRow>): readonly ClassRow[] {
  const parent = row.parentCode === null ? undefined : byCode.get(row.parentCode);
  return parent ? [...ancestors(parent, byCode), parent] : [];
}
