import { grantAt, pathsFor, unitsFor, type Actor, type Grant } from '../../platform/actor.ts';
import type { CaseState } from './rules/case.ts';
import type { Asker, Party } from './rules/steps.ts';

/** What of a case decides who somebody is to it. */
export type Place = {
  readonly number: string;
  readonly areaPath: string;
  readonly reporterPersonId: number | null;
  readonly folded: CaseState;
};

/**
 * Who the actor is to this case. The number is the capability of a reporter without an account: 40 random bits that he
 * was given. Whoever works on the case reads the same number, so it makes nobody the reporter who is something else to it.
 */
export function askerOf(actor: Actor, place: Place, number?: string): Asker {
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
  const byNumber = parties.length === 0 && number !== undefined && asNumber(number) === place.number;
  const isReporter = (me !== null && place.reporterPersonId === me) || byNumber;
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
