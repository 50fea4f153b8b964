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
 * Who the actor is to this case. The number is the capability of a reporter without an account:
 * 40 random bits that only he was given.
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
  const isReporter = (me !== null && place.reporterPersonId === me) || (number !== undefined && number === place.number);
  if (isReporter) parties.push('reporter');
  return {
    parties, isReporter,
    hasHandled: me !== null && folded.handledBy.includes(me),
    askedRequest: me !== null && folded.request?.askedBy === me,
  };
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

/** The post in which a step is taken: it names title and unit in the history, and in whose name. */
export function postFor(actor: Actor, place: Place, asker: Asker): Grant | undefined {
  const handling = asker.parties.includes('lead') || asker.parties.includes('coHandler');
  if (asker.parties.includes('desk')) return grantAt(actor, 'incidents.desk', place.areaPath);
  if (handling) return actor.grants.find((grant) => grant.unitId !== null && (grant.unitId === place.folded.leadUnitId || place.folded.coUnitIds.includes(grant.unitId)));
  return grantAt(actor, 'incidents.supervise', place.areaPath) ?? fieldGrant(actor, place.areaPath) ?? actor.grants[0];
}

const mobile = /(?<!\d)1[3-9]\d{9}(?!\d)/g;
const idNumber = /(?<!\d)\d{6}(?:19|20)\d{9}[\dXx](?!\d)/g;

/** For readers who may not know the reporter: telephone and identity numbers in free text are covered. */
export function maskContacts(text: string): string {
  return text.replace(idNumber, (found) => `${found.slice(0, 3)}${'*'.repeat(13)}${found.slice(-2)}`).replace(mobile, (found) => `${found.slice(0, 3)}****${found.slice(-4)}`);
}
