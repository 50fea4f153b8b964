import { refuse, type Refusal } from '../../platform/core/refusal.ts';
import type { AreaKind } from './contract.ts';

/**
 * Which kind may be directly under which. A township belongs to a county or, from some day on, to a development
 * zone that is assessed beside the counties.
 */
export const parentKinds: Readonly<Record<AreaKind, readonly AreaKind[]>> = {
  city: [],
  county: ['city'],
  developmentZone: ['city'],
  township: ['county', 'developmentZone'],
  community: ['township'],
  grid: ['community'],
  microGrid: ['grid'],
};

/** From the largest to the smallest; a point belongs to the last of these that contains it. */
export const kindOrder: Readonly<Record<AreaKind, number>> = { city: 0, county: 1, developmentZone: 1, township: 2, community: 3, grid: 4, microGrid: 5 };

type Placed = { readonly kind: AreaKind; readonly path: string };

/** May the area stand directly under the parent? A new area has no path yet. */
export function placing(area: { readonly kind: AreaKind; readonly path?: string }, parent: Placed): Refusal | null {
  if (area.path !== undefined && isInside(parent.path, area.path)) return refuse('geography/would-make-a-circle');
  if (!parentKinds[area.kind].includes(parent.kind)) return refuse('geography/kind-does-not-fit', { kind: area.kind, parent: parent.kind });
  return null;
}

/** Both as materialised paths; an area is inside itself. */
export function isInside(path: string, ancestorPath: string): boolean {
  return path.startsWith(ancestorPath);
}

export function childPath(parentPath: string, id: number): string {
  return `${parentPath}${id}.`;
}

/** Ids from the city down to the area itself. */
export function idsOnPath(path: string): number[] {
  return path.split('.').filter((part) => part !== '').map(Number);
}

/** How many digits new grids and micro-grids add to the code of the area they are in. */
export type SerialDigits = { readonly grid: number; readonly microGrid: number };

export const divisionKinds: readonly AreaKind[] = ['city', 'county', 'developmentZone', 'township', 'community'];

/** 12 digits for divisions; grids and micro-grids have a serial behind the code they were born in. */
export function codeFits(kind: AreaKind, code: string): boolean {
  if (!/^\d{12,20}$/.test(code)) return false;
  if (kind === 'grid') return code.length >= 15 && code.length <= 17;
  if (kind === 'microGrid') return code.length >= 17;
  return code.length === 12;
}

/**
 * Where an area made by hand gets its serial, and from which numbers: above those that the national list of
 * divisions uses, so that an invented code never meets a real one that is published later.
 */
type SerialPlace = { readonly from: number; readonly digits: number; readonly first: number; readonly last: number };

function serialPlace(kind: AreaKind, parentCode: string, digits: SerialDigits): SerialPlace | null {
  switch (kind) {
    case 'city': return null;
    case 'county': return { from: 4, digits: 2, first: 90, last: 99 };
    case 'developmentZone': return { from: 4, digits: 2, first: 61, last: 69 };
    case 'township': return { from: 6, digits: 3, first: 800, last: 999 };
    case 'community': return { from: 9, digits: 3, first: 800, last: 999 };
    case 'grid': return { from: parentCode.length, digits: digits.grid, first: 1, last: 10 ** digits.grid - 1 };
    case 'microGrid': return { from: parentCode.length, digits: digits.microGrid, first: 1, last: 10 ** digits.microGrid - 1 };
  }
}

/** What all codes of such children begin with; the codes with this beginning are what `nextCode` must know. */
export function serialPrefix(kind: AreaKind, parentCode: string): string {
  return parentCode.slice(0, serialPlace(kind, parentCode, { grid: 3, microGrid: 2 })?.from ?? 0);
}

/** `codesEver`: every code with that prefix that an area of the kind has or had, ended ones and former codes included. */
export function nextCode(kind: AreaKind, parentCode: string, codesEver: readonly string[], digits: SerialDigits): string | Refusal {
  const place = serialPlace(kind, parentCode, digits);
  if (!place) return refuse('geography/kind-does-not-fit', { kind, parent: kind });
  const division = divisionKinds.includes(kind);
  const serials = codesEver
    .map((code) => Number(division ? code.slice(place.from, place.from + place.digits) : code.slice(place.from)))
    .filter((serial) => serial >= place.first && serial <= place.last);
  const serial = serials.reduce((highest, one) => Math.max(highest, one), place.first - 1) + 1;
  if (serial > place.last) return refuse('geography/serials-used-up', { code: parentCode });
  const code = parentCode.slice(0, place.from) + String(serial).padStart(place.digits, '0');
  return division ? code.padEnd(12, '0') : code;
}

/** What a grid is called until somebody names it. */
export function nameOfSerial(kind: AreaKind, serial: number): string {
  return kind === 'microGrid' ? `第${serial}微网格` : `第${serial}网格`;
}

/** Households of one micro-grid: 10–15 in a village (划片定责), 50–100 in a micro-unit (村民小组 or 单元楼道). */
export const microGridSizes = [{ from: 10, to: 15 }, { from: 50, to: 100 }] as const;

export function sizeFits(kind: AreaKind, households: number | null): boolean {
  if (kind !== 'microGrid' || households === null) return true;
  return microGridSizes.some(({ from, to }) => households >= from && households <= to);
}

const earliestDay = '1900-01-01';

/**
 * Days are told when the change is in force: today or earlier, since an area's state is the present one.
 * All as `2026-11-22`, Asia/Shanghai.
 */
export function dayFits(day: string, today: string, notBefore = earliestDay): Refusal | null {
  if (day > today) return refuse('geography/day-ahead', { day });
  if (day < notBefore || day < earliestDay) return refuse('geography/day-too-early', { day, first: notBefore });
  return null;
}
