import { action, reading, type ReadCtx } from '../../platform/action.ts';
import { grantAt, pathsFor } from '../../platform/actor.ts';
import { dayOf } from '../../platform/core/calendar.ts';
import { csvText } from '../../platform/core/csv.ts';
import { absent, isRefusal } from '../../platform/core/refusal.ts';
import { makeSay } from '../../platform/say.ts';
import { areaIndex, type AreaTree } from '../geography/actions.ts';
import * as contract from './contract/accounts.ts';
import { asVoucher, codeHash, ownAccounts } from './counter.ts';
import { notice } from './periods.ts';
import { isOver, readScan, cardText } from './rules/voucher.ts';
import { bookAt, listWarehouses } from './store/warehouse.ts';
import { cardsOf, heldBy, linkCaller, listCards, replaceCard, unlinkCaller } from './store/cards.ts';
import { accountsOfHousehold, findBook, statementOf, type StatementLine } from './store/ledger-accounts.ts';
import { accountRowsOf, listHouseholdAccounts, namesOf, type AccountRow } from './store/openings.ts';
import { householdsByIds } from './store/people.ts';
import { photosOf } from './store/proposals.ts';
import { redemptionsByIds, vouchersOf } from './store/redemptions.ts';
import { storiesOf } from './store/sums.ts';
import { signedText } from './voucher-signing.ts';
import { showWarehouses } from './warehouse.ts';
import { warehouseWords } from './words-warehouse.ts';

// 积分账户 and 对账单: of an area for those who read there, of a household for itself. Nothing here leads anywhere but to the household's own page.

const say = makeSay([warehouseWords]);

export const accounts = reading(contract.accounts, async (ctx, { areaId, text, after, limit }) => {
  const areas = await areaIndex(ctx.db);
  const area = areaId === undefined ? undefined : areas.find(areaId);
  if (areaId !== undefined && !area) return { items: [], next: null };
  const rows = await listHouseholdAccounts(ctx.db, { within: pathsFor(ctx.actor, 'points.read'), areaPath: area?.path, text, after, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map((row) => showAccount(ctx, areas, row)), next: rows.length > limit && last ? `${last.areaPath}|${last.id}` : null };
});

export const statement = reading(contract.statement, async (ctx, { householdId, after, limit }) => {
  const row = await readable(ctx, householdId);
  if (!row) return absent('points/household-unknown');
  const lines = await linesOf(ctx, row, { after, limit });
  return { account: showAccount(ctx, await areaIndex(ctx.db), row), ...lines };
});

export const mine = reading(contract.mine, async (ctx) => {
  const held = await heldBy(ctx.db);
  if (held.length === 0) return { items: [] };
  const areas = await areaIndex(ctx.db);
  const cards = await cardsOf(ctx.db, held);
  const vouchers = await vouchersOf(ctx.db, held, ctx.now);
  const rows = await accountRowsOf(ctx.db, held);
  const places = await listWarehouses(ctx.db);
  const items = [];
  for (const row of rows) {
    const card = cards.get(row.householdId);
    if (!card || card.bookId !== row.bookId) continue;
    const code = ctx.followCodes.of(card.id);
    items.push({
      account: showAccount(ctx, areas, row), card: cardText(code), code, warehouses: await showWarehouses(ctx, areas, places.filter(({ bookId }) => bookId === row.bookId)),
      vouchers: vouchers.filter(({ householdId }) => householdId === row.householdId).map((one) => ({
        id: one.id, text: signedText(ctx.vault, asVoucher(one)), code: ctx.followCodes.of(one.id), warehouseId: one.warehouseId, points: one.points, expiresAt: one.expiresAt.toISOString(),
        state: one.redeemed ? 'redeemed' as const : isOver(asVoucher(one), ctx.now) ? 'over' as const : 'open' as const,
      })),
    });
  }
  return { items };
});

export const linkHousehold = action(contract.linkHousehold, async (ctx, { code }) => {
  const read = readScan(code);
  const householdId = read?.kind === 'code' ? await linkCaller(ctx.db, codeHash(ctx, read.code)) : null;
  if (householdId === null) return { refused: 'points/card-unknown', params: {}, nature: 'guess' };
  ctx.about(`household:${householdId}`);
  return { householdId };
});

export const unlinkHousehold = action(contract.unlinkHousehold, async (ctx, { householdId }) => {
  ctx.about(`household:${householdId}`);
  return ctx.actor.personId !== null && await unlinkCaller(ctx.db, ctx.actor.personId, householdId) ? { householdId } : absent('points/household-unknown');
});

export const issueCard = action(contract.issueCard, async (ctx, { id, householdId, label }) => {
  ctx.about(`household:${householdId}`);
  const household = (await householdsByIds(ctx.db, [householdId])).get(householdId);
  const grant = household && grantAt(ctx.actor, 'points.manage', household.areaPath);
  if (!household || !grant) return absent('points/household-unknown');
  ctx.about(`household:${householdId}`, grant);
  const book = await bookAt(ctx.db, household.areaPath);
  if (!book) return absent('points/book-unknown');
  const card = { id, householdId, areaId: household.areaId, areaPath: household.areaPath, bookId: book.id, label: label.trim() };
  await replaceCard(ctx.db, { ...card, codeHash: codeHash(ctx, ctx.followCodes.of(id)), byName: ctx.actor.name }, say('zh-CN', 'warehouse.cardReplaced'));
  await ownAccounts(ctx, book.id, card);
  ctx.emit({ kind: 'points.card', subject: `household:${householdId}`, areaPath: household.areaPath });
  return { cardId: id, code: '' };
}, ({ followCodes }, given) => ({ ...given, code: followCodes.of(given.cardId) }));

export const cards = reading(contract.cards, async (ctx, { areaId, householdId, limit }) => {
  const areas = await areaIndex(ctx.db);
  const area = areaId === undefined ? undefined : areas.find(areaId);
  if (areaId !== undefined && !area) return { items: [] };
  const rows = householdId === undefined ? await listCards(ctx.db, area?.path, limit) : [...(await cardsOf(ctx.db, [householdId])).values()];
  const own = rows.filter(({ areaPath }) => grantAt(ctx.actor, 'points.manage', areaPath));
  if (own.length > 0) ctx.saw('', ['cardCode'], 'print');
  return { items: own.map((row) => { const code = ctx.followCodes.of(row.id); return { cardId: row.id, householdId: row.householdId, label: row.label, area: { id: row.areaId, name: areas.names(row.areaId).join(' ') }, text: cardText(code), code }; }) };
});

export const exportStatement = reading(contract.exportStatement, async (ctx, { householdId, purpose }) => {
  const [row] = await accountRowsOf(ctx.db, [householdId]);
  if (!row || !grantAt(ctx.actor, 'points.manage', row.areaPath)) return absent('points/household-unknown');
  const lines: (string | number | null)[][] = [];
  for (let after: string | undefined; lines.length < mostExported;) {
    const page = await linesOf(ctx, row, { after, limit: 200 });
    lines.push(...page.items.map((one) => [one.day, one.what, one.rule === null ? '' : word(ctx, 'statement.version', { n: one.rule.version }), one.amount, one.balance, word(ctx, `purse.${one.purse}`), one.proposedBy ?? '', one.confirmedBy ?? one.by ?? '', one.evidence?.documentNo ?? '']));
    if (page.next === null) break;
    after = page.next;
  }
  ctx.saw(`household:${householdId}`, ['statement'], purpose);
  const today = dayOf(ctx.now);
  const heads = ['day', 'what', 'rule', 'amount', 'balance', 'purse', 'proposed', 'decided', 'document'].map((one) => word(ctx, `statement.${one}`));
  const { label } = showAccount(ctx, await areaIndex(ctx.db), row);
  return { fileName: word(ctx, 'statement.file', { label, day: today }), csv: csvText([[word(ctx, 'statement.mark', { who: ctx.actor.name, at: today, purpose })], heads, ...lines]), rows: lines.length };
});
const mostExported = 20_000;

export const exportNotice = reading(contract.exportNotice, async (ctx, { bookId, purpose }) => {
  const told = await notice.run(ctx, { bookId });
  if (isRefusal(told)) return told;
  if (!grantAt(ctx.actor, 'points.manage', (await findBook(ctx.db, bookId))?.areaPath ?? '-')) return absent('points/book-unknown');
  ctx.saw(`book:${bookId}`, ['notice'], purpose);
  const today = dayOf(ctx.now);
  const lines = told.items.map(({ alias, total }) => [alias, total]);
  return { fileName: word(ctx, 'notice.file', { day: today }), csv: csvText([[word(ctx, 'notice.mark', { who: ctx.actor.name, at: today, purpose })], [word(ctx, 'notice.alias'), word(ctx, 'notice.total')], ...lines]), rows: lines.length };
});

/** The household's account, where the caller reads there or has shown its card. */
async function readable(ctx: ReadCtx, householdId: string): Promise<AccountRow | undefined> {
  const [row] = await accountRowsOf(ctx.db, [householdId]);
  return row && (grantAt(ctx.actor, 'points.read', row.areaPath) || (await heldBy(ctx.db)).includes(householdId)) ? row : undefined;
}

/** Both purses together, the newest first. */
async function linesOf(ctx: ReadCtx, row: AccountRow, { after, limit }: { readonly after: string | undefined; readonly limit: number }): Promise<{ items: contract.StatementLine[]; next: string | null }> {
  const own = (await accountsOfHousehold(ctx.db, row.householdId)).filter(({ bookId }) => bookId === row.bookId);
  const [fromBalance, fromDeposit] = (after ?? '').split('.').map((text) => (/^\d{1,9}$/u.test(text) ? Number(text) : undefined));
  const read = async (kind: 'household' | 'deposit', before: number | undefined): Promise<(StatementLine & { purse: 'balance' | 'deposit' })[]> => {
    const account = own.find((one) => one.kind === kind);
    const lines = account ? await statementOf(ctx.db, account.id, { ...(before === undefined ? {} : { before }), limit: limit + 1 }) : [];
    return lines.map((line) => ({ ...line, purse: kind === 'deposit' ? 'deposit' : 'balance' }));
  };
  const all = [...await read('household', fromBalance), ...await read('deposit', fromDeposit)].sort((a, b) => b.madeAt.getTime() - a.madeAt.getTime() || b.version - a.version);
  const lines = all.slice(0, limit);
  const last = (purse: 'balance' | 'deposit', before: number | undefined): number => lines.findLast((one) => one.purse === purse)?.version ?? before ?? 2_147_483_647;
  return { items: await tellLines(ctx, lines), next: all.length > limit ? `${last('balance', fromBalance)}.${last('deposit', fromDeposit)}` : null };
}

async function tellLines(ctx: ReadCtx, lines: readonly (StatementLine & { purse: 'balance' | 'deposit' })[]): Promise<contract.StatementLine[]> {
  const stories = await storiesOf(ctx.db, lines.map(({ transferId, reverses }) => reverses ?? transferId));
  const given = await redemptionsByIds(ctx.db, lines.flatMap(({ note }) => (typeof note['redemption'] === 'string' ? [note['redemption']] : [])));
  const photos = await photosOf(ctx.db, [...stories.values()].flatMap((one) => one.photos));
  const people = await namesOf(ctx.db, lines.flatMap(({ byPerson }) => byPerson ?? []));
  return lines.map((line) => {
    const story = stories.get(line.reverses ?? line.transferId);
    const goods = given.get(String(line.note['redemption'] ?? ''))?.lines.map(({ name, quantity, unit }) => `${name} ${quantity} ${unit}`).join('、');
    return {
      transferId: line.transferId, purse: line.purse, amount: line.amount, balance: line.balance, kind: line.kind, phase: line.phase, day: line.day, aboutDay: line.aboutDay, what: story?.title ?? goods ?? word(ctx, `transferKind.${line.kind}`),
      rule: story ? { version: story.versionNumber, item: story.item } : null,
      evidence: story ? { photos: story.photos.flatMap((hash) => { const photo = photos.get(hash); return photo ? [ctx.signPhoto(photo).thumbnailUrl] : []; }), documentNo: story.documentNo || null, happenedOn: story.happenedOn } : null,
      proposedBy: story?.proposedBy ?? null, confirmedBy: story?.confirmedBy ?? null, decidedBy: story?.decidedBy ?? null, by: line.byPerson === null ? null : people.get(line.byPerson) ?? null,
      reversed: line.reversedBy !== null, reverses: line.reverses !== null,
    };
  });
}

function showAccount(ctx: Pick<ReadCtx, 'actor'>, areas: AreaTree, row: AccountRow): contract.HouseholdAccount {
  const label = row.label ?? (row.head !== null && row.head !== '' ? word(ctx, 'household', { name: row.head }) : row.number !== null && row.number !== '' ? word(ctx, 'householdNumber', { number: row.number }) : word(ctx, 'householdId', { id: row.householdId.slice(0, 6) }));
  return { householdId: row.householdId, area: { id: row.areaId, name: areas.names(row.areaId).join(' ') }, label, address: row.address ?? '', balance: row.balance - row.reserved, setAside: row.reserved, deposit: row.deposit, hasCard: row.hasCard };
}

function word({ actor }: Pick<ReadCtx, 'actor'>, key: string, values: Readonly<Record<string, string | number>> = {}): string {
  return say(actor.language, `warehouse.${key}`, values);
}
