import { createHash } from 'node:crypto';
import { action, type Ctx } from '../../platform/action.ts';
import { grantAt, isAnonymous } from '../../platform/actor.ts';
import { absent, isRefusal, refuse, type Refusal } from '../../platform/core/refusal.ts';
import { dayOf } from '../../platform/core/calendar.ts';
import { checkMobile } from '../../platform/core/code-check.ts';
import { classByCode, currentTerms, returnRuleByCode } from '../dispatch/actions.ts';
import { areaById, areasAt, type AreaRef } from '../geography/actions.ts';
import { gridWorkersOf, membersOfUnit, unitsByIds } from '../identity/actions.ts';
import * as contract from './contract.ts';
import { evaluationOf } from './rules/evaluation.ts';
import { fold, type Step } from './rules/case.ts';
import { tick } from './rules/clocks.ts';
import { disputeLevels, type DisputeLevel } from './rules/steps.ts';
import { readDigest } from './store/due.ts';
import { countDuplicate, findCase, insertCase, lockPair, mayBeSent, outstandingPhotos, unknownPhotos } from './store/write.ts';
import { askerOf, maySee } from './who.ts';
import { take, termsOf } from './taking.ts';

// Each action: what the table cannot know is looked up, then `take` judges, saves and tells.

export const report = action(contract.report, async (ctx, input) => {
  if (input.happenedAt !== undefined && Date.parse(input.happenedAt) > ctx.now.getTime() + 5 * 60_000) return refuse('incidents/happened-in-future');
  const phone = input.reporter?.phone.trim() ?? '';
  const mobile = phone === '' ? null : checkMobile(phone);
  if (mobile !== null && isRefusal(mobile) && !/^[0-9+() -]{5,20}$/.test(phone)) return refuse('incidents/phone-wrong');
  // Asked together, they are one round trip.
  const [spot, { classes, calendar }] = await Promise.all([placeOf(ctx, input.place), currentTerms(ctx.db)]);
  if (isRefusal(spot)) return spot;
  const found = input.class === undefined ? undefined : classes.byCode.get(input.class);
  if (input.class !== undefined && !found?.active) return refuse('incidents/class-unknown', { code: input.class });
  const photoProblem = await photosKnown(ctx, input);
  if (photoProblem) return photoProblem;

  const byWorker = ctx.actor.grants.some((grant) => grant.permissions.has('incidents.verify'));
  const named = input.reporter !== undefined && (input.reporter.name.trim() !== '' || phone !== '');
  const hasReporter = named || ctx.actor.personId === null || !byWorker;
  const step: Step = {
    action: 'report', from: null, to: 'reported', at: ctx.now.toISOString(), personId: ctx.actor.personId, photos: input.photos ?? [],
    data: {
      class: found?.code ?? null, hasReporter, needsVerification: !byWorker && (found?.verification ?? true),
      disputeLevel: found?.kind === 'dispute' ? 'courtyard' : null,
    },
  };
  const after = fold([step]);
  const { handling } = termsOf(classes, after.class);
  const grant = ctx.actor.grants[0];
  const saved = {
    step, seq: 0, after, clocks: tick([], null, after, step, handling, calendar), calendarVersion: calendar.version,
    author: {
      personName: ctx.actor.name, post: grant?.title ?? '', unitName: grant?.unitName ?? null, inNameOf: grant?.inNameOf?.name ?? null,
      asReporter: hasReporter, note: '', happenedAt: input.happenedAt ?? step.at,
    },
  };
  for (let tries = 0; tries < 3; tries += 1) {
    const id = input.id?.toLowerCase() ?? ctx.newId();
    const number = numberFrom(ctx.newId(), ctx.now);
    const written = await insertCase(ctx.db, {
      id, number, description: input.description, source: input.source ?? (byWorker ? 'gridWorker' : 'resident'), areaId: spot.area.id, areaPath: spot.area.path, address: spot.address,
      longitude: spot.longitude, latitude: spot.latitude, happenedAt: input.happenedAt ?? null, reporterPersonId: ctx.actor.personId,
      textKey: textKey(input.description),
      reporter: input.reporter ? { name: input.reporter.name, phone: typeof mobile === 'string' ? mobile : phone } : null,
    }, saved);
    if (!written && (await findCase(ctx.db, { caseId: id }))) return refuse('incidents/id-taken', {}, 'clash');
    if (!written) continue; // the number was taken, once in a city's year
    ctx.about(`case:${id}`, grant);
    ctx.emit({
      kind: 'incidents.report', subject: id, areaPath: spot.area.path, personIds: ctx.actor.personId === null ? [] : [ctx.actor.personId],
      data: { state: 'reported', revision: 0 },
    });
    return { caseId: id, number, state: after.state, revision: 0 };
  }
  throw new Error('no free case number in three tries');
}, ({ actor, followCodes }, moved) => (isAnonymous(actor) ? { ...moved, followCode: followCodes.of(moved.caseId) } : moved));

export const accept = action(contract.accept, (ctx, input) => take(ctx, 'accept', input, async ({ loaded, facts }) => {
  const code = input.class ?? facts.class;
  const found = code === null ? undefined : await classByCode(ctx.db, code);
  if (input.class !== undefined && !found?.active) return refuse('incidents/class-unknown', { code: input.class });
  let verifierId = input.verifierId ?? null;
  if (verifierId !== null && verifierId === loaded.reporterPersonId) return refuse('incidents/verifier-is-reporter');
  // He will see the case: nobody is named who does not go and look in the desk's own area.
  const desk = grantAt(ctx.actor, 'incidents.desk', loaded.areaPath);
  if (verifierId !== null && !(await mayBeSent(ctx.db, verifierId, desk?.areaPath ?? loaded.areaPath))) return refuse('incidents/person-unknown');
  if (verifierId === null && facts.needsVerification && (found?.verification ?? true)) {
    verifierId = await workerFor(ctx, loaded.areaPath, loaded.reporterPersonId === null ? [] : [loaded.reporterPersonId]);
  }
  return {
    detail: { named: verifierId !== null },
    data: { verifierId, ...classData(found) },
    personIds: verifierId === null ? [] : [verifierId],
  };
}));

export const verify = action(contract.verify, (ctx, input) => take(ctx, 'verify', input, () => ({ detail: { result: input.result }, data: { result: input.result } })));

export const file = action(contract.file, (ctx, input) => take(ctx, 'file', input, async () => {
  const found = input.class === undefined ? undefined : await classByCode(ctx.db, input.class);
  if (input.class !== undefined && !found?.active) return refuse('incidents/class-unknown', { code: input.class });
  return { detail: input.class === undefined ? {} : { class: input.class }, data: classData(found) };
}));

export const decline = action(contract.decline, (ctx, input) => take(ctx, 'decline', input, () => ({ note: input.reason })));

export const merge = action(contract.merge, async (ctx, input) => {
  await lockPair(ctx.db, input.caseId, input.intoCaseId);
  const moved = await take(ctx, 'merge', input, async ({ loaded }) => {
    const lead = await findCase(ctx.db, { caseId: input.intoCaseId });
    if (!lead || !maySee(ctx.actor, lead, askerOf(ctx.actor, lead))) return absent('incidents/case-unknown');
    return { detail: { target: { state: lead.folded.state, same: lead.id === loaded.id } }, data: { intoCaseId: lead.id, number: lead.number } };
  });
  if (!isRefusal(moved)) await countDuplicate(ctx.db, input.intoCaseId, 1);
  return moved;
});

export const unmerge = action(contract.unmerge, async (ctx, input) => {
  let leadId = '';
  const moved = await take(ctx, 'unmerge', input, ({ loaded }) => {
    leadId = loaded.folded.mergedInto ?? '';
    return {};
  });
  if (!isRefusal(moved)) await countDuplicate(ctx.db, leadId, -1);
  return moved;
});

type Sending = { leadUnitId: number; coUnitIds: number[] };

async function sendingTo(ctx: Ctx, input: Sending, more: readonly number[] = []) {
  const wanted = [...new Set([input.leadUnitId, ...input.coUnitIds, ...more])];
  const units = await unitsByIds(ctx.db, wanted);
  if (units.length !== wanted.length) return refuse('incidents/unit-unknown');
  const lead = units.find((unit) => unit.id === input.leadUnitId);
  const coUnitIds = [...new Set(input.coUnitIds)].filter((id) => id !== input.leadUnitId);
  // Names as they were on that day: a unit may be renamed, the history is not.
  const coNames = coUnitIds.map((id) => units.find((unit) => unit.id === id)?.name ?? '');
  const data = { leadUnitId: input.leadUnitId, leadName: lead?.name ?? '', coUnitIds, ...(coNames.length > 0 ? { coNames } : {}) };
  return { detail: { unitLevel: disputeLevelOf(lead?.level) }, data, unitIds: wanted };
}

export const dispatch = action(contract.dispatch, (ctx, input) => take(ctx, 'dispatch', input, () => sendingTo(ctx, input)));

export const triage = action(contract.triage, (ctx, input) => take(ctx, 'triage', input, async () => {
  const sending = await sendingTo(ctx, input, input.participantUnitIds);
  if (isRefusal(sending)) return sending;
  return { ...sending, data: { ...sending.data, participantUnitIds: input.participantUnitIds, text: input.minutes } };
}));

export const acknowledge = action(contract.acknowledge, (ctx, input) => take(ctx, 'acknowledge', input));

export const returnCase = action(contract.returnCase, (ctx, input) => take(ctx, 'return', input, async () => {
  const rule = await returnRuleByCode(ctx.db, input.ruleCode);
  if (!rule) return refuse('incidents/return-rule-unknown');
  return { data: { ruleCode: rule.code, text: rule.name }, note: input.reason };
}));

export const settle = action(contract.settle, (ctx, input) => take(ctx, 'settle', input, () => ({ ...resultOf(input), note: input.result })));

export const handle = action(contract.handle, (ctx, input) => take(ctx, 'handle', input));

export const deliver = action(contract.deliver, (ctx, input) => take(ctx, 'deliver', input, async ({ loaded }) => {
  const { handledBy, leadUnitId, coUnitIds } = loaded.folded;
  const busy = [...handledBy, ctx.actor.personId ?? 0, loaded.reporterPersonId ?? 0, ...(await membersOf(ctx, [leadUnitId ?? 0, ...coUnitIds]))];
  const checkerId = await workerFor(ctx, loaded.areaPath, busy);
  const result = resultOf(input);
  return {
    detail: { ...result.detail, named: checkerId !== null }, data: { ...result.data, checkerId }, note: input.result,
    personIds: checkerId === null ? [] : [checkerId],
  };
}));

export const requestSuspension = action(contract.requestSuspension, (ctx, input) => take(ctx, 'requestSuspension', input, () =>
  (input.until <= dayOf(ctx.now) ? refuse('incidents/until-not-ahead') : { data: { until: input.until, text: input.reason }, note: input.reason })));

export const requestExtension = action(contract.requestExtension, (ctx, input) => take(ctx, 'requestExtension', input, () =>
  ({ data: { workingDays: input.workingDays, text: input.reason }, note: input.reason })));

export const approve = action(contract.approve, (ctx, input) => take(ctx, 'approve', input));
export const refuseRequest = action(contract.refuse, (ctx, input) => take(ctx, 'refuse', input, () => ({ note: input.reason })));
export const resume = action(contract.resume, (ctx, input) => take(ctx, 'resume', input));
export const urge = action(contract.urge, (ctx, input) => take(ctx, 'urge', input));

export const supervise = action(contract.supervise, (ctx, input) => take(ctx, 'supervise', input, () =>
  ({ detail: { level: input.level }, data: { level: input.level }, note: input.reason })));

export const check = action(contract.check, (ctx, input) => take(ctx, 'check', input, async ({ loaded }) => {
  const n = input.result === 'pass' ? await outstandingPhotos(ctx.db, loaded.id) : 0;
  return n > 0 ? refuse('incidents/photos-outstanding', { n }) : { detail: { result: input.result }, data: { result: input.result } };
}));

export const feedback = action(contract.feedback, (ctx, input) => take(ctx, 'feedback', input, () => ({ data: { text: input.text } })));

export const rate = action(contract.rate, (ctx, input) => take(ctx, 'rate', input, () => ({ data: { satisfied: input.satisfied }, note: input.comment ?? '' })));

export const close = action(contract.close, (ctx, input) => take(ctx, 'close', input, () => ({ detail: { note: input.note ?? '' } })));
export const forceClose = action(contract.forceClose, (ctx, input) => take(ctx, 'forceClose', input, () => ({ note: input.reason })));

export const evaluate = action(contract.evaluate, (ctx, input) => take(ctx, 'evaluate', input, ({ loaded }) =>
  ({ data: { evaluation: evaluationOf(loaded.folded, loaded.clocks) } })));

export const reopen = action(contract.reopen, async (ctx, input) => {
  let leadId: string | null = null;
  const moved = await take(ctx, 'reopen', input, ({ loaded }) => {
    leadId = loaded.folded.mergedInto;
    return { note: input.reason };
  });
  if (!isRefusal(moved) && leadId !== null) await countDuplicate(ctx.db, leadId, -1);
  return moved;
});

export const message = action(contract.message, (ctx, input) => take(ctx, 'message', input, async () => {
  const [unit] = await unitsByIds(ctx.db, [input.unitId]);
  if (!unit) return refuse('incidents/unit-unknown');
  return { data: { unitId: unit.id, unitName: unit.name, text: input.text }, unitIds: [unit.id] };
}));

export const escalate = action(contract.escalate, (ctx, input) => take(ctx, 'escalate', input, () => ({ note: input.reason })));
export const consent = action(contract.consent, (ctx, input) => take(ctx, 'consent', input, () => ({ detail: { agreed: input.agreed }, data: { agreed: input.agreed } })));

export const digestRead = action(contract.digestRead, async (ctx, { at }) => ({ read: await readDigest(ctx.db, ctx.actor.personId ?? 0, at) }));

type Spot = { area: AreaRef; address: string; longitude: number | null; latitude: number | null };

async function placeOf(ctx: Ctx, place: { areaId: number; address: string } | { longitude: number; latitude: number; datum: 'wgs84' | 'gcj02' }): Promise<Spot | Refusal> {
  if ('areaId' in place) {
    const area = await areaById(ctx.db, place.areaId);
    return area ? { area, address: place.address, longitude: null, latitude: null } : refuse('incidents/area-unknown');
  }
  const { chain, point } = await areasAt(ctx.db, place);
  const area = chain.at(-1);
  return area ? { area, address: '', longitude: point.longitude, latitude: point.latitude } : refuse('incidents/place-outside');
}

/** A picture of somebody with an account may come later, where he says so. */
async function photosKnown(ctx: Ctx, { photos = [], photosFollow = false }: { readonly photos?: readonly string[] | undefined; readonly photosFollow?: boolean | undefined }): Promise<Refusal | null> {
  if (photosFollow && ctx.actor.personId !== null) return null;
  const [missing] = await unknownPhotos(ctx.db, photos);
  return missing === undefined ? null : refuse('incidents/photo-unknown', { hash: missing.slice(0, 12) });
}

/** A grid worker of the place who is none of these: of the smallest area first, as `identity` orders them. */
async function workerFor(ctx: Ctx, areaPath: string, except: readonly number[]): Promise<number | null> {
  const areaIds = areaPath.split('.').filter((part) => part !== '').map(Number).reverse();
  const workers = await gridWorkersOf(ctx.db, areaIds, dayOf(ctx.now), except);
  return workers[0]?.personId ?? null;
}

async function membersOf(ctx: Ctx, unitIds: readonly number[]): Promise<number[]> {
  const members: number[] = [];
  for (const unitId of unitIds) members.push(...(await membersOfUnit(ctx.db, unitId, dayOf(ctx.now))).map(({ personId }) => personId));
  return members;
}

function classData(found: Awaited<ReturnType<typeof classByCode>>) {
  return found ? { class: found.code, disputeLevel: found.kind === 'dispute' ? disputeLevels[0] : null } : {};
}

function resultOf(input: { result: string; lossAvoidedYuan?: number | undefined; lossMethod?: string | undefined; outcome?: string }) {
  const loss = {
    ...(input.lossAvoidedYuan === undefined ? {} : { lossAvoidedYuan: input.lossAvoidedYuan }),
    ...(input.lossMethod === undefined ? {} : { lossMethod: input.lossMethod }),
  };
  return { detail: { ...loss, ...(input.outcome === undefined ? {} : { outcome: input.outcome }) }, data: { result: input.result, ...loss, ...(input.outcome === undefined ? {} : { outcome: input.outcome }) } };
}

function disputeLevelOf(level: string | undefined): DisputeLevel {
  return level === 'courtyard' || level === 'village' ? level : 'township';
}

const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** `2611-7K3M-9Q2C`: year and month, then 40 random bits in letters that are not mistaken for digits. */
function numberFrom(random: string, now: Date): string {
  const hex = random.replaceAll('-', '').slice(0, 10);
  let bits = BigInt(`0x${hex}`);
  let text = '';
  for (let place = 0; place < 8; place += 1) {
    text = `${digits[Number(bits & 31n)] ?? '0'}${text}`;
    bits >>= 5n;
  }
  const today = dayOf(now);
  return `${today.slice(2, 4)}${today.slice(5, 7)}-${text.slice(0, 4)}-${text.slice(4)}`;
}

/** Equal words, whatever the spaces and punctuation. */
export function textKey(description: string): string {
  return createHash('sha256').update(description.normalize('NFKC').replace(/[\s\p{P}\p{S}]+/gu, '')).digest('hex').slice(0, 32);
}

