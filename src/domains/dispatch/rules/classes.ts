import type { Duration } from '../../../platform/core/calendar.ts';
import type { MatterClass } from '../contract.ts';

/** Handling time where neither the class nor one above it states any. */
export const defaultHandling: Duration = { amount: 5, unit: 'workingDays' };

/** `path`: codes from the first level down, the class itself last. `deadline` is the nearest one up the path. */
export type ResolvedClass = Omit<MatterClass, 'deadline'> & {
  readonly deadline: Duration;
  /** The class in whose row the deadline stands; null for `defaultHandling`. */
  readonly deadlineFrom: string | null;
  readonly path: readonly string[];
  readonly names: readonly string[];
};

export type ClassIndex = {
  /** The taxonomy's version; a case keeps the number under which it was filed. */
  readonly version: number;
  /** In the taxonomy's own order; `active` also says that every class above is. */
  readonly classes: readonly MatterClass[];
  readonly byCode: ReadonlyMap<string, ResolvedClass>;
};

export function indexClasses(version: number, rows: readonly MatterClass[]): ClassIndex {
  const rowByCode = new Map(rows.map((row) => [row.code, row]));
  const byCode = new Map<string, ResolvedClass>();
  for (const row of rows) {
    const path = chain(row, rowByCode);
    const stating = path.findLast((one) => one.deadline !== null);
    byCode.set(row.code, {
      ...row,
      active: path.every((one) => one.active),
      deadline: stating?.deadline ?? defaultHandling,
      deadlineFrom: stating?.code ?? null,
      path: path.map((one) => one.code),
      names: path.map((one) => one.name),
    });
  }
  return { version, classes: rows.map((row) => ({ ...row, active: byCode.get(row.code)?.active ?? row.active })), byCode };
}

/**
 * A code made of the names alone, so that the same list gives the same codes on every machine and in any order
 * of rows. 64 bits: no two of some thousand paths meet.
 */
export function codeFromNames(names: readonly string[]): string {
  let hash = 0xcbf29ce484222325n; // FNV-1a
  for (const byte of utf8(names.join('/'))) hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & 0xffffffffffffffffn;
  return `n${hash.toString(36).padStart(13, '0')}`;
}

function chain(row: MatterClass, rowByCode: ReadonlyMap<string, MatterClass>): MatterClass[] {
  const path = [row];
  for (let above = row.parentCode; above !== null && path.length < 3;) {
    const parent = rowByCode.get(above);
    if (!parent) break;
    path.unshift(parent);
    above = parent.parentCode;
  }
  return path;
}

function utf8(text: string): number[] {
  const bytes: number[] = [];
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    if (point < 0x80) bytes.push(point);
    else if (point < 0x800) bytes.push(0xc0 | (point >> 6), 0x80 | (point & 63));
    else if (point < 0x10000) bytes.push(0xe0 | (point >> 12), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63));
    else bytes.push(0xf0 | (point >> 18), 0x80 | ((point >> 12) & 63), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63));
  }
  return bytes;
}
