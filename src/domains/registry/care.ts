import { action, type Ctx, type ReadCtx } from '../../platform/action.ts';
import { grantAt } from '../../platform/actor.ts';
import { dayOf } from '../../platform/core/calendar.ts';
import { absent, refuse } from '../../platform/core/refusal.ts';
import type { Vault } from '../../platform/vault.ts';
import { namesOfPersons } from '../identity/actions.ts';
import * as contract from './contract.ts';
import type { CareNeed } from './contract-shapes.ts';
import { careKinds, careProblem, careState, cycleDays, daysBetween, isSensitive, longestDays, nextVisitOn, type CareKind } from './rules/care.ts';
import { showPerson, type Eyes } from './seeing.ts';
import { insertCare, insertCareEvent, listCare, lockCare, saveCare, type CareRow } from './store/care.ts';
import { findPerson, type PersonRow } from './store/rows.ts';

// The care register. What is sensitive is decided when a need is opened, and from then on only its helpers find it at all.

export const openCare = action(contract.openCare, async (ctx, input) => {
  const id = input.id ?? ctx.newId();
  // Not the person: the log is read by people who may not know whom it is about.
  ctx.about(`care:${id}`);
  const person = await findPerson(ctx.db, input.personId);
  const grant = person && grantAt(ctx.actor, 'registry.careManage', person.areaPath);
  if (!person || person.withdrawn || person.mergedInto !== null || !grant) return absent('registry/person-unknown');
  ctx.about(`care:${id}`, grant);
  const today = dayOf(ctx.now);
  const startOn = input.startOn ?? today;
  const problem = careProblem({ kind: input.kind, basis: input.basis, startOn, endOn: input.endOn, birthDate: person.birthDate, today });
  if (problem) return refuse(`registry/${problem}`, problem === 'too-long' ? { days: longestDays } : {});
  const helperIds = [...new Set([input.ownerId, ...input.helperIds])];
  const names = await namesOfPersons(ctx.db, helperIds);
  if (helperIds.some((one) => !names.has(one))) return absent('registry/helper-unknown');
  const open = await listCare(ctx.db, { within: [''], personId: ctx.actor.personId, mine: false, areaPath: undefined, ofPeople: [person.id], kind: undefined, tier: undefined, state: undefined, today }, { after: undefined, limit: 100 });
  if (open.rows.some((row) => detailOf(ctx.vault, row).kind === input.kind && careState(row, today) !== 'over')) return refuse('registry/care-exists');
  const sensitive = isSensitive(input.kind, person.birthDate, today);
  const row: CareRow = {
    id, personId: person.id, kind: sensitive ? 'sealed' : input.kind, sensitive, basis: input.basis, tier: input.tier, cycleDays: input.cycleDays ?? cycleDays[input.tier], ownerId: input.ownerId, helperIds, startOn, endOn: input.endOn,
    lastVisitOn: null, endedOn: null, detailSealed: sealed(ctx.vault, id, { kind: input.kind, basisNote: input.basisNote, note: input.note, endedReason: '' }),
  };
  await insertCare(ctx.db, row, ctx.actor.personId);
  await happened(ctx, id, 'open', helperIds);
  return { careId: id };
});

export const changeCare = action(contract.changeCare, async (ctx, { careId, ...input }) => {
  const row = await held(ctx, careId);
  if (!row) return absent('registry/care-unknown');
  const today = dayOf(ctx.now);
  if (careState(row, today) === 'over') return refuse('registry/care-over');
  if (Object.values(input).every((value) => value === undefined)) return refuse('registry/nothing-said');
  const endOn = input.endOn ?? row.endOn;
  if (endOn < today) return refuse('registry/ended-before-today');
  if (daysBetween(row.startOn, endOn) > longestDays) return refuse('registry/too-long', { days: longestDays });
  const detail = detailOf(ctx.vault, row);
  const tier = input.tier ?? row.tier;
  await saveCare(ctx.db, {
    ...row, tier, endOn, cycleDays: input.cycleDays ?? (tier === row.tier ? row.cycleDays : cycleDays[tier]),
    detailSealed: sealed(ctx.vault, careId, { ...detail, note: input.note ?? detail.note, basisNote: input.basisNote ?? detail.basisNote }),
  });
  await happened(ctx, careId, 'change', row.helperIds);
  return { careId };
});

export const endCare = action(contract.endCare, async (ctx, { careId, reason }) => {
  const row = await held(ctx, careId);
  if (!row) return absent('registry/care-unknown');
  const today = dayOf(ctx.now);
  if (careState(row, today) === 'over') return refuse('registry/care-over');
  await saveCare(ctx.db, { ...row, endedOn: today, detailSealed: sealed(ctx.vault, careId, { ...detailOf(ctx.vault, row), endedReason: reason }) });
  await happened(ctx, careId, 'end', row.helperIds);
  return { careId };
});

export const nameHelper = action(contract.nameHelper, async (ctx, { careId, helperId, as }) => {
  const row = await held(ctx, careId);
  if (!row) return absent('registry/care-unknown');
  if (careState(row, dayOf(ctx.now)) === 'over') return refuse('registry/care-over');
  // Who knows of a child or of a disorder is its owner's to say.
  if (row.sensitive && row.ownerId !== ctx.actor.personId) return refuse('registry/only-owner', {}, 'forbidden');
  if (!(await namesOfPersons(ctx.db, [helperId])).has(helperId)) return absent('registry/helper-unknown');
  if (as === 'none' && helperId === row.ownerId) return refuse('registry/owner-stays');
  const helperIds = as === 'none' ? row.helperIds.filter((one) => one !== helperId) : [...new Set([...row.helperIds, helperId])];
  if (helperIds.length > 20) return refuse('registry/too-many-helpers', { max: 20 });
  await saveCare(ctx.db, { ...row, helperIds, ownerId: as === 'owner' ? helperId : row.ownerId });
  await happened(ctx, careId, 'helpers', [...new Set([...row.helperIds, ...helperIds])]);
  return { careId };
});

/** A need that the caller may change: as its helper, or where he keeps the care register. */
async function held(ctx: Ctx, careId: string): Promise<CareRow | undefined> {
  ctx.about(`care:${careId}`);
  const row = await lockCare(ctx.db, careId);
  if (!row) return undefined;
  if (ctx.actor.personId !== null && row.helperIds.includes(ctx.actor.personId)) return row;
  if (row.sensitive) return undefined;
  const person = await findPerson(ctx.db, row.personId);
  const grant = person && grantAt(ctx.actor, 'registry.careManage', person.areaPath);
  if (grant) ctx.about(`care:${careId}`, grant);
  return grant ? row : undefined;
}

/** Told to the helpers alone, whatever the need is. */
async function happened(ctx: Ctx, needId: string, what: 'open' | 'change' | 'helpers' | 'end', personIds: readonly number[]): Promise<void> {
  await insertCareEvent(ctx.db, { id: ctx.newId(), needId, action: what, personId: ctx.actor.personId, name: ctx.actor.name });
  ctx.emit({ kind: 'registry.care', subject: `care:${needId}`, areaPath: '', personIds });
}

type Detail = { readonly kind: CareKind; readonly basisNote: string; readonly note: string; readonly endedReason: string };
const placeOf = (row: string) => ({ table: 'registry.care_need', column: 'detail_sealed', row });

function sealed(vault: Vault, id: string, detail: Detail): Buffer {
  return vault.seal('care', placeOf(id), JSON.stringify(detail));
}

function detailOf(vault: Vault, row: CareRow): Detail {
  const opened: unknown = JSON.parse(vault.open('care', placeOf(row.id), row.detailSealed) ?? '{}');
  const text = (name: string): string => String(Reflect.get(Object(opened), name) ?? '');
  // Where the key is lost, what stands beside it in the clear is still true.
  return { kind: careKinds.find((one) => one === (text('kind') || row.kind)) ?? 'other', basisNote: text('basisNote'), note: text('note'), endedReason: text('endedReason') };
}

/** As its reader sees it; every reading is kept in the audit. */
export async function showCare(ctx: ReadCtx, eyes: Eyes, rows: readonly CareRow[], people: ReadonlyMap<string, PersonRow>, purpose: string): Promise<CareNeed[]> {
  const names = await namesOfPersons(ctx.db, [...new Set(rows.flatMap(({ helperIds }) => helperIds))]);
  const named = (id: number): { id: number; name: string } => ({ id, name: names.get(id) ?? '' });
  return rows.flatMap((row): CareNeed[] => {
    const person = people.get(row.personId);
    if (!person) return [];
    const mine = ctx.actor.personId !== null && row.helperIds.includes(ctx.actor.personId);
    const seen = showPerson({ ...eyes, helped: mine ? new Set([person.id]) : eyes.helped }, person, 'list');
    const state = careState(row, eyes.today);
    const { kind, basisNote, note } = detailOf(ctx.vault, row);
    ctx.saw(`care:${row.id}`, ['care'], purpose);
    return [{
      id: row.id, personId: row.personId, personName: seen.name, area: seen.area, kind, basis: row.basis, basisNote, tier: row.tier, cycleDays: row.cycleDays, owner: named(row.ownerId), helpers: row.helperIds.map(named),
      startOn: row.startOn, endOn: row.endOn, endedOn: row.endedOn, state, lastVisitOn: row.lastVisitOn, nextVisitOn: state === 'over' ? null : nextVisitOn({ startOn: row.startOn, cycle: row.cycleDays, lastVisitOn: row.lastVisitOn }),
      sensitive: row.sensitive, note, mine,
    }];
  });
}
