import { reading, type ReadCtx } from '../../platform/action.ts';
import { pathsFor, unitsFor } from '../../platform/actor.ts';
import { absent } from '../../platform/core/refusal.ts';
import * as contract from './contract.ts';
import { colourOf, measured, monthBefore, rootOf, smallestCell, type Cell, type FrozenRun, type Ranked, type StandardContent } from './contract-shapes.ts';
import { buildMonth, figureKey, indexOf, scoredColumn, type MonthFigures } from './compute.ts';
import { changeOf, shareOfNodes, weakAndStrong } from './explaining.ts';
import { figuresOfRun } from './figures.ts';
import { groundOf } from './entering.ts';
import { explainCell, isExplanation } from './rules/explain.ts';
import type { IndexResult } from './rules/result.ts';
import { smallestChange, type Lever } from './rules/smallest-change.ts';
import { bestValue, scoreByStandard } from './rules/standards.ts';
import { effectiveWeights, nodeAt } from './rules/tree.ts';
import { assessmentUnits, departmentsByCodes, findRun, findVersion, isPublished, knownMonths, publishedRun, publishedRuns, returnEntries, currentReturns, trendOfNode, type RunRow, type WholeRun } from './store/read.ts';

type NodeScores = FrozenRun['nodes'][number];
type Opened = { readonly run: WholeRun; readonly content: StandardContent; readonly byCode: ReadonlyMap<string, NodeScores>; readonly root: string; readonly dimensions: readonly { readonly code: string; readonly name: string }[] };

/** The run that is asked for, with its standard; what the caller may not see is not there. */
export async function openRun(ctx: ReadCtx, which: { readonly month?: string | undefined; readonly runId?: number | undefined }): Promise<Opened | undefined> {
  const run = which.runId === undefined ? await publishedRun(ctx.db, which.month) : await findRun(ctx.db, which.runId);
  const version = run && await findVersion(ctx.db, run.versionId);
  if (!run || !version) return undefined;
  const { content } = version;
  const root = rootOf(content);
  return { run, content, root, byCode: new Map(run.result.nodes.map((node) => [node.code, node])), dimensions: content.nodes.filter(({ parent }) => parent === root).map(({ code, name }) => ({ code, name })) };
}

export function refOf({ areaPath: _path, computedById: _by, versionId: _version, ...row }: RunRow): contract.RunRef {
  return {
    id: row.id, month: row.month, state: row.state, corrects: row.corrects, versionNumber: row.versionNumber, versionHash: row.versionHash, resultHash: row.resultHash, coverage: row.coverage, note: row.note,
    computedBy: row.computedBy, computedAt: row.computedAt.toISOString(), publishedBy: row.publishedBy, publishedAt: row.publishedAt?.toISOString() ?? null,
  };
}

function averageOf(scores: readonly (number | null)[]): number | null {
  const known = scores.filter((one) => one !== null);
  return known.length === 0 ? null : known.reduce((sum, one) => sum + one, 0) / known.length;
}

/** Every unit of a run, as it stands in the ranking. */
function rankedOf({ run, content, byCode, root, dimensions }: Opened, before: Opened | undefined): Ranked[] {
  const index = byCode.get(root);
  return run.result.units.map(({ areaId, name, low, high, coverage }, at): Ranked => {
    const then = before?.run.result.units.findIndex((one) => one.areaId === areaId) ?? -1;
    const old = before?.byCode.get(before.root);
    const score = index?.scores[at] ?? null;
    return {
      areaId, name, score, rank: index?.ranks[at] ?? null, rankLow: low, rankHigh: high, colour: colourOf(content, score), coverage,
      scoreBefore: old?.scores[then] ?? null, rankBefore: old?.ranks[then] ?? null, dimensions: dimensions.map(({ code }) => byCode.get(code)?.scores[at] ?? null),
    };
  });
}

export const overview = reading(contract.overview, async (ctx, input) => {
  const months = await knownMonths(ctx.db);
  const opened = await openRun(ctx, input);
  if (!opened) return { run: null, months, dimensions: [], units: [], findings: [], average: null };
  const before = await openRun(ctx, { month: monthBefore(opened.run.month) });
  const units = rankedOf(opened, before).sort((a, b) => (a.rank ?? 999) - (b.rank ?? 999));
  return { run: refOf(opened.run), months, dimensions: [...opened.dimensions], units, findings: opened.run.result.findings, average: averageOf(units.map(({ score }) => score)) };
});

export const unitProfile = reading(contract.unitProfile, async (ctx, input) => {
  const opened = await openRun(ctx, input);
  if (!opened) return absent('safety-index/run-unknown');
  const { run, content, byCode, root } = opened;
  const at = run.result.units.findIndex(({ areaId }) => areaId === input.areaId);
  if (at < 0) return absent('safety-index/unit-unknown', { area: String(input.areaId) });
  const before = await openRun(ctx, { month: monthBefore(run.month) });
  const unit = rankedOf(opened, before)[at];
  if (!unit) return absent('safety-index/unit-unknown', { area: String(input.areaId) });
  const figures = figuresOfRun(run.result);
  const built = buildMonth(content, figures);
  const explained = explainCell(built, at);
  const shares = shareOfNodes(explained);
  const trend = await trendOfNode(ctx.db, root, run.month, 24);
  const links = weakAndStrong(content, built, at, shares);
  return {
    run: refOf(run), unit, units: run.result.units.length,
    parts: content.nodes.filter(({ parent }) => parent !== null).map(({ code, name, parent, indicator }) => {
      const node = byCode.get(code);
      const share = shares.get(code);
      return {
        code, name, parent, isIndicator: indicator !== null, score: node?.scores[at] ?? null, rank: node?.ranks[at] ?? null, average: averageOf(node?.scores ?? []),
        points: share?.contribution ?? null, lost: share?.lost ?? null, share: share?.weight ?? 0,
      };
    }),
    trend: trend.map(({ month, versionNumber, units, scores, ranks }) => {
      const there = units.findIndex(({ areaId }) => areaId === input.areaId);
      return { month, versionNumber, score: scores[there] ?? null, rank: ranks[there] ?? null, average: averageOf(scores) };
    }),
    ...links,
    missing: content.nodes.flatMap(({ code, name, indicator }) => {
      if (indicator === null || (byCode.get(code)?.scores[at] ?? null) !== null) return [];
      return [{ code, name, why: (byCode.get(code)?.cells?.[at]?.counted ?? null) === null ? 'missing' as const : 'small' as const }];
    }),
    change: before && isExplanation(explained) ? changeOf({ content: before.content, run: before.run.result }, { content, run: run.result, built }, input.areaId) : null,
  };
});

export const indicatorDetail = reading(contract.indicatorDetail, async (ctx, input) => {
  const opened = await openRun(ctx, input);
  if (!opened) return absent('safety-index/run-unknown');
  const { run, content, byCode } = opened;
  const node = content.nodes.find(({ code }) => code === input.code);
  const scores = byCode.get(input.code);
  if (!node?.indicator || !scores) return absent('safety-index/indicator-unknown', { code: input.code });
  const { indicator } = node;
  const built = buildMonth(content, figuresOfRun(run.result));
  const place = built.tree.placeByCode.get(node.code) ?? -1;
  const drawn = scoredColumn(content, node.code, indicator, figuresOfRun(run.result));
  const above = [];
  for (let at = node.parent; at !== null;) {
    const parent = content.nodes.find(({ code }) => code === at);
    if (!parent || parent.parent === null) break;
    above.unshift({ code: parent.code, name: parent.name });
    at = parent.parent;
  }
  const trend = await trendOfNode(ctx.db, node.code, run.month, 24);
  const [department] = await departmentsByCodes(ctx.db, [indicator.department]);
  // The result is everybody's who reads the index; a return is read in one's own area.
  const within = pathsFor(ctx.actor, 'index.read');
  const openTo = new Set((await assessmentUnits(ctx.db)).filter(({ path }) => within.some((one) => path.startsWith(one))).map(({ areaId }) => areaId));
  return {
    run: refOf(run), code: node.code, name: node.name, above, layer: indicator.layer, direction: indicator.direction, department: department?.name ?? indicator.department, measure: indicator.measure, of: indicator.of, per: indicator.per,
    unit: indicator.unit, decimals: indicator.decimals, share: effectiveWeights(built.tree)[place] ?? 0, scoring: indicator.scoring, fact: indicator.fact, baseMinimum: content.baseMinimum,
    cells: run.result.units.map(({ areaId, name }, at): Cell => {
      const held = scores.cells?.[at] ?? { counted: null, base: null, returnId: null };
      const told = shown(content, indicator, held);
      const isDrawn = drawn.ownShare !== null && told.state === 'shown';
      return { ...told, scored: isDrawn ? drawn.values[at] ?? null : null, ownShare: isDrawn ? drawn.ownShare?.[at] ?? null : null, areaId, name, score: scores.scores[at] ?? null, rank: scores.ranks[at] ?? null, returnId: openTo.has(areaId) ? held.returnId : null };
    }),
    trend: trend.map(({ month, scores: all }) => {
      const known = all.filter((one) => one !== null);
      return { month, average: averageOf(all), best: known.length === 0 ? null : Math.max(...known), worst: known.length === 0 ? null : Math.min(...known) };
    }),
  };
});

/** Of figures that may be told alone: how far a unit could move each, in whole counts. */
function leversOf(content: StandardContent, built: IndexResult, figures: MonthFigures, areaId: number): Lever[] {
  const byCode = new Map(content.nodes.map((node) => [node.code, node.indicator]));
  const unit = figures.units.findIndex((one) => one.areaId === areaId);
  return built.tree.indicators.flatMap((place, at): Lever[] => {
    const { code } = nodeAt(built.tree, place);
    const indicator = byCode.get(code);
    const figure = figures.figures.get(figureKey(code, areaId));
    if (!indicator || !figure || shown(content, indicator, figure).state !== 'shown') return [];
    const now = measured(indicator, content.baseMinimum, figure.counted, figure.base) ?? NaN;
    const best = bestValue(indicator.scoring, now);
    if (best === undefined) return [];
    const counts = best * (indicator.of === null || figure.base === null ? 1 : figure.base / indicator.per);
    const whole = indicator.direction === 1 ? Math.ceil(counts - 1e-9) : Math.max(0, Math.floor(counts + 1e-9));
    return [{
      indicator: at, now: figure.counted, best: indicator.per === 100 && figure.base !== null ? Math.min(whole, figure.base) : whole, step: 1,
      held: (counted) => {
        const key = figureKey(code, areaId);
        const other = scoredColumn(content, code, indicator, { units: figures.units, figures: content.smallNumbers === 'shrink' ? new Map(figures.figures).set(key, { ...figure, counted }) : new Map([[key, { ...figure, counted }]]) });
        return scoreByStandard(indicator.scoring, other.values[unit] ?? NaN, new Map()).score;
      },
    }];
  });
}

export const gain = reading(contract.gain, async (ctx, input) => {
  const opened = await openRun(ctx, input);
  if (!opened) return absent('safety-index/run-unknown');
  const { run, content } = opened;
  const unit = run.result.units.findIndex(({ areaId }) => areaId === input.areaId);
  if (unit < 0) return absent('safety-index/unit-unknown', { area: String(input.areaId) });
  const figures = figuresOfRun(run.result);
  const built = buildMonth(content, figures);
  const { score, rank, colour } = indexOf(content, built, unit);
  const better = content.bands.findLast(({ from }) => score !== null && from > score);
  const ahead = rankedOf(opened, undefined).filter((one) => rank !== null && one.rank !== null && one.rank < rank).toSorted((a, b) => (a.score ?? 0) - (b.score ?? 0))[0];
  const known = { score, rank, next: input.goal === 'place' ? ahead?.name ?? '' : '', colour: input.goal === 'band' ? better?.colour ?? colour : null };
  if (input.goal === 'band' && (!better || score === null)) return { ...known, needed: null, ways: [], why: [] };
  const goal = input.goal === 'place' || !better ? { kind: 'rank' as const } : { kind: 'score' as const, atLeast: better.from };
  const found = smallestChange(built, { period: 0, unit, goal, levers: leversOf(content, built, figures, input.areaId) });
  const target = input.goal === 'place' ? ahead?.score ?? null : better?.from ?? null;
  // Where rates are drawn towards the city's, a change moves others too: each way is computed whole, and told only if it does what it says.
  const ways = content.smallNumbers !== 'shrink' ? found.ways : found.ways.flatMap((way) => {
    const moved = new Map(figures.figures);
    for (const { code, to } of way.moves) { const key = figureKey(code, input.areaId); const held = moved.get(key); if (held) moved.set(key, { ...held, counted: to }); }
    const then = indexOf(content, buildMonth(content, { ...figures, figures: moved }), unit);
    const does = goal.kind === 'rank' ? (then.rank ?? Infinity) < (rank ?? 0) : (then.score ?? 0) >= goal.atLeast;
    return does && then.score !== null && then.rank !== null ? [{ ...way, score: then.score, rank: then.rank }] : [];
  });
  return {
    ...known, needed: target === null || score === null ? null : target - score, why: found.findings.map(({ message }) => message),
    ways: ways.map((way) => ({
      score: way.score, rank: way.rank,
      moves: way.moves.map(({ code, from, to, scoreFrom, scoreTo }) => {
        const node = content.nodes.find((one) => one.code === code);
        return { code, name: node?.name ?? code, measure: node?.indicator?.measure ?? '', base: figures.figures.get(figureKey(code, input.areaId))?.base ?? null, from, to, scoreFrom, scoreTo };
      }),
    })),
  };
});

/** Nothing that was counted fewer than five times is told, nor a share of too little. */
function shown(content: StandardContent, indicator: NonNullable<StandardContent['nodes'][number]['indicator']>, { counted, base }: { counted: number | null; base: number | null }): Pick<Cell, 'value' | 'counted' | 'base' | 'state'> {
  if (counted === null) return { value: null, counted: null, base: null, state: 'missing' };
  const value = measured(indicator, content.baseMinimum, counted, base);
  const isSmall = (one: number | null): boolean => one !== null && one > 0 && one < smallestCell;
  // The rest of a share is as telling as its part.
  if (value === null || isSmall(counted) || (indicator.of !== null && indicator.per === 100 && isSmall(base === null ? null : base - counted) && base !== null && base < smallestCell * 2)) return { value: null, counted: null, base: null, state: 'small' };
  return { value, counted, base, state: 'shown' };
}

export const returnHistory = reading(contract.returnHistory, async (ctx, { indicator, areaId, month }) => {
  const ground = await groundOf(ctx, month);
  const own = ground?.indicators.get(indicator);
  const unit = ground?.units.find((one) => one.areaId === areaId);
  if (!ground || !own || !unit) return absent('safety-index/indicator-unknown', { code: indicator });
  const isReader = pathsFor(ctx.actor, 'index.read').some((path) => unit.path.startsWith(path));
  if (!own.isOwn && !isReader) return absent('safety-index/indicator-unknown', { code: indicator });
  const entries = await returnEntries(ctx.db, indicator, areaId, month);
  const hides = !own.isOwn && entries.some(({ counted, base }) => shown(ground.content, own.node.indicator, { counted, base }).state === 'small');
  return {
    indicator: { code: own.node.code, name: own.node.name }, unitName: unit.name, department: own.department.name,
    entries: hides ? [] : entries.map(({ unitId: _unit, at, ...entry }) => ({ ...entry, at: at.toISOString() })),
  };
});

export const returns = reading(contract.returns, async (ctx, { month }) => {
  const ground = await groundOf(ctx, month);
  const own = unitsFor(ctx.actor, 'index.returns');
  if (!ground) return { departments: [], units: [], indicators: [], published: false, baseMinimum: smallestCell };
  const rows = new Map((await currentReturns(ctx.db, month, { unitIds: own })).map((row) => [`${row.indicator}/${row.areaId}`, row]));
  const mine = [...ground.indicators.values()].filter(({ isOwn, node }) => isOwn && node.indicator.fact === null);
  return {
    departments: [...new Map(mine.map(({ department: { id, name } }) => [id, { id, name }])).values()], units: ground.units.map(({ areaId, name }) => ({ areaId, name })),
    indicators: mine.map(({ node: { code, name, indicator }, department }) => ({
      code, name, departmentId: department.id, measure: indicator.measure, of: indicator.of, unit: indicator.unit, per: indicator.per,
      cells: ground.units.map(({ areaId }) => {
        const row = rows.get(`${code}/${areaId}`);
        return { areaId, id: row?.id ?? null, counted: row?.counted ?? null, base: row?.base ?? null, corrections: row?.corrections ?? 0 };
      }),
    })),
    published: await isPublished(ctx.db, month), baseMinimum: ground.content.baseMinimum,
  };
});

/** What a version would have given for the figures of published months. */
export const tryVersion = reading(contract.tryVersion, async (ctx, { versionId, months }) => {
  const version = await findVersion(ctx.db, versionId);
  const latest = await publishedRun(ctx.db, undefined);
  if (!version) return absent('safety-index/version-unknown');
  const runs = latest ? await publishedRuns(ctx.db, latest.month, months) : [];
  const opened = await Promise.all(runs.map(async (run) => ({ run, old: await openRun(ctx, { runId: run.id }), tried: buildMonth(version.content, figuresOfRun(run.result)) })));
  return {
    months: runs.map(({ month }) => month),
    units: (latest?.result.units ?? []).map(({ areaId, name }) => ({
      areaId, name, cells: opened.map(({ run, old, tried }) => {
        const at = run.result.units.findIndex((one) => one.areaId === areaId);
        const held = old?.byCode.get(old.root);
        const now = indexOf(version.content, tried, at);
        return { published: held?.scores[at] ?? null, rank: held?.ranks[at] ?? null, tried: now.score, triedRank: now.rank };
      }),
    })),
  };
});

