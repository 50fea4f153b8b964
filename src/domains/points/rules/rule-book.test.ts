import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aliasOf } from './notice.ts';
import { monthsOf } from './card.ts';
import { baseFact, capSpan, closingProblem, periodAt, periodsOf } from './period.ts';
import { judgeProposal, offeredSteps, type ProposalAction, type Standing } from './proposal.ts';
import { amountProblem, capLeft, classes, content, contentProblem, evidenceProblem, item, spanProblem, type Content, type Item } from './rule-book.ts';
import { simulate, type PastFact } from './simulate.ts';
import { templateOf } from './template.ts';

const one = (code: string, more: Record<string, unknown> = {}): Item => item.parse({ code, class: 'helpful', title: `帮助邻里 ${code}`, points: 5, ...more });
const book = (...items: Item[]): Content => content.parse({ items });
const refused = (kind: 'household' | 'cadre', ...items: Item[]): string | undefined => contentProblem(kind, book(...items))?.refused;

describe('a rule book', () => {
  test('of the template can be adopted as it is, and has all seven classes', () => {
    for (const kind of ['household', 'cadre', 'member'] as const) expect(contentProblem(kind, content.parse(templateOf(kind)))).toBeNull();
    const used = new Set(content.parse(templateOf('household')).items.map((each) => each.class));
    expect([...used].toSorted()).toEqual(classes.filter((each) => each !== 'work').toSorted());
    expect(content.parse(templateOf('household')).base).toEqual({ points: 30, every: 'year' });
  });
  test.each<[string, 'household' | 'cadre', Item[]]>([
    ['points/no-items', 'household', []], ['points/code-twice', 'household', [one('A'), one('A', { title: '别的' })]], ['points/title-twice', 'household', [one('A', { title: '打扫 街道' }), one('B', { title: '打扫街道' })]],
    ['points/minus-needs-evidence', 'household', [one('A', { points: -5 })]], ['points/minus-needs-evidence', 'household', [one('A', { points: -5, evidence: ['witness'] })]], ['points/minus-by-itself', 'cadre', [one('A', { points: -5, evidence: ['document'], source: 'visit' })]],
    ['points/family-where', 'cadre', [one('A', { family: true })]], ['points/cap-below', 'household', [one('A', { cap: { points: 4, every: 'year' } })]], ['points/source-household', 'household', [one('A', { source: 'visit' })]],
    ['points/source-twice', 'cadre', [one('A', { source: 'visit' }), one('B', { source: 'visit' })]], ['points/bonus-unknown', 'household', [one('A', { bonusOf: { code: 'Z', times: 3 } })]],
    ['points/bonus-ring', 'household', [one('A', { bonusOf: { code: 'A', times: 3 } })]], ['points/bonus-ring', 'household', [one('A', { bonusOf: { code: 'B', times: 3 } }), one('B', { bonusOf: { code: 'C', times: 2 } }), one('C', { bonusOf: { code: 'A', times: 2 } })]],
    ['points/bonus-of-minus', 'household', [one('A', { points: -5, evidence: ['photo'] }), one('B', { bonusOf: { code: 'A', times: 2 } })]],
  ])('%s', (why, kind, items) => { expect(refused(kind, ...items)).toBe(why); });
  test('a ring of rules is found wherever it begins, and nothing else is one', () => {
    fc.assert(fc.property(fc.integer({ min: 2, max: 8 }), fc.integer({ min: 0, max: 7 }), fc.boolean(), (size, from, closes) => {
      const codes = Array.from({ length: size }, (_, index) => `C${index}`);
      const items = codes.map((code, index) => one(code, index + 1 < size ? { bonusOf: { code: `C${index + 1}`, times: 2 } } : closes ? { bonusOf: { code: `C${from % size}`, times: 2 } } : {}));
      expect(refused('household', ...items)).toBe(closes ? 'points/bonus-ring' : undefined);
    }), { seed: 20_261_122, numRuns: 60 });
  });
  test('holds from a day ahead on, for five years at most, beside no other', () => {
    const span = (from: string, to: string) => spanProblem({ from, to }, '2026-11-24', [{ from: '2026-01-01', to: '2026-12-31' }])?.refused;
    expect(span('2026-11-23', '2027-12-31')).toBe('points/retroactive');
    expect(span('2026-12-31', '2027-12-31')).toBe('points/span-overlap');
    expect(span('2027-01-01', '2026-12-31')).toBe('points/span-reversed');
    expect(span('2027-01-01', '2033-01-01')).toBe('points/span-long');
    expect(span('2027-01-01', '2027-12-31')).toBeUndefined();
    expect(spanProblem({ from: '2026-11-24', to: '2026-11-24' }, '2026-11-24', [])).toBeNull();
  });
  test.each([[0, 'points/amount-zero'], [-5, 'points/amount-negative'], [0.5, 'points/amount-fraction'], [1e18, 'points/amount-above'], [6, 'points/amount-above'], [4, 'points/amount-fixed'], [5, undefined]])('an amount of %d', (amount, why) => {
    expect(amountProblem(amount, one('A'))?.refused).toBe(why);
    expect(amountProblem(amount, one('A', { points: -5, evidence: ['photo'] }))?.refused).toBe(why);
  });
  test('evidence, caps', () => {
    expect(amountProblem(3, one('A', { upTo: true }))).toBeNull();
    const shown = { photos: 0, documentNo: '', note: '' };
    expect(evidenceProblem(one('A', { evidence: ['photo'] }), shown)?.refused).toBe('points/photo-missing');
    expect(evidenceProblem(one('A', { evidence: ['document'] }), { ...shown, photos: 1 })?.refused).toBe('points/document-missing');
    expect(evidenceProblem(one('A', { evidence: ['witness'] }), shown)?.refused).toBe('points/witness-missing');
    expect(evidenceProblem(one('A', { points: -5 }), { ...shown, note: '有人说' })?.refused).toBe('points/minus-needs-evidence');
    expect(evidenceProblem(one('A', { points: -5 }), { ...shown, documentNo: '纪字1号' })).toBeNull();
    expect([capLeft(one('A'), 99), capLeft(one('A', { cap: { points: 10, every: 'year' } }), 8), capLeft(one('A', { cap: { points: 10, every: 'year' } }), 12)]).toEqual([Number.POSITIVE_INFINITY, 2, 0]);
    expect([capSpan('month', '2026-02-10'), capSpan('quarter', '2026-11-24'), capSpan('year', '2026-11-24')]).toEqual([{ from: '2026-02-01', to: '2026-02-28' }, { from: '2026-10-01', to: '2026-12-31' }, { from: '2026-01-01', to: '2026-12-31' }]);
  });
});

describe('periods', () => {
  test('a year has four assessments, two redemptions, one commendation; a card twelve months; together they leave no day out', () => {
    expect(periodsOf('household', 2026).map(({ kind, code }) => `${kind} ${code}`)).toEqual(['assessment 2026Q1', 'assessment 2026Q2', 'redemption 2026H1', 'assessment 2026Q3', 'assessment 2026Q4', 'redemption 2026H2', 'commendation 2026']);
    expect(periodsOf('cadre', 2028).filter(({ from }) => from === '2028-02-01')).toEqual([{ kind: 'assessment', code: '2028-02', from: '2028-02-01', to: '2028-02-29' }]);
    for (let day = Date.parse('2028-01-01'); day <= Date.parse('2028-12-31'); day += 86_400_000) {
      const on = new Date(day).toISOString().slice(0, 10);
      for (const [kind, of] of [['assessment', 'household'], ['redemption', 'household'], ['commendation', 'household'], ['assessment', 'cadre']] as const) expect(periodsOf(of, 2028).filter((each) => each.kind === kind && each.from <= on && on <= each.to)).toHaveLength(1);
    }
  });
  test('one closes when it is over, in order, with nothing undecided, once', () => {
    const period = periodAt('household', 'assessment', '2026-08-01');
    if (!period) throw new Error('no period');
    const close = (more: object, today = '2026-10-01') => closingProblem({ period, isClosed: false, earlierOpen: null, unfinished: 0, ...more }, today)?.refused;
    expect([close({}), close({}, '2026-09-30'), close({ isClosed: true }), close({ earlierOpen: '2026Q2' }), close({ unfinished: 1 })]).toEqual([undefined, 'points/period-not-over', 'points/period-closed-already', 'points/period-earlier-open', 'points/period-unfinished']);
  });
  test('the base is one fact in its period', () => {
    const fact = (every: string, on: string): string => baseFact(content.parse({ base: { points: 30, every } }), on);
    expect([fact('once', '2026-11-24'), fact('year', '2026-01-01'), fact('year', '2026-12-31'), fact('quarter', '2026-11-24')]).toEqual(['base:once', 'base:2026', 'base:2026', 'base:2026Q4']);
  });
});

describe('an entry on its way', () => {
  const standing = (more: Partial<Standing> = {}): Standing => ({ state: 'proposed', proposedBy: 1, confirmedBy: null, raisedBy: null, workerId: null, windowEndsOn: null, ...more });
  const objected = standing({ state: 'objected', confirmedBy: 2, raisedBy: 3, windowEndsOn: '2026-12-01' });
  test.each<[ProposalAction, Standing, number, string | undefined]>([
    ['confirm', standing(), 1, 'points/own-proposal'], ['confirm', standing(), 2, undefined], ['confirm', standing({ workerId: 2 }), 2, 'points/own-card'], ['decline', standing(), 1, 'points/own-proposal'], ['withdraw', standing(), 2, 'points/not-yours'],
    ['withdraw', standing(), 1, undefined], ['withdraw', standing({ state: 'confirmed' }), 1, 'points/proposal-not-so'], ['tell', standing(), 1, 'points/proposal-not-so'], ['tell', standing({ state: 'confirmed' }), 1, undefined],
    ['object', standing({ state: 'told', windowEndsOn: '2026-11-24' }), 9, undefined], ['object', standing({ state: 'told', windowEndsOn: '2026-11-23' }), 9, 'points/window-over'], ['object', standing({ state: 'credited', windowEndsOn: '2026-11-24' }), 9, undefined],
    ['decide', objected, 1, 'points/decided-before'], ['decide', objected, 2, 'points/decided-before'], ['decide', objected, 3, 'points/own-objection'], ['decide', objected, 4, undefined], ['decide', { ...objected, workerId: 4 }, 4, 'points/own-card'],
    ['credit', standing({ state: 'told', windowEndsOn: '2026-11-24' }), 4, 'points/window-open'], ['credit', standing({ state: 'told', windowEndsOn: '2026-11-23' }), 4, undefined],
  ])('%s %j by %d: %s', (action, at, who, why) => { expect(judgeProposal(action, at, who, '2026-11-24')?.refused).toBe(why); });
  test('offers what may be done, and never the booking', () => {
    expect(offeredSteps(standing(), 2, '2026-11-24', () => true)).toEqual(['confirm', 'decline']);
    expect(offeredSteps(standing({ state: 'told', windowEndsOn: '2026-11-23' }), 2, '2026-11-24', () => true)).toEqual([]);
  });
});

describe('a trial of a draft', () => {
  const draft = book(one('A', { cap: { points: 10, every: 'year' } }), one('B', { points: -5, evidence: ['photo'] }), one('C', { points: 2, bonusOf: { code: 'A', times: 2 } }));
  const fact = (id: string, code: string, on = '2025-03-01', account = 'x'): PastFact => ({ id, account, on, code, source: null, amount: 5 });
  test('caps, counts a fact once, adds what was earned so often, and says what it would not know', () => {
    const made = simulate(draft, [fact('1', 'A'), fact('1', 'A'), fact('2', 'A'), fact('3', 'A'), fact('4', 'B', '2025-04-01', 'y'), fact('5', 'Z'), fact('6', 'A', '2024-12-31')], ['x', 'y', 'z'], 2025);
    expect(made.items).toEqual([{ code: 'A', title: '帮助邻里 A', times: 3, capped: 1, points: 10 }, { code: 'B', title: '帮助邻里 B', times: 1, capped: 0, points: -5 }, { code: 'C', title: '帮助邻里 C', times: 1, capped: 0, points: 2 }]);
    expect(made).toMatchObject({ unmatched: 1, accounts: 3, total: 90 + 12 - 5, lowest: 25, highest: 42, below: 0 });
  });
  test('the order in which facts come changes nothing', () => {
    const facts = Array.from({ length: 12 }, (_, index) => fact(String(index), index % 3 === 0 ? 'B' : 'A', `2025-0${1 + (index % 9)}-10`, index % 2 ? 'x' : 'y'));
    const plain = simulate(draft, facts, ['x', 'y'], 2025);
    fc.assert(fc.property(fc.shuffledSubarray(facts, { minLength: facts.length }), (mixed) => { expect(simulate(draft, mixed, ['x', 'y'], 2025)).toEqual(plain); }), { seed: 20_261_122, numRuns: 40 });
  });
});

describe('in public, and on a card', () => {
  test('a household has an alias; a child\'s is a number', () => {
    expect(aliasOf({ head: '柳春生', headBorn: '1970-01-01', number: '前柳3-012' }, 7, '2026-11-24')).toBe('柳** 012');
    expect(aliasOf({ head: '柳小满', headBorn: '2015-01-01', number: '' }, 7, '2026-11-24')).toBe('007');
    expect(aliasOf({ head: null, headBorn: null, number: '12' }, 7, '2026-11-24')).toBe('12');
  });
  test('months of a card count what stands, and may lie below nothing', () => {
    const plain = { counts: true, isHighlight: false, isBreach: false };
    const months = monthsOf(2026, [{ ...plain, on: '2026-03-02', points: 1, fact: 'visit:a' }, { ...plain, on: '2026-03-05', points: -10, fact: 'proposal:b', isBreach: true }, { ...plain, on: '2026-03-06', points: 5, fact: 'proposal:c', isHighlight: true }, { ...plain, on: '2026-03-06', points: -5, fact: 'proposal:c', counts: false, isBreach: true }], new Set(['2026-02']));
    expect(months[2]).toEqual({ code: '2026-03', visits: 1, diaries: 0, solved: 0, highlights: 1, breaches: 1, points: -9, closed: false });
    expect(months).toHaveLength(12);
    expect(months[1]?.closed).toBe(true);
  });
});
