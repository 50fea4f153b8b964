import { capSpan } from './period.ts';
import type { Content, FactSource, Item } from './rule-book.ts';

// What a draft would have done to facts of the past. It writes nothing and tells of no household by name.

/** A deed that was confirmed, or a fact of another domain. `amount`: what was given then, without its sign. */
export type PastFact = { readonly id: string; readonly account: string; readonly on: string; readonly code: string | null; readonly source: FactSource | null; readonly amount: number };
export type ItemOutcome = { readonly code: string; readonly title: string; readonly times: number; readonly capped: number; readonly points: number };
export type Simulated = {
  readonly items: readonly ItemOutcome[];
  /** Facts for which the draft has no item. */
  readonly unmatched: number;
  readonly accounts: number;
  readonly total: number;
  readonly lowest: number;
  readonly highest: number;
  readonly below: number;
  readonly perAccount: ReadonlyMap<string, number>;
};

/** @param year of whose base each account receives the draft's; `floor` 0: what would lead below nothing is not taken off */
export function simulate(draft: Content, facts: readonly PastFact[], accounts: readonly string[], year: number): Simulated {
  const sums = new Map(accounts.map((account) => [account, draft.base.points * (draft.base.every === 'quarter' ? 4 : 1)]));
  const outcomes = new Map(draft.items.map((one) => [one.code, { times: 0, capped: 0, points: 0 }]));
  const given = new Map<string, number>();
  const counts = new Map<string, number>();
  const give = (one: Item, account: string, on: string, wanted: number): void => {
    const outcome = outcomes.get(one.code);
    if (!outcome) return;
    const span = one.cap && `${one.code}/${account}/${capSpan(one.cap.every, on).from}`;
    const left = one.cap && span ? Math.max(0, one.cap.points - (given.get(span) ?? 0)) : wanted;
    const amount = Math.min(wanted, left);
    if (span) given.set(span, (given.get(span) ?? 0) + amount);
    if (amount < wanted) outcome.capped += 1;
    outcome.times += 1;
    outcome.points += Math.sign(one.points) * amount;
    sums.set(account, (sums.get(account) ?? 0) + Math.sign(one.points) * amount);
    if (amount === 0) return;
    for (const bonus of draft.items.filter(({ bonusOf }) => bonusOf?.code === one.code)) {
      const key = `${bonus.code}/${account}/${capSpan(bonus.cap?.every ?? 'year', on).from}`;
      const n = (counts.get(key) ?? 0) + 1;
      counts.set(key, n);
      if (n % (bonus.bonusOf?.times ?? 1) === 0) give(bonus, account, on, Math.abs(bonus.points));
    }
  };
  let unmatched = 0;
  const seen = new Set<string>();
  for (const fact of facts.toSorted((a, b) => (a.on === b.on ? (a.id < b.id ? -1 : 1) : a.on < b.on ? -1 : 1))) {
    if (seen.has(`${fact.id}/${fact.account}`) || Number(fact.on.slice(0, 4)) !== year) continue;
    seen.add(`${fact.id}/${fact.account}`);
    const one = draft.items.find((each) => (fact.source !== null ? each.source === fact.source : each.code === fact.code));
    if (one) give(one, fact.account, fact.on, one.upTo && fact.amount > 0 ? Math.min(fact.amount, Math.abs(one.points)) : Math.abs(one.points));
    else unmatched += 1;
  }
  const totals = [...sums.values()];
  return {
    items: draft.items.map(({ code, title }) => ({ code, title, ...(outcomes.get(code) ?? { times: 0, capped: 0, points: 0 }) })), unmatched, accounts: sums.size,
    total: totals.reduce((all, one) => all + one, 0), lowest: totals.length > 0 ? Math.min(...totals) : 0, highest: totals.length > 0 ? Math.max(...totals) : 0, below: totals.filter((one) => one < 0).length, perAccount: sums,
  };
}
