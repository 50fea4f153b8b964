// Who should do it, and why. A suggestion is a sum of reasons; the desk decides.

/** One line of the routing table. */
export type RouteLine = {
  readonly id: number;
  readonly classCode: string;
  readonly className: string;
  readonly areaId: number;
  readonly areaName: string;
  readonly unitId: number;
};

export type Reason = {
  /** Its sentence is `dispatch.reason.<code>`. */
  readonly code: 'route' | 'routeByText' | 'nearest' | 'levelOfDispute' | 'belowDispute' | 'mediates' | 'textMatch' | 'onDuty' | 'load' | 'returnedBefore';
  readonly params: Readonly<Record<string, string | number>>;
  readonly points: number;
};

export type RouteCandidate = RouteLine & {
  /** 1 to 3: how exact the class of the line is. */
  readonly classLevel: number;
  /** 1 for the city: how near the area of the line is. */
  readonly areaDepth: number;
  readonly reasons: readonly Reason[];
};

/**
 * The lines that hold for this class and place, the one that decides first: the more exact class wins, then the
 * nearer area. `classPath` are codes from the first level down, `areaPath` is a materialised path, `1.4.30.`.
 */
export function chooseRoute(lines: readonly RouteLine[], classPath: readonly string[], areaPath: string): RouteCandidate[] {
  const areas = areaIds(areaPath);
  return lines.flatMap((line) => {
    const classLevel = classPath.indexOf(line.classCode) + 1;
    const areaDepth = areas.indexOf(line.areaId) + 1;
    if (classLevel === 0 || areaDepth === 0) return [];
    const params = { className: line.className, areaName: line.areaName, line: line.id };
    return [{ ...line, classLevel, areaDepth, reasons: [{ code: 'route' as const, params, points: weights.route + weights.classLevel * classLevel + weights.areaDepth * areaDepth }] }];
  }).sort((a, b) => b.classLevel - a.classLevel || b.areaDepth - a.areaDepth || a.id - b.id);
}

export function areaIds(areaPath: string): number[] {
  return areaPath.split('.').filter((part) => part !== '').map(Number);
}

export type UnitFact = {
  readonly id: number;
  readonly name: string;
  readonly kind: string;
  readonly level: string;
  readonly areaId: number;
  readonly areaName: string;
};

export type Asked = {
  readonly areaPath: string;
  /** Lines for the class of the case, as `chooseRoute` ranked them. */
  readonly lines: readonly RouteCandidate[];
  /** The class that the text speaks for, when the case has none yet, with its lines. */
  readonly guess: { readonly className: string; readonly words: readonly string[]; readonly lines: readonly RouteCandidate[] } | null;
  /** Words of the text that speak for the class the case has. */
  readonly words: readonly string[];
  /** Every unit a line names, and every unit whose area is on the path. */
  readonly units: readonly UnitFact[];
  /** A dispute goes up level by level: nobody above this one is asked yet. */
  readonly disputeLevel: 'courtyard' | 'village' | 'township' | null;
  readonly onDuty: ReadonlyMap<number, number>;
  /** Open cases of each unit; a unit that is not in it has none. */
  readonly load: ReadonlyMap<number, number>;
  readonly returnedBy: readonly { readonly unitId: number; readonly ruleName: string }[];
};

/** `score` is the sum of the points of `reasons`. */
export type RankedUnit = {
  readonly unit: { readonly id: number; readonly name: string };
  readonly kind: string;
  readonly level: string;
  readonly score: number;
  readonly reasons: readonly Reason[];
};

/**
 * A line of the table outweighs everything except that the unit has returned this very case. Being near, on duty
 * and less loaded decides only between units that no line tells apart.
 */
const weights = { route: 100, classLevel: 30, areaDepth: 4, routeByText: 50, nearest: 6, levelOfDispute: 25, belowDispute: -30, mediates: 5, textMatch: 1, onDuty: 2, loadMost: 3, loadStep: 5, returned: -500 } as const;
const mostSuggested = 8;
const levels = ['courtyard', 'village', 'township', 'county', 'city'];

export function rankUnits(asked: Asked): RankedUnit[] {
  const areas = areaIds(asked.areaPath);
  return asked.units.flatMap((unit) => {
    if (asked.disputeLevel && levels.indexOf(unit.level) > levels.indexOf(asked.disputeLevel)) return [];
    const grounds = [...lineReasons(asked, unit), ...nearReasons(areas, unit)];
    if (grounds.length === 0) return [];
    const reasons = [...grounds, ...disputeReasons(asked.disputeLevel, unit), ...stateReasons(asked, unit)];
    return [{ unit: { id: unit.id, name: unit.name }, kind: unit.kind, level: unit.level, score: reasons.reduce((sum, { points }) => sum + points, 0), reasons }];
  }).sort((a, b) => b.score - a.score || a.unit.id - b.unit.id).slice(0, mostSuggested);
}

/** A unit may stand in several lines; the most exact one speaks for it. */
function lineReasons(asked: Asked, unit: UnitFact): Reason[] {
  const line = asked.lines.find(({ unitId }) => unitId === unit.id);
  const matching: Reason[] = asked.words.length > 0 && line ? [{ code: 'textMatch', params: { words: asked.words.join('、') }, points: weights.textMatch }] : [];
  if (line) return [...line.reasons, ...matching];
  const guessed = asked.guess?.lines.find(({ unitId }) => unitId === unit.id);
  if (!asked.guess || !guessed) return [];
  return [{
    code: 'routeByText', points: weights.routeByText + guessed.classLevel + weights.areaDepth * guessed.areaDepth,
    params: { className: asked.guess.className, words: asked.guess.words.join('、'), areaName: guessed.areaName, line: guessed.id },
  }];
}

/** Teams and checkpoints act when a line or the desk names them, not because they stand nearby. */
function nearReasons(areas: readonly number[], unit: UnitFact): Reason[] {
  const depth = areas.indexOf(unit.areaId) + 1;
  if (depth === 0 || unit.kind === 'team' || unit.kind === 'checkpoint') return [];
  return [{ code: 'nearest', params: { areaName: unit.areaName }, points: weights.nearest * depth }];
}

function disputeReasons(level: Asked['disputeLevel'], unit: UnitFact): Reason[] {
  if (!level) return [];
  const reasons: Reason[] = [];
  if (unit.level === level) reasons.push({ code: 'levelOfDispute', params: {}, points: weights.levelOfDispute });
  else reasons.push({ code: 'belowDispute', params: {}, points: weights.belowDispute });
  if (unit.kind === 'committee') reasons.push({ code: 'mediates', params: {}, points: weights.mediates });
  return reasons;
}

function stateReasons(asked: Asked, unit: UnitFact): Reason[] {
  const reasons: Reason[] = [];
  const people = asked.onDuty.get(unit.id) ?? 0;
  if (people > 0) reasons.push({ code: 'onDuty', params: { people }, points: weights.onDuty });
  const open = asked.load.get(unit.id) ?? 0;
  if (open > 0) reasons.push({ code: 'load', params: { open }, points: 0 - Math.min(weights.loadMost, Math.floor(open / weights.loadStep)) });
  const returned = asked.returnedBy.find(({ unitId }) => unitId === unit.id);
  if (returned) reasons.push({ code: 'returnedBefore', params: { ruleName: returned.ruleName }, points: weights.returned });
  return reasons;
}
