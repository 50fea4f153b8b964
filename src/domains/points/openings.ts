import type { z } from 'zod';
import { action, reading, type Ctx, type ReadCtx } from '../../platform/action.ts';
import { grantAt } from '../../platform/actor.ts';
import { absent, isRefusal, refuse } from '../../platform/core/refusal.ts';
import { makeSay } from '../../platform/say.ts';
import { readTableAside } from '../../platform/table-aside.ts';
import type { TableRow } from '../../platform/table-file.ts';
import { areaIndex } from '../geography/actions.ts';
import * as contract from './contract/accounts.ts';
import { ownAccounts } from './counter.ts';
import { fromTo } from './rules/ledger.ts';
import { openingHeads, readOpeningRow, type OpeningProblem, type OpeningRow } from './rules/opening.ts';
import { openAccount } from './store/ledger-accounts.ts';
import { reverse, transferMany } from './store/ledger.ts';
import { endOpening, householdsNumbered, insertOpeningBatch, listOpenings, lockOpening, openedAlready } from './store/openings.ts';
import { bookAt } from './store/warehouse.ts';
import { warehouseWords } from './words-warehouse.ts';

// 期初余额 from a file: households that the registry knows, each once; all or nothing; taken back as a whole, by reversals.

const mostRows = 20_000;
const mostErrors = 1_000;
const previewed = 20;
const say = makeSay([warehouseWords]);
type Report = z.input<typeof contract.importOpening.output>;
type Problem = Omit<OpeningProblem, 'params'> & { readonly params?: Readonly<Record<string, string | number>> };
type Planned = OpeningRow & { readonly household: Awaited<ReturnType<typeof householdsNumbered>>[number] };

export const importOpening = action(contract.importOpening, async (ctx, { fileBase64, fileName, areaId, dryRun }) => {
  ctx.about('openings');
  const areas = await areaIndex(ctx.db);
  const area = areas.find(areaId);
  const grant = area && grantAt(ctx.actor, 'points.manage', area.path);
  if (!area || !grant) return absent('points/area-unknown');
  const book = await bookAt(ctx.db, area.path);
  if (!book) return absent('points/book-unknown');
  ctx.about('openings', grant);
  const table = await readTableAside(Buffer.from(fileBase64, 'base64'), { heads: openingHeads, required: ['number', 'points'], mostRows });
  if ('unreadable' in table) return refuse('points/import-unreadable', { why: say(ctx.actor.language, `warehouse.unreadable.${table.unreadable}`, { column: table.column ?? '' }) });
  const { planned, problems } = await plan(ctx, area.path, table, (code) => areas.findByCode(code)?.path);
  if (problems.length > 0 && !dryRun) return refuse('points/import-has-errors', { errors: problems.length });
  const batchId = dryRun || planned.length === 0 ? null : ctx.newId();
  if (batchId !== null) {
    const source = await openAccount(ctx.db, { book: book.id, kind: 'issuer', area: { id: book.areaId, path: book.areaPath } });
    const rows: { householdId: string; transferId: string; points: number; to: number }[] = [];
    for (const { household, points } of planned) {
      const { balance } = await ownAccounts(ctx, book.id, { householdId: household.id, areaId: household.areaId, areaPath: household.areaPath });
      rows.push({ householdId: household.id, transferId: ctx.newId(), points, to: balance.id });
    }
    await insertOpeningBatch(ctx.db, { id: batchId, areaPath: area.path, fileName, byName: ctx.actor.name, rows });
    const answers = await transferMany(ctx.db, rows.map(({ transferId, points, to }) => ({ id: transferId, book: book.id, kind: 'opening', legs: fromTo(source.id, to, points), note: { batch: batchId } })));
    const no = answers.find(isRefusal);
    if (no) return no;
    ctx.emit({ kind: 'points.opening', subject: `batch:${batchId}`, areaPath: area.path });
  }
  return {
    written: batchId !== null, rows: table.length, created: planned.length, changed: 0, unchanged: 0, batchId, points: planned.reduce((sum, { points }) => sum + points, 0),
    errors: tell(ctx, problems), preview: previewOf(ctx, table),
  };
});

export const undoOpening = action(contract.undoOpening, async (ctx, { batchId, reason }) => {
  ctx.about(`batch:${batchId}`);
  const batch = await lockOpening(ctx.db, batchId);
  const grant = batch && grantAt(ctx.actor, 'points.manage', batch.areaPath);
  if (!batch || !grant) return absent('points/batch-unknown');
  ctx.about(`batch:${batchId}`, grant);
  if (batch.undoneAt !== null) return refuse('points/batch-undone', { who: batch.undoneByName ?? '' });
  for (const of of batch.transfers) {
    const back = await reverse(ctx.db, { id: ctx.newId(), of, note: { batch: batchId } });
    if (isRefusal(back)) return back;
  }
  await endOpening(ctx.db, batchId, ctx.actor.name, reason.trim());
  return { reversed: batch.transfers.length };
});

export const openings = reading(contract.openings, async (ctx, { limit }) => ({
  items: (await listOpenings(ctx.db, limit)).filter(({ areaPath }) => grantAt(ctx.actor, 'points.manage', areaPath)).map(({ id, fileName, households, points, at, byName, undoneAt, undoneByName }) => (
    { id, fileName, households, points, at: at.toISOString(), by: byName, undoneAt: undoneAt?.toISOString() ?? null, undoneBy: undoneByName })),
}));

async function plan(ctx: Ctx, village: string, table: readonly TableRow<string>[], pathOf: (code: string) => string | undefined): Promise<{ planned: Planned[]; problems: Problem[] }> {
  const problems: Problem[] = [];
  const rows = table.flatMap(({ row, cells }) => {
    const { read, problems: own } = readOpeningRow(row, cells);
    problems.push(...own);
    return read ?? [];
  });
  const known = Map.groupBy(await householdsNumbered(ctx.db, village, rows.map(({ number }) => number)), ({ number }) => number);
  const seen = new Map<string, number>();
  const planned: Planned[] = [];
  for (const one of rows) {
    const say_ = (column: Problem['column'], problem: string, params: Problem['params'] = {}): void => { problems.push({ row: one.row, column, problem, params }); };
    const grid = one.areaCode === null ? undefined : pathOf(one.areaCode);
    if (one.areaCode !== null && !grid?.startsWith(village)) { say_('areaCode', 'area-unknown', { value: one.areaCode }); continue; }
    const found = (known.get(one.number) ?? []).filter(({ areaPath }) => grid === undefined || areaPath.startsWith(grid));
    const [household] = found;
    if (!household) { say_('number', 'household-unknown', { value: one.number }); continue; }
    if (found.length > 1) { say_('number', 'household-several', { value: one.number }); continue; }
    if (one.name !== '' && household.head !== null && household.head.trim() !== one.name) { say_('name', 'name-differs', { value: household.head }); continue; }
    const other = seen.get(household.id);
    if (other !== undefined) { say_('number', 'duplicate-row', { other }); continue; }
    seen.set(household.id, one.row);
    planned.push({ ...one, household });
  }
  const opened = await openedAlready(ctx.db, planned.map(({ household }) => household.id));
  for (const { row, household } of planned) if (opened.has(household.id)) problems.push({ row, column: 'number', problem: 'opened-already' });
  return { planned: planned.filter(({ household }) => !opened.has(household.id)), problems: problems.sort((a, b) => a.row - b.row) };
}

function tell({ actor: { language } }: Pick<ReadCtx, 'actor'>, problems: readonly Problem[]): Report['errors'] {
  const shown = problems.slice(0, mostErrors).map(({ row, column, problem, params }) => {
    const name = say(language, `warehouse.column.${column}`);
    return { row, column: name, problem, detail: say(language, `warehouse.rowError.${problem}`, { column: name, ...params }) };
  });
  const rest = problems.length - shown.length;
  return rest === 0 ? shown : [...shown, { row: problems[mostErrors]?.row ?? 0, column: '', problem: 'more', detail: say(language, 'warehouse.rowError.more', { count: rest }) }];
}

function previewOf({ actor: { language } }: Pick<ReadCtx, 'actor'>, table: readonly TableRow<string>[]): Report['preview'] {
  return table.slice(0, previewed).map(({ cells }) => Object.fromEntries(Object.keys(openingHeads).flatMap((column) => {
    const text = cells.get(column)?.text.trim();
    return text === undefined ? [] : [[say(language, `warehouse.column.${column}`), text]];
  })));
}
