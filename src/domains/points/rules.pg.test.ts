import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { done, hoursLater, morning, said, withWorld, type World } from '../../../test/support/world.ts';
import { behindAll } from '../../../test/support/pg.ts';
import type { Actor } from '../../platform/actor.ts';
import { asHouse } from '../../platform/wall.ts';
import { recordVisit } from '../patrol/actions.ts';
import { writeDiary } from '../patrol/diaries.ts';
import { registerPerson, saveHousehold } from '../registry/actions.ts';
import { myCard, openCard, workCards } from './cards.ts';
import type { BookLine, NoticePage, PeriodLine, VersionLine } from './contract/books.ts';
import type { ProposalLine } from './contract/entries.ts';
import { awardFacts, settleDue } from './jobs.ts';
import { chart, closePeriod, grantBase, honours, nameHonour, notice, openPeriod, periods } from './periods.ts';
import { households, proposals } from './proposals.ts';
import { confirm, decideObjection, declineProposal, object, propose, tell, withdrawProposal } from './proposing.ts';
import { books, dropDraft, fileVersion, openBook, publishVersion, recordMeeting, returnVersion, saveDraft, simulateVersion, versions } from './rule-books.ts';
import { templateOf } from './rules/template.ts';
import { creditDue } from './settling.ts';
import { ledgerBreaches } from './store/ledger-invariants.ts';
import { isRedemptionOpen } from './store/rules.ts';
import { storiesOf } from './store/sums.ts';

// 前柳村 keeps points: `clerk` of the village drafts, `leader` of the township files, `gridLeader` and two members of the group judge.

const today = '2026-11-24';
const day = (days: number): Date => hoursLater(24 * days);
const dayText = (days: number): string => day(days).toISOString().slice(0, 10);

/** A member of the assessment group, by a post that is given to somebody of the street. */
async function panel(world: World, name: 'mediator' | 'courtyard' | 'police'): Promise<Actor> {
  const actor = await world.actor(name);
  const [grant] = actor.grants;
  if (!grant) throw new Error(`${name} has no post`);
  const area = world.area('990101001001');
  return { ...actor, grants: [{ ...grant, role: 'pointsPanel', title: '考评组成员', areaId: area.id, areaPath: area.path, permissions: new Set(['registry.read', 'points.read', 'points.propose', 'points.decide']) }] };
}

type Village = { bookId: number; versionId: string; home: string; other: string; behind: string; one: Actor; two: Actor; three: Actor };
const photosOf = async (world: World, n = 1): Promise<string[]> => Promise.all(Array.from({ length: n }, () => world.photo()));

async function household(world: World, number: string, code = '990101001001001', head = { name: '柳春生', birthDate: '1970-03-07' }): Promise<string> {
  const area = world.area(code).id;
  const who = code.startsWith('990101001001') ? 'clerk' as const : 'workerBehind' as const;
  const is = { areaId: area, number, address: '3组', source: 'visit' };
  const id = done<{ householdId: string }>(await world.do(who, saveHousehold, is)).householdId;
  const headId = done<{ personId: string }>(await world.do(who, registerPerson, { areaId: area, ...head, householdId: id, relation: 'head', source: 'visit' })).personId;
  done(await world.do(who, saveHousehold, { ...is, householdId: id, headId }));
  return id;
}

const minutes = async (world: World, versionId: string, more: Record<string, unknown> = {}): Promise<Record<string, unknown>> => ({
  versionId, kind: 'households', heldOn: '2026-11-20', noticeOn: '2026-11-05', figures: { households: 300, presentHouseholds: 210, inFavour: 200, against: 10 }, photos: await photosOf(world), ...more,
});

/** The village as it is when its rules hold. */
async function village(world: World, more: Record<string, unknown> = {}): Promise<Village> {
  const bookId = done<{ bookId: number }>(await world.do('clerk', openBook, { areaId: world.area('990101001001').id, kind: 'household' })).bookId;
  const versionId = randomUUID();
  done(await world.do('clerk', saveDraft, { id: versionId, bookId, content: { ...templateOf('household'), ...more }, validFrom: today, validTo: '2027-12-31' }));
  done(await world.do('clerk', recordMeeting, await minutes(world, versionId)));
  done(await world.do('leader', fileVersion, { versionId, documentNo: '柳镇备〔2026〕3号' }));
  done(await world.do('clerk', publishVersion, { versionId }));
  return {
    bookId, versionId, home: await household(world, '前柳3-012'), other: await household(world, '前柳3-013', '990101001001001', { name: '柳小满', birthDate: '2014-06-01' }),
    behind: await household(world, '后柳1-001', '990101001002001', { name: '柳后', birthDate: '1980-01-01' }), one: await panel(world, 'mediator'), two: await panel(world, 'courtyard'), three: await panel(world, 'police'),
  };
}
type Page<T> = { items: T[] };
const shown = async (world: World, who: Actor | 'clerk' | 'worker' | 'leader', proposalId: string, at = morning): Promise<ProposalLine | undefined> => done<Page<ProposalLine>>(await world.ask(who, proposals, { proposalId }, { at })).items[0];
const balance = async (world: World, v: Village, home: string): Promise<number> => (await sql<{ balance: number }>`select balance from points.account where book_id = ${v.bookId} and household_id = ${home}`.execute(world.ownerDb)).rows[0]?.balance ?? 0;
const sound = async (world: World): Promise<void> => { expect(await asHouse(world.db, 'survey', (inside) => ledgerBreaches(inside))).toEqual([]); };

describe('rules come into force', () => {
  test('only by a meeting that was enough, a township that filed them, for days ahead; each refusal by its name', () => withWorld(async (world) => {
    const area = world.area('990101001001').id;
    expect(said(await world.do('clerk', openBook, { areaId: world.area('990101001001001').id, kind: 'household' }))).toBe('points/book-of-village');
    expect(said(await world.do('clerk', openBook, { areaId: world.area('990101002001').id, kind: 'household' }))).toBe('points/area-unknown');
    const { bookId } = done<{ bookId: number }>(await world.do('clerk', openBook, { areaId: area, kind: 'household' }));
    expect(done<{ bookId: number }>(await world.do('clerk', openBook, { areaId: area, kind: 'household' })).bookId).toBe(bookId);
    const versionId = randomUUID();
    const draft = { bookId, content: { items: [] as unknown[] }, validFrom: today, validTo: '2026-12-31' };
    expect(done(await world.do('clerk', saveDraft, { id: versionId, ...draft }))).toMatchObject({ state: 'draft', problem: { refused: 'points/no-items' } });
    expect(said(await world.do('clerk', saveDraft, draft))).toBe('points/draft-there');
    expect(said(await world.do('clerk', recordMeeting, await minutes(world, versionId)))).toBe('points/no-items');
    expect(done(await world.do('clerk', saveDraft, { versionId, ...draft, content: templateOf('household'), revision: 0 }))).toMatchObject({ revision: 1, problem: null });
    expect(said(await world.do('clerk', saveDraft, { versionId, ...draft, revision: 0 }))).toBe('points/draft-overtaken');
    expect(said(await world.do('clerk', saveDraft, { versionId, ...draft, validTo: '2026-01-01' }))).toBe('points/span-reversed');

    // Nobody skips a step.
    expect(said(await world.do('leader', fileVersion, { versionId, documentNo: '1' }))).toBe('points/not-adopted');
    expect(said(await world.do('clerk', publishVersion, { versionId }))).toBe('points/not-filed');
    for (const [more, why] of [
      [{ figures: { households: 300, presentHouseholds: 210, inFavour: 200 } }, 'points/figure-missing'], [{ figures: { households: 300, presentHouseholds: 310, inFavour: 1, against: 0 } }, 'points/figure-above'], [{ figures: { households: 300, presentHouseholds: 200.5, inFavour: 1, against: 0 } }, 'points/figure-odd'],
      [{ heldOn: '2026-11-25' }, 'points/meeting-ahead'], [{ photos: ['0'.repeat(64)] }, 'points/photo-unknown'], [{ photos: [] }, 'invalid'],
    ] as const) expect([why, said(await world.do('clerk', recordMeeting, await minutes(world, versionId, more)))]).toEqual([why, why]);
    // One household short: kept on record, with the article, and the draft stays one.
    const short = done<{ passed: boolean; conditions: unknown[] }>(await world.do('clerk', recordMeeting, await minutes(world, versionId, { figures: { households: 300, presentHouseholds: 199, inFavour: 199, against: 0 } })));
    expect(short).toMatchObject({ passed: false, state: 'draft', conditions: expect.arrayContaining([expect.objectContaining({ name: 'attendance', article: '22', got: 199, needed: 200, met: false })]) });
    expect(said(await world.do('leader', fileVersion, { versionId, documentNo: '1' }))).toBe('points/not-adopted');
    expect(done(await world.do('clerk', recordMeeting, await minutes(world, versionId), { at: hoursLater(1) }))).toMatchObject({ passed: true, state: 'adopted' });
    expect(said(await world.do('clerk', saveDraft, { versionId, ...draft }))).toBe('points/version-not-so');

    // The township sends it back: it is put to a meeting again.
    expect(said(await world.do('clerk', fileVersion, { versionId, documentNo: '1' }))).toBe('platform/not-permitted');
    expect(done(await world.do('leader', returnVersion, { versionId, reason: '第 A9 项与处罚重复，请再议' }))).toMatchObject({ state: 'draft' });
    done(await world.do('clerk', recordMeeting, await minutes(world, versionId), { at: hoursLater(2) }));
    expect(done(await world.do('leader', fileVersion, { versionId, documentNo: '柳镇备〔2026〕3号' }))).toMatchObject({ state: 'filed' });
    expect(said(await world.do('clerk', publishVersion, { versionId }, { at: day(1) }))).toBe('points/retroactive');
    expect(done(await world.do('clerk', publishVersion, { versionId, validFrom: dayText(1) }, { at: day(1) }))).toMatchObject({ state: 'published' });

    const page = done<{ book: BookLine; items: VersionLine[] }>(await world.ask('worker', versions, { bookId }, { at: day(1) }));
    expect(page).toMatchObject({ book: { live: { versionId, number: 1 }, may: { propose: true, manage: false } }, items: [{ inForce: true, validFrom: dayText(1), filed: { no: '柳镇备〔2026〕3号' }, allowed: [], meetings: [{ passed: true }, { passed: true }, { passed: false }] }] });
    expect(said(await world.ask('otherWorker', versions, { bookId }))).toBe('points/book-unknown');
    expect(done<Page<BookLine>>(await world.ask('otherWorker', books, {})).items).toEqual([]);

    // A second one beside it is refused; a draft is given up.
    const next = randomUUID();
    done(await world.do('clerk', saveDraft, { id: next, bookId, content: templateOf('household'), validFrom: '2026-12-31', validTo: '2027-12-31' }));
    done(await world.do('clerk', recordMeeting, await minutes(world, next)));
    done(await world.do('leader', fileVersion, { versionId: next, documentNo: '4' }));
    expect(said(await world.do('clerk', publishVersion, { versionId: next }))).toBe('points/span-overlap');
    expect(said(await world.do('clerk', dropDraft, { versionId: next }))).toBe('points/version-not-so');
    expect(done(await world.do('leader', returnVersion, { versionId: next, reason: '时间重叠' }))).toMatchObject({ state: 'draft' });
    expect(done(await world.do('clerk', dropDraft, { versionId: next }))).toMatchObject({ state: 'dropped' });
  }));
});

describe('an entry', () => {
  test('is proposed, confirmed by another, told, and credited once when nobody objected', () => withWorld(async (world) => {
    const v = await village(world);
    const id = randomUUID();
    const deed = { id, bookId: v.bookId, householdId: v.home, item: 'F1', amount: 3, happenedOn: today, note: '帮邻居收稻子', photos: await photosOf(world) };
    expect(done(await world.do('worker', propose, deed))).toEqual({ proposalId: id, state: 'proposed', revision: 0 });
    expect(await world.do('worker', propose, deed)).toMatchObject({ kind: 'done', replayed: true });
    expect(said(await world.do('worker', propose, { ...deed, id: randomUUID() }))).toBe('points/proposed-already');
    expect(said(await world.do('worker', confirm, { proposalId: id }))).toBe('platform/not-permitted');
    expect(await shown(world, v.one, id)).toMatchObject({ subject: '柳** 前柳3-012', title: '志愿服务（每次）', points: 3, note: '帮邻居收稻子', photos: [{ sha256: deed.photos[0] }], allowed: ['confirm', 'decline'] });
    expect(done(await world.do(v.one, confirm, { proposalId: id }))).toMatchObject({ state: 'confirmed' });
    expect(said(await world.do(v.two, confirm, { proposalId: id }))).toBe('points/proposal-not-so');
    expect(done(await world.do('worker', tell, { proposalId: id, how: 'inPerson' }))).toMatchObject({ state: 'told', windowEndsOn: dayText(7) });
    expect(done(await world.do('clerk', creditDue, { bookId: v.bookId }, { at: day(7) }))).toEqual({ credited: 0, reversed: 0, refused: [] });
    expect(await settleDue(world.db, day(7))).toBe(0);
    expect(await settleDue(world.db, day(8))).toBe(1);
    expect(await settleDue(world.db, day(8))).toBe(0);
    expect(await balance(world, v, v.home)).toBe(3);
    expect(await shown(world, 'clerk', id, day(8))).toMatchObject({ state: 'credited', confirmedBy: v.one.name, steps: [{ action: 'propose' }, { action: 'confirm' }, { action: 'tell' }, { action: 'credit' }] });
    expect((await asHouse(world.db, 'survey', (inside) => storiesOf(inside, [id]))).get(id)).toMatchObject({ versionNumber: 1, title: '志愿服务（每次）', confirmedBy: v.one.name });

    // Four more on other days earn the bonus, once; the cap of the year then holds.
    for (const [index, on] of [dayText(1), dayText(2), dayText(3), dayText(4)].entries()) {
      const next = randomUUID();
      done(await world.do('worker', propose, { ...deed, id: next, happenedOn: on }, { at: day(5) }));
      done(await world.do(index % 2 ? v.one : v.two, confirm, { proposalId: next }, { at: day(5) }));
      done(await world.do('worker', tell, { proposalId: next, how: 'message' }, { at: day(5) }));
    }
    expect(done(await world.do('clerk', creditDue, { bookId: v.bookId }, { at: day(13) }))).toMatchObject({ credited: 4, refused: [] });
    expect(await balance(world, v, v.home)).toBe(5 * 3 + 5);
    done(await world.do('clerk', creditDue, { bookId: v.bookId }, { at: day(13) }));
    expect(await balance(world, v, v.home)).toBe(20);
    expect(done<{ facts: number; was: number }>(await world.ask('clerk', simulateVersion, { versionId: v.versionId, year: 2026 }, { at: day(13) }))).toMatchObject({ facts: 6, was: 20, accounts: 1, unmatched: 1, items: expect.arrayContaining([expect.objectContaining({ code: 'F1', times: 5, points: 15 }), expect.objectContaining({ code: 'F3', times: 1, points: 5 })]) });
    expect(done(await world.ask('leader', chart, { from: today, to: dayText(13) }, { at: day(13) }))).toMatchObject({ byClass: [{ class: 'helpful', times: 5, plus: 15, minus: 0 }], byVillage: [{ households: 1, times: 5, plus: 15 }] });
    await sound(world);
  }));

  test('is refused by its name whatever is wrong with it', () => withWorld(async (world) => {
    const v = await village(world);
    const photos = await photosOf(world);
    const deed = { bookId: v.bookId, householdId: v.home, item: 'F1', amount: 3, happenedOn: today, note: '帮邻居收稻子', photos };
    const child = done<{ personId: string }>(await world.do('clerk', registerPerson, { areaId: world.area('990101001001001').id, name: '柳苗', birthDate: '2015-01-01', householdId: v.home, relation: 'child', source: 'visit' })).personId;
    for (const [more, why] of [
      [{ amount: 0 }, 'points/amount-zero'], [{ amount: -3 }, 'points/amount-negative'], [{ amount: 1.5 }, 'points/amount-fraction'], [{ amount: 1e18 }, 'points/amount-above'], [{ amount: 2 }, 'points/amount-fixed'],
      [{ householdId: v.behind }, 'points/household-unknown'], [{ householdId: randomUUID() }, 'points/household-unknown'], [{ householdId: undefined }, 'points/whose'], [{ workerId: world.id('worker') }, 'points/whose'], [{ item: 'ZZ' }, 'points/item-unknown'], [{ item: 'F3', amount: 5 }, 'points/by-itself'],
      [{ happenedOn: '2026-11-25' }, 'points/day-ahead'], [{ happenedOn: '2026-11-23' }, 'points/before-rules'], [{ photos: [] }, 'points/photo-missing'], [{ photos: ['0'.repeat(64)] }, 'points/photo-unknown'], [{ item: 'A9', amount: 20, photos: [] }, 'points/document-missing'],
      [{ item: 'C9', amount: 3, personId: child }, 'points/minor-no-minus'], [{ item: 'C9', amount: 3, householdId: v.other }, 'points/minor-no-minus'], [{ personId: randomUUID() }, 'points/person-elsewhere'], [{ item: 'G2', amount: 5 }, 'points/family-needs-basis'], [{ bookId: 2_000_000_000 }, 'points/book-unknown'],
    ] as const) expect([why, said(await world.do('worker', propose, { ...deed, ...more }))]).toEqual([why, why]);
    // One who reads both villages is told which it is.
    expect(said(await world.do({ ...v.one, grants: v.one.grants.map((grant) => ({ ...grant, areaPath: world.area('990101001000').path })) }, propose, { ...deed, householdId: v.behind }))).toBe('points/household-elsewhere');
    expect(said(await world.do('otherWorker', propose, deed))).toBe('points/book-unknown');
    // A month's cap, and what is under way counts.
    const month = { ...deed, item: 'G1', amount: 4, note: '每天送饭' };
    const first = done<{ proposalId: string }>(await world.do('worker', propose, month)).proposalId;
    expect(said(await world.do('worker', propose, { ...month, happenedOn: dayText(1) }, { at: day(1) }))).toBe('points/cap-reached');
    expect(said(await world.do('neighbour', withdrawProposal, { proposalId: first }))).toBe('points/proposal-unknown');
    expect(done(await world.do('worker', withdrawProposal, { proposalId: first }))).toMatchObject({ state: 'withdrawn' });
    done(await world.do('worker', propose, { ...month, happenedOn: dayText(1) }, { at: day(1) }));
    // Words of the group.
    const family = randomUUID();
    done(await world.do(v.one, propose, { ...deed, id: family, item: 'G2', amount: 5, basis: 'consent', note: '儿媳照料瘫痪婆婆' }));
    expect(await shown(world, v.two, family)).toMatchObject({ note: '儿媳照料瘫痪婆婆' });
    expect(await shown(world, 'leader', family)).toMatchObject({ note: null, photos: [], documentNo: '' });
    expect(said(await world.do(v.one, confirm, { proposalId: family }))).toBe('points/own-proposal');
    expect(said(await world.do(v.one, declineProposal, { proposalId: family, reason: '不妥' }))).toBe('points/own-proposal');
    expect(done(await world.do(v.two, declineProposal, { proposalId: family, reason: '还没有商量' }))).toMatchObject({ state: 'declined' });
    expect(JSON.stringify(await world.audited())).not.toMatch(/瘫痪|没有商量/u);
  }));

  test('objected to, is decided by somebody who did neither; what was credited is reversed once', () => withWorld(async (world) => {
    const v = await village(world, { creditAt: 'told' });
    const start = async (item: string, amount: number, home: string, documentNo = ''): Promise<string> => {
      const id = randomUUID();
      done(await world.do(v.one, propose, { id, bookId: v.bookId, householdId: home, item, amount, happenedOn: today, note: '经过', photos: await photosOf(world), documentNo }));
      done(await world.do(v.two, confirm, { proposalId: id }));
      return id;
    };
    expect(done(await world.do('clerk', grantBase, { bookId: v.bookId }))).toEqual({ granted: 2, already: 0 });
    const minus = await start('C9', 3, v.home);
    done(await world.do(v.one, tell, { proposalId: minus, how: 'letter' }));
    expect(await balance(world, v, v.home)).toBe(30);
    expect(done(await world.do('worker', object, { proposalId: minus, onBehalf: 'household', reason: '那天不在家，垃圾不是我家的' }))).toMatchObject({ state: 'objected' });
    expect(said(await world.do('worker', object, { proposalId: minus, onBehalf: 'household', reason: '再说一次' }))).toBe('points/objected-already');
    const decide = { proposalId: minus, outcome: 'upheld', decision: '看过照片，不是他家' };
    for (const who of [v.one, v.two]) expect(said(await world.do(who, decideObjection, decide))).toBe('points/decided-before');
    expect(said(await world.do('worker', decideObjection, decide))).toBe('platform/not-permitted');
    expect(done(await world.do(v.three, decideObjection, decide))).toMatchObject({ state: 'upheld' });
    expect(await settleDue(world.db, day(30))).toBe(0);
    expect(await balance(world, v, v.home)).toBe(30);

    // One's own objection.
    const second = await start('E9', 10, v.home, '民初12号');
    done(await world.do(v.one, tell, { proposalId: second, how: 'letter' }));
    done(await world.do(v.three, object, { proposalId: second, onBehalf: 'proxy', reason: '已经履行' }));
    expect(said(await world.do(v.three, decideObjection, { ...decide, proposalId: second }))).toBe('points/own-objection');
    expect(done(await world.do('clerk', decideObjection, { proposalId: second, outcome: 'dismissed', decision: '法院尚未结案' }))).toMatchObject({ state: 'told' });
    expect(await settleDue(world.db, morning)).toBe(1);
    expect(await balance(world, v, v.home)).toBe(20);

    // Good deeds are credited when told; an objection that is upheld afterwards takes them back, once.
    const plus = await start('F2', 20, v.home, '见义勇为1号');
    expect(done(await world.do(v.one, tell, { proposalId: plus, how: 'inPerson' }))).toMatchObject({ state: 'credited' });
    expect(await balance(world, v, v.home)).toBe(40);
    done(await world.do('worker', object, { proposalId: plus, onBehalf: 'household', reason: '是别人做的' }));
    done(await world.do(v.three, decideObjection, { proposalId: plus, outcome: 'upheld', decision: '本人说明' }));
    expect(done(await world.do('clerk', creditDue, { bookId: v.bookId }))).toMatchObject({ reversed: 1 });
    expect(await settleDue(world.db, day(30))).toBe(0);
    expect(await balance(world, v, v.home)).toBe(20);
    const late = await start('A9', 20, v.home, '行罚1号');
    done(await world.do(v.one, tell, { proposalId: late, how: 'letter' }));
    expect(said(await world.do('worker', object, { proposalId: late, onBehalf: 'household', reason: '过期了' }, { at: day(8) }))).toBe('points/window-over');
    expect(done<Page<ProposalLine>>(await world.ask('clerk', proposals, { bookId: v.bookId, objected: true })).items.map(({ state }) => state).toSorted()).toEqual(['credited', 'upheld', 'upheld']);
    await sound(world);
  }));
});

describe('the year of a village', () => {
  test('gives the base once, closes its quarters for good, opens redemptions, shows an alias and a total', () => withWorld(async (world) => {
    const v = await village(world);
    expect(done(await world.do('clerk', grantBase, { bookId: v.bookId }))).toEqual({ granted: 2, already: 0 });
    expect(done(await world.do('clerk', grantBase, { bookId: v.bookId }, { at: day(20) }))).toEqual({ granted: 0, already: 2 });
    // In January it is another year, and a household that came later has it too.
    await household(world, '前柳3-020', '990101001001002', { name: '柳新', birthDate: '1991-01-01' });
    expect(done(await world.do('clerk', grantBase, { bookId: v.bookId }, { at: day(60) }))).toEqual({ granted: 3, already: 0 });
    expect(said(await world.do('neighbour', grantBase, { bookId: v.bookId }))).toBe('platform/not-permitted');

    const id = randomUUID();
    done(await world.do('worker', propose, { id, bookId: v.bookId, householdId: v.home, item: 'E1', amount: 5, happenedOn: today, note: '拾到钱包交还' }));
    const close = { bookId: v.bookId, kind: 'assessment', code: '2026Q4' };
    expect(said(await world.do('clerk', closePeriod, close))).toBe('points/period-not-over');
    expect(said(await world.do('clerk', closePeriod, close, { at: day(60) }))).toBe('points/period-unfinished');
    expect(done<Page<PeriodLine>>(await world.ask('worker', periods, { bookId: v.bookId, year: 2026 }, { at: day(60) })).items.find(({ code }) => code === '2026Q4')).toMatchObject({ state: 'over', unfinished: 1, mayClose: false });
    done(await world.do(v.one, confirm, { proposalId: id }));
    done(await world.do('worker', tell, { proposalId: id, how: 'inPerson' }));
    expect(await settleDue(world.db, day(8))).toBe(1);
    expect(done(await world.do('clerk', closePeriod, close, { at: day(60) }))).toEqual({ entries: 1, points: 5 });
    expect(said(await world.do('clerk', closePeriod, close, { at: day(60) }))).toBe('points/period-closed-already');
    expect(said(await world.do('worker', propose, { bookId: v.bookId, householdId: v.home, item: 'B1', amount: 5, happenedOn: today, note: '从简' }, { at: day(60) }))).toBe('points/period-closed');
    expect(said(await world.do('clerk', closePeriod, { bookId: v.bookId, kind: 'assessment', code: '2027-02' }))).toBe('points/period-unknown');
    expect(said(await world.do('clerk', closePeriod, { bookId: v.bookId, kind: 'assessment', code: '2027Q2' }, { at: day(300) }))).toBe('points/period-earlier-open');

    const half = { bookId: v.bookId, kind: 'redemption', code: '2026H2' };
    expect(said(await world.do('clerk', openPeriod, half))).toBe('points/period-early');
    expect(done(await world.do('clerk', openPeriod, half, { at: day(25) }))).toEqual(half);
    expect(said(await world.do('clerk', openPeriod, half, { at: day(25) }))).toBe('points/period-open-already');
    expect(await asHouse(world.db, 'survey', (inside) => isRedemptionOpen(inside, v.bookId, dayText(25)))).toBe(true);
    done(await world.do('clerk', closePeriod, half, { at: day(60) }));
    expect(await asHouse(world.db, 'survey', (inside) => isRedemptionOpen(inside, v.bookId, dayText(60)))).toBe(false);
    expect(said(await world.do('clerk', openPeriod, half, { at: day(60) }))).toBe('points/period-closed-already');

    const page = done<NoticePage>(await world.ask('clerk', notice, { bookId: v.bookId }, { at: day(60) }));
    expect(page.items).toEqual([{ alias: '柳** 012', total: 65 }, { alias: '013', total: 60 }, { alias: '柳* 020', total: 30 }]);
    expect(Object.keys(page.items[0] ?? {})).toEqual(['alias', 'total']);
    const honour = { bookId: v.bookId, householdId: v.home, honour: 'fiveGood', year: 2026, reason: '村民代表会议评议', citePoints: true, documentNo: '前柳村〔2026〕9号' };
    done(await world.do('clerk', nameHonour, honour, { at: day(60) }));
    expect(said(await world.do('clerk', nameHonour, honour, { at: day(61) }))).toBe('points/honour-there');
    expect(said(await world.do('clerk', nameHonour, { ...honour, householdId: v.behind, year: 2027 }))).toBe('points/household-unknown');
    expect(done<Page<unknown>>(await world.ask('leader', honours, { bookId: v.bookId }, { at: day(61) })).items).toMatchObject([{ household: '柳** 前柳3-012', cited: 65, by: expect.any(String) }]);
    // An event carries ids and a state, never a number of points.
    expect([...new Set((await world.events()).filter(({ kind }) => kind.startsWith('points.')).flatMap(({ data }) => Object.keys(data)))]).toEqual(['state']);
    expect(done<Page<{ name: string }>>(await world.ask('worker', households, { bookId: v.bookId, text: '012' })).items).toMatchObject([{ number: '前柳3-012' }]);
    await sound(world);
  }));
});

describe('an official\'s card', () => {
  test('counts what other domains tell, once however often it is told; a breach needs its finding; nobody decides on his own', () => withWorld(async (world) => {
    const v = await village(world);
    const { bookId } = done<{ bookId: number }>(await world.do('clerk', openBook, { areaId: world.area('990101001001').id, kind: 'cadre' }));
    const versionId = randomUUID();
    done(await world.do('clerk', saveDraft, { id: versionId, bookId, content: templateOf('cadre'), validFrom: today, validTo: '2027-12-31' }));
    expect(said(await world.do('clerk', recordMeeting, await minutes(world, versionId)))).toBe('points/meeting-of-household');
    done(await world.do('leader', fileVersion, { versionId, documentNo: '柳镇发〔2026〕8号' }));
    done(await world.do('clerk', publishVersion, { versionId }));
    const worker = world.id('worker');
    expect(said(await world.do('clerk', openCard, { bookId: v.bookId, workerId: worker }))).toBe('points/book-of-cards');
    done(await world.do('clerk', openCard, { bookId, workerId: worker }));
    expect(await awardFacts(world.db)).toBe(0); // from here on
    const personId = done<{ personId: string }>(await world.do('clerk', registerPerson, { areaId: world.area('990101001001001').id, name: '柳根', birthDate: '1950-01-01', source: 'visit' })).personId;
    done(await world.do('worker', recordVisit, { personId, at: morning.toISOString(), found: '身体好', along: [world.id('neighbour')] }));
    done(await world.do('worker', recordVisit, { personId, at: morning.toISOString(), outcome: 'notHome', found: '没人' }));
    done(await world.do('worker', writeDiary, { text: '村民盼着修路' }));
    await behindAll(world.db);
    expect(await awardFacts(world.db, undefined, hoursLater(1))).toBe(2);
    for (let again = 0; again < 3; again += 1) expect(await awardFacts(world.db, { xid: '0', id: 0 }, hoursLater(1))).toBe(0);
    const mine = async (at = morning) => done<{ cards: { balance: number; months: { visits: number; diaries: number; breaches: number; points: number }[]; proposals: ProposalLine[] }[] }>(await world.ask('worker', myCard, {}, { at })).cards[0];
    expect(await mine()).toMatchObject({ balance: 2, months: expect.arrayContaining([expect.objectContaining({ code: '2026-11', visits: 1, diaries: 1, points: 2 })]) });

    const breach = { id: randomUUID(), bookId, workerId: worker, item: 'X1', amount: 10, happenedOn: today, photos: await photosOf(world) };
    expect(said(await world.do(v.one, propose, { ...breach, id: randomUUID() }))).toBe('points/document-missing');
    done(await world.do(v.one, propose, { ...breach, documentNo: '柳纪〔2026〕2号' }));
    const own = { ...v.two, personId: worker };
    expect(said(await world.do(own, confirm, { proposalId: breach.id }))).toBe('points/own-card');
    done(await world.do(v.two, confirm, { proposalId: breach.id }));
    done(await world.do(v.one, tell, { proposalId: breach.id, how: 'letter' }));
    expect((await mine())?.proposals).toMatchObject([{ allowed: ['object'], documentNo: '柳纪〔2026〕2号' }]);
    done(await world.do('worker', object, { proposalId: breach.id, onBehalf: 'worker', reason: '请再查' }));
    done(await world.do(v.three, decideObjection, { proposalId: breach.id, outcome: 'dismissed', decision: '复核属实' }));
    expect(await settleDue(world.db, morning)).toBe(1);
    expect(await mine()).toMatchObject({ balance: -8, months: expect.arrayContaining([expect.objectContaining({ code: '2026-11', breaches: 1, points: -8 })]) });
    expect(done<Page<{ name: string; balance: number }>>(await world.ask('clerk', workCards, { bookId })).items).toMatchObject([{ balance: -8 }]);
    expect(done<{ cards: unknown[] }>(await world.ask('neighbour', myCard, {})).cards).toEqual([]);
    expect(said(await world.do('clerk', closePeriod, { bookId, kind: 'assessment', code: '2026-11' }, { at: day(10) }))).toBe('done');
    expect(said(await world.do(v.one, propose, { ...breach, id: randomUUID(), documentNo: '3号', item: 'V4', amount: 2 }, { at: day(10) }))).toBe('points/period-closed');
    await sound(world);
  }));
});
