import { z } from 'zod';
import { command, query } from '../../platform/core/contract.ts';
import { datum, day, dryRun, flag, importReport, paging, rowId, typedText } from '../../platform/core/fields.ts';

export const areaKinds = ['city', 'county', 'developmentZone', 'township', 'community', 'grid', 'microGrid'] as const;
export type AreaKind = (typeof areaKinds)[number];

export const area = z.object({
  id: z.int(),
  kind: z.enum(areaKinds),
  code: z.string().describe('12 digits, or 12 + serial for a grid; invented codes begin with the parent\'s'),
  name: z.string(),
  parentId: z.int().nullable(),
  path: z.string().describe('ids from the city down, each followed by a dot: "1.4.30."; an area is inside another when its path begins with the other\'s'),
  assessmentUnit: z.boolean(),
  households: z.int().nullable(),
  validFrom: z.string(),
  validTo: z.string().nullable(),
  longitude: z.number().nullable().describe('label point, WGS-84'),
  latitude: z.number().nullable(),
  children: z.int(),
});
export type Area = z.infer<typeof area>;

const geometry = z.object({ type: z.enum(['Polygon', 'MultiPolygon']), coordinates: z.array(z.unknown()) });
const areaName = typedText(60, 1);
const where = z.object({ longitude: z.number(), latitude: z.number() }).describe('the middle of the largest piece, WGS-84');

export const areas = query({
  domain: 'geography', name: 'areas', permission: 'signedIn', summary: 'Areas below a parent, or found by name, code or pinyin initials',
  input: z.object({ parentId: rowId.optional(), kind: z.enum(areaKinds).optional(), text: typedText(60).optional(), withinId: rowId.optional(), ...paging, after: z.string().regex(/^\d{12,20}$/).optional() }),
  output: z.object({ items: z.array(area), next: z.string().nullable() }),
});
export const areaById = query({
  domain: 'geography', name: 'area', permission: 'signedIn', summary: 'One area with the areas above it, its former codes and its size rule',
  input: z.object({ areaId: rowId }),
  output: area.extend({
    above: z.array(z.object({ id: z.int(), name: z.string(), kind: z.enum(areaKinds) })),
    aliases: z.array(z.object({ code: z.string(), name: z.string(), until: z.string() })),
    sizeHint: z.string().nullable().describe('households outside 10–15 of a rural micro-grid or 50–100 of a micro-unit'),
  }),
});
export const locate = query({
  domain: 'geography', name: 'locate', permission: 'public', summary: 'The chain of areas around a point, smallest last; empty outside the city',
  input: z.object({ longitude: z.coerce.number().min(-180).max(180), latitude: z.coerce.number().min(-90).max(90), datum: datum.default('wgs84') }),
  output: z.object({ areas: z.array(z.object({ id: z.int(), kind: z.enum(areaKinds), name: z.string() })) }),
});
export const shapes = query({
  domain: 'geography', name: 'shapes', permission: 'public', summary: 'Outlines (GeoJSON, WGS-84) of the areas of a kind within an area; at most 3,000',
  input: z.object({ withinId: rowId.optional(), kind: z.enum(areaKinds) }),
  output: z.object({
    type: z.literal('FeatureCollection'),
    features: z.array(z.object({
      type: z.literal('Feature'), id: z.int(), geometry,
      properties: z.object({ id: z.int(), name: z.string(), code: z.string(), kind: z.enum(areaKinds), longitude: z.number(), latitude: z.number() }),
    })),
  }),
});
export const publicAreas = query({
  domain: 'geography', name: 'publicAreas', permission: 'public', summary: 'Names for the report form: counties, townships, communities below a parent',
  input: z.object({ parentId: rowId.optional() }),
  output: z.object({ items: z.array(z.object({ id: z.int(), name: z.string(), kind: z.enum(areaKinds), children: z.int() })) }),
});

export const importDivisions = command({
  domain: 'geography', name: 'importDivisions', permission: 'geography.manage', summary: 'Divisions from a CSV of 12-digit codes; preview first',
  input: z.object({ csv: z.string().min(1).max(8_000_000), validFrom: day.optional(), dryRun }),
  output: importReport, bodyLimit: 10_000_000, secretInput: ['csv'],
  refusals: ['geography/import-has-errors', 'geography/import-unreadable', 'geography/day-ahead'],
});
export const serialLength = query({
  domain: 'geography', name: 'serialLength', permission: 'geography.manage', summary: 'How many digits new grids and micro-grids add to a code',
  input: z.object({}), output: z.object({ grid: z.int(), microGrid: z.int() }),
});
export const setSerialLength = command({
  domain: 'geography', name: 'setSerialLength', permission: 'geography.manage', summary: 'How many digits new grids and micro-grids add to a code; codes already given stay',
  input: z.object({ grid: z.int().min(3).max(5), microGrid: z.int().min(2).max(3) }),
  output: z.object({ grid: z.int(), microGrid: z.int() }),
  refusals: ['geography/area-unknown'],
});
export const createArea = command({
  domain: 'geography', name: 'createArea', permission: 'geography.manage', summary: 'An area by hand: a development zone, a community, a micro-grid',
  input: z.object({ kind: z.enum(areaKinds), name: areaName, parentId: rowId, code: z.string().regex(/^\d{12,20}$/).optional(), assessmentUnit: flag.default(false), households: z.int().min(0).max(100_000).optional(), validFrom: day.optional() }),
  output: z.object({ areaId: z.int(), code: z.string() }),
  refusals: ['geography/area-unknown', 'geography/kind-does-not-fit', 'geography/code-taken', 'geography/code-does-not-fit', 'geography/serials-used-up', 'geography/day-ahead'],
});
export const moveArea = command({
  domain: 'geography', name: 'moveArea', permission: 'geography.manage', summary: 'Under another parent from a day on: a township into a development zone, a village merger',
  input: z.object({ areaId: rowId, parentId: rowId, from: day.optional() }),
  output: z.object({ areaId: z.int(), path: z.string() }),
  refusals: ['geography/area-unknown', 'geography/kind-does-not-fit', 'geography/would-make-a-circle', 'geography/day-ahead', 'geography/day-too-early'],
});
export const changeArea = command({
  domain: 'geography', name: 'changeArea', permission: 'geography.manage', summary: 'Rename, recode (the old code stays as an alias), set households',
  input: z.object({ areaId: rowId, name: areaName.optional(), code: z.string().regex(/^\d{12,20}$/).optional(), households: z.int().min(0).max(100_000).nullable().optional(), assessmentUnit: flag.optional() }),
  output: z.object({ areaId: z.int() }),
  refusals: ['geography/area-unknown', 'geography/code-taken', 'geography/code-does-not-fit'],
});
export const endArea = command({
  domain: 'geography', name: 'endArea', permission: 'geography.manage', summary: 'An area ends on a day; its serial is never given again',
  input: z.object({ areaId: rowId, on: day }),
  output: z.object({ areaId: z.int() }),
  refusals: ['geography/area-unknown', 'geography/has-living-children', 'geography/day-ahead', 'geography/day-too-early'],
});
export const drawGrid = command({
  domain: 'geography', name: 'drawGrid', permission: 'geography.manage', summary: 'A new grid of a community, or a new outline for an area',
  input: z.object({
    areaId: rowId.optional().describe('redraw this area'), parentId: rowId.optional().describe('or a new grid inside this community'),
    name: areaName.optional(), geometry, datum: datum.default('wgs84'), households: z.int().min(0).max(100_000).optional(),
    acceptProblems: flag.default(false), dryRun,
  }).refine(({ areaId, parentId }) => (areaId === undefined) !== (parentId === undefined), { path: ['parentId'] }),
  output: z.object({ areaId: z.int().nullable(), code: z.string().nullable(), written: z.boolean(), areaM2: z.number(), problems: z.array(z.object({ problem: z.string(), detail: z.string(), areaM2: z.number().nullable(), where })) }),
  bodyLimit: 3_000_000, secretInput: ['geometry'],
  refusals: ['geography/area-unknown', 'geography/shape-wrong', 'geography/shape-has-problems', 'geography/kind-does-not-fit', 'geography/serials-used-up'],
});
export const importGrids = command({
  domain: 'geography', name: 'importGrids', permission: 'geography.manage', summary: 'Grids from GeoJSON with a check of gaps and overlaps; preview first',
  input: z.object({ geojson: z.string().min(1).max(40_000_000), datum: datum.default('wgs84'), acceptProblems: flag.default(false), dryRun }),
  output: importReport.extend({ problems: z.array(z.object({ problem: z.enum(['overlap', 'gap', 'outsideParent']), detail: z.string(), areaM2: z.number(), where })) }),
  bodyLimit: 45_000_000, secretInput: ['geojson'],
  refusals: ['geography/import-has-errors', 'geography/import-unreadable', 'geography/shape-has-problems'],
});
