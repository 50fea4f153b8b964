import type { ReadCtx } from '../../platform/action.ts';
import { momentAt } from '../../platform/core/calendar.ts';
import { monthBefore, type Fact, type FrozenRun, type StandardContent } from './contract-shapes.ts';
import { figureKey, type Figure, type MonthFigures } from './compute.ts';
import { assessmentUnits, currentReturns, platformFacts, type FactRow } from './store/read.ts';

/** What departments returned for a month and what the platform itself counted in it. */
export async function figuresOfMonth(ctx: Pick<ReadCtx, 'db'>, content: StandardContent, month: string): Promise<MonthFigures & { readonly returned: number }> {
  const units = await assessmentUnits(ctx.db);
  const figures = new Map<string, Figure>();
  const byCode = new Map(content.nodes.flatMap(({ code, indicator }) => (indicator === null ? [] : [[code, indicator]])));
  let returned = 0;
  for (const { id, indicator, areaId, counted, base } of await currentReturns(ctx.db, month)) {
    if (!byCode.has(indicator)) continue;
    returned += 1;
    figures.set(figureKey(indicator, areaId), { counted, base, returnId: id });
  }
  const facts = new Map((await platformFacts(ctx.db, units.map(({ path }) => path), month, momentAt(`${month}-01`, '00:00'), momentAt(`${monthBefore(month, -1)}-01`, '00:00'))).map((row) => [row.top, row]));
  for (const [code, { fact }] of byCode) {
    if (fact === null) continue;
    for (const { areaId, path } of units) {
      const row = facts.get(path);
      if (row) figures.set(figureKey(code, areaId), { ...factOf(fact, row), returnId: null });
    }
  }
  return { month, units: units.map(({ areaId, name }) => ({ areaId, name })), figures, returned };
}

function factOf(fact: Fact, row: FactRow): { counted: number; base: number } {
  switch (fact) {
    case 'onTimeClosure': return { counted: row.onTime, base: row.shouldClose };
    case 'satisfaction': return { counted: row.satisfied, base: row.rated };
    case 'rework': return { counted: row.reworked, base: row.handled };
    case 'dueVisits': return { counted: row.visited, base: row.due };
    case 'acceptance': return { counted: row.accepted, base: row.reported };
  }
}

/** What a frozen month was computed from. */
export function figuresOfRun(run: FrozenRun): MonthFigures {
  const figures = new Map<string, Figure>();
  for (const { code, cells } of run.nodes) {
    for (const [at, cell] of (cells ?? []).entries()) {
      const unit = run.units[at];
      if (unit && cell.counted !== null) figures.set(figureKey(code, unit.areaId), { counted: cell.counted, base: cell.base, returnId: cell.returnId });
    }
  }
  return { month: run.month, units: run.units.map(({ areaId, name }) => ({ areaId, name })), figures };
}
