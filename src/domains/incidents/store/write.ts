import { sql } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import type { Duration } from '../../../platform/core/calendar.ts';
import type { CaseState, Step } from '../rules/case.ts';
import { ended } from '../rules/steps.ts';
import { metInTime, nearest, paused, type Clock } from '../rules/clocks.ts';

/** A case as a step needs it: locked, with the sum of its steps and its deadlines. */
export type LoadedCase = {
  readonly id: string;
  readonly number: string;
  readonly revision: number;
  readonly folded: CaseState;
  readonly areaId: number;
  readonly areaPath: string;
  readonly description: string;
  readonly reportedAt: Date;
  readonly reporterPersonId: number | null;
  readonly duplicates: number;
  /** What the steps of the case that it was merged into add up to. */
  readonly lead: CaseState | null;
  readonly clocks: Clock[];
};

type LoadedRow = Omit<LoadedCase, 'clocks'> & { clocks: ClockRow[] };
type ClockRow = {
  kind: Clock['kind']; stage_no: number; started_at: string; duration: Duration; pauses: Clock['pauses']; extensions: Duration[];
  due_at: string; provisional: boolean; ended_at: string | null; fired_at: string | null;
};

const loaded = (where: ReturnType<typeof sql>, lock: ReturnType<typeof sql>) => sql<LoadedRow>`
  select i.id, i.number, i.revision, i.folded, i.area_id as "areaId", i.area_path as "areaPath", i.description,
         i.reported_at as "reportedAt", i.reporter_person_id as "reporterPersonId", i.duplicates,
         (select lead.folded from incidents.incident lead where lead.id = i.merged_into) as lead,
         coalesce((select jsonb_agg(to_jsonb(d) - 'case_id' order by d.stage_no) from incidents.deadline d where d.case_id = i.id), '[]') as clocks
  from incidents.incident i where ${where} ${lock}`;

/** To be selected where a case is locked: what was seen then may be written, and read again, to the end of the transaction. */
const inHand = sql`set_config('jingwei.held', concat_ws(',', nullif(current_setting('jingwei.held', true), ''), id, merged_into), true)`;

/** Whoever knows the number of a case may read its story in this transaction. */
export async function showNumber(db: Db, number: string): Promise<void> {
  await sql`select set_config('jingwei.shown', ${number}, true)`.execute(db);
}

/** Locked until the transaction ends: of two concurrent steps the second sees what the first did. */
export async function lockCase(db: Db, caseId: string): Promise<LoadedCase | undefined> {
  // Locked first and read afterwards: the sub-select of a waiting "for update" would still show the old deadlines.
  await sql`select ${inHand} from incidents.incident where id = ${caseId} for update`.execute(db);
  const { rows } = await loaded(sql`i.id = ${caseId}`, sql``).execute(db);
  return rows[0] ? withClocks(rows[0]) : undefined;
}

/** Two cases at once, always in the same order, so that two merges never wait for each other. */
export async function lockPair(db: Db, one: string, other: string): Promise<void> {
  await sql`select ${inHand} from incidents.incident where id in (${one}, ${other}) order by id for update`.execute(db);
}

export async function findCase(db: Db, by: { caseId?: string | undefined; number?: string | undefined }): Promise<LoadedCase | undefined> {
  const where = by.caseId !== undefined ? sql`i.id = ${by.caseId}` : sql`i.number = ${by.number ?? ''}`;
  const { rows } = await loaded(where, sql``).execute(db);
  return rows[0] ? withClocks(rows[0]) : undefined;
}

function withClocks(row: LoadedRow): LoadedCase {
  const clocks = row.clocks.map((clock): Clock => ({
    kind: clock.kind, stageNo: clock.stage_no, startedAt: iso(clock.started_at), limit: clock.duration, pauses: clock.pauses,
    extensions: clock.extensions, dueAt: iso(clock.due_at), provisional: clock.provisional,
    endedAt: clock.ended_at === null ? null : iso(clock.ended_at), firedAt: clock.fired_at === null ? null : iso(clock.fired_at),
  }));
  return { ...row, clocks };
}

/** PostgreSQL's JSON writes `+00:00`; the rules compare moments as text in the form of `toISOString`. */
function iso(text: string): string {
  return new Date(text).toISOString();
}

export type NewCase = {
  readonly id: string; readonly number: string; readonly description: string; readonly source: string;
  readonly areaId: number; readonly areaPath: string; readonly address: string;
  readonly longitude: number | null; readonly latitude: number | null;
  readonly happenedAt: string | null; readonly reporterPersonId: number | null; readonly textKey: string;
  readonly reporter: { readonly name: string; readonly phone: string } | null;
};

/** Who took a step, as the history keeps it. */
export type StepAuthor = {
  readonly personName: string; readonly post: string; readonly unitName: string | null; readonly inNameOf: string | null;
  readonly asReporter: boolean; readonly note: string; readonly happenedAt: string;
};

export type Saved = { readonly step: Step; readonly seq: number; readonly author: StepAuthor; readonly after: CaseState; readonly clocks: readonly Clock[]; readonly calendarVersion: string };

/** @returns false when the id is taken */
export async function insertCase(db: Db, fresh: NewCase, saved: Saved): Promise<boolean> {
  const row = columns(saved);
  const { rows } = await sql`
    with hand as materialized (select set_config('jingwei.held', ${fresh.id}, true) as held),
    fresh as (
    insert into incidents.incident (id, number, state, class, description, source, area_id, area_path, address, longitude, latitude,
      happened_at, reported_at, reporter_person_id, has_reporter, folded, due_at, due_kind, due_provisional, photos, first_photo, text_key)
    select held::uuid, ${fresh.number}, ${saved.after.state}, ${saved.after.class}, ${fresh.description}, ${fresh.source}, ${fresh.areaId},
      ${fresh.areaPath}, ${fresh.address}, ${fresh.longitude}, ${fresh.latitude}, ${fresh.happenedAt}, ${saved.step.at},
      ${fresh.reporterPersonId}, ${saved.after.hasReporter}, ${JSON.stringify(saved.after)}::jsonb, ${row.dueAt}, ${row.dueKind}, ${row.dueProvisional},
      ${saved.after.photos}, ${saved.step.photos[0] ?? null}, ${fresh.textKey} from hand
    on conflict do nothing returning id),
    searched as (insert into incidents.wording (case_id, words, township_id) select id, ${`${fresh.description} ${fresh.address}`}, incidents.township_of(${fresh.areaPath}) from fresh),
    kept as (
      insert into incidents.reporter (case_id, name, phone)
      select id, ${fresh.reporter?.name ?? ''}, ${fresh.reporter?.phone ?? ''} from fresh where ${fresh.reporter !== null}),
    told as (${insertStep(fresh.id, saved, sql`where exists (select from fresh)`)}),
    timed as (${upsertClocks(fresh.id, saved, sql`where exists (select from fresh)`)})
    select 1 from fresh`.execute(db);
  return rows.length > 0;
}

/** The step, the sum, and the deadlines, in one statement. */
export async function saveStep(db: Db, caseId: string, saved: Saved): Promise<void> {
  const { after } = saved;
  const row = columns(saved);
  await sql`
    with told as (${insertStep(caseId, saved)}),
    summed as (
      update incidents.incident set
        revision = ${saved.seq}, state = ${after.state}, round = ${after.round}, class = ${after.class}, folded = ${JSON.stringify(after)}::jsonb,
        needs_request = ${after.request !== null}, verifier_id = ${after.verifierId}, checker_id = ${after.checkerId},
        lead_unit_id = ${after.leadUnitId}, co_unit_ids = ${[...after.coUnitIds]}::int[], returns = ${after.returns}, reworks = ${after.reworks},
        urges = ${after.urges}, card = ${after.card}, satisfied = ${after.satisfied}, fed_back_at = ${after.fedBackAt},
        accepted_at = ${after.acceptedAt}, filed_at = ${after.filedAt}, dispatched_at = coalesce(dispatched_at, ${after.dispatchedAt}),
        handled_at = ${after.handledAt}, ended_at = ${after.endedAt}, handled_on_time = ${row.handledOnTime}, closed_on_time = ${row.closedOnTime},
        closing_due_at = ${row.closingDueAt}, loss_avoided_yuan = ${after.lossAvoidedYuan}, merged_into = ${after.mergedInto},
        due_at = ${row.dueAt}, due_kind = ${row.dueKind}, due_provisional = ${row.dueProvisional}, due_paused = ${row.duePaused},
        photos = ${after.photos}, first_photo = coalesce(first_photo, ${saved.step.photos[0] ?? null})
      where id = ${caseId})
    ${upsertClocks(caseId, saved)}`.execute(db);
}

export async function countDuplicate(db: Db, leadId: string, by: 1 | -1): Promise<void> {
  await sql`update incidents.incident set duplicates = duplicates + ${by} where id = ${leadId}`.execute(db);
}

/** What the list and the counts read, derived from the sum and the clocks. */
export function columns({ after, clocks }: Pick<Saved, 'after' | 'clocks'>) {
  // A merged case stands still: its clocks pause, and nobody waits for its next step.
  const next = ended.includes(after.state) ? null : nearest(clocks);
  const last = (kind: Clock['kind']): Clock | undefined => clocks.findLast((clock) => clock.kind === kind);
  const handle = last('handle');
  const close = last('close');
  return {
    dueAt: next?.dueAt ?? null, dueKind: next?.kind ?? null, dueProvisional: next?.provisional ?? false, duePaused: next ? paused(next) : false,
    // Settled on the spot there never was a handling clock: it was in time.
    handledOnTime: after.handledAt === null ? null : handle === undefined ? true : handle.firedAt === null && after.handledAt <= handle.dueAt,
    closedOnTime: after.endedAt === null || after.filedAt === null ? null : close === undefined || metInTime(close),
    closingDueAt: close?.dueAt ?? null,
  };
}

const always = sql``;

function insertStep(caseId: string, { step, seq, author }: Saved, only = always) {
  return sql`
    insert into incidents.step (case_id, seq, action, from_state, to_state, at, happened_at, person_id, person_name, post, unit_name, in_name_of, as_reporter, note, data, photos)
    select ${caseId}::uuid, ${seq}::int, ${step.action}, ${step.from}, ${step.to}, ${step.at}::timestamptz, ${author.happenedAt}::timestamptz, ${step.personId}::int, ${author.personName},
      ${author.post}, ${author.unitName}, ${author.inNameOf}, ${author.asReporter}::boolean, ${author.note}, ${JSON.stringify(step.data)}::jsonb, ${[...step.photos]}::text[] ${only}`;
}

function upsertClocks(caseId: string, { clocks, calendarVersion }: Saved, only = always) {
  const rows = clocks.map((clock) => ({
    stage_no: clock.stageNo, kind: clock.kind, started_at: clock.startedAt, duration: clock.limit, pauses: clock.pauses, extensions: clock.extensions,
    due_at: clock.dueAt, provisional: clock.provisional, paused: paused(clock), ended_at: clock.endedAt,
  }));
  return sql`
    insert into incidents.deadline (case_id, stage_no, kind, started_at, duration, pauses, extensions, due_at, provisional, paused, ended_at, calendar_version)
    select ${caseId}::uuid, c.*, ${calendarVersion} from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as c(stage_no int, kind text, started_at timestamptz, duration jsonb, pauses jsonb, extensions jsonb, due_at timestamptz, provisional boolean, paused boolean, ended_at timestamptz) ${only}
    on conflict (case_id, stage_no, kind) do update set
      pauses = excluded.pauses, extensions = excluded.extensions, due_at = excluded.due_at, provisional = excluded.provisional,
      paused = excluded.paused, ended_at = excluded.ended_at, calendar_version = excluded.calendar_version
    where (deadline.due_at, deadline.paused, deadline.ended_at, deadline.pauses, deadline.extensions)
      is distinct from (excluded.due_at, excluded.paused, excluded.ended_at, excluded.pauses, excluded.extensions)`;
}

/** Hashes among these that are not stored. */
export async function unknownPhotos(db: Db, hashes: readonly string[]): Promise<string[]> {
  if (hashes.length === 0) return [];
  const { rows } = await sql<{ sha256: string }>`
    select wanted as sha256 from unnest(${[...hashes]}::text[]) as wanted
    where not exists (select from platform.file f where f.sha256 = wanted) and not exists (select from platform.sent_photo s where s.sent_sha256 = wanted)`.execute(db);
  return rows.map((row) => row.sha256);
}

/** How many pictures of the last result are named and not here. */
export async function outstandingPhotos(db: Db, caseId: string): Promise<number> {
  const { rows: [last] } = await sql<{ photos: string[] }>`select photos from incidents.step where case_id = ${caseId} and action in ('deliver', 'settle') order by seq desc limit 1`.execute(db);
  return (await unknownPhotos(db, last?.photos ?? [])).length;
}

/** Does he go and look somewhere in this area, or in one around it? */
export async function mayBeSent(db: Db, personId: number, areaPath: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from identity.permission_facts p join geography.area_facts a on a.id = p.area_id
    where p.person_id = ${personId} and p.permission = 'incidents.verify' and identity.living(p.valid_from, p.valid_to, p.ended_at, identity.today())
      and (starts_with(a.path, ${areaPath}) or starts_with(${areaPath}, a.path)) limit 1`.execute(db);
  return rows.length > 0;
}
