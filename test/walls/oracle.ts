import { mayBeDone, type Person } from '../support/loop-oracle.ts';

// Who may do and see what, once more and slowly: as src/domains/incidents/README.md, law.md (the reporter is hidden from
// whoever is complained of) and the words of the roles say it. It shares no table and no code with the product.

export type Post = { readonly role: string; /** Ids from the city down, each followed by a dot. */ readonly path: string; readonly unit: number | null };
export type Somebody = { readonly name: string; readonly personId: number | null; readonly posts: readonly Post[] };

export type Matter = {
  readonly id: string; readonly number: string; readonly state: string; readonly path: string; readonly reporter: number | null;
  readonly lead: number | null; readonly co: readonly number[]; readonly verifier: number | null; readonly checker: number | null;
  readonly mergedInto: string | null; readonly handledBy: readonly number[]; readonly askedBy: number | null;
};

export const roles = ['resident', 'gridWorker', 'gridLeader', 'communityClerk', 'dispatcher', 'handler', 'leader', 'systemAdmin', 'securityAdmin', 'auditAdmin', 'machine', 'indexAnalyst', 'pointsPanel', 'warehouseClerk'] as const;

const field = ['gridWorker', 'gridLeader', 'communityClerk'];
const readers = [...field, 'dispatcher', 'leader', 'machine'];

const isIn = (path: string, post: Post): boolean => `${path}`.slice(0, post.path.length) === post.path;

/** 网格、社区、指挥中心、领导, and a connected system, read what lies in their area. */
function readsThere(who: Somebody, path: string): boolean {
  for (const post of who.posts) if (readers.includes(post.role) && isIn(path, post)) return true;
  return false;
}

function unitsHandling(who: Somebody): number[] {
  const units: number[] = [];
  for (const post of who.posts) if (post.role === 'handler' && post.unit !== null) units.push(post.unit);
  return units;
}

/** Does he see the case: because of where it lies, of who handles it, or of what he himself is to it? */
export function sees(who: Somebody, it: Matter): boolean {
  if (readsThere(who, it.path)) return true;
  for (const unit of unitsHandling(who)) {
    if (unit === it.lead) return true;
    if (it.co.includes(unit)) return true;
  }
  if (who.personId === null) return false;
  return who.personId === it.reporter || who.personId === it.verifier || who.personId === it.checker;
}

/** The database shows beside these what one of them was merged into: whoever reported a duplicate is answered there. */
export function databaseShows(who: Somebody, it: Matter, all: readonly Matter[]): boolean {
  if (sees(who, it)) return true;
  for (const other of all) if (other.mergedInto === it.id && sees(who, other)) return true;
  return false;
}

/** Name and telephone of the reporter: himself, and the desk of the place. Never the unit that handles. */
export function knowsReporter(who: Somebody, it: Matter): boolean {
  if (who.personId !== null && who.personId === it.reporter) return true;
  for (const post of who.posts) if (post.role === 'dispatcher' && isIn(it.path, post)) return true;
  return false;
}

/** The list of an area is for those who read areas: a unit's people find their own under `mine`. */
export function lists(who: Somebody, all: readonly Matter[]): string[] {
  const ids: string[] = [];
  for (const it of all) if (readsThere(who, it.path)) ids.push(it.id);
  return ids.sort();
}

export function isSomewhere(who: Somebody, some: readonly string[]): boolean {
  return who.posts.some((post) => some.includes(post.role));
}

function personOf(who: Somebody, it: Matter, isProven: boolean): Person {
  let [desk, superior, inField] = [false, false, false];
  for (const post of who.posts) {
    if (!isIn(it.path, post)) continue;
    if (post.role === 'dispatcher') desk = true;
    if (post.role === 'leader') superior = true;
    if (field.includes(post.role)) inField = true;
  }
  const units = unitsHandling(who);
  const lead = it.lead !== null && units.includes(it.lead);
  const coHandler = it.co.some((unit) => units.includes(unit));
  const mine = (id: number | null): boolean => id !== null && id === who.personId;
  const belongs = who.posts.some(({ unit }) => unit !== null && (unit === it.lead || it.co.includes(unit)));
  return {
    desk, superior, field: inField, namedVerifier: mine(it.verifier), namedChecker: mine(it.checker), lead, coHandler, reporter: mine(it.reporter) || isProven,
    tookPart: belongs || (who.personId !== null && it.handledBy.includes(who.personId)), askedForTime: mine(it.askedBy),
  };
}

/** `anybody`, `account`, or the roles whose people may knock at all. */
export type Knock = 'anybody' | 'account' | readonly string[];
const desk = ['dispatcher'];
const looksOnTheSpot = [...field, 'dispatcher'];
const system = ['systemAdmin'];
const security = ['securityAdmin'];
const tables = ['dispatcher', 'handler', 'leader', 'systemAdmin'];
const staff = ['dispatcher', 'securityAdmin'];
const analysts = ['indexAnalyst'];
const planners = ['gridLeader', 'communityClerk', 'dispatcher'];
const judges = ['gridLeader', 'communityClerk', 'pointsPanel'];
const panel = ['gridWorker', ...judges];
const pointsReaders = [...panel, 'dispatcher', 'leader'];
const indexReaders = [...analysts, 'leader'];

/** Every operation there is. One that is missing here is one that nobody thought about. */
export const knocks: Readonly<Record<string, Knock>> = {
  'geography.areas': 'account', 'geography.area': 'account', 'geography.locate': 'anybody', 'geography.shapes': 'anybody', 'geography.publicAreas': 'anybody',
  'geography.importDivisions': system, 'geography.serialLength': system, 'geography.setSerialLength': system, 'geography.createArea': system, 'geography.moveArea': system,
  'geography.changeArea': system, 'geography.endArea': system, 'geography.drawGrid': system, 'geography.importGrids': system,
  'identity.me': 'account', 'identity.changePassword': 'account', 'identity.proveAgain': 'account', 'identity.setLanguage': 'account', 'identity.units': 'account', 'identity.security': 'account',
  'identity.endSession': 'account',
  'identity.removeFactor': 'account',
  'identity.people': staff, 'identity.roles': staff,
  'identity.createPerson': security, 'identity.appoint': security, 'identity.endPost': security, 'identity.suspend': security, 'identity.resetPassword': security,
  'identity.importPeople': security, 'identity.createUnit': security, 'identity.setRole': security, 'identity.endSessionsOf': security, 'identity.resetSecondFactor': security,
  'dispatch.classes': 'anybody', 'dispatch.suggestClass': 'anybody', 'dispatch.returnRules': 'account', 'dispatch.calendar': 'account', 'dispatch.routes': tables, 'dispatch.roster': tables,
  'dispatch.importTaxonomy': system, 'dispatch.changeClass': system, 'dispatch.setRoute': system, 'dispatch.setReturnRule': system, 'dispatch.importCalendar': system,
  'dispatch.setDuty': desk, 'dispatch.endDuty': desk,
  'safety-index.overview': indexReaders, 'safety-index.unit': indexReaders, 'safety-index.indicator': indexReaders, 'safety-index.whatIf': indexReaders, 'safety-index.gain': indexReaders, 'safety-index.versions': indexReaders, 'safety-index.version': indexReaders,
  'safety-index.returnHistory': 'account', 'safety-index.returns': ['handler'], 'safety-index.enterReturns': ['handler'], 'safety-index.importReturns': ['handler'],
  'safety-index.tryVersion': analysts, 'safety-index.draftVersion': analysts, 'safety-index.changeDraft': analysts, 'safety-index.weighByExperts': analysts, 'safety-index.derive': analysts, 'safety-index.takeDerived': analysts, 'safety-index.submitVersion': analysts, 'safety-index.publishVersion': analysts, 'safety-index.runs': analysts, 'safety-index.computeRun': analysts, 'safety-index.publishRun': analysts,
  'safety-index.approveVersion': ['leader'], 'safety-index.returnVersion': ['leader'],
  'sync.phones': desk, 'sync.rejected': desk, 'sync.rejectedBody': desk, 'sync.settle': desk, 'sync.keepers': desk, 'sync.assign': desk, 'sync.handOver': 'account', 'sync.keys': 'account',
  'registry.people': [...field, 'dispatcher', 'leader', 'pointsPanel'], 'registry.households': [...field, 'dispatcher', 'leader', 'pointsPanel'], 'registry.places': [...field, 'dispatcher', 'leader', 'pointsPanel'], 'registry.place': [...field, 'dispatcher', 'leader', 'pointsPanel'], 'registry.things': [...field, 'dispatcher', 'leader', 'pointsPanel'],
  'registry.registerPerson': field, 'registry.changePerson': field, 'registry.saveHousehold': field, 'registry.registerPlace': field, 'registry.changePlace': field, 'registry.saveThing': field,
  // Whoever is named as a helper may be anybody of the office: the row says whether he is.
  'registry.person': 'account', 'registry.reveal': 'account', 'registry.care': 'account', 'registry.changeCare': 'account', 'registry.endCare': 'account', 'registry.nameHelper': 'account',
  'registry.helpers': field, 'registry.openCare': ['gridLeader', 'communityClerk'],
  'registry.exportPeople': ['communityClerk'], 'registry.duplicates': ['communityClerk'], 'registry.merge': ['communityClerk'], 'registry.undoMerge': ['communityClerk'], 'registry.notSame': ['communityClerk'],
  'registry.import': ['communityClerk'], 'registry.undoImport': ['communityClerk'], 'registry.batches': ['communityClerk'],
  // Of a plan, a visit, an order or an entry the row says whose it is: members of a team and providers read no area.
  'patrol.plans': 'account', 'patrol.today': 'account', 'patrol.visits': 'account', 'patrol.orders': 'account', 'patrol.diary': 'account', 'patrol.recordVisit': 'account', 'patrol.correctVisit': 'account', 'patrol.wishToOrder': 'account', 'patrol.sendOrder': 'account',
  'patrol.askAfter': 'account', 'patrol.cancelOrder': 'account', 'patrol.acceptOrder': ['handler'], 'patrol.declineOrder': ['handler'], 'patrol.doneOrder': ['handler'], 'patrol.writeDiary': field, 'patrol.coverage': [...field, 'dispatcher', 'leader'],
  'patrol.savePlan': planners, 'patrol.endPlan': planners, 'patrol.askVisit': planners, 'patrol.hints': planners, 'patrol.answerHint': planners,
  // Rules of points, and entries: of a book and a proposal the row says whose it is; an official sees his own card.
  'points.books': 'account', 'points.myCard': 'account', 'points.object': 'account', 'points.versions': pointsReaders, 'points.periods': pointsReaders, 'points.notice': pointsReaders, 'points.chart': pointsReaders, 'points.honours': pointsReaders, 'points.proposals': pointsReaders,
  'points.propose': panel, 'points.withdrawProposal': panel, 'points.tell': panel, 'points.households': panel, 'points.confirm': judges, 'points.declineProposal': judges, 'points.decideObjection': judges,
  // The warehouse: where, the row says; of a household, whoever has shown its card.
  'points.warehouses': 'account', 'points.stock': 'account', 'points.stockMoves': 'account', 'points.redemptions': 'account', 'points.statement': 'account', 'points.mine': 'account', 'points.linkHousehold': 'account', 'points.unlinkHousehold': 'account', 'points.depositPoints': 'account', 'points.requestVoucher': 'account',
  'points.counter': ['warehouseClerk'], 'points.redeem': ['warehouseClerk'], 'points.redeemVoucher': ['warehouseClerk'], 'points.returnRedemption': ['warehouseClerk'], 'points.saveGood': ['warehouseClerk'], 'points.receiveGoods': ['warehouseClerk'], 'points.countStock': ['warehouseClerk'],
  'points.accounts': pointsReaders, 'points.saveWarehouse': ['communityClerk'], 'points.setPrice': ['communityClerk'], 'points.issueCard': ['communityClerk'], 'points.cards': ['communityClerk'], 'points.exportStatement': ['communityClerk'], 'points.exportNotice': ['communityClerk'],
  'points.importOpening': ['communityClerk'], 'points.undoOpening': ['communityClerk'], 'points.openings': ['communityClerk'],
  'points.openBook': ['communityClerk'], 'points.saveDraft': ['communityClerk'], 'points.dropDraft': ['communityClerk'], 'points.recordMeeting': ['communityClerk'], 'points.publishVersion': ['communityClerk'], 'points.simulate': ['communityClerk'], 'points.openPeriod': ['communityClerk'], 'points.closePeriod': ['communityClerk'],
  'points.grantBase': ['communityClerk'], 'points.nameHonour': ['communityClerk'], 'points.creditDue': ['communityClerk'], 'points.openCard': ['communityClerk'], 'points.workCards': ['communityClerk'], 'points.fileVersion': ['dispatcher', 'leader'], 'points.returnVersion': ['dispatcher', 'leader'],
  'audit.entries': ['auditAdmin'], 'audit.chain': ['auditAdmin'],
  'incidents.board': readers, 'incidents.counts': readers, 'incidents.screen': readers, 'incidents.map': readers, 'incidents.inbox': readers, 'incidents.suggestion': desk, 'incidents.similar': desk,
  'incidents.case': 'account', 'incidents.history': 'account', 'incidents.mine': 'account', 'incidents.digest': 'account', 'incidents.digestRead': 'account', 'incidents.messages': 'account',
  'incidents.story': 'anybody', 'incidents.report': 'anybody', 'incidents.urge': 'anybody', 'incidents.rate': 'anybody', 'incidents.reopen': 'anybody',
  'incidents.accept': desk, 'incidents.file': desk, 'incidents.decline': desk, 'incidents.merge': desk, 'incidents.unmerge': desk, 'incidents.dispatch': desk, 'incidents.triage': desk,
  'incidents.approve': desk, 'incidents.refuse': desk, 'incidents.feedback': desk, 'incidents.close': desk,
  'incidents.verify': looksOnTheSpot, 'incidents.settle': looksOnTheSpot, 'incidents.check': looksOnTheSpot,
  'incidents.acknowledge': ['handler'], 'incidents.handle': ['handler'], 'incidents.deliver': ['handler'], 'incidents.requestSuspension': ['handler'], 'incidents.requestExtension': ['handler'],
  'incidents.forceClose': ['leader'],
  'incidents.return': 'account', 'incidents.resume': 'account', 'incidents.supervise': 'account', 'incidents.evaluate': 'account', 'incidents.message': 'account', 'incidents.escalate': 'account', 'incidents.consent': 'account',
};

export type Verdict = 'not-signed-in' | 'not-permitted' | 'absent' | 'not-proven' | 'not-yours' | 'step-not-allowed' | 'his';

export function mayKnock(operation: string, who: Somebody): Verdict {
  const knock = knocks[operation];
  if (knock === undefined) throw new Error(`Nobody thought about ${operation}.`);
  if (knock === 'anybody') return 'his';
  if (who.personId === null) return 'not-signed-in';
  return knock === 'account' || isSomewhere(who, knock) ? 'his' : 'not-permitted';
}

/** What somebody without a post shows to prove that a case is his. */
export type Shown = 'nothing' | 'number' | 'number and code' | 'number and a wrong code';

/** One step of the loop on a case that may not exist. */
export function mayStep(action: string, who: Somebody, it: Matter | null, shown: Shown = 'nothing'): Verdict {
  const door = mayKnock(`incidents.${action}`, who);
  if (door !== 'his') return door;
  if (it === null) return 'absent';
  // To whoever has a post that permits anything, number and code prove nothing: he answers by his account.
  const works = who.posts.some(({ role }) => role !== 'resident');
  const isProven = !works && shown === 'number and code';
  if (!sees(who, it) && !isProven) return works || shown === 'nothing' ? 'absent' : 'not-proven';
  const verdict = mayBeDone(action, personOf(who, it, isProven), matterOf(it));
  if ('to' in verdict) return 'his';
  return verdict.because.includes('not-yours') ? 'not-yours' : verdict.because.includes('step-not-allowed') ? 'step-not-allowed' : 'his';
}

export function mayRead(operation: string, who: Somebody, it: Matter | null): Verdict {
  const door = mayKnock(operation, who);
  if (door !== 'his') return door;
  return it !== null && sees(who, it) ? 'his' : 'absent';
}

/** Only who and in which state is asked here; the other reasons against a step are the loop's own matter. */
function matterOf(it: Matter): Parameters<typeof mayBeDone>[2] {
  return {
    state: it.state, hasClass: true, looked: 'no', maySettle: true, picturesAsked: 0, returnedTimes: 0, decidedTogether: false, pending: 'nothing', extendedTimes: 0, card: 'none',
    wasFiled: true, answered: true, verdict: 'none', somebodyWaits: true, stoodAt: 'accepted', others: 0, dispute: 'no', parties: 'notAsked', minutesSinceUrge: 'never', daysSinceEnd: 'open',
    together: { answered: 'no', daysSinceEnd: 'open' },
  };
}
