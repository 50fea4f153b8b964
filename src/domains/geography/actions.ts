import { action, reading, type Ctx } from '../../platform/action.ts';
import { grantAt, type Grant } from '../../platform/actor.ts';
import { dayOf } from '../../platform/core/calendar.ts';
import { absent, isRefusal, refuse, type Refusal } from '../../platform/core/refusal.ts';
import { makeSay } from '../../platform/say.ts';
import * as contract from './contract.ts';
import { takeDivisions, type Importer } from './division-import.ts';
import { drawProblems, readOutline, type Outline, type Part } from './drawing.ts';
import { takeGrids } from './grid-import.ts';
import { initialsOf } from './initials.ts';
import { areasAt } from './locate.ts';
import { codeFits, dayFits, divisionKinds, nameOfSerial, nextCode, placing, serialPrefix, sizeFits } from './rules.ts';
import * as store from './store/areas.ts';
import * as shapeStore from './store/shapes.ts';
import { areaIndex } from './tree.ts';
import { geographyWords } from './words.ts';

// For later domains, beside what the contract promises.
export { areasAt, placeInside, type Point, type Spot } from './locate.ts';
export { areaById, areaIndex, areaNames, areasByIds, type AreaRef, type AreaTree } from './tree.ts';
export { takeDivisions } from './division-import.ts';

const say = makeSay([geographyWords]);
const unknown = (): Refusal => absent('geography/area-unknown');

export const areas = reading(contract.areas, async ({ db }, input) => {
  const within = input.withinId === undefined ? undefined : (await areaIndex(db)).find(input.withinId);
  if (input.withinId !== undefined && !within) return unknown();
  const found = await store.listAreas(db, { parentId: input.parentId, kind: input.kind, text: input.text, withinPath: within?.path, afterCode: input.after, limit: input.limit + 1 });
  const items = found.slice(0, input.limit);
  return { items, next: found.length > input.limit ? items.at(-1)?.code ?? null : null };
});

export const area = reading(contract.areaById, async ({ db, actor }, { areaId }) => {
  const found = await store.findListedArea(db, areaId);
  if (!found) return unknown();
  const above = (await areaIndex(db)).chain(areaId).slice(0, -1).map(({ id, name, kind }) => ({ id, name, kind }));
  const hint = sizeFits(found.kind, found.households) ? null : say(actor.language, 'geography.size.microGrid', { households: found.households ?? 0 });
  return { ...found, above, aliases: await store.listAliases(db, areaId), sizeHint: hint };
});

export const locate = reading(contract.locate, async ({ db }, input) => {
  const { chain } = await areasAt(db, input);
  return { areas: chain.map(({ id, kind, name }) => ({ id, kind, name })) };
});

export const shapes = reading(contract.shapes, async ({ db }, { withinId, kind }) => {
  const within = withinId === undefined ? undefined : (await areaIndex(db)).find(withinId);
  if (withinId !== undefined && !within) return unknown();
  const found = await shapeStore.listShapes(db, kind, within?.path ?? '', 3_000);
  return {
    type: 'FeatureCollection' as const,
    features: found.map(({ geometry, ...properties }) => ({
      type: 'Feature' as const, id: properties.id, properties, geometry: { type: geometry.type, coordinates: [...geometry.coordinates] },
    })),
  };
});

export const publicAreas = reading(contract.publicAreas, async ({ db }, { parentId }) => ({ items: await store.listPublicAreas(db, parentId) }));

export const importDivisions = action(contract.importDivisions, async (ctx, input) => {
  const today = dayOf(ctx.now);
  const tooEarlyOrLate = dayFits(input.validFrom ?? today, today);
  if (tooEarlyOrLate) return tooEarlyOrLate;
  await store.lockTree(ctx.db);
  const report = await takeDivisions(ctx.db, { csv: input.csv, day: today, validFrom: input.validFrom ?? today, dryRun: input.dryRun }, importerOf(ctx));
  if (!isRefusal(report) && report.written) await tellAll(ctx);
  return report;
});

export const importGrids = action(contract.importGrids, async (ctx, input) => {
  await store.lockTree(ctx.db);
  const report = await takeGrids(ctx.db, { ...input, day: dayOf(ctx.now) }, importerOf(ctx));
  if (!isRefusal(report) && report.written) await tellAll(ctx);
  return report;
});

export const serialLength = reading(contract.serialLength, ({ db }) => store.serialDigits(db));

export const setSerialLength = action(contract.setSerialLength, async (ctx, digits) => {
  const { city } = await areaIndex(ctx.db);
  const grant = city && grantAt(ctx.actor, 'geography.manage', city.path);
  if (!grant) return unknown();
  ctx.about(`area:${city.id}`, grant);
  await store.setSerialDigits(ctx.db, digits);
  return digits;
});

export const createArea = action(contract.createArea, async (ctx, input) => {
  const parent = await managed(ctx, input.parentId);
  if (isRefusal(parent)) return parent;
  const today = dayOf(ctx.now);
  const validFrom = input.validFrom ?? today;
  const refusal = placing({ kind: input.kind }, parent) ?? dayFits(validFrom, today);
  if (refusal) return refusal;
  const code = input.code ?? await freeCode(ctx, input.kind, parent.code);
  if (isRefusal(code)) return code;
  if (!codeFits(input.kind, code)) return refuse('geography/code-does-not-fit', { code });
  if (await store.codeIsTaken(ctx.db, code, input.kind, null)) return refuse('geography/code-taken', { code });
  const [made] = await store.insertAreas(ctx.db, [{
    kind: input.kind, code, name: input.name, initials: initialsOf(input.name), parentId: parent.id, validFrom,
    assessmentUnit: input.assessmentUnit, households: input.households ?? null,
  }]);
  if (!made) throw new Error('an inserted area did not come back');
  tell(ctx, made);
  return { areaId: made.id, code };
});

export const moveArea = action(contract.moveArea, async (ctx, input) => {
  const parent = await managed(ctx, input.parentId);
  if (isRefusal(parent)) return parent;
  const moved = await managed(ctx, input.areaId);
  if (isRefusal(moved)) return moved;
  const refusal = placing(moved, parent) ?? dayFits(input.from ?? dayOf(ctx.now), dayOf(ctx.now), await store.placedSince(ctx.db, moved.id));
  if (refusal) return refusal;
  if (moved.parentId === parent.id) return { areaId: moved.id, path: moved.path };
  const path = await store.moveSubtree(ctx.db, moved, parent, input.from ?? dayOf(ctx.now));
  tell(ctx, moved);
  tell(ctx, { id: moved.id, path });
  return { areaId: moved.id, path };
});

export const changeArea = action(contract.changeArea, async (ctx, input) => {
  const before = await managed(ctx, input.areaId);
  if (isRefusal(before)) return before;
  if (input.code !== undefined) {
    if (!codeFits(before.kind, input.code)) return refuse('geography/code-does-not-fit', { code: input.code });
    if (await store.codeIsTaken(ctx.db, input.code, before.kind, before.id)) return refuse('geography/code-taken', { code: input.code });
  }
  const name = input.name ?? before.name;
  await store.changeAreas(ctx.db, [{
    id: before.id, name, initials: initialsOf(name), code: input.code ?? before.code,
    households: input.households === undefined ? before.households : input.households, assessmentUnit: input.assessmentUnit ?? before.assessmentUnit,
  }], dayOf(ctx.now));
  tell(ctx, before);
  return { areaId: before.id };
});

export const endArea = action(contract.endArea, async (ctx, { areaId, on }) => {
  const ending = await managed(ctx, areaId);
  if (isRefusal(ending)) return ending;
  const refusal = dayFits(on, dayOf(ctx.now), ending.validFrom);
  if (refusal) return refusal;
  if (await store.hasLivingChildren(ctx.db, areaId)) return refuse('geography/has-living-children');
  await store.endAreaRow(ctx.db, areaId, on);
  tell(ctx, ending);
  return { areaId };
});

export const drawGrid = action(contract.drawGrid, async (ctx, input) => {
  const target = await drawTarget(ctx, input);
  if (isRefusal(target)) return target;
  const outline = readOutline(input.geometry, input.datum, ctx.actor.language);
  if ('why' in outline) return refuse('geography/shape-wrong', { why: outline.why });
  const problems = drawProblems({ name: target.name, shape: outline.shape }, await neighbours(ctx, target), ctx.actor.language);
  if (input.dryRun) return { areaId: target.area?.id ?? null, code: target.code, written: false, areaM2: outline.areaM2, problems };
  const [first] = problems;
  if (first && !input.acceptProblems) return refuse('geography/shape-has-problems', { count: problems.length, first: first.detail });
  const areaId = await putDrawn(ctx, target, outline, input);
  return { areaId, code: target.code, written: true, areaM2: outline.areaM2, problems };
});

type DrawTarget = { area: store.AreaRow | null; parentId: number | null; name: string; code: string };
type DrawInput = { areaId?: number | undefined; parentId?: number | undefined; name?: string | undefined; households?: number | undefined; datum: 'wgs84' | 'gcj02' };

/** An area to be drawn again, or a grid to come with the next free code. */
async function drawTarget(ctx: Ctx, input: DrawInput): Promise<DrawTarget | Refusal> {
  if (input.areaId !== undefined) {
    const known = await managed(ctx, input.areaId);
    return isRefusal(known) ? known : { area: known, parentId: known.parentId, name: input.name ?? known.name, code: known.code };
  }
  const parent = await managed(ctx, input.parentId ?? 0);
  if (isRefusal(parent)) return parent;
  const refusal = placing({ kind: 'grid' }, parent);
  if (refusal) return refusal;
  const code = await freeCode(ctx, 'grid', parent.code);
  if (isRefusal(code)) return code;
  return { area: null, parentId: parent.id, name: input.name ?? nameOfSerial('grid', Number(code.slice(parent.code.length))), code };
}

async function neighbours(ctx: Ctx, { area: known, parentId }: DrawTarget) {
  const parts = (all: readonly shapeStore.ChildShape[]): Part[] => all.flatMap(({ name, geometry }) => (geometry ? [{ name, shape: geometry }] : []));
  const parent = parentId === null ? undefined : await store.findArea(ctx.db, parentId);
  const siblings = parentId === null ? [] : await shapeStore.listChildShapes(ctx.db, [parentId]);
  return {
    parent: parent ? { name: parent.name, shape: (await shapeStore.findShape(ctx.db, parent.id))?.geometry ?? null } : null,
    siblings: parts(siblings.filter(({ id }) => id !== known?.id)),
    children: known ? parts(await shapeStore.listChildShapes(ctx.db, [known.id])) : [],
  };
}

async function putDrawn(ctx: Ctx, target: DrawTarget, outline: Outline, input: DrawInput): Promise<number> {
  const today = dayOf(ctx.now);
  const { area: known, name, code, parentId } = target;
  let drawn: { id: number; path: string } | undefined = known ?? undefined;
  if (known) {
    await store.changeAreas(ctx.db, [{ ...known, name, initials: initialsOf(name), households: input.households ?? known.households }], today);
  } else {
    [drawn] = await store.insertAreas(ctx.db, [{ kind: 'grid', code, name, initials: initialsOf(name), parentId, assessmentUnit: false, households: input.households ?? null, validFrom: today }]);
  }
  if (!drawn) throw new Error('an inserted area did not come back');
  const { shape, areaM2, longitude, latitude } = outline;
  await shapeStore.putShapes(ctx.db, [{ areaId: drawn.id, geometry: shape, sourceDatum: input.datum, areaM2, longitude, latitude }], today);
  tell(ctx, drawn);
  return drawn.id;
}

/** The living area, if the caller manages it: what is not his is not there. Locks the tree, so that what is read here holds until the end. */
async function managed(ctx: Ctx, areaId: number): Promise<store.AreaRow & { grant: Grant } | Refusal> {
  await store.lockTree(ctx.db);
  const found = await store.findArea(ctx.db, areaId);
  const grant = found && found.validTo === null ? grantAt(ctx.actor, 'geography.manage', found.path) : undefined;
  if (!found || !grant) return unknown();
  ctx.about(`area:${found.id}`, grant);
  return { ...found, grant };
}

async function freeCode(ctx: Ctx, kind: contract.AreaKind, parentCode: string): Promise<string | Refusal> {
  const sharing = divisionKinds.includes(kind) ? divisionKinds : [kind];
  return nextCode(kind, parentCode, await store.listCodesEver(ctx.db, sharing, serialPrefix(kind, parentCode)), await store.serialDigits(ctx.db));
}

function importerOf(ctx: Ctx): Importer {
  return { language: ctx.actor.language, mayManage: (path) => grantAt(ctx.actor, 'geography.manage', path) !== undefined };
}

/** Maps and boards that show the area read it again. */
function tell(ctx: Ctx, changed: { id: number; path: string }): void {
  ctx.emit({ kind: 'geography.changed', subject: `area:${changed.id}`, areaPath: changed.path });
}

async function tellAll(ctx: Ctx): Promise<void> {
  const city = await store.findCity(ctx.db);
  if (!city) return;
  ctx.about(`area:${city.id}`, ctx.actor.grants.find(({ permissions }) => permissions.has('geography.manage')));
  tell(ctx, city);
}
