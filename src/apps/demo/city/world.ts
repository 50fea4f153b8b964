import { sql } from 'kysely';
import { bbox, pointInPolygon, type Position, type Shape } from '../../../platform/core/geometry.ts';
import type { Calendar } from '../../../platform/core/calendar.ts';
import type { Db } from '../../../platform/db.ts';
import { classIndex, currentCalendar, type ClassIndex } from '../../../domains/dispatch/actions.ts';
import { areaIndex, type AreaRef } from '../../../domains/geography/actions.ts';
import type { SceneName } from '../scenes.ts';
import type { PlaceKind } from '../matters.ts';
import type { Dice } from '../world.ts';

// The city as its cases need it: grids with the people around them, read once from the database that was just filled.

export type Person = { readonly id: number; readonly name: string; readonly title: string; readonly unitName: string | null };
export type Unit = { readonly id: number; readonly code: string; readonly name: string; readonly handlers: readonly Person[] };

export type Grid = {
  readonly area: AreaRef;
  readonly outline: Shape | null;
  /** Whoever goes and looks there, as the desk's own search orders them: of the grid, of the community, of the township. */
  readonly field: readonly Person[];
  /** How many of `field` are the grid's own workers. */
  readonly own: number;
  readonly township: Township;
  readonly kinds: readonly PlaceKind[];
  /** Where something happens, by kind; names that people use. */
  readonly places: Readonly<Record<PlaceKind, readonly string[]>>;
  readonly reportedBySomebody: readonly Person[];
};
export type Township = {
  readonly area: AreaRef;
  readonly desk: readonly Person[];
  readonly leader: Person;
  /** By the office's own code, `ZFD`. */
  readonly offices: ReadonlyMap<string, Unit>;
};
export type Pictures = Readonly<Record<SceneName, { readonly found: readonly string[]; readonly done: readonly string[] }>>;

export type CityWorld = {
  readonly calendar: Calendar;
  readonly classes: ClassIndex;
  readonly grids: readonly Grid[];
  /** One of them, the livelier the likelier. */
  readonly gridBy: (chance: number) => Grid;
  readonly departments: ReadonlyMap<string, Unit>;
  readonly hotline: Person;
  readonly pictures: Pictures;
};

type PostRow = { personId: number; name: string; role: string; title: string; areaId: number; unitId: number | null; unitName: string | null; employment: string; sharePercent: number };

export async function worldOf(db: Db, pictures: Pictures): Promise<CityWorld> {
  const tree = await areaIndex(db);
  const { rows: posts } = await sql<PostRow>`
    select o.person_id as "personId", p.name, o.role, o.title, o.area_id as "areaId", o.unit_id as "unitId", u.name as "unitName", o.employment, o.share_percent as "sharePercent"
    from identity.post_facts o join identity.person_facts p on p.id = o.person_id left join identity.unit_facts u on u.id = o.unit_id order by o.id`.execute(db);
  const { rows: units } = await sql<{ id: number; code: string; name: string; areaId: number }>`select id, code, name, area_id as "areaId" from identity.unit_facts order by id`.execute(db);
  const { rows: shapes } = await sql<{ areaId: number; geometry: Shape }>`
    select s.area_id as "areaId", s.geometry from geography.shape s join geography.area a on a.id = s.area_id where a.kind = 'grid' and s.valid_to is null`.execute(db);
  const outlines = new Map(shapes.map(({ areaId, geometry }) => [areaId, geometry]));
  const byUnit = Map.groupBy(posts.filter(({ role }) => role === 'handler'), ({ unitId }) => unitId);
  const unitOf = ({ id, code, name }: (typeof units)[number]): Unit => ({ id, code: code.replace(/-\d+$/u, ''), name, handlers: (byUnit.get(id) ?? []).map(personOf) });
  const unitsByArea = Map.groupBy(units, ({ areaId }) => areaId);
  const byArea = Map.groupBy(posts, ({ areaId }) => areaId);
  const fieldOf = (areaId: number): readonly Person[] => (byArea.get(areaId) ?? [])
    .filter(({ role }) => role === 'gridWorker' || role === 'gridLeader')
    .sort((a, b) => (a.employment === b.employment ? b.sharePercent - a.sharePercent : a.employment < b.employment ? -1 : 1)).map(personOf);
  const city = tree.city;
  const grids: Grid[] = [];
  const weights: number[] = [];
  for (const county of city ? tree.children(city.id) : []) {
    for (const area of tree.children(county.id)) {
      const leader = (byArea.get(area.id) ?? []).find(({ role }) => role === 'leader');
      if (!leader) throw new Error(`${area.name} has no leader`);
      const township: Township = {
        area, leader: personOf(leader), desk: (byArea.get(area.id) ?? []).filter(({ role }) => role === 'dispatcher').map(personOf),
        offices: new Map((unitsByArea.get(area.id) ?? []).map(unitOf).map((unit) => [unit.code, unit])),
      };
      for (const community of tree.children(area.id)) {
        const isTown = !/村/u.test(community.name);
        const base = community.name.replace(/(?:居民委员会|村民委员会|居委会|村委会|委会)$/u, '');
        const kinds: readonly PlaceKind[] = isTown ? ['house', 'street'] : ['village'];
        const places = placesOf(base);
        for (const grid of tree.children(community.id)) {
          const own = fieldOf(grid.id);
          grids.push({
            area: grid, outline: outlines.get(grid.id) ?? null, own: own.length, township, kinds, places,
            field: [...own, ...fieldOf(community.id), ...fieldOf(area.id)],
            reportedBySomebody: (byArea.get(community.id) ?? []).filter(({ role }) => role === 'resident').map(personOf),
          });
          weights.push((weights.at(-1) ?? 0) + (isTown ? 2.6 : 1) * (/街道$/u.test(area.name) ? 1.5 : 1));
        }
      }
    }
  }
  const whole = weights.at(-1) ?? 0;
  const hotline = posts.find(({ role }) => role === 'machine');
  if (!hotline || grids.length === 0) throw new Error('the city is not peopled');
  return {
    calendar: await currentCalendar(db), classes: await classIndex(db), grids, hotline: personOf(hotline), pictures,
    departments: new Map((unitsByArea.get(city?.id ?? 0) ?? []).map(unitOf).map((unit) => [unit.code, unit])),
    gridBy: (chance) => {
      const found = grids[firstAbove(weights, chance * whole)];
      if (!found) throw new Error('chance is below 1');
      return found;
    },
  };
}

/** The first place in a rising list whose number is above `value`. */
export function firstAbove(rising: readonly number[], value: number): number {
  let low = 0;
  let high = rising.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rising[middle] ?? 0) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** A point inside, WGS-84, to a tenth of a metre. */
export function pointIn(outline: Shape, dice: Dice): Position {
  const [west, south, east, north] = bbox(outline);
  for (let tries = 0; ; tries += 1) {
    const tried: Position = [round(dice.between(west, east)), round(dice.between(south, north))];
    if (pointInPolygon(tried, outline) || tries > 200) return tried;
  }
}

function round(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}

function placesOf(base: string): Grid['places'] {
  const short = base.replace(/社区$|村$/u, '');
  const streets = ['路', '东街', '菜市场', '小学路口', '广场', '公园', '公交站', '西巷'].map((end) => `${short}${end}`);
  const houses = ['小区3号楼', '家园二期', '家属院', '花园7号楼', '新苑', '公寓', '小区12号楼', '安置楼'].map((end) => `${short}${end}`);
  const village = ['村东头', '村西坡', '文化广场', '卫生室', '小学', '村口', '南塘', '北井', '二组', '晒谷场', '桥头', '大棚区'].map((end) => `${short}${end}`);
  return { street: streets, house: houses, village };
}

function personOf({ personId, name, title, unitName }: PostRow): Person {
  return { id: personId, name, title, unitName };
}
