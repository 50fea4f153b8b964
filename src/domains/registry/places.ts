import { action, type Ctx } from '../../platform/action.ts';
import { grantAt } from '../../platform/actor.ts';
import { absent, isRefusal, refuse, type Refusal } from '../../platform/core/refusal.ts';
import { areaIndex, type AreaTree } from '../geography/actions.ts';
import { cleanPhone } from '../identity/rules/people.ts';
import { byOf, factsFor, originOf, writable } from './actions.ts';
import * as contract from './contract.ts';
import { placeKinds, type PlaceFields } from './contract-shapes.ts';
import { holding, type Said } from './saying.ts';
import { factsOf, insertFacts } from './store/facts.ts';
import { changePlaces, findPlace, findThing, insertPlaces, saveThing as writeThing, type PlaceRow, type ThingRow } from './store/places.ts';

export const registerPlace = action(contract.registerPlace, async (ctx, input) => {
  const areas = await areaIndex(ctx.db);
  const area = writable(ctx, areas, input.areaId);
  if (!area) return absent('registry/area-unknown');
  const origin = originOf(ctx, input);
  if (isRefusal(origin)) return origin;
  const id = input.id ?? ctx.newId();
  ctx.about(`place:${id}`, grantAt(ctx.actor, 'registry.write', area.path));
  const said = saidOfPlace(input);
  if (isRefusal(said)) return said;
  const row = withSaidOfPlace(ctx, areas, blankPlace(id, area, input), said);
  if (!fits(row)) return refuse('registry/kind-does-not-fit');
  await insertPlaces(ctx.db, [row], null);
  await insertFacts(ctx.db, factsFor(ctx, { kind: 'place', id }, said.filter(({ value }) => value !== null), origin), byOf(ctx));
  ctx.emit({ kind: 'registry.place', subject: `place:${id}`, areaPath: area.path });
  return { placeId: id };
});

export const changePlace = action(contract.changePlace, async (ctx, { placeId, withdrawn, ...input }) => {
  ctx.about(`place:${placeId}`);
  const place = await findPlace(ctx.db, placeId, true);
  const grant = place && grantAt(ctx.actor, 'registry.write', place.areaPath);
  if (!place || place.withdrawn || !grant) return absent('registry/place-unknown');
  ctx.about(`place:${placeId}`, grant);
  const areas = await areaIndex(ctx.db);
  if (input.areaId !== undefined && !writable(ctx, areas, input.areaId)) return absent('registry/area-unknown');
  const origin = originOf(ctx, input);
  if (isRefusal(origin)) return origin;
  const said = saidOfPlace(input);
  if (isRefusal(said)) return said;
  if (said.length === 0 && !withdrawn) return refuse('registry/nothing-said');
  const facts = factsFor(ctx, { kind: 'place', id: placeId }, said, origin);
  const holds = holding(await factsOf(ctx.db, [placeId]), facts);
  const standing = said.filter((_one, at) => holds.has(facts[at]?.id ?? ''));
  const row = { ...withSaidOfPlace(ctx, areas, place, standing), withdrawn: withdrawn === true };
  if (!fits(row)) return refuse('registry/kind-does-not-fit');
  await insertFacts(ctx.db, facts, byOf(ctx));
  await changePlaces(ctx.db, [row]);
  ctx.emit({ kind: 'registry.place', subject: `place:${placeId}`, areaPath: row.areaPath });
  const changed = standing.map(({ field }) => field);
  return { placeId, changed, older: said.map(({ field }) => field).filter((field) => !changed.includes(field)) };
});

export const saveThing = action(contract.saveThing, async (ctx, { thingId, withdrawn, ...input }) => {
  const known = thingId === undefined ? undefined : await findThing(ctx.db, thingId);
  if (thingId !== undefined && (!known || known.withdrawn || !grantAt(ctx.actor, 'registry.write', known.areaPath))) return absent('registry/thing-unknown');
  const areas = await areaIndex(ctx.db);
  const areaId = input.areaId ?? known?.areaId;
  const name = input.name ?? known?.name;
  const kind = input.kind ?? known?.kind;
  if (areaId === undefined || name === undefined || kind === undefined) return refuse('registry/thing-incomplete');
  const area = writable(ctx, areas, areaId);
  if (!area) return absent('registry/area-unknown');
  const placeId = input.placeId === undefined ? known?.placeId ?? null : input.placeId;
  if (placeId !== null && !await findPlace(ctx.db, placeId)) return absent('registry/place-unknown');
  const origin = originOf(ctx, input);
  if (isRefusal(origin)) return origin;
  const id = thingId ?? ctx.newId();
  ctx.about(`thing:${id}`, grantAt(ctx.actor, 'registry.write', area.path));
  const row: ThingRow = {
    id, areaId: area.id, areaPath: area.path, placeId, placeName: null, kind, name: name.trim(), code: (input.code ?? known?.code ?? '').trim(), address: (input.address ?? known?.address ?? '').trim(),
    state: input.state ?? known?.state ?? 'good', note: (input.note ?? known?.note ?? '').trim(), withdrawn: withdrawn === true,
  };
  const said = fieldsOfThing(row).filter(({ field, value }) => value !== null && (!known || fieldsOfThing(known).find((one) => one.field === field)?.value !== value));
  if (known && said.length === 0 && !withdrawn) return refuse('registry/nothing-said');
  await writeThing(ctx.db, row, known === undefined);
  await insertFacts(ctx.db, factsFor(ctx, { kind: 'thing', id }, said, origin), byOf(ctx));
  return { thingId: id };
});

function fieldsOfThing(row: ThingRow): Said[] {
  return [
    { field: 'area', value: String(row.areaId) }, { field: 'place', value: row.placeId }, { field: 'kind', value: row.kind }, { field: 'name', value: row.name }, { field: 'code', value: row.code || null },
    { field: 'address', value: row.address || null }, { field: 'state', value: row.state }, { field: 'note', value: row.note || null },
  ];
}

/** A kind belongs to one category. */
export function fits({ category, kind }: Pick<PlaceRow, 'category' | 'kind'>): boolean {
  return placeKinds[category].some((one) => one === kind);
}

export function saidOfPlace(input: PlaceFields): Said[] | Refusal {
  const said: Said[] = [];
  const say = (field: string, value: string | number | boolean | null | undefined): void => { if (value !== undefined) said.push({ field, value: value === null ? null : String(value) }); };
  say('area', input.areaId);
  say('category', input.category);
  say('kind', input.kind);
  say('name', input.name?.trim());
  say('address', input.address?.trim());
  if (input.point !== undefined) say('point', input.point === null ? null : `${input.point.longitude} ${input.point.latitude}`);
  say('risk', input.risk);
  say('contact', input.contactName?.trim());
  if (input.phone !== undefined) {
    const phone = cleanPhone(input.phone);
    if (phone === null) return refuse('registry/phone-wrong');
    say('phone', phone === '' ? null : phone);
  }
  say('managed', input.managed);
  say('households', input.households);
  say('note', input.note?.trim());
  return said;
}

export function blankPlace(id: string, area: { readonly id: number; readonly path: string }, given: { readonly category: PlaceRow['category']; readonly kind: PlaceRow['kind']; readonly name: string }): PlaceRow {
  return {
    id, areaId: area.id, areaPath: area.path, category: given.category, kind: given.kind, name: given.name.trim(), address: '', longitude: null, latitude: null, risk: 'none', contactName: '', phoneSealed: null, phoneHash: null,
    managed: null, households: null, note: '', withdrawn: false,
  };
}

export function withSaidOfPlace(ctx: Pick<Ctx, 'vault'>, areas: AreaTree, row: PlaceRow, said: readonly Said[]): PlaceRow {
  const next = { ...row };
  for (const { field, value } of said) {
    switch (field) {
      case 'area': {
        const area = value === null ? undefined : areas.find(Number(value));
        if (area) { next.areaId = area.id; next.areaPath = area.path; }
        break;
      }
      case 'category': next.category = value as PlaceRow['category']; break; // out of the contract's own list, here and in the next two
      case 'kind': next.kind = value as PlaceRow['kind']; break;
      case 'risk': next.risk = (value ?? 'none') as PlaceRow['risk']; break;
      case 'name': next.name = value ?? row.name; break;
      case 'address': next.address = value ?? ''; break;
      case 'point': {
        const [longitude, latitude] = value === null ? [] : value.split(' ').map(Number);
        next.longitude = longitude ?? null;
        next.latitude = latitude ?? null;
        break;
      }
      case 'contact': next.contactName = value ?? ''; break;
      case 'phone':
        next.phoneSealed = value === null ? null : ctx.vault.seal('contact', { table: 'registry.place', column: 'phone_sealed', row: row.id }, value);
        next.phoneHash = value === null ? null : ctx.vault.hash('registry.phone', value);
        break;
      case 'managed': next.managed = value === null ? null : value === 'true'; break;
      case 'households': next.households = value === null ? null : Number(value); break;
      case 'note': next.note = value ?? ''; break;
      default: throw new Error(`A place has no ${field}.`);
    }
  }
  return next;
}
