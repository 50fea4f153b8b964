// The ledger of points once more, small and slow-witted, in memory: what PostgreSQL answers is compared with what this answers.

export type ModelKind = 'household' | 'person' | 'worker' | 'issuer' | 'supplier' | 'stock' | 'till';
export type ModelAccount = { readonly id: number; readonly book: number; readonly kind: ModelKind; readonly commodity: string; readonly floor: number | null; readonly minorUntil: string | null; balance: number; reserved: number; version: number };
export type Body = {
  readonly id: string; readonly phase: 'single' | 'reserve' | 'post' | 'void' | 'expire' | 'reverse'; readonly book?: number; readonly kind?: string; readonly of?: string; readonly legs?: readonly (readonly [number, number])[];
  readonly day?: string; readonly about?: string; readonly rule?: string; readonly fact?: string; readonly expires?: string;
};
export type ModelAnswer = { readonly refused: string } | { readonly id: string; readonly replayed: boolean; readonly entries: readonly (readonly [number, number, number, number])[] };
type Kept = { readonly body: Body; readonly phase: Body['phase']; readonly book: number; readonly kind: string; readonly day: string; readonly legs: ReadonlyMap<number, number>; readonly expires: string | undefined; readonly entries: (readonly [number, number, number, number])[]; ended: boolean; reversed: boolean };

export type Model = {
  readonly accounts: ReadonlyMap<number, ModelAccount>;
  readonly apply: (body: Body, now: Date) => ModelAnswer;
  readonly close: (book: number, through: string, now: Date) => boolean;
  /** Reservations that have not ended. */
  readonly open: () => string[];
};

/** A day of Asia/Shanghai. */
export function chinaDay(at: Date): string {
  return new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
}

export function ledgerModel(list: readonly ModelAccount[]): Model {
  const accounts = new Map(list.map((one) => [one.id, one]));
  const kept = new Map<string, Kept>();
  const awards = new Set<string>();
  const closedTo = new Map<number, string>();
  const text = (body: Body): string => JSON.stringify(Object.entries(body).sort(([a], [b]) => (a < b ? -1 : 1)));

  const apply = (body: Body, now: Date): ModelAnswer => {
    const before = kept.get(body.id);
    const no = (refused: string): ModelAnswer => {
      if (!before) return { refused };
      return (before.body === body || text(before.body) === text(body)) ? { id: body.id, replayed: true, entries: before.entries } : { refused: 'points/id-reused' };
    };
    const origin = body.of === undefined ? undefined : kept.get(body.of);
    const book = body.of === undefined ? body.book : origin?.book;
    if (book === undefined) return { refused: body.of === undefined ? 'points/book-unknown' : 'points/transfer-unknown' };
    const day = body.day ?? chinaDay(now);
    const closed = closedTo.get(book);
    if (day > chinaDay(now)) return no('points/day-ahead');
    if (closed !== undefined && day <= closed) return no('points/period-closed');
    if (body.about !== undefined && body.about > day) return no('points/day-ahead');

    let legs = body.legs;
    const isEnd = body.phase === 'post' || body.phase === 'void' || body.phase === 'expire';
    if (body.phase === 'reverse') {
      if (origin?.phase !== 'single' && origin?.phase !== 'post') return no('points/not-reversible');
      legs = origin.entries.map(([account, moved]) => [account, -moved]);
    } else if (isEnd) {
      if (origin?.phase !== 'reserve') return no('points/not-reserved');
      const named = new Map(body.phase === 'post' ? legs ?? [...origin.legs] : []);
      if ([...named.keys()].some((account) => !origin.legs.has(account))) return no('points/post-too-much');
      legs = [...origin.legs.keys()].map((account) => [account, named.get(account) ?? 0]);
    }
    if (legs === undefined || legs.length < 2) return no('points/legs');
    const isGiver = (id: number): number => (['issuer', 'supplier'].includes(accounts.get(id)?.kind ?? '') ? 1 : 0);
    const ordered = legs.filter(([id]) => accounts.get(id)?.book === book).toSorted(([a], [b]) => isGiver(a) - isGiver(b) || a - b);
    const isShort = (one: ModelAccount, moved: number): boolean => moved < 0 && one.floor !== null && one.balance - one.reserved + moved < one.floor;
    const short = isEnd ? undefined : ordered.map(([id, moved]) => ({ one: accounts.get(id), moved })).filter(({ one, moved }) => one !== undefined && isShort(one, moved)).sort((a, b) => (a.one?.id ?? 0) - (b.one?.id ?? 0))[0];
    if (short) return no(short.one?.kind === 'stock' ? 'points/out-of-stock' : 'points/short');
    for (const [id, moved] of ordered) {
      const one = accounts.get(id);
      if (!one) continue;
      if (!Number.isInteger(moved) || Math.abs(moved) > 1_000_000 || (moved === 0 && !isEnd)) return no('points/amount');
      if (!isEnd) {
        if (moved < 0 && one.minorUntil !== null && day < one.minorUntil && body.phase !== 'reverse' && body.kind !== 'redeem' && body.kind !== 'deposit') return no('points/minor');
      } else if (moved !== 0) {
        const held = origin?.legs.get(id) ?? 0;
        if (Math.sign(held) !== Math.sign(moved) || Math.abs(moved) > Math.abs(held)) return no('points/post-too-much');
      }
    }
    if (new Set(ordered.map(([id]) => id)).size !== legs.length) return no(new Set(legs.map(([id]) => id)).size !== legs.length ? 'points/legs' : legs.some(([id]) => accounts.has(id) && accounts.get(id)?.book !== book) ? 'points/other-book' : 'points/account-unknown');
    const sums = new Map<string, number>();
    for (const [id, moved] of ordered) sums.set(accounts.get(id)?.commodity ?? '', (sums.get(accounts.get(id)?.commodity ?? '') ?? 0) + moved);
    if ([...sums.values()].some((sum) => sum !== 0)) return no('points/unbalanced');
    if (body.phase === 'post' && ordered.every(([, moved]) => moved === 0)) return no('points/amount');
    if (body.phase === 'reverse' && origin?.reversed === true) return no('points/reversed-already');
    const earned = ordered.filter(([id]) => isGiver(id) === 0).map(([id]) => `${body.rule ?? ''} ${body.fact ?? ''} ${id}`);
    if (isEnd) {
      if (origin?.ended === true) return no('points/reservation-over');
      const isOver = (origin?.expires ?? '') <= now.toISOString();
      if (body.phase === 'post' && isOver) return no('points/reservation-expired');
      if (body.phase === 'expire' && !isOver) return no('points/reservation-holds');
    } else if (body.fact !== undefined && earned.some((one) => awards.has(one))) return no('points/fact-awarded');
    if (before) return no('points/id-reused');

    if (body.fact !== undefined) for (const one of earned) awards.add(one);
    const entries: (readonly [number, number, number, number])[] = [];
    for (const [id, moved] of ordered) {
      const one = accounts.get(id);
      if (!one) continue;
      if (body.phase === 'reserve') { one.reserved += Math.max(-moved, 0); continue; }
      if (isEnd) one.reserved -= Math.max(-(origin?.legs.get(id) ?? 0), 0);
      if (moved === 0) continue;
      one.balance += moved;
      one.version += 1;
      entries.push([id, moved, one.balance, one.version]);
    }
    entries.sort(([a], [b]) => a - b);
    if (origin && isEnd) origin.ended = true;
    if (origin && body.phase === 'reverse') origin.reversed = true;
    kept.set(body.id, { body, phase: body.phase, book, kind: body.kind ?? origin?.kind ?? '', day, legs: new Map(ordered), expires: body.expires, entries, ended: false, reversed: false });
    return { id: body.id, replayed: false, entries };
  };

  const close = (book: number, through: string, now: Date): boolean => {
    if (through >= chinaDay(now) || through <= (closedTo.get(book) ?? '')) return false;
    closedTo.set(book, through);
    return true;
  };
  return { accounts, apply, close, open: () => [...kept].filter(([, one]) => one.phase === 'reserve' && !one.ended).map(([id]) => id) };
}
