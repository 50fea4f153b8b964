import { reading, type ReadCtx } from '../../platform/action.ts';
import { grantAt, pathsFor, type Actor } from '../../platform/actor.ts';
import { dayOf } from '../../platform/core/calendar.ts';
import { csvText } from '../../platform/core/csv.ts';
import { absent, refuse } from '../../platform/core/refusal.ts';
import { makeSay } from '../../platform/say.ts';
import { makeThrottle } from '../../platform/throttle.ts';
import type { Vault } from '../../platform/vault.ts';
import { areaIndex, type AreaTree } from '../geography/actions.ts';
import { maskPhone } from '../identity/rules/people.ts';
import { showCare } from './care.ts';
import * as contract from './contract.ts';
import type { Household, Place, Thing } from './contract-shapes.ts';
import { isIdProblem, readIdNumber } from './rules/id-number.ts';
import { maskIdNumber, maskName } from './rules/masks.ts';
import { validitiesOf, type Source } from './rules/facts.ts';
import { foldable, hashOfNumber, saidBy } from './saying.ts';
import { eyesOf, openIdNumber, openPhone, showPerson, sightOn, viewerOf, whereIs } from './seeing.ts';
import { listBatches } from './store/batches.ts';
import { listCare, staffIn } from './store/care.ts';
import { factsOf, type FactRow } from './store/facts.ts';
import { countPeople, helpedBy, listPeople, mergedInto, type PeopleFilter } from './store/people.ts';
import { countPlaces, findHousehold, findPlace, listHouseholds, listPlaces, listThings, type HouseholdRow, type PlaceRow, type ThingRow } from './store/places.ts';
import { findPerson, peopleByIds } from './store/rows.ts';
import { registryWords } from './words.ts';

const say = makeSay([registryWords]);

/** Whole numbers and exact look-ups, for each person: an hour's work of a clerk, not a harvest. */
const revealing = makeThrottle({ burst: 20, perSecond: 20 / 3_600 });
const lookingUp = makeThrottle({ burst: 60, perSecond: 60 / 3_600 });

/** What is asked of an area that is not there, or not his, is empty: nobody learns which. */
async function scopeOf(ctx: ReadCtx, permission: string, areaId: number | undefined): Promise<{ areas: AreaTree; within: string[]; areaPath: string | undefined } | null> {
  const areas = await areaIndex(ctx.db);
  const area = areaId === undefined ? undefined : areas.find(areaId);
  return areaId !== undefined && !area ? null : { areas, within: pathsFor(ctx.actor, permission), areaPath: area?.path };
}

export const people = reading(contract.people, async (ctx, input) => {
  const scope = await scopeOf(ctx, 'registry.read', input.areaId);
  if (!scope) return { items: [], next: null, total: 0 };
  const eyes = eyesOf(ctx, scope.areas);
  let idHash: Buffer | undefined;
  if (input.idNumber !== undefined) {
    const seconds = lookingUp(String(ctx.actor.personId));
    if (seconds > 0) return refuse('registry/too-many-look-ups', { seconds, minutes: Math.ceil(seconds / 60) }, 'busy');
    const read = readIdNumber(input.idNumber, undefined, eyes.today);
    ctx.saw('', ['idNumber'], 'look-up');
    if (isIdProblem(read)) return { items: [], next: null, total: 0 };
    idHash = hashOfNumber(ctx.vault, read.number);
  }
  const filter: PeopleFilter = { ...scope, named: pathsFor(ctx.actor, 'registry.write'), text: textOf(input.text), status: input.status, residence: input.residence, householdId: input.householdId, idHash };
  const { rows, next } = await listPeople(ctx.db, filter, input);
  return { items: rows.map((row) => showPerson(eyes, row, 'list')), next, total: input.after === undefined ? await countPeople(ctx.db, filter) : null };
});

export const person = reading(contract.personById, async (ctx, { personId }) => {
  let row = await findPerson(ctx.db, personId);
  // Whoever was merged is found under the one who stayed.
  if (row?.mergedInto) row = await findPerson(ctx.db, row.mergedInto);
  if (!row || row.withdrawn) return absent('registry/person-unknown');
  const areas = await areaIndex(ctx.db);
  const helped = await helpedBy(ctx.db);
  const merged = await mergedInto(ctx.db, row.id);
  const ids = [row.id, ...merged.map(({ id }) => id)];
  const helps = ids.some((id) => helped.has(id));
  const eyes = eyesOf(ctx, areas, helps ? new Set([...helped, row.id]) : helped);
  const sight = sightOn(eyes, row, 'page');
  if (sight.name === 'absent') return absent('registry/person-unknown');
  const { actor } = ctx;
  const works = viewerOf(actor, row.areaPath, helps).works;
  const householdRow = row.householdId === null || sight.household !== 'full' ? undefined : await findHousehold(ctx.db, row.householdId);
  const members = householdRow ? (await listPeople(ctx.db, { within: pathsFor(actor, 'registry.read'), named: [], areaPath: undefined, text: undefined, status: undefined, residence: undefined, householdId: householdRow.id, idHash: undefined }, { after: undefined, limit: 50 })).rows : [];
  const facts = sight.sources === 'full' ? await factsOf(ctx.db, [row.id]) : [];
  const { rows: needs } = await listCare(ctx.db, { within: pathsFor(actor, 'registry.care'), personId: actor.personId, mine: false, areaPath: undefined, ofPeople: ids, kind: undefined, tier: undefined, state: undefined, today: eyes.today }, { after: undefined, limit: 100 });
  const holders = new Map([...await peopleByIds(ctx.db, merged.map(({ id }) => id)), row].map((one) => [one.id, one]));
  const hidden = sight.history === 'full' ? [] : ['birthDate', 'idNumber', 'phone'];
  return {
    ...showPerson(eyes, row, 'page'), household: householdRow ? showHousehold(householdRow, areas, actor) : null, members: members.map((one) => showPerson(eyes, one, 'list')),
    origins: originsOf(facts), past: pastOf(ctx.vault, areas, facts, hidden), care: await showCare(ctx, eyes, needs, holders, 'page'),
    mergedFrom: merged, mayChange: works, mayReveal: sightOn(eyes, row, 'reveal').idNumber === 'full', mayOpenCare: grantAt(actor, 'registry.careManage', row.areaPath) !== undefined,
  };
});

export const reveal = reading(contract.reveal, async (ctx, { personId, field, reason }) => {
  const row = await findPerson(ctx.db, personId);
  if (!row || row.withdrawn) return absent('registry/person-unknown');
  const eyes = eyesOf(ctx, await areaIndex(ctx.db), await helpedBy(ctx.db));
  if (sightOn(eyes, row, 'page').name === 'absent') return absent('registry/person-unknown');
  if (sightOn(eyes, row, 'reveal')[field] !== 'full') return refuse(showPerson(eyes, row, 'page').isChild ? 'registry/child-protected' : 'registry/not-to-reveal', {}, 'forbidden');
  const seconds = revealing(String(ctx.actor.personId));
  if (seconds > 0) return refuse('registry/too-many-look-ups', { seconds, minutes: Math.ceil(seconds / 60) }, 'busy');
  ctx.saw(`resident:${personId}`, [field], reason);
  return { value: field === 'idNumber' ? openIdNumber(ctx.vault, row) : openPhone(ctx.vault, row) };
});

export const households = reading(contract.households, async (ctx, input) => {
  const scope = await scopeOf(ctx, 'registry.read', input.areaId);
  if (!scope) return { items: [], next: null };
  const { rows, next } = await listHouseholds(ctx.db, { ...scope, named: pathsFor(ctx.actor, 'registry.write'), text: textOf(input.text) }, input);
  return { items: rows.map((row) => showHousehold(row, scope.areas, ctx.actor)), next };
});

export const exportPeople = reading(contract.exportPeople, async (ctx, { areaId, status, residence, purpose }) => {
  const scope = await scopeOf(ctx, 'registry.export', areaId);
  if (!scope) return absent('registry/area-unknown');
  const { language, name } = ctx.actor;
  const word = (key: string): string => say(language, `registry.${key}`);
  const eyes = eyesOf(ctx, scope.areas);
  const filter: PeopleFilter = { ...scope, named: [], text: undefined, status, residence, householdId: undefined, idHash: undefined };
  const lines: (string | number | null)[][] = [];
  for (let after: string | null = null; lines.length < mostExported;) {
    const page = await listPeople(ctx.db, filter, { after: after ?? undefined, limit: 1_000 });
    for (const row of page.rows) {
      const seen = showPerson(eyes, row, 'export');
      if (seen.name === '') continue;
      lines.push([seen.area.name, seen.name, seen.sex === null ? '' : word(`sex.${seen.sex}`), seen.birthDate, seen.residence === null ? '' : word(`residence.${seen.residence}`), word(`status.${seen.status}`), seen.phone ?? '', seen.address]);
    }
    after = page.next;
    if (after === null) break;
  }
  ctx.saw('', ['name', 'birthDate', 'phone', 'address'], purpose);
  const mark = say(language, 'registry.export.mark', { who: name, at: `${eyes.today}`, purpose });
  const heads = ['area', 'name', 'sex', 'birthDate', 'residence', 'status', 'phone', 'address'].map((one) => word(`export.${one}`));
  return { fileName: say(language, 'registry.export.file', { day: eyes.today }), csv: csvText([[mark], heads, ...lines]), rows: lines.length };
});
const mostExported = 20_000;

export const places = reading(contract.places, async (ctx, input) => {
  const scope = await scopeOf(ctx, 'registry.read', input.areaId);
  if (!scope) return { items: [], next: null, total: 0 };
  const filter = { ...scope, text: textOf(input.text), category: input.category, kind: input.kind, risk: input.risk, unmanaged: input.unmanaged === 'true' };
  const { rows, next } = await listPlaces(ctx.db, filter, input);
  return { items: rows.map((row) => showPlace(row, scope.areas, ctx)), next, total: input.after === undefined ? await countPlaces(ctx.db, filter) : null };
});

export const place = reading(contract.placeById, async (ctx, { placeId }) => {
  const row = await findPlace(ctx.db, placeId);
  if (!row || row.withdrawn || !grantAt(ctx.actor, 'registry.read', row.areaPath)) return absent('registry/place-unknown');
  const areas = await areaIndex(ctx.db);
  const works = grantAt(ctx.actor, 'registry.write', row.areaPath) !== undefined;
  const things_ = await listThings(ctx.db, { within: pathsFor(ctx.actor, 'registry.read'), areaPath: undefined, text: undefined, kind: undefined, state: undefined, placeId }, { after: undefined, limit: 100 });
  const facts = works ? await factsOf(ctx.db, [row.id]) : [];
  return { ...showPlace(row, areas, ctx), things: things_.rows.map((one) => showThing(one, areas)), origins: originsOf(facts), past: pastOf(ctx.vault, areas, facts, []), mayChange: works };
});

export const things = reading(contract.things, async (ctx, input) => {
  const scope = await scopeOf(ctx, 'registry.read', input.areaId);
  if (!scope) return { items: [], next: null };
  const { rows, next } = await listThings(ctx.db, { ...scope, text: textOf(input.text), kind: input.kind, state: input.state, placeId: undefined }, input);
  return { items: rows.map((row) => showThing(row, scope.areas)), next };
});

export const care = reading(contract.care, async (ctx, input) => {
  const scope = await scopeOf(ctx, 'registry.care', input.areaId);
  if (!scope) return { items: [], next: null };
  const eyes = eyesOf(ctx, scope.areas);
  const { rows, next } = await listCare(ctx.db, { ...scope, personId: ctx.actor.personId, mine: input.mine === 'true', ofPeople: undefined, kind: input.kind, tier: input.tier, state: input.state, today: eyes.today }, input);
  const found = new Map((await peopleByIds(ctx.db, rows.map(({ personId }) => personId))).map((one) => [one.id, one]));
  // The kind of a sealed one is known only now.
  const items = await showCare(ctx, eyes, rows, found, 'list');
  return { items: items.filter((one) => input.kind === undefined || one.kind === input.kind), next };
});

export const helpers = reading(contract.helpers, async (ctx, { text }) => ({ items: await staffIn(ctx.db, pathsFor(ctx.actor, 'registry.care'), textOf(text), dayOf(ctx.now)) }));

export const batches = reading(contract.batches, async (ctx, { areaId, kind, limit }) => {
  const scope = await scopeOf(ctx, 'registry.import', areaId);
  if (!scope) return { items: [] };
  const rows = await listBatches(ctx.db, { ...scope, kind, limit });
  const number = (value: unknown): number => (typeof value === 'number' ? value : 0);
  return { items: rows.map(({ id, kind: its, at, byName, detail, undoneAt, undoneByName }) => ({ id, kind: its, at, by: byName, what: String(detail['what'] ?? ''), created: number(detail['created']), changed: number(detail['changed']), undoneAt, undoneBy: undoneByName })) };
});

function textOf(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === '' ? undefined : text;
}

function showHousehold(row: HouseholdRow, areas: AreaTree, actor: Actor): Household {
  const works = grantAt(actor, 'registry.write', row.areaPath) !== undefined;
  const { id, number, address, headId, headName, members } = row;
  return { id, area: whereIs(areas, row.areaId), number: works ? number : '', address: works ? address : '', headId: works ? headId : null, headName: headName === null ? null : works ? headName : maskName(headName), members };
}

function showPlace(row: PlaceRow, areas: AreaTree, { actor, vault }: Pick<ReadCtx, 'actor' | 'vault'>): Place {
  const works = grantAt(actor, 'registry.write', row.areaPath) !== undefined;
  const { id, category, kind, name, address, longitude, latitude, risk, contactName, managed, households: count, note } = row;
  const phone = row.phoneSealed === null ? null : vault.open('contact', { table: 'registry.place', column: 'phone_sealed', row: id }, row.phoneSealed);
  return { id, area: whereIs(areas, row.areaId), category, kind, name, address, longitude, latitude, risk, contactName: works || contactName === '' ? contactName : maskName(contactName), phone: phone === null || !works ? null : maskPhone(phone), managed, households: count, note };
}

function showThing(row: ThingRow, areas: AreaTree): Thing {
  const { id, placeId, placeName, kind, name, code, address, state, note } = row;
  return { id, area: whereIs(areas, row.areaId), placeId, placeName, kind, name, code, address, state, note };
}

/** For each field, where what holds today came from. */
function originsOf(facts: readonly FactRow[]): { field: string; source: Source; observedOn: string; at: string; by: string }[] {
  const byId = new Map(facts.map((fact) => [fact.id, fact]));
  return [...new Set(facts.map(({ field }) => field))].flatMap((field) => {
    const holds = validitiesOf(facts.map(foldable), field)[0];
    const fact = holds && byId.get(holds.fact.id);
    return fact ? [{ field, source: fact.source, observedOn: fact.observedOn, at: fact.at, by: fact.byName }] : [];
  });
}

/** What held before, newest first; sealed values masked, and nothing of fields that the reader may not know. */
function pastOf(vault: Vault, areas: AreaTree, facts: readonly FactRow[], hidden: readonly string[]): { field: string; value: string | null; source: Source; from: string; until: string | null; by: string }[] {
  const byId = new Map(facts.map((fact) => [fact.id, fact]));
  const fields = [...new Set(facts.map(({ field }) => field))].filter((field) => !hidden.includes(field));
  return fields.flatMap((field) => {
    const all = validitiesOf(facts.map(foldable), field);
    return all.length < 2 ? [] : all.map(({ fact, from, until }) => {
      const row = byId.get(fact.id);
      const value = row ? saidBy(vault, row).value : null;
      const shown = value === null ? null : field === 'idNumber' ? maskIdNumber(value.slice(value.indexOf(' ') + 1)) : field === 'phone' ? maskPhone(value) : field === 'area' ? whereIs(areas, Number(value)).name : value;
      return { field, value: shown, source: fact.source, from, until, by: row?.byName ?? '' };
    });
  });
}
