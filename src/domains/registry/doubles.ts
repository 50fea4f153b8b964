import { action, reading, type Ctx } from '../../platform/action.ts';
import { grantAt, pathsFor } from '../../platform/actor.ts';
import { dayOf } from '../../platform/core/calendar.ts';
import { absent, isRefusal, refuse, type Refusal } from '../../platform/core/refusal.ts';
import { areaIndex } from '../geography/actions.ts';
import { documentProblem, factsFor, byOf, tell } from './actions.ts';
import * as contract from './contract.ts';
import type { Pair } from './contract-shapes.ts';
import { likenessOf, type Compared } from './rules/duplicates.ts';
import { undoOf } from './rules/facts.ts';
import { withSaidOfPlace } from './places.ts';
import { foldable, saidBy, toSave, withSaid, type Said } from './saying.ts';
import { eyesOf, openIdNumber, openPhone, showPerson } from './seeing.ts';
import { closeBatch, insertBatch, lockBatch, withdrawBatch, type BatchRow } from './store/batches.ts';
import { factsAround, insertFacts } from './store/facts.ts';
import { candidatePairs, changePeople, insertNotSame, mergedInto, setMerged } from './store/people.ts';
import { changePlaces, findPlace } from './store/places.ts';
import { lockPeople, peopleByIds, type PersonRow } from './store/rows.ts';

// Two that are one, and taking back what came together: a merge or a file.

export const duplicates = reading(contract.duplicates, async (ctx, { areaId, verdict, limit }) => {
  const areas = await areaIndex(ctx.db);
  const area = areaId === undefined ? undefined : areas.find(areaId);
  if (areaId !== undefined && !area) return { items: [] };
  const candidates = await candidatePairs(ctx.db, pathsFor(ctx.actor, 'registry.merge'), area?.path, 500);
  const people = new Map((await peopleByIds(ctx.db, [...new Set(candidates.flatMap(({ a, b }) => [a, b]))])).map((row) => [row.id, row]));
  const eyes = eyesOf(ctx, areas);
  const pairs = candidates.flatMap(({ a, b }): Pair[] => {
    const [one, other] = [people.get(a), people.get(b)];
    if (!one || !other) return [];
    const likeness = likenessOf(comparedOf(one), comparedOf(other));
    if (likeness.verdict === 'none' || (verdict !== undefined && likeness.verdict !== verdict)) return [];
    return [{ verdict: likeness.verdict, reasons: [...likeness.reasons], a: showPerson(eyes, one, 'compare'), b: showPerson(eyes, other, 'compare') }];
  });
  const rank = { certain: 0, likely: 1, possible: 2 } as const;
  return { items: pairs.sort((x, y) => rank[x.verdict] - rank[y.verdict]).slice(0, limit) };
});

export function comparedOf(row: PersonRow): Compared {
  return { name: row.name, birthDate: row.birthDate, sex: row.sex, address: row.address, idKind: row.idKind, idHash: row.idHash?.toString('hex') ?? null, phoneHash: row.phoneHash?.toString('hex') ?? null };
}

export const merge = action(contract.merge, async (ctx, { keepId, goneId, take, reason }) => {
  ctx.about(`resident:${keepId}`);
  const pair = await lockMergeable(ctx, keepId, goneId);
  if (isRefusal(pair)) return pair;
  const [keep, gone] = pair;
  if ((await mergedInto(ctx.db, gone.id)).length > 0) return refuse('registry/merge-has-merged');
  const areas = await areaIndex(ctx.db);
  const batchId = ctx.newId();
  await insertBatch(ctx.db, { id: batchId, kind: 'merge', areaPath: keep.areaPath, ...batchBy(ctx), detail: { keepId, goneId, what: keep.name, created: 0, changed: take.length, reason } });
  await setMerged(ctx.db, gone.id, keep.id);
  // An empty field of the one who goes takes nothing away from the one who stays.
  const said = take.flatMap((field) => takenFrom(ctx, gone, field)).filter(({ value }) => value !== null && value !== '');
  if (said.length > 0) {
    const { next } = await tell(ctx, areas, keep, said, { source: 'merge', observedOn: dayOf(ctx.now), batchId });
    const taken = await documentProblem(ctx, next);
    if (taken) return taken;
    await changePeople(ctx.db, [toSave(next, null)]);
  }
  ctx.emit({ kind: 'registry.person', subject: `resident:${keepId}`, areaPath: keep.areaPath });
  return { batchId };
});

function takenFrom(ctx: Ctx, gone: PersonRow, field: string): Said[] {
  switch (field) {
    case 'idNumber': return [{ field, value: gone.idKind === null ? null : `${gone.idKind} ${openIdNumber(ctx.vault, gone) ?? ''}` }];
    case 'phone': return [{ field, value: openPhone(ctx.vault, gone) }];
    case 'household': return [{ field, value: gone.householdId }, { field: 'relation', value: gone.relation }];
    case 'name': return [{ field, value: gone.name }];
    case 'sex': return [{ field, value: gone.sex }];
    case 'birthDate': return [{ field, value: gone.birthDate }];
    case 'residence': return [{ field, value: gone.residence }];
    default: return [{ field: 'address', value: gone.address }];
  }
}

export const undoMerge = action(contract.undoMerge, async (ctx, { batchId }) => {
  ctx.about(`batch:${batchId}`);
  const batch = await openBatch(ctx, batchId, 'merge', 'registry.merge');
  if (isRefusal(batch)) return batch;
  const goneId = String(batch.detail['goneId']);
  const [gone] = await lockPeople(ctx.db, [goneId]);
  if (!gone || !grantAt(ctx.actor, 'registry.merge', gone.areaPath)) return absent('registry/batch-unknown');
  const counts = await takeBack(ctx, batchId);
  if (isRefusal(counts)) return counts;
  await setMerged(ctx.db, goneId, null);
  const taken = await documentProblem(ctx, { ...gone, mergedInto: null });
  if (taken) return taken;
  await closeBatch(ctx.db, batchId, ctx.actor.name);
  return counts;
});

export const undoImport = action(contract.undoImport, async (ctx, { batchId }) => {
  ctx.about(`batch:${batchId}`);
  const batch = await openBatch(ctx, batchId, 'import', 'registry.import');
  if (isRefusal(batch)) return batch;
  const withdrawn = await withdrawBatch(ctx.db, batchId);
  const counts = await takeBack(ctx, batchId);
  if (isRefusal(counts)) return counts;
  await closeBatch(ctx.db, batchId, ctx.actor.name);
  return { withdrawn, ...counts };
});

export const notSame = action(contract.notSame, async (ctx, { aId, bId, reason }) => {
  ctx.about(`resident:${aId}`);
  const pair = await lockMergeable(ctx, aId, bId);
  if (isRefusal(pair)) return pair;
  const [a = aId, b = bId] = [aId, bId].sort();
  await insertNotSame(ctx.db, { a, b }, ctx.actor.name, reason);
  return { noted: true };
});

async function lockMergeable(ctx: Ctx, firstId: string, secondId: string): Promise<[PersonRow, PersonRow] | Refusal> {
  if (firstId === secondId) return refuse('registry/same-person');
  const rows = (await lockPeople(ctx.db, [firstId, secondId])).filter((row) => !row.withdrawn && row.mergedInto === null && grantAt(ctx.actor, 'registry.merge', row.areaPath) && grantAt(ctx.actor, 'registry.write', row.areaPath));
  const [first, second] = [rows.find(({ id }) => id === firstId), rows.find(({ id }) => id === secondId)];
  if (!first || !second) return absent('registry/person-unknown');
  ctx.about(`resident:${firstId}`, grantAt(ctx.actor, 'registry.merge', first.areaPath));
  return [first, second];
}

export function batchBy(ctx: Pick<Ctx, 'actor'>): { personId: number | null; byName: string } {
  return { personId: ctx.actor.personId, byName: ctx.actor.name };
}

async function openBatch(ctx: Ctx, batchId: string, kind: BatchRow['kind'], permission: string): Promise<BatchRow | Refusal> {
  const batch = await lockBatch(ctx.db, batchId);
  const grant = batch && grantAt(ctx.actor, permission, batch.areaPath);
  if (!batch || batch.kind !== kind || !grant) return absent('registry/batch-unknown');
  ctx.about(`batch:${batchId}`, grant);
  return batch.undoneAt === null ? batch : refuse('registry/batch-undone', { who: batch.undoneByName ?? '' });
}

/** What the batch brought to those who stay goes back to what held before it. */
async function takeBack(ctx: Ctx, batchId: string): Promise<{ restored: number; kept: number } | Refusal> {
  const areas = await areaIndex(ctx.db);
  let [restored, kept] = [0, 0];
  for (const [subjectId, facts] of Map.groupBy(await factsAround(ctx.db, batchId), (fact) => fact.subjectId)) {
    const kind = facts[0]?.subjectKind;
    const [person] = kind === 'person' ? await lockPeople(ctx.db, [subjectId]) : [];
    const place = kind === 'place' ? await findPlace(ctx.db, subjectId, true) : undefined;
    const living = person ? !person.withdrawn && person.mergedInto === null : place ? !place.withdrawn : false;
    if (!living) continue;
    const undone = undoOf(facts.map(foldable), batchId);
    kept += undone.kept.length;
    // What the batch itself entered and somebody has worked on since stays as it is: it has no "before".
    const back = facts[0]?.batchId === batchId ? [] : undone.restore;
    kept += undone.restore.length - back.length;
    const said = back.map(({ field, from }): Said => { const fact = facts.find(({ id }) => id === from); return fact ? saidBy(ctx.vault, fact) : { field, value: null }; });
    if (said.length === 0) continue;
    await insertFacts(ctx.db, factsFor(ctx, { kind: person ? 'person' : 'place', id: subjectId }, said, { source: 'undo', observedOn: dayOf(ctx.now), batchId: null }), byOf(ctx));
    restored += said.length;
    if (person) {
      const next = withSaid(ctx.vault, areas, person, said);
      const taken = await documentProblem(ctx, next);
      if (taken) return taken;
      await changePeople(ctx.db, [toSave(next, null)]);
    } else if (place) await changePlaces(ctx.db, [withSaidOfPlace(ctx, areas, place, said)]);
  }
  return { restored, kept };
}

