// Each field is a row of facts: what was found, by which way, on which day. What holds today is the fold of them; nothing
// is overwritten, so an import, a merge and their undoing are all the same thing: facts of one batch, and facts that take them back.

export const sources = ['self', 'visit', 'document', 'department', 'import', 'merge', 'undo'] as const;
export type Source = (typeof sources)[number];
/** Those that a person chooses from; the others are the system's own. */
export const typedSources = ['self', 'visit', 'document', 'department'] as const satisfies readonly Source[];

export type Fact = {
  readonly id: string;
  readonly field: string;
  /** As text; null: it was found to be empty. A sealed value is compared by its hash. */
  readonly value: string | null;
  readonly source: Source;
  /** The day on which it was so, in China. */
  readonly observedOn: string;
  /** Order of arrival. */
  readonly seq: number;
  readonly batchId: string | null;
};

/** Later news wins; of the same day, what came later. What a merge or an undo says stands whatever day it speaks of. */
export function isFresher(one: Fact, than: Fact): boolean {
  if (decides(one) || decides(than)) return one.seq > than.seq;
  return one.observedOn === than.observedOn ? one.seq > than.seq : one.observedOn > than.observedOn;
}

function decides({ source }: Fact): boolean {
  return source === 'merge' || source === 'undo';
}

/** What holds for each field; the order in which the facts are given does not matter. */
export function currentOf(facts: readonly Fact[]): ReadonlyMap<string, Fact> {
  const current = new Map<string, Fact>();
  for (const fact of [...facts].sort((a, b) => a.seq - b.seq)) {
    const known = current.get(fact.field);
    if (!known || isFresher(fact, known)) current.set(fact.field, fact);
  }
  return current;
}

export type Validity = { readonly fact: Fact; readonly from: string; /** The first day on which something else held; null: it holds. */ readonly until: string | null };

/** A field's past, newest first: what held from which day to which. */
export function validitiesOf(facts: readonly Fact[], field: string): readonly Validity[] {
  const own = facts.filter((fact) => fact.field === field).sort((a, b) => (isFresher(a, b) ? -1 : 1));
  return own.map((fact, at) => ({ fact, from: fact.observedOn, until: own[at - 1]?.observedOn ?? null }));
}

export type Restored = { readonly field: string; readonly value: string | null; /** The fact whose value comes back; null: there was none. */ readonly from: string | null };

/**
 * What must be said to undo a batch: a field goes back to what held before, but only where the batch is still what holds.
 * Whatever somebody found since stays.
 */
export function undoOf(facts: readonly Fact[], batchId: string): { readonly restore: readonly Restored[]; readonly kept: readonly string[] } {
  const current = currentOf(facts);
  const before = currentOf(facts.filter((fact) => fact.batchId !== batchId));
  const touched = [...new Set(facts.filter((fact) => fact.batchId === batchId).map(({ field }) => field))].sort();
  const restore: Restored[] = [];
  const kept: string[] = [];
  for (const field of touched) {
    const now = current.get(field);
    const then = before.get(field);
    if (now?.batchId !== batchId) {
      if (now?.value !== then?.value || now?.source !== 'undo') kept.push(field);
      continue;
    }
    restore.push({ field, value: then?.value ?? null, from: then?.id ?? null });
  }
  return { restore, kept };
}
