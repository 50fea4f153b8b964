import { readFile } from 'node:fs/promises';
import { areaM2, labelPoint, type Polygon } from '../../platform/core/geometry.ts';
import { isRefusal } from '../../platform/core/refusal.ts';
import { inventedOutline, random, tile } from '../../platform/core/tiling.ts';
import type { AreaKind } from './contract.ts';
import { takeDivisions } from './division-import.ts';
import { initialsOf } from './initials.ts';
import { nameOfSerial } from './rules.ts';
import { findCity, insertAreas, listLivingTree, lockTree, moveSubtree, type Db, type NewArea } from './store/areas.ts';
import { putShapes, type NewShape } from './store/shapes.ts';

// The demonstration's city: codes and names of the real list, and everything else invented: every outline, the
// development zones, one township with its villages and grids. Used by `demo` and by tests.

/** The division list that ships with the product; its source is in data/README.md. */
export function readCityList(): Promise<string> {
  return readFile(new URL('./data/liaocheng.csv', import.meta.url), 'utf8');
}

export type InventedZone = { readonly code: string; readonly name: string; readonly townships: readonly string[] };

/** INVENTED: there are no such zones. The townships are real ones, so that scores of units need not follow codes. */
export const inventedZones: readonly InventedZone[] = [
  { code: '371561000000', name: '经纬示范开发区', townships: ['371502009000', '371502010000', '371502110000'] },
  { code: '371562000000', name: '纬河示范开发区', townships: ['371503103000', '371503105000', '371503106000', '371503107000'] },
  { code: '371563000000', name: '经山示范开发区', townships: ['371581004000', '371581102000'] },
];

/** INVENTED, with codes above those that the national list uses. It stands under a real district. */
export const demoTownshipCode = '371502801000';
export const demoTownship = {
  code: demoTownshipCode, name: '经纬镇', countyCode: '371502000000',
  communities: [
    { name: '云桥社区', grids: 5 }, { name: '锦书社区', grids: 4 }, { name: '青禾村', grids: 4 }, { name: '石梁村', grids: 3 },
    { name: '桐花村', grids: 4 }, { name: '南风村', grids: 3 }, { name: '鹿鸣村', grids: 4 }, { name: '知行社区', grids: 3 },
  ],
} as const;

/** As many as the city that the demonstration speaks of has. */
export const allGrids = 8_930;

export type CitySeed = {
  readonly csv: string;
  readonly seed: number;
  /** `YYYY-MM-DD`: since when all of it is there. */
  readonly validFrom: string;
  readonly zones?: readonly InventedZone[];
  /** The invented township beside the real ones (where not said), or none. */
  readonly township?: 'demo' | 'none';
  /** Grids in the demo township only, or 8,930 over all communities. */
  readonly grids?: 'demoTownship' | 'all';
};

/** Fills an empty database within the caller's transaction; some 2,600 areas with outlines, 11,500 with all grids. */
export async function seedCity(db: Db, { csv, seed, validFrom, zones = inventedZones, township = 'demo', grids = 'demoTownship' }: CitySeed): Promise<{ cityId: number; areas: number }> {
  await lockTree(db);
  const list = await takeDivisions(db, { csv, day: validFrom, validFrom, dryRun: false }, { language: 'en', mayManage: () => true });
  if (isRefusal(list)) throw new Error(`the division list does not fit: ${String(list.params['first'] ?? list.params['why'])}`);
  await addZones(db, zones, validFrom);
  if (township === 'demo') await addDemoTownship(db, validFrom);
  await addGrids(db, grids, seed, validFrom);
  const areas = await addOutlines(db, seed, validFrom);
  const city = await findCity(db);
  if (!city) throw new Error('the division list names no city');
  return { cityId: city.id, areas };
}

async function addZones(db: Db, zones: readonly InventedZone[], day: string): Promise<void> {
  const tree = await treeByCode(db);
  const city = [...tree.values()].find(({ kind }) => kind === 'city');
  const made = await insertAreas(db, zones.map(({ code, name }) => fresh('developmentZone', code, name, city?.id ?? null, day, { assessmentUnit: true })));
  for (const { townships, code } of zones) {
    const zone = made.find((one) => one.code === code);
    for (const township of townships) {
      const moving = tree.get(township);
      if (zone && moving) await moveSubtree(db, { ...moving, validFrom: day }, zone, day);
    }
  }
}

async function addDemoTownship(db: Db, day: string): Promise<void> {
  const { code, name, countyCode, communities } = demoTownship;
  const tree = await treeByCode(db);
  const [township] = await insertAreas(db, [fresh('township', code, name, tree.get(countyCode)?.id ?? null, day)]);
  await insertAreas(db, communities.map((one, index) =>
    fresh('community', `${code.slice(0, 9)}${String(index + 1).padStart(3, '0')}`, one.name, township?.id ?? null, day, { households: 420 + 35 * index })));
}

/** Every community of the demo township has its grids, the first of each three micro-grids; the rest share what is left of 8,930. */
async function addGrids(db: Db, which: 'demoTownship' | 'all', seed: number, day: string): Promise<void> {
  const next = random(seed + 1);
  const communities = [...(await treeByCode(db)).values()].filter(({ kind }) => kind === 'community');
  const demoCounts = new Map<string, number>(demoTownship.communities.map(({ name, grids }) => [name, grids]));
  const isDemo = (code: string): boolean => code.startsWith(demoTownshipCode.slice(0, 9));
  const others = communities.filter(({ code }) => !isDemo(code));
  const left = allGrids - communities.filter(({ code }) => isDemo(code)).reduce((sum, { name }) => sum + (demoCounts.get(name) ?? 0), 0);
  const countOf = (code: string, name: string): number => {
    if (isDemo(code)) return demoCounts.get(name) ?? 0;
    if (which === 'demoTownship') return 0;
    const index = others.findIndex((one) => one.code === code);
    return Math.floor(((index + 1) * left) / others.length) - Math.floor((index * left) / others.length);
  };
  const grids = communities.flatMap(({ id, code, name }) => Array.from({ length: countOf(code, name) }, (_, index) =>
    fresh('grid', `${code}${String(index + 1).padStart(3, '0')}`, nameOfSerial('grid', index + 1), id, day, { households: 60 + Math.floor(next() * 120) })));
  const made = await insertAreas(db, grids);
  const firsts = made.filter(({ code }) => isDemo(code) && code.endsWith('001'));
  await insertAreas(db, firsts.flatMap(({ id, code }) => [1, 2, 3].map((serial) =>
    fresh('microGrid', `${code}${String(serial).padStart(2, '0')}`, nameOfSerial('microGrid', serial), id, day, { households: 50 + Math.floor(next() * 50) }))));
}

/** Where the invented city lies: about the region of the real one, in an outline that claims nothing. */
const cityBox = [115.3, 35.85, 116.5, 37.0] as const;
/** Fine enough for grids of a square kilometre, and for micro-grids. */
const spacing = { wide: 170, micro: 60 } as const;

async function addOutlines(db: Db, seed: number, day: string): Promise<number> {
  const tree = [...(await treeByCode(db)).values()];
  const childrenById = Map.groupBy(tree, ({ parentId }) => parentId);
  const weights = new Map<number, number>();
  const weigh = (id: number): number => {
    const children = childrenById.get(id) ?? [];
    const weight = children[0]?.kind === 'grid' || children.length === 0 ? 1 : children.reduce((sum, child) => sum + weigh(child.id), 0);
    weights.set(id, weight);
    return weight;
  };
  const shapes: NewShape[] = [];
  const cover = (id: number, outline: Polygon, spacingMetres: number): void => {
    const [longitude, latitude] = labelPoint(outline);
    shapes.push({ areaId: id, geometry: outline, sourceDatum: 'wgs84', areaM2: Math.round(areaM2(outline)), longitude, latitude });
    const children = childrenById.get(id) ?? [];
    if (children.length === 0) return;
    const finer = children[0]?.kind === 'microGrid' ? spacing.micro : spacingMetres;
    const parts = tile(outline, { weights: children.map((child) => weights.get(child.id) ?? 1), seed: seed + id, spacingMetres: finer });
    children.forEach((child, index) => {
      const part = parts[index];
      if (part) cover(child.id, part, finer);
    });
  };
  const city = tree.find(({ kind }) => kind === 'city');
  if (city) {
    weigh(city.id);
    cover(city.id, inventedOutline(cityBox, seed, spacing.wide), spacing.wide);
  }
  await putShapes(db, shapes, day);
  return shapes.length;
}

type Node = Awaited<ReturnType<typeof listLivingTree>>[number];

async function treeByCode(db: Db): Promise<Map<string, Node>> {
  return new Map((await listLivingTree(db)).map((one) => [one.code, one]));
}

function fresh(kind: AreaKind, code: string, name: string, parentId: number | null, validFrom: string, more: Partial<Pick<NewArea, 'households' | 'assessmentUnit'>> = {}): NewArea {
  return { kind, code, name, initials: initialsOf(name), parentId, validFrom, assessmentUnit: false, households: null, ...more };
}

/** INVENTED: a city small enough to be read at a glance; nothing in it has a real code. */
export const smallCityCsv = `code,name,level,parent_code
990100000000,锦绣市,city,
990101000000,东县,county,990100000000
990102000000,西县,county,990100000000
990101001000,柳镇,township,990101000000
990101002000,桑镇,township,990101000000
990102001000,槐镇,township,990102000000
990101001001,前柳村,village,990101001000
990101001002,后柳村,village,990101001000
990101002001,桑园村,village,990101002000
990102001001,槐树村,village,990102001000
`;

/** West, south, east, north, degrees. 桑园村 and 西县 with all that is below have no outline. */
const smallCityBoxes: Readonly<Record<string, readonly [number, number, number, number]>> = {
  '990100000000': [116, 36, 116.4, 36.2],
  '990101000000': [116, 36, 116.2, 36.2],
  '990101001000': [116, 36, 116.2, 36.1],
  '990101002000': [116, 36.1, 116.2, 36.2],
  '990101001001': [116, 36, 116.1, 36.1],
  '990101001002': [116.1, 36, 116.2, 36.1],
};

export function boxOutline([west, south, east, north]: readonly [number, number, number, number]): Polygon {
  return { type: 'Polygon', coordinates: [[[west, south], [east, south], [east, north], [west, north], [west, south]]] };
}

/** Ids and paths by code. */
export async function seedSmallCity(db: Db, day = '2024-01-01'): Promise<(code: string) => { id: number; path: string }> {
  const list = await takeDivisions(db, { csv: smallCityCsv, day, validFrom: day, dryRun: false }, { language: 'en', mayManage: () => true });
  if (isRefusal(list)) throw new Error(`the small city does not fit: ${list.refused}`);
  const tree = await treeByCode(db);
  const of = (code: string): { id: number; path: string } => {
    const found = tree.get(code);
    if (!found) throw new Error(`the small city has no ${code}`);
    return found;
  };
  await putShapes(db, Object.entries(smallCityBoxes).map(([code, box]) => {
    const geometry = boxOutline(box);
    const [longitude, latitude] = labelPoint(geometry);
    return { areaId: of(code).id, geometry, sourceDatum: 'wgs84', areaM2: Math.round(areaM2(geometry)), longitude, latitude };
  }), day);
  return of;
}
