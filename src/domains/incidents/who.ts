import { grantAt, pathsFor, unitsFor, type Actor, type Grant } from '../../platform/actor.ts';
import { refuse, type Refusal } from '../../platform/core/refusal.ts';
import type { FollowCodes } from '../../platform/follow-code.ts';
import type { CaseState } from './rules/case.ts';
import type { Asker, Party } from './rules/steps.ts';

/** What of a case decides who somebody is to it. */
export type Place = {
  readonly areaPath: string;
  readonly reporterPersonId: number | null;
  readonly folded: Pick<CaseState, 'verifierId' | 'checkerId' | 'leadUnitId' | 'coUnitIds' | 'handledBy' | 'request'>;
};

/** How somebody shows that a case is his: with nothing, with its number, with the code that only its reporter was given, or with a wrong one. */
export type Proof = 'none' | 'number' | 'code' | 'wrong';

/**
 * The number is read by everybody who works on the case, so it opens the story and no more. Number and code (查询码) make
 * the reporter; to whoever has a post that permits anything they prove nothing: he reports, and answers, by his account.
 */
export function proofOf({ actor, followCodes }: { readonly actor: Actor; readonly followCodes: FollowCodes }, place: { readonly id: string; readonly number: string }, given: { readonly number?: string | undefined; readonly code?: string | undefined }): Proof {
  if (actor.grants.some(({ permissions }) => permissions.size > 0) || given.number === undefined || asNumber(given.number) !== place.number) return 'none';
  if (given.code === undefined || given.code.trim() === '') return 'number';
  return followCodes.fits(place.id, given.code) ? 'code' : 'wrong';
}

/** What is said to somebody who knows the number and wants more than the story. */
export function unproven(proof: Proof): Refusal | null {
  if (proof === 'number') return refuse('incidents/follow-code-missing', {}, 'forbidden');
  return proof === 'wrong' ? refuse('incidents/follow-code-wrong', {}, 'guess') : null;
}

/** Who the actor is to this case. */
export function askerOf(actor: Actor, place: Place, proof: Proof = 'none'): Asker {
  const { folded } = place;
  const parties: Party[] = [];
  if (grantAt(actor, 'incidents.desk', place.areaPath)) parties.push('desk');
  if (grantAt(actor, 'incidents.supervise', place.areaPath)) parties.push('supervisor');
  const me = actor.personId;
  if (me !== null) {
    if (folded.verifierId === me) parties.push('verifier');
    if (folded.checkerId === me) parties.push('checker');
    if (fieldGrant(actor, place.areaPath)) parties.push('gridWorker');
    const units = unitsFor(actor, 'incidents.handle');
    if (folded.leadUnitId !== null && units.includes(folded.leadUnitId)) parties.push('lead');
    if (folded.coUnitIds.some((unit) => units.includes(unit))) parties.push('coHandler');
  }
  const isReporter = (me !== null && place.reporterPersonId === me) || proof === 'code';
  if (isReporter) parties.push('reporter');
  return {
    parties, isReporter,
    hasHandled: (me !== null && folded.handledBy.includes(me)) || belongsToHandlers(actor, folded),
    askedRequest: me !== null && folded.request?.askedBy === me,
  };
}

/** A number as people type it from a slip of paper. */
export function asNumber(typed: string): string {
  return typed.replace(/\s+/gu, '').toUpperCase();
}

/** Also a policeman in a grid, when the case is his station's: nobody checks what his own unit did. */
export function belongsToHandlers(actor: Actor, { leadUnitId, coUnitIds }: Pick<CaseState, 'leadUnitId' | 'coUnitIds'>): boolean {
  return actor.grants.some(({ unitId }) => unitId !== null && (unitId === leadUnitId || coUnitIds.includes(unitId)));
}

/** Somebody who goes and looks: a post in the field, not at the desk. */
function fieldGrant(actor: Actor, areaPath: string): Grant | undefined {
  return grantAt({ ...actor, grants: actor.grants.filter((grant) => !grant.permissions.has('incidents.desk')) }, 'incidents.verify', areaPath);
}

export function maySee(actor: Actor, place: Place, asker: Asker): boolean {
  return asker.parties.length > 0 || pathsFor(actor, 'incidents.read').some((path) => place.areaPath.startsWith(path));
}

/** The same of a row of a list. */
export function maySeeRow(actor: Actor, row: Pick<Place, 'areaPath' | 'reporterPersonId'> & Pick<CaseState, 'verifierId' | 'checkerId' | 'leadUnitId' | 'coUnitIds'>): boolean {
  const place: Place = { ...row, folded: { ...row, handledBy: [], request: null } };
  return maySee(actor, place, askerOf(actor, place));
}

/** The unit that handles a case never learns who reported it. */
export function maySeeReporter(actor: Actor, place: Place, asker: Asker): boolean {
  return asker.isReporter || grantAt(actor, 'incidents.readReporter', place.areaPath) !== undefined;
}

/** The post in which a step is taken, by what lets the actor take it: it names title and unit in the history, and in whose name. */
export function postFor(actor: Actor, place: Place, acting: readonly Party[]): Grant | undefined {
  const { leadUnitId, coUnitIds } = place.folded;
  const inUnit = (isHandling: (unitId: number) => boolean): Grant | undefined =>
    actor.grants.find(({ unitId, permissions }) => unitId !== null && isHandling(unitId) && permissions.has('incidents.handle'));
  if (acting.includes('desk')) return grantAt(actor, 'incidents.desk', place.areaPath);
  if (acting.includes('supervisor')) return grantAt(actor, 'incidents.supervise', place.areaPath);
  if (acting.includes('lead')) return inUnit((unitId) => unitId === leadUnitId);
  if (acting.includes('coHandler')) return inUnit((unitId) => coUnitIds.includes(unitId));
  return fieldGrant(actor, place.areaPath) ?? actor.grants.find((grant) => grant.permissions.has('incidents.verify')) ?? actor.grants[0];
}
