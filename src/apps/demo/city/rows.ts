import { textKey } from '../../../domains/incidents/actions.ts';
import { columns } from '../../../domains/incidents/store/write.ts';
import { paused } from '../../../domains/incidents/rules/clocks.ts';
import { absent, text } from './copy.ts';
import type { Pen } from './pen.ts';

// The rows of a case as the loop would have stored them, in COPY's text format.

export const tables = {
  incident: `incidents.incident (id, number, revision, state, round, class, description, source, area_id, area_path, address, longitude, latitude, happened_at, reported_at,
    reporter_person_id, has_reporter, folded, needs_request, verifier_id, checker_id, lead_unit_id, co_unit_ids, returns, reworks, urges, card, satisfied, fed_back_at, accepted_at,
    filed_at, dispatched_at, handled_at, ended_at, handled_on_time, closed_on_time, closing_due_at, loss_avoided_yuan, merged_into, duplicates, due_at, due_kind, due_provisional,
    due_paused, photos, first_photo, text_key)`,
  wording: 'incidents.wording (case_id, words, township_id)',
  reporter: 'incidents.reporter (case_id, name, phone)',
  step: 'incidents.step (case_id, seq, action, from_state, to_state, at, happened_at, person_id, person_name, post, unit_name, in_name_of, as_reporter, note, data, photos)',
  deadline: 'incidents.deadline (case_id, stage_no, kind, started_at, duration, pauses, extensions, due_at, provisional, paused, ended_at, fired_at, calendar_version)',
} as const;
export type Table = keyof typeof tables;
export type Lines = Record<Table, string[]>;

export function noLines(): Lines {
  return { incident: [], wording: [], reporter: [], step: [], deadline: [] };
}

export type Facts = {
  readonly id: string; readonly number: string; readonly description: string; readonly source: string; readonly areaId: number; readonly areaPath: string; readonly townshipId: number; readonly address: string;
  readonly longitude: number | null; readonly latitude: number | null; readonly reporter: { readonly name: string; readonly phone: string } | null;
};

/** @param history whether its steps and deadlines are kept too; without them the case is in every list but has no story */
export function linesOf(into: Lines, facts: Facts, pen: Pen, history: boolean): void {
  const { state: after, steps, clocks } = pen;
  // As of its last step: what ran out since has changed the deadline and not the row.
  const listed = columns({ after, clocks: clocks.map((clock) => (clock.firedAt !== null && Date.parse(clock.firedAt) > pen.at ? { ...clock, firedAt: null } : clock)) });
  const { id } = facts;
  into.incident.push(`${id}\t${facts.number}\t${steps.length - 1}\t${after.state}\t${after.round}\t${after.class ?? absent}\t${text(facts.description)}\t${facts.source}\t`
    + `${facts.areaId}\t${facts.areaPath}\t${text(facts.address)}\t${facts.longitude ?? absent}\t${facts.latitude ?? absent}\t${absent}\t${steps[0]?.at ?? absent}\t`
    + `${pen.reporterPersonId ?? absent}\t${after.hasReporter}\t${text(JSON.stringify(after))}\t${after.request !== null}\t${after.verifierId ?? absent}\t${after.checkerId ?? absent}\t`
    + `${after.leadUnitId ?? absent}\t{${after.coUnitIds.join(',')}}\t${after.returns}\t${after.reworks}\t${after.urges}\t${after.card ?? absent}\t${after.satisfied ?? absent}\t`
    + `${after.fedBackAt ?? absent}\t${after.acceptedAt ?? absent}\t${after.filedAt ?? absent}\t${steps.find(({ action }) => action === 'dispatch')?.at ?? after.dispatchedAt ?? absent}\t`
    + `${after.handledAt ?? absent}\t${after.endedAt ?? absent}\t${listed.handledOnTime ?? absent}\t${listed.closedOnTime ?? absent}\t${listed.closingDueAt ?? absent}\t`
    + `${after.lossAvoidedYuan ?? absent}\t${after.mergedInto ?? absent}\t${pen.duplicates}\t${listed.dueAt ?? absent}\t${listed.dueKind ?? absent}\t${listed.dueProvisional}\t`
    + `${listed.duePaused}\t${after.photos}\t${steps.find(({ photos }) => photos.length > 0)?.photos[0] ?? absent}\t${textKey(facts.description)}\n`);
  into.wording.push(`${id}\t${text(`${facts.description} ${facts.address}`)}\t${facts.townshipId}\n`);
  if (facts.reporter) into.reporter.push(`${id}\t${text(facts.reporter.name)}\t${text(facts.reporter.phone)}\n`);
  if (!history) return;
  for (let seq = 0; seq < steps.length; seq += 1) {
    const step = steps[seq];
    if (!step) continue;
    const { author } = step;
    into.step.push(`${id}\t${seq}\t${step.action}\t${step.from ?? absent}\t${step.to}\t${step.at}\t${author.happenedAt}\t${step.personId ?? absent}\t${text(author.personName)}\t`
      + `${text(author.post)}\t${author.unitName === null ? absent : text(author.unitName)}\t${author.inNameOf === null ? absent : text(author.inNameOf)}\t${author.asReporter}\t${text(author.note)}\t`
      + `${text(JSON.stringify(step.data))}\t{${step.photos.join(',')}}\n`);
  }
  for (const clock of clocks) {
    into.deadline.push(`${id}\t${clock.stageNo}\t${clock.kind}\t${clock.startedAt}\t${JSON.stringify(clock.limit)}\t${listOf(clock.pauses)}\t${listOf(clock.extensions)}\t${clock.dueAt}\t`
      + `${clock.provisional}\t${paused(clock)}\t${clock.endedAt ?? absent}\t${clock.firedAt ?? absent}\t${text(pen.world.calendar.version)}\n`);
  }
}

function listOf(list: readonly object[]): string {
  return list.length === 0 ? '[]' : JSON.stringify(list);
}
