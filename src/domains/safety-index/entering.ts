import type { Ctx, ReadCtx } from '../../platform/action.ts';
import { unitsFor } from '../../platform/actor.ts';
import type { StandardNode, StandardContent, IndicatorDraft } from './contract-shapes.ts';
import { assessmentUnits, currentReturns, departmentsByCodes, versionInForce, type Department, type ReturnRow, type Unit } from './store/read.ts';
import { insertReturns, type NewReturn } from './store/write.ts';

// What a department may return, and what becomes of figures that it enters or imports: one judgement for both.

export type OwnIndicator = { readonly node: StandardNode & { readonly indicator: IndicatorDraft }; readonly department: Department; readonly isOwn: boolean };
export type Ground = {
  readonly content: StandardContent;
  readonly units: readonly Unit[];
  /** Indicators of the standard in force, by code. */
  readonly indicators: ReadonlyMap<string, OwnIndicator>;
};

/** Null where no version is in force in that month. */
export async function groundOf(ctx: Ctx | ReadCtx, month: string): Promise<Ground | null> {
  const version = await versionInForce(ctx.db, month);
  if (!version) return null;
  const { content } = version;
  const nodes = content.nodes.flatMap((node) => (node.indicator === null ? [] : [{ ...node, indicator: node.indicator }]));
  const departments = new Map((await departmentsByCodes(ctx.db, [...new Set(nodes.map(({ indicator }) => indicator.department))])).map((one) => [one.code, one]));
  const own = new Set(unitsFor(ctx.actor, 'index.returns'));
  return {
    content, units: await assessmentUnits(ctx.db),
    indicators: new Map(nodes.flatMap((node) => {
      const department = departments.get(node.indicator.department);
      return department ? [[node.code, { node, department, isOwn: own.has(department.id) }] as const] : [];
    })),
  };
}

export type Given = { readonly indicator: string; readonly areaId: number; readonly counted: number; readonly base: number | null; readonly note?: string };
export type CellProblem = 'indicator-unknown' | 'unit-unknown' | 'not-your-indicator' | 'taken-from-platform' | 'base-missing' | 'more-than-base';

/** Why a figure cannot be taken; null where it can. A rate of people or cars may exceed nothing; a share cannot exceed its whole. */
export function problemOfFigure(ground: Ground, given: Given): CellProblem | null {
  const own = ground.indicators.get(given.indicator);
  if (!own) return 'indicator-unknown';
  if (!ground.units.some(({ areaId }) => areaId === given.areaId)) return 'unit-unknown';
  if (!own.isOwn) return 'not-your-indicator';
  const { indicator } = own.node;
  if (indicator.fact !== null) return 'taken-from-platform';
  if (indicator.of === null) return null;
  if (given.base === null) return 'base-missing';
  return given.counted > given.base ? 'more-than-base' : null;
}

export type Judged = { readonly created: number; readonly corrected: number; readonly unchanged: number; readonly write: readonly NewReturn[] };
export type Kept = { readonly month: string; readonly note: string; readonly source: 'entry' | 'import'; readonly fileName: string };

/** What holds already, by `indicator/area`. */
export async function known(ctx: Ctx | ReadCtx, ground: Ground, month: string): Promise<ReadonlyMap<string, ReturnRow>> {
  const own = [...new Set([...ground.indicators.values()].filter(({ isOwn }) => isOwn).map(({ department }) => department.id))];
  return new Map((await currentReturns(ctx.db, month, { unitIds: own })).map((row) => [`${row.indicator}/${row.areaId}`, row]));
}

/** Figures without a problem, as they are to be written: new ones, and corrections of what differs. */
export function judge(ground: Ground, given: readonly Given[], before: ReadonlyMap<string, ReturnRow>, kept: Kept): Judged {
  let unchanged = 0;
  let corrected = 0;
  const write: NewReturn[] = [];
  for (const { indicator, areaId, counted, base, note } of given) {
    const own = ground.indicators.get(indicator);
    const unit = ground.units.find((one) => one.areaId === areaId);
    if (!own || !unit) continue;
    const held = before.get(`${indicator}/${areaId}`);
    const whole = own.node.indicator.of === null ? null : base;
    if (held && held.counted === counted && held.base === whole) { unchanged += 1; continue; }
    if (held) corrected += 1;
    write.push({ indicator, areaId, areaPath: unit.path, unitId: own.department.id, counted, base: whole, corrects: held?.id ?? null, ...kept, note: note ?? kept.note });
  }
  return { created: write.length - corrected, corrected, unchanged, write };
}

/** False where somebody entered one of these cells meanwhile: then nothing may stay written. */
export async function saveReturns(ctx: Ctx, { write }: Judged): Promise<boolean> {
  if (write.length === 0) return true;
  return await insertReturns(ctx.db, write, { personId: ctx.actor.personId, personName: ctx.actor.name }) === write.length;
}
