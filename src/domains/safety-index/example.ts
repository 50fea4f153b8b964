import { momentAt } from '../../platform/core/calendar.ts';
import { isRefusal } from '../../platform/core/refusal.ts';
import { random } from '../../platform/core/tiling.ts';
import type { Db } from '../../platform/db.ts';
import { asHouse } from '../../platform/wall.ts';
import { areaIndex } from '../geography/actions.ts';
import { computeMonth } from './compute.ts';
import { monthBefore, type IndicatorDraft, type StandardContent } from './contract-shapes.ts';
import { demoStandard } from './demo-standard.ts';
import { figuresOfMonth } from './figures.ts';
import { hashOf } from './standard.ts';
import { currentMonth } from './standard-steps.ts';
import { assessmentUnits, departmentsByCodes, type Unit } from './store/read.ts';
import * as write from './store/write.ts';

// The months of the demo: every department, every unit and every figure is INVENTED. Seeded, so that two demos are alike.

export type IndexCast = { readonly analyst: number; readonly publisher: number; readonly approver: number };
export type IndexOptions = { readonly cast: IndexCast; readonly now: Date; readonly months?: number; readonly runs?: number; readonly content?: StandardContent };

/**
 * A standard in force, and published months up to the last one; for the month that goes on some departments have returned.
 * @returns how many months were published
 */
export async function seedIndex(db: Db, { cast, now, months = 15, runs = 200, content = demoStandard }: IndexOptions): Promise<number> {
  const going = currentMonth(now);
  const first = monthBefore(going, months);
  const versionId = await seedStandard(db, content, first, cast);
  for (let at = months; at >= 0; at -= 1) await seedMonth(db, { month: monthBefore(going, at), at, versionId, content, cast, runs, now });
  return months;
}

async function seedStandard(db: Db, content: StandardContent, from: string, cast: IndexCast): Promise<number> {
  const day = (number: number): Date => momentAt(`${monthBefore(from)}-${String(number).padStart(2, '0')}`, '10:00');
  return asHouse(db, 'index', async (inside) => {
    const { city } = await areaIndex(inside);
    if (!city) throw new Error('there is no city to assess');
    const { id } = await write.insertVersion(inside, { areaId: city.id, areaPath: city.path, content, hash: hashOf(content), note: '首版', basedOn: null, personId: cast.analyst });
    await write.submit(inside, id, cast.analyst, day(10));
    await write.approve(inside, id, cast.approver, day(18));
    await write.publish(inside, id, from, cast.publisher, day(25));
    return id;
  }, day(2));
}

type MonthSeed = { readonly month: string; readonly at: number; readonly versionId: number; readonly content: StandardContent; readonly cast: IndexCast; readonly runs: number; readonly now: Date };

async function seedMonth(db: Db, { month, at, versionId, content, cast, runs, now }: MonthSeed): Promise<void> {
  const after = monthBefore(month, -1);
  const isGoing = at === 0;
  const when = (day: number, time: string): Date => new Date(Math.min(momentAt(`${after}-${String(day).padStart(2, '0')}`, time).getTime(), now.getTime()));
  await asHouse(db, 'index', async (inside) => {
    const units = await assessmentUnits(inside);
    const rows = await returnsOf(inside, content, units, month, at);
    // Three departments are early.
    const early = ['S-GAJ', 'S-XFZ', 'S-SCJ'];
    const given = isGoing ? rows.filter(({ department }) => early.includes(department)) : rows;
    await write.insertReturns(inside, given.map(({ department: _department, ...row }) => row), { personId: null, personName: '部门报送（演示）' });
  }, when(5, '09:30'));
  if (isGoing) return;
  await asHouse(db, 'index', async (inside) => {
    const { city } = await areaIndex(inside);
    const computed = computeMonth(content, await figuresOfMonth({ db: inside }, content, month), { runs, seed: 20_261_122 });
    if (isRefusal(computed) || !city) throw new Error('the month of the demo has no index');
    const runId = await write.insertRun(inside, {
      areaId: city.id, areaPath: city.path, month, versionId, versionHash: hashOf(content), corrects: null, note: '演示数据，均为虚构', coverage: computed.coverage, result: computed.result, resultHash: hashOf(computed.result), personId: cast.analyst,
    });
    await write.publishComputed(inside, runId, cast.publisher, when(8, '16:00'));
  }, when(7, '10:00'));
}

type Row = write.NewReturn & { readonly department: string };

async function returnsOf(db: Db, content: StandardContent, units: readonly Unit[], month: string, at: number): Promise<Row[]> {
  const nodes = content.nodes.flatMap((node) => (node.indicator === null || node.indicator.fact !== null ? [] : [{ code: node.code, indicator: node.indicator }]));
  const departments = new Map((await departmentsByCodes(db, [...new Set(nodes.map(({ indicator }) => indicator.department))])).map(({ id, code }) => [code, id]));
  return nodes.flatMap(({ code, indicator }, number) => units.flatMap((unit, place): Row[] => {
    const unitId = departments.get(indicator.department);
    const next = random(1 + number * 7_919 + place * 104_729 + (1_000 - at) * 1_299_709);
    for (let skipped = 0; skipped < 3; skipped += 1) next();
    // Now and then a department has nothing to return.
    if (unitId === undefined || next() < 0.012) return [];
    const figure = figureOf(indicator, goodness(code, number, place, at, next()), place, number, next);
    return [{ indicator: code, areaId: unit.areaId, areaPath: unit.path, unitId, month, ...figure, note: '', source: 'entry', fileName: '', corrects: null, department: indicator.department }];
  }));
}

/** 0 is the lower limit, 1 the upper: what the unit is like, what it is good at, where it has been going, and chance. */
function goodness(code: string, number: number, place: number, at: number, chance: number): number {
  const like = 0.66 + 0.019 * ((place * 7) % 11);
  const dimension = 0.09 * Math.sin(place * 2.3 + code.charCodeAt(0) * 1.7);
  const own = 0.17 * Math.sin(place * 5.1 + number * 1.9);
  const course = (0.0045 * ((place % 5) - 1.5)) * (14 - at) + 0.02 * Math.sin((at + place) * 0.6);
  // One unit stumbles in social conflicts last month; one has lifted its public safety for half a year.
  const stumble = place === 3 && at === 1 && code.startsWith('B') ? -0.22 : 0;
  const lift = place === 6 && at <= 6 && code.startsWith('E') ? 0.018 * (7 - at) : 0;
  return Math.min(1.04, Math.max(0.02, like + dimension + own + course + stumble + lift + 0.13 * (chance - 0.5)));
}

function figureOf(indicator: IndicatorDraft, good: number, place: number, number: number, next: () => number): { counted: number; base: number | null } {
  const { of, per, scoring } = indicator;
  if (of === null) {
    if (indicator.direction === -1) return { counted: next() < 0.04 ? 1 : 0, base: null };
    return { counted: Math.round(15 + good * 230 * (0.8 + 0.4 * next())), base: null };
  }
  const [worst, best] = limitsOf(scoring, indicator.direction);
  const rate = Math.max(0, worst + (best - worst) * good);
  if (per > 100) {
    const base = Math.round((360_000 + 74_000 * ((place * 5) % 11)) * (indicator.measure.includes('事故') ? 0.35 : 1));
    return { counted: Math.round(base * rate / per), base };
  }
  const size = 24 + ((number * 37) % 11) * 19;
  // Large events and drills are few: some months fewer than can be made a share of.
  const isFew = /活动数|演练|重大隐患/u.test(of);
  const base = isFew ? Math.round(3 + next() * 9) : Math.round(size * (0.7 + 0.09 * ((place * 3) % 11)) * (0.9 + 0.2 * next()));
  return { counted: Math.min(base, Math.round(base * Math.min(100, rate) / 100)), base };
}

function limitsOf({ base }: IndicatorDraft['scoring'], direction: number): readonly [worst: number, best: number] {
  if (base.kind === 'linear') {
    const [one, other] = [base.points[0]?.at ?? 0, base.points.at(-1)?.at ?? 100];
    return direction === 1 ? [one, other] : [other, one];
  }
  if (base.kind === 'steps') return [base.steps[0]?.below ?? 0, base.steps.at(-1)?.from ?? 100];
  return [0, 100];
}
