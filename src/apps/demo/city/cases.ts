import { random } from '../../../platform/core/tiling.ts';
import { reporterName } from '../phrases.ts';
import { diceOf, type Dice } from '../world.ts';
import { momentOf, type Day } from './days.ts';
import { matterFor } from './matters-by-place.ts';
import { linesOf, noLines, type Facts, type Lines } from './rows.ts';
import { live, mergedInto, reported, type By, type CasePlan } from './story.ts';
import { pointIn, type CityWorld } from './world.ts';

// The cases of one day. Each has its own chance out of the city's seed and its number, whoever makes it and when.

/** @param keepsHistory steps and deadlines too; older years of a large bench do without */
export function casesOfDay(world: CityWorld, day: Day, until: number, seed: number, keepsHistory: boolean): Lines {
  const lines = noLines();
  for (let index = 0; index < day.cases; index += 1) {
    const serial = day.first + index;
    const dice = diceOf(mixed(seed, serial));
    const plan = planOf(world, day, dice);
    const told = reported(world, until, plan, dice);
    const facts = factsOf(plan, serial, seed, dice);
    live(told);
    // Now and then the next one tells of the same; the first is written after it, because it counts whoever joins it.
    if (dice.happens(0.012) && index + 1 < day.cases) {
      index += 1;
      joined(world, { plan, facts, pen: told.pen }, { serial: serial + 1, seed, until }, lines, keepsHistory);
    }
    linesOf(lines, facts, told.pen, keepsHistory);
  }
  return lines;
}

type Lead = { readonly plan: CasePlan; readonly facts: Facts; readonly pen: ReturnType<typeof reported>['pen'] };

function joined(world: CityWorld, lead: Lead, { serial, seed, until }: { serial: number; seed: number; until: number }, lines: Lines, keepsHistory: boolean): void {
  const dice = diceOf(mixed(seed, serial));
  const at = Math.min(until, lead.plan.at + Math.floor(dice.between(2, 50) * 60_000));
  const by: By = dice.happens(0.5) ? 'hotline' : 'resident';
  const plan: CasePlan = { ...lead.plan, at, by, resident: null };
  const told = reported(world, until, plan, dice);
  const facts = factsOf(plan, serial, seed, dice);
  const endedAt = lead.pen.state.endedAt === null ? Number.POSITIVE_INFINITY : Date.parse(lead.pen.state.endedAt);
  if (lead.pen.state.round === 1 && mergedInto(told, lead.facts, endedAt)) lead.pen.duplicates += 1;
  else live(told);
  linesOf(lines, facts, told.pen, keepsHistory);
}

function planOf(world: CityWorld, day: Day, dice: Dice): CasePlan {
  const at = momentOf(day, dice);
  const grid = world.gridBy(dice.next());
  const night = new Date(at + 8 * 3_600_000).getUTCHours() < 6;
  const chance = dice.next() * (night ? 0.45 : 1);
  const by: By = chance < 0.23 ? 'hotline' : chance < 0.36 ? 'resident' : chance < 0.39 && !night ? 'walkIn' : night ? 'hotline' : 'worker';
  let matter = matterFor(grid.kinds, day.month, day.storm, dice.next());
  // Who walks his grid every day mostly sees what he can put right himself.
  for (let tries = 0; by === 'worker' && tries < 2 && world.classes.byCode.get(matter.class)?.settleable !== true; tries += 1) matter = matterFor(grid.kinds, day.month, day.storm, dice.next());
  return { at, grid, matter, by, resident: by === 'resident' && grid.reportedBySomebody.length > 0 && dice.happens(0.2) ? grid.reportedBySomebody[0] ?? null : null };
}

function factsOf({ grid, matter, by, at, resident }: CasePlan, serial: number, seed: number, dice: Dice): Facts {
  const kind = grid.kinds.find((one) => matter.where.includes(one)) ?? 'village';
  const place = dice.pick(grid.places[kind]);
  // Who stands there sends his position; who telephones names a place, which the hotline finds on its map more often than not.
  const located = grid.outline !== null && dice.happens(by === 'worker' ? 1 : by === 'resident' ? 0.85 : 0.7);
  const [longitude, latitude] = located && grid.outline ? pointIn(grid.outline, dice) : [null, null];
  const named = by === 'hotline' || by === 'walkIn' || (by === 'resident' && resident === null && dice.happens(0.7));
  return {
    id: idOf(seed, serial), number: numberOf(seed, serial, at), description: (by === 'worker' ? matter.asWorker : matter.asResident).replaceAll('{p}', place),
    source: by === 'worker' ? 'gridWorker' : by, areaId: grid.area.id, areaPath: grid.area.path, townshipId: grid.township.area.id, address: located ? '' : place, longitude, latitude,
    reporter: named ? { name: reporterName(dice), phone: `0635-0${Math.floor(dice.between(100_000, 999_999))}` } : null,
  };
}

export function mixed(seed: number, serial: number): number {
  return Math.imul(seed ^ Math.imul(serial + 1, 0x9e3779b1), 0x85ebca6b) | 0;
}

/** Version 4 in form; the first eight digits are another for each serial number below 2^32. */
export function idOf(seed: number, serial: number): string {
  const next = random(mixed(seed + 1, serial));
  const word = (): string => Math.floor(next() * 0x1_0000_0000).toString(16).padStart(8, '0');
  const hex = `${scrambled(seed, serial).toString(16).padStart(8, '0')}${word()}${word()}${word()}`;
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** `2611-7K3M-9Q2C`; the last seven letters are another for each serial number. */
export function numberOf(seed: number, serial: number, at: number): string {
  const month = new Date(at + 8 * 3_600_000).toISOString();
  let bits = scrambled(seed + 7, serial);
  let text = '';
  for (let place = 0; place < 7; place += 1) {
    text = `${digits[bits & 31] ?? '0'}${text}`;
    bits >>>= 5;
  }
  text = `${digits[mixed(seed, serial) & 31] ?? '0'}${text}`;
  return `${month.slice(2, 4)}${month.slice(5, 7)}-${text.slice(0, 4)}-${text.slice(4)}`;
}

/** One to one on 32 bits: nothing is lost by an odd factor, nor by a shifted exclusive or. */
function scrambled(seed: number, serial: number): number {
  let bits = (serial ^ seed) | 0;
  for (const factor of [0x7feb352d, 0x846ca68b]) bits = Math.imul(bits ^ (bits >>> 16), factor);
  return (bits ^ (bits >>> 15)) >>> 0;
}
