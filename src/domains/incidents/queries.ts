import type { z } from 'zod';
import { reading, type ReadCtx } from '../../platform/action.ts';
import { dayOf } from '../../platform/core/calendar.ts';
import { absent, isRefusal, type Refusal } from '../../platform/core/refusal.ts';
import { grantAt, pathsFor } from '../../platform/actor.ts';
import { classIndex, suggestUnits } from '../dispatch/actions.ts';
import { areaIndex } from '../geography/actions.ts';
import { queries } from './contract.ts';
import { measures, type CountsRow } from './contract-shapes.ts';
import { detailOf, findVisible, historyOf, storyOf } from './case-view.ts';
import { classesBelow, decorate, mineBy, periodOf, sawContacts, scopeOf, whyMine } from './reads.ts';
import { stepOf } from './rules/steps.ts';
import { countCasesBy, lastWords, loadByUnit, messagesTo, stepsOf, unitNames } from './store/detail.ts';
import { unreadDigest } from './store/due.ts';
import { casesByIds, countByState, countCases, listCases, pointsOf, reportsOf, similarTo, waitingFor, type Filter } from './store/read.ts';
import { formulaVersion } from './store/measures.ts';
import { blankCount, countByTally, tallyDepth, totalsByTally, type CountedRow, type Days } from './store/tally.ts';
import { findCase, showNumber } from './store/write.ts';
import { maskContacts } from './rules/mask.ts';
import { asNumber, maySeeRow } from './who.ts';

export const board = reading(queries.board, async (ctx, input) => {
  const filter = await filterOf(ctx, input);
  const { items, next } = await listCases(ctx.db, filter, { after: input.after, limit: input.limit, sort: input.sort }, ctx.now);
  // Counted for the first page only: the number does not change while one reads on.
  const total = input.after === undefined ? await countCases(ctx.db, filter, ctx.now) : null;
  return { items: await decorate(ctx, items), next, total };
});

export const getCase = reading(queries.case, async (ctx, input) => {
  const found = await findVisible(ctx, input);
  return isRefusal(found) ? found : detailOf(ctx, found);
});

export const history = reading(queries.history, async (ctx, input) => {
  const found = await findVisible(ctx, input);
  return isRefusal(found) ? found : { steps: await historyOf(ctx, found) };
});

export const counts = reading(queries.counts, countsOf);

type Counts = z.output<typeof queries.counts.output>;

async function countsOf(ctx: ReadCtx, input: z.output<typeof queries.counts.input>): Promise<Counts | Refusal> {
  const areas = await areaIndex(ctx.db);
  const home = pathsFor(ctx.actor, 'incidents.read')[0] ?? '0.';
  const top = input.areaId === undefined ? areas.find(Number(home.split('.').at(-2))) : areas.find(input.areaId);
  if (!top) return absent('incidents/area-unknown');
  const { within } = await scopeOf(ctx, undefined);
  const mayCountAll = within.some((path) => top.path.startsWith(path)) && top.path.split('.').length - 1 <= tallyDepth[input.by];
  const rows = mayCountAll
    ? await countByTally(ctx.db, input.by, { path: top.path, ids: input.by === 'area' ? [top.id, ...areas.children(top.id).map(({ id }) => id)] : idsDownTo(areas, top.id, tallyDepth[input.by]) }, periodOf(input), ctx.now)
    : await countCasesBy(ctx.db, input.by, { within, areaPath: top.path }, periodOf(input), ctx.now);
  const total = rows.reduce((sum, row) => plus(sum, row), blankCount(''));
  if (input.by === 'area') {
    const byKey = new Map(rows.map((row) => [row.key, row]));
    const children = areas.children(top.id).filter((child) => within.some((path) => child.path.startsWith(path) || path.startsWith(child.path)));
    // Cases that lie in the area itself and in none below it keep a line of their own, so that the lines add up.
    const own = byKey.get('');
    return {
      total: named(total, top.name, top.id), formulaVersion,
      rows: [...children.map((child) => named(byKey.get(String(child.id)) ?? blankCount(String(child.id)), child.name, child.id)), ...(own ? [named(own, top.name, top.id)] : [])],
    };
  }
  if (input.by === 'unit') {
    const units = await unitNames(ctx.db, rows.map((row) => Number(row.key) || null));
    return { total: named(total, top.name, top.id), formulaVersion, rows: rows.map((row) => named(row, units.get(Number(row.key))?.name ?? '', null)) };
  }
  const { byCode } = await classIndex(ctx.db);
  const roots = new Map<string, CountedRow>();
  for (const row of rows) {
    const root = byCode.get(row.key)?.path[0] ?? '';
    roots.set(root, plus(roots.get(root) ?? blankCount(root), row));
  }
  return { total: named(total, top.name, top.id), formulaVersion, rows: [...roots.values()].map((row) => named(row, byCode.get(row.key)?.name ?? '', null)) };
}

/** Days of the week that a wall draws, and of the month of its rates. */
const [weekDays, monthDays] = [7, 30];

/** The numbers of a wall in one answer; each is what `counts` says of that period. */
export const screen = reading(queries.screen, async (ctx, { areaId }) => {
  const area = areaId === undefined ? {} : { areaId };
  const [byArea, byUnit, byClass] = [await countsOf(ctx, { ...area, by: 'area' }), await countsOf(ctx, { ...area, by: 'unit' }), await countsOf(ctx, { ...area, by: 'class' })];
  if (isRefusal(byArea)) return byArea;
  if (isRefusal(byUnit)) return byUnit;
  if (isRefusal(byClass)) return byClass;
  const day = (ago: number): string => dayOf(new Date(ctx.now.getTime() - ago * 86_400_000));
  const periods = [{ since: day(monthDays - 1), until: day(0) }, ...Array.from({ length: weekDays }, (_, index) => ({ since: day(weekDays - 1 - index), until: day(weekDays - 1 - index) }))];
  const [month, ...days] = await totalsOf(ctx, byArea.total, periods);
  return { all: byArea.total, month: month ?? byArea.total, days, byArea: byArea.rows, byUnit: byUnit.rows, byClass: byClass.rows, formulaVersion };
});

async function totalsOf(ctx: ReadCtx, all: CountsRow, periods: readonly Days[]): Promise<CountsRow[]> {
  const path = (await areaIndex(ctx.db)).find(all.areaId ?? 0)?.path ?? '0.';
  const { within } = await scopeOf(ctx, undefined);
  if (within.some((one) => path.startsWith(one)) && path.split('.').length - 1 <= tallyDepth.area) {
    return (await totalsByTally(ctx.db, path, periods, ctx.now)).map((row) => named({ ...row, open: all.open, late: all.late }, all.name, all.areaId));
  }
  const rows: CountsRow[] = [];
  for (const period of periods) {
    const counted = await countsOf(ctx, { ...period, areaId: all.areaId ?? 0, by: 'area' });
    rows.push(isRefusal(counted) ? named(blankCount(''), all.name, all.areaId) : counted.total);
  }
  return rows;
}

export const map = reading(queries.map, async (ctx, input) => {
  const filter = await filterOf(ctx, input);
  const rows = await pointsOf(ctx.db, filter, input.limit + 1, ctx.now);
  const { byCode } = await classIndex(ctx.db);
  return {
    type: 'FeatureCollection' as const, truncated: rows.length > input.limit,
    features: rows.slice(0, input.limit).map((row) => ({
      type: 'Feature' as const, id: row.id, geometry: { type: 'Point' as const, coordinates: [row.longitude ?? 0, row.latitude ?? 0] as [number, number] },
      properties: {
        caseId: row.id, number: row.number, state: row.state, step: stepOf[row.state],
        late: row.dueAt !== null && !row.duePaused && row.dueAt < ctx.now, className: row.class === null ? '' : byCode.get(row.class)?.name ?? row.class,
      },
    })),
  };
});

export const mine = reading(queries.mine, async (ctx) => {
  const by = mineBy(ctx);
  const waiting = (await waitingFor(ctx.db, by, 200)).flatMap((row) => {
    const why = whyMine(row, by, ctx.actor);
    return why === null ? [] : [{ row, why }];
  });
  const rows = await decorate(ctx, waiting.map(({ row }) => row));
  const spoken = await lastWords(ctx.db, rows.map((row) => row.id));
  const todo = rows.flatMap((row, index) => {
    const found = waiting[index];
    const text = spoken.get(row.id);
    return found ? [{ case: row, why: found.why, message: text === undefined ? null : hearable(ctx, found.row, text) }] : [];
  });
  return { todo, reports: await decorate(ctx, await reportsOf(ctx.db, by.personId, 50)) };
});

export const suggestion = reading(queries.suggestion, async (ctx, input) => {
  const found = await findVisible(ctx, input);
  if (isRefusal(found)) return found;
  const { loaded } = found;
  const returned = (await stepsOf(ctx.db, loaded.id)).flatMap((step, index, all) => (step.action === 'return'
    ? [{ unitId: all.slice(0, index).findLast((one) => one.data.leadUnitId !== undefined)?.data.leadUnitId ?? 0, ruleName: step.data.text ?? '' }] : []));
  const load = await loadByUnit(ctx.db);
  const units = await suggestUnits(ctx.db, {
    classCode: loaded.folded.class, areaPath: loaded.areaPath, text: loaded.description, at: ctx.now, disputeLevel: loaded.folded.disputeLevel,
    returnedBy: returned, loadByUnit: load, language: ctx.actor.language,
  });
  return { units: units.map((unit) => ({ ...unit, reasons: unit.reasons.map(({ code, text }) => ({ code, text })), open: load.get(unit.unit.id) ?? 0 })) };
});

export const similar = reading(queries.similar, async (ctx, input) => {
  const found = await findVisible(ctx, input);
  if (isRefusal(found)) return found;
  const rows = await similarTo(ctx.db, found.loaded.id, pathsFor(ctx.actor, 'incidents.desk'), 20);
  const decorated = await decorate(ctx, rows);
  return { items: decorated.map((row, index) => ({ case: row, reason: rows[index]?.reason ?? 'sameText', metres: rows[index]?.metres ?? null })) };
});

export const story = reading(queries.story, async (ctx, input) => {
  await showNumber(ctx.db, asNumber(input.number));
  const loaded = await findCase(ctx.db, { number: asNumber(input.number) });
  return loaded ? storyOf(ctx, loaded, input.code) : absent('incidents/case-unknown');
});

export const digest = reading(queries.digest, async (ctx) => {
  const found = await unreadDigest(ctx.db, ctx.actor.personId ?? 0);
  // Told while he had a post there; where he has it no more, it is not his to hear of.
  const rows = await casesByIds(ctx.db, [...new Set(found?.cases.map(({ caseId }) => caseId))]);
  const his = new Set(rows.filter((row) => maySeeRow(ctx.actor, row)).map(({ id }) => id));
  const cases = found?.cases.filter(({ caseId }) => his.has(caseId)) ?? [];
  return { at: found && cases.length > 0 ? found.at.toISOString() : null, cases };
});

export const messages = reading(queries.messages, async (ctx) => {
  const units = [...new Set(ctx.actor.grants.flatMap((grant) => grant.unitId ?? []))];
  const areas = await areaIndex(ctx.db);
  const rows = await messagesTo(ctx.db, units, new Date(ctx.now.getTime() - 7 * 86_400_000));
  const items = [];
  for (const row of rows) {
    const found = await findVisible(ctx, { caseId: row.caseId });
    items.push({
      caseId: row.caseId, number: row.number, seq: row.seq, at: row.at.toISOString(), unitName: row.unitName, text: hearable(ctx, { id: row.caseId, areaPath: row.areaPath, reporterPersonId: null }, row.text), from: row.from,
      areaName: areas.names(row.areaId).join(' · '), mayOpen: !isRefusal(found),
    });
  }
  return { items };
});

export const inbox = reading(queries.inbox, async (ctx, input) => {
  const { within, areaPath } = await scopeOf(ctx, input.areaId);
  const rows = await countByState(ctx.db, { within, areaPath }, ctx.now);
  const steps = [1, 2, 3, 4, 5, 6].map((step) => rows.filter((row) => stepOf[row.state] === step).reduce((sum, row) => ({ step, open: sum.open + row.open, late: sum.late + row.late }), { step, open: 0, late: 0 }));
  return { steps, late: steps.reduce((sum, step) => sum + step.late, 0) };
});

async function filterOf(ctx: ReadCtx, input: Omit<z.output<typeof queries.map.input>, 'limit'>): Promise<Filter> {
  const { within, areaPath } = await scopeOf(ctx, input.areaId);
  const measure = measures.find((one) => one === input.measure);
  const period = periodOf(input);
  return {
    within, areaPath, step: input.step, state: input.state, unitId: input.unitId, late: input.late, text: input.text,
    classes: await classesBelow(ctx, input.class),
    // With a measure the period is the measure's own; otherwise it is about when a case was reported.
    measure: measure ? { name: measure, period } : undefined,
    reported: measure === undefined && (input.since !== undefined || input.until !== undefined) ? period : undefined,
  };
}

/** What was written on a case, for somebody who may have to do without the reporter's numbers. */
function hearable(ctx: ReadCtx, of: { readonly id: string; readonly areaPath: string; readonly reporterPersonId: number | null }, text: string): string {
  if (!grantAt(ctx.actor, 'incidents.readReporter', of.areaPath)) return maskContacts(text);
  sawContacts(ctx, of, [text], 'list');
  return text;
}

/** The area and all below it, as far down as that. */
function idsDownTo(areas: Awaited<ReturnType<typeof areaIndex>>, id: number, depth: number): number[] {
  const isAbove = (areas.find(id)?.path.split('.').length ?? 0) - 1 < depth;
  return [id, ...(isAbove ? areas.children(id).flatMap((child) => idsDownTo(areas, child.id, depth)) : [])];
}

function plus(a: CountedRow, b: CountedRow): CountedRow {
  const sum = { ...a, loss: a.loss + b.loss };
  for (const measure of measures) sum[measure] = a[measure] + b[measure];
  return sum;
}

/** Rates are null where nothing was to be done: 0 of 0 is neither good nor bad. */
function named({ loss, ...row }: CountedRow, name: string, areaId: number | null): CountsRow {
  const rate = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
  return {
    ...row, name, areaId, lossAvoidedYuan: loss,
    filingRate: rate(row.acceptedFiled, row.accepted), closureRate: rate(row.closed, row.shouldClose), onTimeClosureRate: rate(row.closedOnTime, row.shouldClose),
    onTimeHandlingRate: rate(row.handledOnTime, row.handled), reworkRate: rate(row.reworked, row.handled), returnRate: rate(row.returned, row.dispatched),
    satisfactionRate: rate(row.satisfied, row.rated),
  };
}
