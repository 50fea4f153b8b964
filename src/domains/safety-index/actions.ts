import { action, reading } from '../../platform/action.ts';
import { unitsFor } from '../../platform/actor.ts';
import { absent, isRefusal, refuse } from '../../platform/core/refusal.ts';
import { areaIndex } from '../geography/actions.ts';
import * as contract from './contract.ts';
import type { FrozenRun } from './contract-shapes.ts';
import { computeAside } from './compute-aside.ts';
import { buildMonth, figureKey, indexOf } from './compute.ts';
import { computing, followed } from './computing.ts';
import { groundOf, judge, known, problemOfFigure, saveReturns } from './entering.ts';
import { figuresOfMonth, figuresOfRun } from './figures.ts';
import { takeReturns } from './import-returns.ts';
import { openRun, refOf } from './queries.ts';
import { hashOf } from './standard.ts';
import { cityGrant, currentMonth } from './standard-steps.ts';
import { findRun, knownMonths, listRuns, publishedRun, versionInForce } from './store/read.ts';
import { holdIndex, insertRun, publishComputed } from './store/write.ts';

/** Of everything but the intervals, which follow from the rest and from how often weights were tried. */
function figuresHash(result: FrozenRun): string {
  return hashOf({ ...result, units: result.units.map(({ areaId, coverage }) => ({ areaId, coverage })) });
}

/** A thousand sets of weights; one seed for all, so that the same month gives the same bytes. */
export const usualTrying = { runs: 1_000, seed: 20_261_122 } as const;

export const enterReturns = action(contract.enterReturns, async (ctx, input) => {
  ctx.about(`index:${input.month}`, ctx.actor.grants.find(({ permissions }) => permissions.has('index.returns')));
  if (input.month > currentMonth(ctx.now)) return refuse('safety-index/month-ahead', { month: input.month });
  await holdIndex(ctx.db, 'returns');
  const ground = await groundOf(ctx, input.month);
  if (!ground) return refuse('safety-index/no-standard', { month: input.month });
  const seen = new Set<string>();
  for (const cell of input.cells) {
    const problem = problemOfFigure(ground, cell);
    const names = { indicator: ground.indicators.get(cell.indicator)?.node.name ?? cell.indicator, code: cell.indicator, area: ground.units.find(({ areaId }) => areaId === cell.areaId)?.name ?? String(cell.areaId) };
    if (problem === 'indicator-unknown' || problem === 'unit-unknown') return absent(`safety-index/${problem}`, names);
    if (problem) return refuse(`safety-index/${problem}`, names, problem === 'not-your-indicator' ? 'forbidden' : 'rule');
    const key = `${cell.indicator}/${cell.areaId}`;
    if (seen.has(key)) return refuse('safety-index/cell-twice', names);
    seen.add(key);
  }
  const before = await known(ctx, ground, input.month);
  // Somebody corrected one of them since it was on the screen.
  if (input.cells.some((cell) => (before.get(`${cell.indicator}/${cell.areaId}`)?.id ?? null) !== cell.corrects)) return refuse('safety-index/overtaken', {}, 'overtaken');
  const judged = judge(ground, input.cells, before, { month: input.month, note: input.note, source: 'entry', fileName: '' });
  if (!await saveReturns(ctx, judged)) return refuse('safety-index/overtaken', {}, 'overtaken');
  return { created: judged.created, corrected: judged.corrected, unchanged: judged.unchanged };
});

export const importReturns = action(contract.importReturns, async (ctx, input) => {
  ctx.about(`index:${String(unitsFor(ctx.actor, 'index.returns')[0] ?? 0)}`, ctx.actor.grants.find(({ permissions }) => permissions.has('index.returns')));
  await holdIndex(ctx.db, 'returns');
  return takeReturns(ctx, input);
});

export const runs = reading(contract.runs, async (ctx) => {
  const rows = await listRuns(ctx.db);
  const known = await knownMonths(ctx.db);
  return { items: rows.map(refOf), due: known.filter(({ state }) => state === null).map(({ month }) => month), computing: computing() };
});

export const computeRun = action(contract.computeRun, async (ctx, { month, note }) => {
  const grant = cityGrant(ctx.actor, 'index.manage');
  if (isRefusal(grant)) return grant;
  ctx.about(`index:${month}`, grant);
  if (month > currentMonth(ctx.now)) return refuse('safety-index/month-ahead', { month });
  await holdIndex(ctx.db, `run ${month}`);
  const version = await versionInForce(ctx.db, month);
  const { city } = await areaIndex(ctx.db);
  if (!version || !city) return refuse('safety-index/no-standard', { month });
  const published = await publishedRun(ctx.db, month);
  const figures = await figuresOfMonth(ctx, version.content, month);
  if (figures.returned === 0) return refuse('safety-index/no-returns', { month });
  const computed = await followed(month, (onProgress) => computeAside({ content: version.content, input: figures, trying: usualTrying }, onProgress));
  if (isRefusal(computed)) return computed;
  const resultHash = hashOf(computed.result);
  if (published && figuresHash(published.result) === figuresHash(computed.result)) return refuse('safety-index/nothing-changed', { month });
  const runId = await insertRun(ctx.db, {
    areaId: city.id, areaPath: city.path, month, versionId: version.id, versionHash: version.hash, corrects: published?.id ?? null, note, coverage: computed.coverage,
    result: computed.result, resultHash, personId: ctx.actor.personId,
  });
  ctx.emit({ kind: 'safety-index.computed', subject: `run:${runId}`, areaPath: city.path });
  return { runId, coverage: computed.coverage, findings: computed.result.findings.length };
});

export const publishRun = action(contract.publishRun, async (ctx, { runId }) => {
  const grant = cityGrant(ctx.actor, 'index.manage');
  if (isRefusal(grant)) return grant;
  ctx.about(`indexRun:${runId}`, grant);
  const first = await findRun(ctx.db, runId);
  if (!first) return absent('safety-index/run-unknown');
  await holdIndex(ctx.db, `run ${first.month}`);
  const run = await findRun(ctx.db, runId, true);
  if (!run) return absent('safety-index/run-unknown');
  if (run.state === 'published') return refuse('safety-index/step-not-now', { state: '@safety-index.runState.published' });
  if (ctx.actor.personId === null || run.computedById === ctx.actor.personId) return refuse('safety-index/same-person');
  const published = await publishedRun(ctx.db, run.month);
  // What it was computed to correct is no longer what holds.
  if ((published?.id ?? null) !== run.corrects) return refuse('safety-index/overtaken-run', { month: run.month });
  await publishComputed(ctx.db, runId, ctx.actor.personId, ctx.now);
  ctx.emit({ kind: 'safety-index.published', subject: `run:${runId}`, areaPath: run.areaPath });
  return { runId, month: run.month };
});

export const whatIf = reading(contract.whatIf, async (ctx, input) => {
  const opened = await openRun(ctx, input);
  if (!opened) return absent('safety-index/run-unknown');
  const { content, run } = opened;
  const at = run.result.units.findIndex(({ areaId }) => areaId === input.areaId);
  if (at < 0) return absent('safety-index/unit-unknown', { area: String(input.areaId) });
  const figures = figuresOfRun(run.result);
  const changed = new Map(figures.figures);
  for (const { code, counted } of input.values) {
    const key = figureKey(code, input.areaId);
    const held = changed.get(key);
    const indicator = content.nodes.find((node) => node.code === code)?.indicator;
    if (!held || !indicator) return absent('safety-index/indicator-unknown', { code });
    changed.set(key, { ...held, counted: indicator.of !== null && indicator.per === 100 && held.base !== null ? Math.min(counted, held.base) : counted });
  }
  const pick = ({ score, rank }: ReturnType<typeof indexOf>): { score: number | null; rank: number | null } => ({ score, rank });
  return { before: pick(indexOf(content, buildMonth(content, figures), at)), after: pick(indexOf(content, buildMonth(content, { ...figures, figures: changed }), at)) };
});
