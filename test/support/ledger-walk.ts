import { chinaDay, type Body, type ModelAccount } from './ledger-model.ts';

// Random operations on one book, the same for the same seed: awards, deductions, redemptions in two commodities, reservations and what becomes
// of them, reversals, repeats of what was sent before, ids with other contents, and amounts and days that nobody may use.

/** mulberry32 */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let one = Math.imul(state ^ (state >>> 15), 1 | state);
    one = (one + Math.imul(one ^ (one >>> 7), 61 | one)) ^ one;
    return ((one ^ (one >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export type Walk = { readonly next: (now: Date) => Body };

/** @param strange an account of another book */
export function ledgerWalk(accounts: readonly ModelAccount[], strange: number, seed: number): Walk {
  const roll = dice(seed);
  const below = (n: number): number => Math.floor(roll() * n);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T; // never asked of an empty list
  const of = (...kinds: readonly string[]): readonly ModelAccount[] => accounts.filter(({ kind }) => kinds.includes(kind));
  const [homes, issuer, supplier, stock, till] = [of('household', 'person', 'worker'), pick(of('issuer')), pick(of('supplier')), pick(of('stock')), pick(of('till'))];
  const book = issuer.book;
  const rules = [uuidOf(roll), uuidOf(roll)];
  const sent: Body[] = [];
  const [moves, holds]: [string[], string[]] = [[], []];
  // Of the distant past little is asked; what is kept stays small whatever the length of the walk.
  const keep = <T>(list: T[], one: T): void => { if (list.length < 400) list.push(one); else list[below(400)] = one; };
  let facts = 0;

  const single = (now: Date): Body => {
    const id = uuidOf(roll);
    const home = pick(homes).id;
    switch (below(20)) {
      case 0: case 1: case 2: case 3: case 4: return { id, phase: 'single', book, kind: 'award', legs: [[issuer.id, -5], [home, 5]], rule: pick(rules), fact: `fact:${roll() < 0.9 ? facts += 1 : below(facts + 1)}` };
      case 5: case 6: return { id, phase: 'single', book, kind: 'deduct', legs: [[home, -3], [issuer.id, 3]], rule: pick(rules), fact: `fact:${facts += 1}` };
      case 7: case 8: case 9: return { id, phase: 'single', book, kind: 'redeem', legs: [[home, -4], [till.id, 4], [stock.id, -1], [supplier.id, 1]] };
      case 10: return { id, phase: 'single', book, kind: 'stock', legs: [[supplier.id, -30], [stock.id, 30]] };
      case 11: return { id, phase: 'single', book, kind: 'adjust', legs: [[home, -1], [pick(homes).id, 1]] };
      case 12: return { id, phase: 'single', book, kind: 'base', legs: [[issuer.id, -2 * Math.min(5, homes.length)], ...homes.slice(0, 5).map(({ id: one }) => [one, 2] as const)] };
      case 13: return { id, phase: 'single', book, kind: 'adjust', legs: [[issuer.id, -1], [home, pick([1, 1, 2, 0, 1.5, 1_000_001, 1e18])]], day: chinaDay(new Date(now.getTime() - below(6) * 86_400_000)) };
      case 14: return { id, phase: 'single', book, kind: 'adjust', legs: [[issuer.id, -1], [pick([home, strange, 999_999_999, issuer.id]), 1]] };
      case 15: return { id, phase: 'single', book, kind: 'adjust', legs: [[issuer.id, -1], [home, 1]], day: chinaDay(new Date(now.getTime() + (2 - below(40)) * 86_400_000)) };
      default: return { id, phase: 'reserve', book, kind: 'redeem', legs: [[home, -3], [till.id, 3], [stock.id, -2], [supplier.id, 2]], expires: new Date(now.getTime() + pick([60_000, 3_600_000, 86_400_000])).toISOString() };
    }
  };
  return {
    next: (now) => {
      const chance = roll();
      if (chance < 0.06 && sent.length > 0) return pick(sent);
      if (chance < 0.09 && sent.length > 0) return { ...single(now), id: pick(sent).id };
      const fresh = ((): Body => {
        if (chance < 0.2 && moves.length > 0) return { id: uuidOf(roll), phase: 'reverse', of: roll() < 0.03 && holds.length > 0 ? pick(holds) : pick(moves) };
        if (chance < 0.4 && holds.length > 0) {
          // Mostly what was reserved last: the others have ended long since.
          const held = roll() < 0.8 ? holds.at(-1 - below(Math.min(8, holds.length))) ?? '' : pick(holds);
          const phase = pick(['post', 'post', 'post', 'void', 'expire'] as const);
          const hold = roll() < 0.3 && phase === 'post' ? sent.findLast(({ id }) => id === held) : undefined;
          const part = pick([1, 1, 2, 0]);
          return { id: uuidOf(roll), phase, of: held, ...(hold?.legs ? { legs: hold.legs.map(([account, moved]) => [account, Math.sign(moved) * (roll() < 0.03 ? Math.abs(moved) + 5 : Math.min(part, Math.abs(moved)))] as const) } : {}) };
        }
        return single(now);
      })();
      keep(sent, fresh);
      if (fresh.phase === 'single' || fresh.phase === 'post') keep(moves, fresh.id);
      if (fresh.phase === 'reserve') holds.splice(0, Math.max(0, holds.push(fresh.id) - 60));
      return fresh;
    },
  };
}

function uuidOf(roll: () => number): string {
  const hex = Array.from({ length: 4 }, () => Math.floor(roll() * 4_294_967_296).toString(16).padStart(8, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}
