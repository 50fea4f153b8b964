export type DueCase = { readonly caseId: string; readonly number: string; readonly kinds: readonly string[]; /** The last deadline that passed. */ readonly dueAt: string };
type Passed = { readonly caseId: string; readonly number: string; readonly kind: string; readonly dueAt: string };

/** Deadlines that passed, one line for each case, the newest first. */
export function dueByCase(passed: readonly Passed[]): readonly DueCase[] {
  const found = new Map<string, DueCase>();
  for (const one of [...passed].sort((a, b) => Date.parse(b.dueAt) - Date.parse(a.dueAt))) {
    const known = found.get(one.caseId);
    if (!known) found.set(one.caseId, { caseId: one.caseId, number: one.number, kinds: [one.kind], dueAt: one.dueAt });
    else if (!known.kinds.includes(one.kind)) found.set(one.caseId, { ...known, kinds: [...known.kinds, one.kind] });
  }
  return [...found.values()];
}
