import type { ReadCtx } from '../../platform/action.ts';
import { grantAt, pathsFor, unitsFor } from '../../platform/actor.ts';
import { momentAt } from '../../platform/core/calendar.ts';
import type { PhotoSigner } from '../../platform/photo-signer.ts';
import { classIndex } from '../dispatch/actions.ts';
import { areaIndex } from '../geography/actions.ts';
import type { CaseRow } from './contract-shapes.ts';
import { stepOf } from './rules/steps.ts';
import { photosOf, unitNames } from './store/detail.ts';
import type { ListedCase, MineBy } from './store/read.ts';
import { maskContacts } from './rules/mask.ts';
import { belongsToHandlers } from './who.ts';
import type { Period } from './store/measures.ts';

// What the loop's queries share: who may read where, periods, and names put to ids.

/** Area paths in which the reader may list cases, narrowed to the area he asked for. */
export async function scopeOf(ctx: ReadCtx, areaId: number | undefined): Promise<{ within: string[]; areaPath: string | undefined }> {
  const within = pathsFor(ctx.actor, 'incidents.read');
  if (areaId === undefined) return { within, areaPath: undefined };
  const area = (await areaIndex(ctx.db)).find(areaId);
  // An unknown area lists nothing, exactly like one that is not his.
  return { within, areaPath: area?.path ?? '0.' };
}

const firstDay = '2000-01-01';
const lastDay = '2100-01-01';

/** Whole days in Asia/Shanghai, both ends included. */
export function periodOf(input: { since?: string | undefined; until?: string | undefined }): Period {
  return { since: momentAt(input.since ?? firstDay, '00:00'), until: input.until === undefined ? momentAt(lastDay, '00:00') : momentAt(input.until, '24:00') };
}

/** A class and everything below it. */
export async function classesBelow(ctx: ReadCtx, code: string | undefined): Promise<string[] | undefined> {
  if (code === undefined) return undefined;
  const { byCode } = await classIndex(ctx.db);
  return [...byCode.values()].filter((one) => one.path.includes(code)).map((one) => one.code);
}

export function mineBy(ctx: ReadCtx): MineBy {
  const field = { ...ctx.actor, grants: ctx.actor.grants.filter((grant) => !grant.permissions.has('incidents.desk')) };
  return {
    personId: ctx.actor.personId ?? 0, fieldPaths: pathsFor(field, 'incidents.verify'),
    unitIds: unitsFor(ctx.actor, 'incidents.handle'), deskPaths: pathsFor(ctx.actor, 'incidents.desk'),
  };
}

type Why = 'verify' | 'check' | 'acknowledge' | 'handle' | 'rework' | 'accept' | 'file' | 'dispatch' | 'triage' | 'approve' | 'feedback' | 'close' | 'rate';

/** Why a listed case waits for this person; null where it does not after all. */
export function whyMine(row: ListedCase, by: MineBy, actor: ReadCtx['actor']): Why | null {
  const field = by.fieldPaths.some((path) => row.areaPath.startsWith(path));
  const desk = grantAt(actor, 'incidents.desk', row.areaPath) !== undefined;
  const lead = row.leadUnitId !== null && by.unitIds.includes(row.leadUnitId);
  const isReporter = row.reporterPersonId === by.personId;
  if (row.state === 'verifying' && row.verification === null && !isReporter && (row.verifierId === by.personId || field)) return 'verify';
  if ((row.state === 'checking' && row.checkerId === by.personId) || (row.state === 'handled' && (field || desk) && !belongsToHandlers(actor, row))) return 'check';
  if (lead && row.state === 'dispatched') return 'acknowledge';
  if (lead && row.state === 'rework') return 'rework';
  if (desk && row.needsRequest) return 'approve';
  if (lead && (row.state === 'acknowledged' || row.state === 'handling')) return 'handle';
  if (row.coUnitIds.some((unit) => by.unitIds.includes(unit)) && (row.state === 'handling' || row.state === 'rework')) return 'handle';
  if (desk) {
    if (row.state === 'reported') return 'accept';
    if (row.state === 'accepted' || row.state === 'verifying') return 'file';
    if (row.state === 'filed') return 'dispatch';
    if (row.state === 'returned') return row.returns >= 2 ? 'triage' : 'dispatch';
    if (row.state === 'feedback') return !row.fedBack && row.hasReporter ? 'feedback' : 'close';
  }
  if (isReporter && row.fedBack && row.satisfied === null && ['feedback', 'closed', 'evaluated'].includes(row.state)) return 'rate';
  return null;
}

/** What a protected read is for, as the audit keeps it: a list that is looked through, a case at work, a case that is over. */
export type Purpose = 'list' | 'handle' | 'review';

/** He is shown these texts as they are: where a number stands in one, that is on record; what he reported himself is his own. */
export function sawContacts(ctx: ReadCtx, of: { readonly id: string; readonly reporterPersonId: number | null }, texts: readonly string[], purpose: Purpose): void {
  if (of.reporterPersonId !== null && of.reporterPersonId === ctx.actor.personId) return;
  if (texts.some((text) => maskContacts(text) !== text)) ctx.saw(`case:${of.id}`, ['contacts'], purpose);
}

/** Rows as the contract promises them: names for ids, the clock as the reader's hour sees it. */
export async function decorate(ctx: ReadCtx, rows: readonly ListedCase[]): Promise<CaseRow[]> {
  const [areas, classes, units, photos] = [
    await areaIndex(ctx.db), await classIndex(ctx.db), await unitNames(ctx.db, rows.map((row) => row.leadUnitId)),
    await photosOf(ctx.db, rows.flatMap((row) => (row.firstPhoto === null ? [] : [row.firstPhoto]))),
  ];
  const knowsReporter = (row: ListedCase): boolean => row.reporterPersonId === ctx.actor.personId || grantAt(ctx.actor, 'incidents.readReporter', row.areaPath) !== undefined;
  const covered = (row: ListedCase, text: string): string => (knowsReporter(row) ? text : maskContacts(text));
  for (const row of rows) if (knowsReporter(row)) sawContacts(ctx, row, [row.opening, row.address], 'list');
  return rows.map((row) => ({
    id: row.id, number: row.number, state: row.state, step: stepOf[row.state], class: row.class,
    className: row.class === null ? null : classes.byCode.get(row.class)?.name ?? row.class,
    // Covered before it is cut: the first half of a telephone number is no longer known as one.
    summary: [...covered(row, row.opening)].slice(0, 60).join(''), area: { id: row.areaId, name: areas.find(row.areaId)?.name ?? '' }, areaPathNames: [...areas.names(row.areaId)],
    address: covered(row, row.address), longitude: row.longitude, latitude: row.latitude,
    lead: row.leadUnitId === null ? null : units.get(row.leadUnitId) ?? null, source: row.source, reportedAt: row.reportedAt.toISOString(),
    clock: row.dueAt === null || row.dueKind === null ? null : {
      kind: row.dueKind, dueAt: row.dueAt.toISOString(), provisional: row.dueProvisional, paused: row.duePaused, late: !row.duePaused && row.dueAt < ctx.now,
    },
    card: row.card, urged: row.urges, returns: row.returns, reworks: row.reworks, duplicates: row.duplicates, photos: row.photos,
    thumbnailUrl: thumbnail(ctx.signPhoto, row.firstPhoto === null ? undefined : photos.get(row.firstPhoto)), revision: row.revision,
  }));
}

function thumbnail(sign: PhotoSigner, photo: { sha256: string; width: number; height: number } | undefined): string | null {
  return photo ? sign(photo).thumbnailUrl : null;
}

