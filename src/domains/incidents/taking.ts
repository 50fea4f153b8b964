import type { Ctx } from '../../platform/action.ts';
import { absent, isRefusal, refuse, type Refusal } from '../../platform/core/refusal.ts';
import { currentTerms, defaultHandling } from '../dispatch/actions.ts';
import { apply, factsOf, type CaseState, type Step, type StepData } from './rules/case.ts';
import { tick } from './rules/clocks.ts';
import { judge, moves, type Asker, type Detail, type Facts, type StepAction } from './rules/steps.ts';
import { lockCase, saveStep, showNumber, unknownPhotos, type LoadedCase } from './store/write.ts';
import { asNumber, askerOf, maySee, postFor, proofOf, unproven } from './who.ts';

// Every step is taken the same way: lock, look who asks, ask the rule, save the step with what it adds up to, tell.

export type Taking = { readonly loaded: LoadedCase; readonly asker: Asker; readonly facts: Facts };
export type Prepared = {
  readonly detail?: Detail;
  readonly data?: StepData;
  readonly note?: string;
  /** Also told: persons and units beyond those that the case already concerns. */
  readonly personIds?: readonly number[];
  readonly unitIds?: readonly number[];
};
type StepInput = {
  readonly caseId: string; readonly revision?: number | undefined; readonly note?: string | undefined;
  readonly photos?: readonly string[] | undefined; readonly photosFollow?: boolean | undefined; readonly number?: string | undefined; readonly code?: string | undefined;
};
export type MovedCase = { caseId: string; number: string; state: CaseState['state']; revision: number };

export async function take(
  ctx: Ctx, action: StepAction, input: StepInput, prepare: (taking: Taking) => Promise<Prepared | Refusal> | Prepared | Refusal = () => ({}),
): Promise<MovedCase | Refusal> {
  if (input.number !== undefined) await showNumber(ctx.db, asNumber(input.number));
  const loaded = await lockCase(ctx.db, input.caseId);
  if (!loaded) return absent('incidents/case-unknown');
  const proof = proofOf(ctx, loaded, input);
  const asker = askerOf(ctx.actor, loaded, proof);
  if (!maySee(ctx.actor, loaded, asker)) return unproven(proof) ?? absent('incidents/case-unknown');
  // Not everything he is lets him take this step: a reporter who is also a grid worker rates as the reporter.
  const acting = asker.parties.filter((party) => moves[action].by.includes(party));
  const grant = postFor(ctx.actor, loaded, acting);
  ctx.about(`case:${loaded.id}`, grant);
  if (input.revision !== undefined && input.revision !== loaded.revision) {
    return refuse('incidents/moved-meanwhile', { state: `@incidents.state.${loaded.folded.state}`, revision: loaded.revision }, 'overtaken');
  }
  const { classes, calendar } = await currentTerms(ctx.db);
  const terms = termsOf(classes, loaded.folded.class);
  const facts = factsOf(loaded.folded, { ...terms, ...loaded }, ctx.now);
  // Person and state come first, so that nobody learns from a detail's refusal what he may not do anyway.
  const early = judge(action, facts, asker);
  if (isRefusal(early) && (early.nature === 'forbidden' || early.refused === 'incidents/step-not-allowed')) return early;
  const prepared = await prepare({ loaded, asker, facts });
  if (isRefusal(prepared)) return prepared;
  // The same picture twice is one piece of evidence.
  const photos = [...new Set(input.photos ?? [])];
  const missing = input.photosFollow && ctx.actor.personId !== null ? [] : await unknownPhotos(ctx.db, photos);
  if (missing.length > 0) return refuse('incidents/photo-unknown', { hash: (missing[0] ?? '').slice(0, 12) });
  const verdict = judge(action, facts, asker, { ...prepared.detail, photos: photos.length });
  if (isRefusal(verdict)) return verdict;

  const step: Step = {
    action, from: loaded.folded.state, to: verdict, at: ctx.now.toISOString(), personId: ctx.actor.personId, photos,
    data: prepared.data ?? {},
  };
  const after = apply(loaded.folded, step);
  const { handling } = termsOf(classes, after.class);
  const clocks = tick(loaded.clocks, loaded.folded, after, step, handling, calendar);
  const seq = loaded.revision + 1;
  const asReporter = acting.every((party) => party === 'reporter');
  await saveStep(ctx.db, loaded.id, {
    step, seq, after, clocks, calendarVersion: calendar.version,
    author: {
      personName: ctx.actor.name, post: grant?.title ?? '', unitName: grant?.unitName ?? null, inNameOf: grant?.inNameOf?.name ?? null,
      asReporter, note: prepared.note ?? input.note ?? '', happenedAt: step.at,
    },
  });
  ctx.emit({
    kind: `incidents.${action}`, subject: loaded.id, areaPath: loaded.areaPath,
    unitIds: concernedUnits(loaded.folded, after, prepared.unitIds ?? []),
    personIds: concernedPersons(loaded, after, prepared.personIds ?? []),
    data: { state: after.state, revision: seq },
  });
  return { caseId: loaded.id, number: loaded.number, state: after.state, revision: seq };
}

export function termsOf({ byCode }: Awaited<ReturnType<typeof currentTerms>>['classes'], code: string | null) {
  const found = code === null ? undefined : byCode.get(code);
  return {
    settleable: found?.settleable ?? false, evidencePhotos: found?.evidencePhotos ?? 0, verification: found?.verification ?? true,
    handling: found?.deadline ?? defaultHandling, dispute: found?.kind === 'dispute', standard: found?.standard ?? null,
  };
}

function concernedUnits(before: CaseState, after: CaseState, more: readonly number[]): number[] {
  const units = [before.leadUnitId, after.leadUnitId, ...before.coUnitIds, ...after.coUnitIds, ...more];
  return [...new Set(units.filter((unit) => unit !== null))];
}

function concernedPersons(loaded: LoadedCase, after: CaseState, more: readonly number[]): number[] {
  const persons = [loaded.reporterPersonId, loaded.folded.verifierId, loaded.folded.checkerId, after.verifierId, after.checkerId, ...more];
  return [...new Set(persons.filter((person) => person !== null))];
}
