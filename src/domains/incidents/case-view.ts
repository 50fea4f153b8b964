import type { ReadCtx } from '../../platform/action.ts';
import { say } from './say.ts';
import { refusalKey } from '../../platform/core/words.ts';
import { absent, type Refusal } from '../../platform/core/refusal.ts';
import { currentTerms } from '../dispatch/actions.ts';
import type { CaseDetail, Story, StoryStep } from './contract-shapes.ts';
import { factsOf, type StepData } from './rules/case.ts';
import { reckon, type Clock } from './rules/clocks.ts';
import { judge, offered, stepOf, type Action, type Asker, type State } from './rules/steps.ts';
import { extrasOf, personNames, photosOf, stepsOf, unitNames, type StepRow } from './store/detail.ts';
import { casesByIds } from './store/read.ts';
import { findCase, type LoadedCase } from './store/write.ts';
import { decorate, sawContacts, type Purpose } from './reads.ts';
import { termsOf } from './taking.ts';
import { maskContacts } from './rules/mask.ts';
import { askerOf, maySee, maySeeReporter, proofOf, unproven } from './who.ts';

type Found = { loaded: LoadedCase; asker: Asker };

/** The case, if this reader may see it; otherwise exactly what is said of a case that does not exist. */
export async function findVisible(ctx: ReadCtx, by: { caseId?: string | undefined; number?: string | undefined }): Promise<Found | Refusal> {
  const loaded = await findCase(ctx.db, by);
  if (!loaded) return absent('incidents/case-unknown');
  const asker = askerOf(ctx.actor, loaded);
  return maySee(ctx.actor, loaded, asker) ? { loaded, asker } : absent('incidents/case-unknown');
}

export async function detailOf(ctx: ReadCtx, { loaded, asker }: Found): Promise<CaseDetail | Refusal> {
  const { folded } = loaded;
  const [listedCase] = await casesByIds(ctx.db, [loaded.id]);
  const extras = await extrasOf(ctx.db, loaded.id);
  if (!listedCase || !extras) return absent('incidents/case-unknown');
  const [row] = await decorate(ctx, [listedCase]);
  if (!row) return absent('incidents/case-unknown');
  const { classes, calendar } = await currentTerms(ctx.db);
  const terms = termsOf(classes, folded.class);
  const names = await personNames(ctx.db, [folded.verifierId, folded.checkerId, folded.request?.askedBy ?? null, loaded.reporterPersonId]);
  const units = await unitNames(ctx.db, folded.coUnitIds);
  const steps = await stepsOf(ctx.db, loaded.id);
  const cited = [...new Set(steps.flatMap((step) => step.photos))];
  const photos = await photosOf(ctx.db, cited);
  const knows = maySeeReporter(ctx.actor, loaded, asker);
  const covered = (text: string): string => (knows ? text : maskContacts(text));
  if (knows && !asker.isReporter) {
    const purpose = purposeOf(folded.state);
    if (folded.hasReporter) ctx.saw(`case:${loaded.id}`, ['reporter'], purpose);
    sawContacts(ctx, loaded, [extras.description, folded.result ?? '', folded.lossMethod ?? '', folded.request?.reason ?? '', ...steps.flatMap(textsOf)], purpose);
  }
  const facts = factsOf(folded, { ...terms, ...loaded }, ctx.now);
  const rating = steps.findLast((step) => step.action === 'rate');
  const evaluation = steps.findLast((step) => step.action === 'evaluate');
  const named = (id: number | null) => (id === null ? null : { id, name: names.get(id) ?? '' });
  const pictures = (hashes: readonly string[]) => hashes.flatMap((hash) => { const photo = photos.get(hash); return photo ? [ctx.signPhoto(photo)] : []; });
  return {
    ...row,
    description: covered(extras.description),
    happenedAt: extras.happenedAt?.toISOString() ?? null,
    verification: folded.verification, outcome: folded.outcome, result: folded.result === null ? null : covered(folded.result),
    lossAvoidedYuan: folded.lossAvoidedYuan, lossMethod: folded.lossMethod === null ? null : covered(folded.lossMethod),
    round: folded.round, coUnits: folded.coUnitIds.flatMap((id) => units.get(id) ?? []), verifier: named(folded.verifierId), checker: named(folded.checkerId),
    mergedInto: extras.mergedInto, merged: extras.merged.map((one) => ({ ...one, reportedAt: new Date(one.reportedAt).toISOString() })),
    request: folded.request === null ? null : {
      kind: folded.request.kind, until: folded.request.until, workingDays: folded.request.workingDays, reason: covered(folded.request.reason),
      askedAt: folded.request.askedAt, askedBy: folded.request.askedBy === null ? '' : names.get(folded.request.askedBy) ?? '',
    },
    dispute: folded.disputeLevel === null ? null : { level: folded.disputeLevel, consent: folded.disputeConsent },
    // Who typed no name but has an account is known by that.
    reporter: knows && folded.hasReporter ? { name: extras.reporterName || names.get(loaded.reporterPersonId ?? 0) || '', phone: extras.reporterPhone ?? '' } : null,
    rating: folded.satisfied === null || !rating ? null : { satisfied: folded.satisfied, comment: covered(rating.note), at: rating.at.toISOString() },
    evaluation: folded.evaluatedAt === null ? null : { ...evaluation?.data.evaluation },
    classStandard: terms.standard,
    steps: steps.map((step) => storyStepOf(step, knows, pictures)),
    clocks: loaded.clocks.map((clock) => clockView(clock, ctx.now, calendar)),
    photoList: distinct(pictures(cited)),
    photosAwaited: cited.filter((hash) => !photos.has(hash)).length,
    allowed: offered(facts, asker).map(({ action, refusal }) => ({
      action, allowed: refusal === null, refused: refusal?.refused ?? null,
      detail: refusal === null ? null : say(ctx.actor.language, refusalKey(refusal.refused), refusal.params),
    })),
  };
}

export async function historyOf(ctx: ReadCtx, { loaded, asker }: Found): Promise<StoryStep[]> {
  const steps = await stepsOf(ctx.db, loaded.id);
  const photos = await photosOf(ctx.db, steps.flatMap((step) => step.photos));
  const knows = maySeeReporter(ctx.actor, loaded, asker);
  if (knows && !asker.isReporter) {
    const purpose = purposeOf(loaded.folded.state);
    if (steps.some((step) => step.asReporter && step.personName !== '')) ctx.saw(`case:${loaded.id}`, ['reporter'], purpose);
    sawContacts(ctx, loaded, steps.flatMap(textsOf), purpose);
  }
  return steps.map((step) => storyStepOf(step, knows, (hashes) => hashes.flatMap((hash) => { const photo = photos.get(hash); return photo ? [ctx.signPhoto(photo)] : []; })));
}

function storyStepOf(step: StepRow, knowsReporter: boolean, pictures: (hashes: readonly string[]) => CaseDetail['photoList']): StoryStep {
  const hidden = step.asReporter && !knowsReporter;
  const covered = (text: string): string => (knowsReporter ? text : maskContacts(text));
  return {
    seq: step.seq, action: step.action, from: step.from, to: step.to, at: step.at.toISOString(), happenedAt: step.happenedAt.toISOString(),
    by: hidden || step.personName === '' ? null : { personId: step.personId, name: step.personName, post: step.post, unit: step.unitName },
    inNameOf: hidden ? null : step.inNameOf, note: covered(step.note), data: withTexts(step.data, covered), photos: pictures(step.photos),
  };
}

/** One picture that was sent in two forms is one. */
function distinct(photos: CaseDetail['photoList']): CaseDetail['photoList'] {
  return [...new Map(photos.map((photo) => [photo.sha256, photo])).values()];
}

function purposeOf(state: State): Purpose {
  return ['closed', 'evaluated', 'declined', 'merged'].includes(state) ? 'review' : 'handle';
}

function textsOf(step: StepRow): string[] {
  return [step.note, ...typedFields.flatMap((field) => step.data[field] ?? [])];
}

/** Only what somebody typed: names of units, numbers of cases and days are the loop's own. */
const typedFields = ['text', 'result', 'lossMethod'] as const;

function withTexts(data: StepData, covered: (text: string) => string): StepData {
  return { ...data, ...Object.fromEntries(typedFields.flatMap((field) => { const text = data[field]; return text === undefined ? [] : [[field, covered(text)]]; })) };
}

function clockView(clock: Clock, now: Date, calendar: Parameters<typeof reckon>[2]): CaseDetail['clocks'][number] {
  const sum = reckon(clock, now, calendar);
  return {
    kind: clock.kind, stageNo: clock.stageNo, startedAt: clock.startedAt, dueAt: clock.endedAt === null ? sum.dueAt.toISOString() : clock.dueAt,
    provisional: clock.provisional, endedAt: clock.endedAt, firedAt: clock.firedAt,
    usedMinutes: Math.round(sum.usedMinutes), pausedMinutes: Math.round(sum.pausedMinutes), leftMinutes: Math.round(sum.leftMinutes),
    arithmetic: sum.steps.map((line) => (line.what === 'pause'
      ? { what: 'pause', from: line.from.toISOString(), to: line.to?.toISOString() ?? null, text: `${Math.round(line.minutes)} min` }
      : { what: line.what, from: clock.startedAt, to: line.dueAt.toISOString(), text: `${line.duration.amount} ${line.duration.unit}` })),
  };
}

/** Steps that concern the reporter; what units say among themselves stays with them. */
const told: readonly Action[] = ['report', 'accept', 'verify', 'file', 'decline', 'merge', 'unmerge', 'dispatch', 'triage', 'settle', 'deliver', 'approve', 'resume', 'check', 'feedback', 'rate', 'close', 'forceClose', 'reopen', 'urge'];

/** The reporter's story in plain words. Of a merged case it goes on with the case it was merged into. */
export async function storyOf(ctx: ReadCtx, loaded: LoadedCase, code: string | undefined): Promise<Story | Refusal> {
  const proof = proofOf(ctx, loaded, { number: loaded.number, code });
  const asker = askerOf(ctx.actor, loaded, proof);
  if (proof === 'wrong' && !asker.isReporter) return unproven(proof) ?? absent('incidents/case-unknown');
  const knows = maySeeReporter(ctx.actor, loaded, asker);
  const covered = (text: string): string => (knows ? text : maskContacts(text));
  const extras = await extrasOf(ctx.db, loaded.id);
  const [listedCase] = await casesByIds(ctx.db, [loaded.id]);
  if (!extras || !listedCase) return absent('incidents/case-unknown');
  const [row] = await decorate(ctx, [listedCase]);
  if (!row) return absent('incidents/case-unknown');
  const leadId = loaded.folded.mergedInto;
  const lead = leadId === null ? undefined : await findCase(ctx.db, { caseId: leadId });
  const own = await stepsOf(ctx.db, loaded.id);
  const merged = own.findLast((step) => step.action === 'merge');
  const joined = lead ? [...own, ...(await stepsOf(ctx.db, lead.id)).filter((step) => step.action !== 'report' && step.action !== 'rate' && step.at >= (merged?.at ?? ctx.now))].sort((a, b) => a.at.getTime() - b.at.getTime()) : own;
  if (knows && !asker.isReporter) sawContacts(ctx, loaded, joined.filter((step) => told.includes(step.action)).flatMap(textsOf), 'review');
  const current = lead ?? loaded;
  const terms = termsOf((await currentTerms(ctx.db)).classes, loaded.folded.class);
  // Who knows the number is told what its reporter may do; when he does it, he shows the code.
  const reporter: Asker = { ...asker, parties: ['reporter'], isReporter: true };
  const isOwner = asker.isReporter;
  const facts = factsOf(loaded.folded, { ...terms, ...loaded }, ctx.now);
  const may = (action: 'rate' | 'reopen' | 'urge'): boolean => (isOwner || proof === 'number') && typeof judge(action, facts, reporter) === 'string';
  const photos = isOwner ? await photosOf(ctx.db, own.flatMap((step) => (step.action === 'report' ? step.photos : []))) : new Map<string, never>();
  const rating = own.findLast((step) => step.action === 'rate');
  const next = current.clocks.filter((clock) => clock.endedAt === null && clock.kind !== 'answer' && clock.kind !== 'resume').sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1));
  return {
    caseId: loaded.id, number: loaded.number, state: current.folded.state, step: stepOf[current.folded.state], className: row.className,
    areaName: row.areaPathNames.join(' · '), reportedAt: row.reportedAt, revision: loaded.revision,
    proven: isOwner,
    own: isOwner ? { description: extras.description, photos: distinct([...photos.values()].map((photo) => ctx.signPhoto(photo))) } : null,
    steps: joined.filter((step) => told.includes(step.action)).map((step) => ({ action: step.action, at: step.at.toISOString(), text: sentenceOf(ctx, step) })),
    feedback: joined.flatMap((step) => (step.action === 'feedback' ? [{ at: step.at.toISOString(), text: covered(step.data.text ?? '') }]
      : step.action === 'decline' ? [{ at: step.at.toISOString(), text: covered(step.note) }] : [])),
    rating: loaded.folded.satisfied === null ? null : { satisfied: loaded.folded.satisfied, comment: covered(rating?.note ?? '') },
    mayRate: may('rate'), mayReopen: may('reopen'), mayUrge: may('urge'),
    promise: next[0]?.dueAt ?? null,
  };
}

function sentenceOf(ctx: ReadCtx, step: StepRow): string {
  const result = step.data.result ?? '';
  const key = step.action === 'verify' || step.action === 'check' ? `incidents.told.${step.action}-${result}`
    : step.action === 'rate' ? `incidents.told.rate-${step.data.satisfied === true ? 'yes' : 'no'}` : `incidents.told.${step.action}`;
  return say(ctx.actor.language, key, { unit: step.data.leadName ?? '', number: step.data.number ?? '' });
}
