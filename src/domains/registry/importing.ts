import type { z } from 'zod';
import { action, type Ctx } from '../../platform/action.ts';
import { grantAt, pathsFor, type Actor } from '../../platform/actor.ts';
import { dayOf } from '../../platform/core/calendar.ts';
import { absent, isRefusal, refuse, type Refusal } from '../../platform/core/refusal.ts';
import { makeSay } from '../../platform/say.ts';
import { readTableAside, type Heads } from '../../platform/table-aside.ts';
import type { TableRow } from '../../platform/table-file.ts';
import { areaIndex, type AreaRef, type AreaTree } from '../geography/actions.ts';
import { maskPhone } from '../identity/rules/people.ts';
import { byOf, factsFor } from './actions.ts';
import * as contract from './contract.ts';
import type { SubjectKind, verdicts } from './contract-shapes.ts';
import { batchBy, comparedOf } from './doubles.ts';
import { likenessOf, plainName } from './rules/duplicates.ts';
import { peopleHeads, placeHeads, readPeopleRow, readPlaceRow, type Problem } from './rules/import.ts';
import { maskIdNumber } from './rules/masks.ts';
import { blankPlace, saidOfPlace, withSaidOfPlace } from './places.ts';
import { blankPerson, holding, readPerson, toSave, withSaid, type Origin, type Said } from './saying.ts';
import { whereIs } from './seeing.ts';
import { insertBatch } from './store/batches.ts';
import { factsOf, insertFacts, type NewFact } from './store/facts.ts';
import { changePeople, holdDocuments, insertPeople, withDocuments, withNames } from './store/people.ts';
import { changeHouseholds, changePlaces, householdsNumbered, insertHouseholds, insertPlaces, placesNamed, type HouseholdSave, type PlaceRow } from './store/places.ts';
import type { PersonRow } from './store/rows.ts';
import { registryWords } from './words.ts';

// People with their households, or places, from a file. What a row does not say stays as it is; all or nothing; one batch, which can be taken back.

const mostRows = 20_000;
const mostErrors = 1_000;
const previewed = 20;
const chunk = 1_000;
const say = makeSay([registryWords]);

type Report = z.input<typeof contract.importRegistry.output>;
type Likely = Report['likely'][number];
type Plan = { readonly problems: Problem[]; readonly likely: Likely[]; created: number; changed: number; unchanged: number; readonly write: (batchId: string) => Promise<void> };

export const importRegistry = action(contract.importRegistry, async (ctx, { what, fileBase64, fileName, areaId, observedOn, dryRun }) => {
  ctx.about(what === 'people' ? 'residents' : 'places');
  const today = dayOf(ctx.now);
  if (observedOn !== undefined && observedOn > today) return refuse('registry/day-ahead');
  const heads: Heads = what === 'people' ? peopleHeads : placeHeads;
  const table = await readTableAside(Buffer.from(fileBase64, 'base64'), { heads, required: what === 'people' ? ['name'] : ['name'], mostRows });
  if ('unreadable' in table) return refuse('registry/import-unreadable', { why: say(ctx.actor.language, `registry.unreadable.${table.unreadable}`, { column: table.column ?? '' }) });
  const areas = await areaIndex(ctx.db);
  const given = areaId === undefined ? undefined : areas.find(areaId);
  if (areaId !== undefined && !(given?.living && mayTake(ctx.actor, given))) return absent('registry/area-unknown');
  const origin = { source: 'import' as const, observedOn: observedOn ?? today };
  const plan = what === 'people' ? await planPeople(ctx, areas, table, given, origin) : await planPlaces(ctx, areas, table, given, origin);
  const errors = plan.problems.sort((a, b) => a.row - b.row);
  if (errors.length > 0 && !dryRun) return refuse('registry/import-has-errors', { errors: errors.length });
  const batchId = dryRun || plan.created + plan.changed === 0 ? null : ctx.newId();
  if (batchId !== null) {
    await insertBatch(ctx.db, { id: batchId, kind: 'import', areaPath: given?.path ?? pathsFor(ctx.actor, 'registry.import')[0] ?? '', ...batchBy(ctx), detail: { what: fileName || what, created: plan.created, changed: plan.changed } });
    await plan.write(batchId);
    ctx.emit({ kind: 'registry.import', subject: `batch:${batchId}`, areaPath: given?.path ?? pathsFor(ctx.actor, 'registry.import')[0] ?? '' });
  }
  return {
    written: batchId !== null, rows: table.length, created: plan.created, changed: plan.changed, unchanged: plan.unchanged, errors: errorsOf(errors, ctx.actor, what), preview: previewOf(table, heads, ctx.actor, what), batchId,
    likely: plan.likely.slice(0, mostErrors),
  };
});

function mayTake(actor: Actor, area: AreaRef): boolean {
  return grantAt(actor, 'registry.import', area.path) !== undefined && grantAt(actor, 'registry.write', area.path) !== undefined;
}

type Unbound = Omit<Origin, 'batchId'>;

/** The grid that a row names, or the one that was chosen for the whole file. */
function areaOf(actor: Actor, areas: AreaTree, row: number, code: string | null, given: AreaRef | undefined, problems: Problem[]): AreaRef | undefined {
  const area = code === null ? given : areas.findByCode(code);
  if (area && mayTake(actor, area)) return area;
  problems.push({ row, column: 'areaCode', problem: code === null ? 'area-missing' : 'area-unknown', params: { value: code ?? '' } });
  return undefined;
}

async function planPeople(ctx: Ctx, areas: AreaTree, table: readonly TableRow<string>[], given: AreaRef | undefined, origin: Unbound): Promise<Plan> {
  const problems: Problem[] = [];
  const today = dayOf(ctx.now);
  const rows = table.flatMap(({ row, cells }) => {
    const read = readPeopleRow(row, cells);
    problems.push(...read.problems);
    const area = read.fields === null ? undefined : areaOf(ctx.actor, areas, row, read.areaCode, given, problems);
    if (!read.fields || !area) return [];
    const said = readPerson(read.fields, today, { birthDate: null, sex: null });
    if (isRefusal(said)) {
      problems.push(problemOf(row, said, ctx.actor));
      return [];
    }
    const all: Said[] = [...said, { field: 'area', value: String(area.id) }];
    return [{ row, area, household: read.household, isHead: read.fields.relation === 'head', said: all, draft: withSaid(ctx.vault, areas, blankPerson(ctx.newId(), area), all) }];
  });
  const seen = new Map<string, number>();
  for (const { row, draft } of rows) {
    const key = draft.idHash?.toString('hex');
    const other = key === undefined ? undefined : seen.get(key);
    if (other !== undefined) problems.push({ row, column: 'idNumber', problem: 'duplicate-row', params: { other } });
    if (key !== undefined) seen.set(key, other ?? row);
  }
  const hashes = rows.flatMap(({ draft }) => draft.idHash ?? []);
  await holdDocuments(ctx.db, hashes.slice(0, mostRows));
  const byHash = Map.groupBy((await withDocuments(ctx.db, hashes)).filter((one) => grantAt(ctx.actor, 'registry.write', one.areaPath)), (one) => one.idHash?.toString('hex') ?? '');
  const byName = Map.groupBy(await withNames(ctx.db, [...new Set(rows.map(({ draft }) => plainName(draft.name)))], pathsFor(ctx.actor, 'registry.write')), (one) => plainName(one.name));
  const households = new Map((await householdsNumbered(ctx.db, rows.flatMap(({ area, household }) => (household === null ? [] : [{ areaId: area.id, number: household }])))).map((one) => [`${one.areaId}/${one.number}`, one.id]));
  const likely: Likely[] = [];
  const plan = { created: 0, changed: 0, unchanged: 0 };
  const made: { row: (typeof rows)[number]; person: PersonRow; known: PersonRow | null; said: Said[] }[] = [];
  for (const one of rows) {
    const match = matchOf(one.draft, byHash.get(one.draft.idHash?.toString('hex') ?? '-') ?? [], byName.get(plainName(one.draft.name)) ?? []);
    for (const { other, verdict, reasons } of match.shown) likely.push({ row: one.row, verdict, reasons: [...reasons], name: other.name, area: whereIs(areas, other.areaId).name });
    const said = match.known ? one.said.filter((its) => differs(ctx, areas, match.known, its)) : one.said;
    const stays = one.household === null || (match.known !== null && match.known.householdId === households.get(`${one.area.id}/${one.household}`));
    if (match.known && said.length === 0 && stays) plan.unchanged += 1;
    else plan[match.known ? 'changed' : 'created'] += 1;
    made.push({ row: one, person: match.known ?? one.draft, known: match.known, said });
  }
  return { problems, likely, ...plan, write: (batchId) => writePeople(ctx, areas, made, { ...origin, batchId }) };
}

/** Certain by document; likely in the same grid, where there is only one such: an import that is sent twice enters nobody twice. */
function matchOf(draft: PersonRow, byDocument: readonly PersonRow[], byName: readonly PersonRow[]): { readonly known: PersonRow | null; readonly shown: readonly { other: PersonRow; verdict: (typeof verdicts)[number]; reasons: readonly string[] }[] } {
  const sameGrid = byDocument.find(({ areaId }) => areaId === draft.areaId);
  const known = sameGrid ?? (byDocument.length === 1 ? byDocument[0] : undefined);
  if (known) return { known, shown: known.areaId === draft.areaId ? [] : [{ other: known, ...certainOf(draft, known) }] };
  const shown = byName.flatMap((other) => {
    const { verdict, reasons } = likenessOf(comparedOf(draft), comparedOf(other));
    return verdict === 'none' ? [] : [{ other, verdict, reasons }];
  });
  const near = shown.filter(({ other, verdict }) => verdict === 'likely' && other.areaId === draft.areaId);
  return { known: near.length === 1 ? near[0]?.other ?? null : null, shown };
}

function certainOf(draft: PersonRow, known: PersonRow): { verdict: 'certain'; reasons: readonly string[] } {
  return { verdict: 'certain', reasons: likenessOf(comparedOf(draft), comparedOf(known)).reasons };
}

function differs(ctx: Ctx, areas: AreaTree, known: PersonRow | null, said: Said): boolean {
  if (!known) return true;
  const next = withSaid(ctx.vault, areas, known, [said]);
  const plain = (row: PersonRow): string => JSON.stringify({ ...row, idSealed: null, phoneSealed: null, idHash: row.idHash?.toString('hex') ?? null, phoneHash: row.phoneHash?.toString('hex') ?? null });
  return plain(next) !== plain(known);
}

async function writePeople(ctx: Ctx, areas: AreaTree, made: readonly { row: { area: AreaRef; household: string | null; isHead: boolean }; person: PersonRow; known: PersonRow | null; said: Said[] }[], origin: Origin): Promise<void> {
  const keyOf = (areaId: number, number: string): string => `${areaId}/${number}`;
  const wanted = new Map(made.flatMap(({ row }) => (row.household === null ? [] : [[keyOf(row.area.id, row.household), { area: row.area, number: row.household }] as const])));
  const there = new Map((await householdsNumbered(ctx.db, [...wanted.values()].map(({ area, number }) => ({ areaId: area.id, number })))).map((one) => [keyOf(one.areaId, one.number), one]));
  const fresh: HouseholdSave[] = [...wanted].flatMap(([key, { area, number }]) => (there.has(key) ? [] : [{ id: ctx.newId(), areaId: area.id, areaPath: area.path, number, address: made.find(({ row }) => row.household === number && row.area.id === area.id)?.person.address ?? '', headId: null }]));
  const households = new Map<string, HouseholdSave>([...fresh.map((one) => [keyOf(one.areaId, one.number), one] as const), ...[...there].map(([key, one]) => [key, { ...one, areaPath: areas.find(one.areaId)?.path ?? '' }] as const)]);
  await insertHouseholds(ctx.db, fresh, origin.batchId);
  const facts: NewFact[] = fresh.flatMap((one) => factsFor(ctx, { kind: 'household', id: one.id }, [{ field: 'area', value: String(one.areaId) }, { field: 'number', value: one.number }, { field: 'address', value: one.address }], origin));

  const past = Map.groupBy(await factsOf(ctx.db, made.flatMap(({ known }) => known?.id ?? [])), (fact) => fact.subjectId);
  const [inserted, changed]: [PersonRow[], PersonRow[]] = [[], []];
  const heads = new Map<string, string>();
  for (const { row, person, known, said } of made) {
    const household = row.household === null ? undefined : households.get(keyOf(row.area.id, row.household));
    const all: Said[] = household && person.householdId !== household.id ? [...said, { field: 'household', value: household.id }] : said;
    if (household && row.isHead) heads.set(household.id, person.id);
    const own = factsFor(ctx, { kind: 'person' satisfies SubjectKind, id: person.id }, all.filter(({ value }) => value !== null), origin);
    facts.push(...own);
    if (!known) inserted.push(withSaid(ctx.vault, areas, person, all));
    else if (all.length > 0) {
      const holds = holding(past.get(known.id) ?? [], own);
      changed.push(withSaid(ctx.vault, areas, known, all.filter(({ field }) => own.some((fact) => fact.field === field && holds.has(fact.id)))));
    }
  }
  for (let at = 0; at < inserted.length; at += chunk) await insertPeople(ctx.db, inserted.slice(at, at + chunk).map((one) => toSave(one, origin.batchId)));
  for (let at = 0; at < changed.length; at += chunk) await changePeople(ctx.db, changed.slice(at, at + chunk).map((one) => toSave(one, null)));
  const headed = [...households.values()].filter(({ id, headId }) => heads.has(id) && heads.get(id) !== headId).map((one) => ({ ...one, headId: heads.get(one.id) ?? null }));
  await changeHouseholds(ctx.db, headed);
  for (let at = 0; at < facts.length; at += 5 * chunk) await insertFacts(ctx.db, facts.slice(at, at + 5 * chunk), byOf(ctx));
}

async function planPlaces(ctx: Ctx, areas: AreaTree, table: readonly TableRow<string>[], given: AreaRef | undefined, origin: Unbound): Promise<Plan> {
  const problems: Problem[] = [];
  const rows = table.flatMap(({ row, cells }) => {
    const read = readPlaceRow(row, cells);
    problems.push(...read.problems);
    const area = read.fields === null ? undefined : areaOf(ctx.actor, areas, row, read.areaCode, given, problems);
    if (!read.fields || !area) return [];
    const said = saidOfPlace({ ...read.fields, areaId: area.id });
    if (isRefusal(said)) {
      problems.push(problemOf(row, said, ctx.actor));
      return [];
    }
    return [{ row, area, fields: read.fields, said }];
  });
  const seen = new Map<string, number>();
  for (const { row, area, fields } of rows) {
    const key = `${area.id}/${fields.kind}/${plainName(fields.name)}`;
    const other = seen.get(key);
    if (other !== undefined) problems.push({ row, column: 'name', problem: 'duplicate-row', params: { other } });
    seen.set(key, other ?? row);
  }
  const known = await placesNamed(ctx.db, [...new Set(rows.map(({ fields }) => fields.name.trim()))], pathsFor(ctx.actor, 'registry.write'));
  const [inserted, changed]: [PlaceRow[], PlaceRow[]] = [[], []];
  const told: { id: string; said: Said[] }[] = [];
  let unchanged = 0;
  for (const { area, fields, said } of rows) {
    const own = known.find((place) => place.areaId === area.id && place.kind === fields.kind && place.name === fields.name.trim());
    const base = own ?? blankPlace(ctx.newId(), area, fields);
    const plain = (row: PlaceRow): string => JSON.stringify({ ...row, phoneSealed: null, phoneHash: row.phoneHash?.toString('hex') ?? null });
    const fresh = own ? said.filter((one) => plain(withSaidOfPlace(ctx, areas, own, [one])) !== plain(own)) : said;
    if (own && fresh.length === 0) { unchanged += 1; continue; }
    (own ? changed : inserted).push(withSaidOfPlace(ctx, areas, base, fresh));
    told.push({ id: base.id, said: fresh.filter(({ value }) => value !== null) });
  }
  const write = async (batchId: string): Promise<void> => {
    await insertPlaces(ctx.db, inserted, batchId);
    await changePlaces(ctx.db, changed);
    const facts = told.flatMap(({ id, said }) => factsFor(ctx, { kind: 'place', id }, said, { ...origin, batchId }));
    for (let at = 0; at < facts.length; at += 5 * chunk) await insertFacts(ctx.db, facts.slice(at, at + 5 * chunk), byOf(ctx));
  };
  return { problems, likely: [], created: inserted.length, changed: changed.length, unchanged, write };
}

/** A refusal of the rules, told at its row and column. */
function problemOf(row: number, { refused, params }: Refusal, { language }: Actor): Problem {
  const column = refused === 'registry/phone-wrong' ? 'phone' : refused === 'registry/born-ahead' || refused === 'registry/birth-differs' ? 'birthDate' : refused === 'registry/sex-differs' ? 'sex' : 'idNumber';
  const why = typeof params['why'] === 'string' && params['why'].startsWith('@') ? say(language, params['why'].slice(1)) : '';
  return { row, column, problem: refused.slice('registry/'.length), params: { why } };
}

function errorsOf(problems: readonly Problem[], { language }: Actor, what: 'people' | 'places'): Report['errors'] {
  const shown = problems.slice(0, mostErrors).map(({ row, column, problem, params }) => {
    const name = say(language, `registry.column.${what}.${column}`);
    return { row, column: name, problem, detail: say(language, `registry.rowError.${problem}`, { column: name, ...params }) };
  });
  const rest = problems.length - shown.length;
  return rest === 0 ? shown : [...shown, { row: problems[mostErrors]?.row ?? 0, column: '', problem: 'more', detail: say(language, 'registry.rowError.more', { count: rest }) }];
}

/** The first rows as they were typed, numbers masked. */
function previewOf(table: readonly TableRow<string>[], heads: Heads, { language }: Actor, what: 'people' | 'places'): Report['preview'] {
  return table.slice(0, previewed).map(({ cells }) => Object.fromEntries(Object.keys(heads).flatMap((column) => {
    const text = cells.get(column)?.text.trim();
    if (text === undefined) return [];
    return [[say(language, `registry.column.${what}.${column}`), column === 'idNumber' && text !== '' ? maskIdNumber(text) : column === 'phone' ? maskPhone(text) : text]];
  })));
}
