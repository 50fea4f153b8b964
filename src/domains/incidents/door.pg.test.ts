import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { caseIn, commands, type Case } from '../../../test/support/loop.ts';
import { mayBeDone, type Matter, type Person, type Wish } from '../../../test/support/loop-oracle.ts';
import { classes, said, withWorld, type Name, type World } from '../../../test/support/world.ts';
import { fold, type Step } from './rules/case.ts';
import { actions, states, type StepAction } from './rules/steps.ts';
import { stepsOf } from './store/detail.ts';

// The oracle's cells through the real door: each state, each action, each kind of person of the street.

const stepActions = actions.filter((action): action is StepAction => action !== 'report');

type Kind = { readonly who: Name | null; readonly shows?: 'number' | 'code' | 'wrong'; readonly is: Partial<Person> | 'stranger'; readonly permitted: readonly string[] };

const field = ['verify', 'settle', 'check'];
const signedIn = ['resume', 'evaluate', 'message', 'escalate', 'consent', 'return', 'supervise'];
const open = ['urge', 'rate', 'reopen'];
const unit = ['acknowledge', 'handle', 'deliver', 'requestSuspension', 'requestExtension'];
const desk = ['accept', 'file', 'decline', 'merge', 'unmerge', 'dispatch', 'triage', 'approve', 'refuse', 'feedback', 'close'];

/** Who somebody is to a case in the first grid of 前柳村 that 环卫所 leads with 综合执法队 beside it, and which doors his post opens at all. */
const kinds: readonly Kind[] = [
  { who: 'resident', is: { reporter: true }, permitted: [...signedIn, ...open] },
  { who: 'worker', is: { field: true, namedVerifier: true, namedChecker: true }, permitted: [...field, ...signedIn, ...open] },
  { who: 'neighbour', is: 'stranger', permitted: [...field, ...signedIn, ...open] },
  { who: 'clerk', is: { field: true }, permitted: [...field, ...signedIn, ...open] },
  { who: 'desk', is: { desk: true }, permitted: [...desk, ...field, ...signedIn, ...open] },
  { who: 'otherDesk', is: 'stranger', permitted: [...desk, ...field, ...signedIn, ...open] },
  { who: 'handler', is: { lead: true, tookPart: true }, permitted: [...unit, ...signedIn, ...open] },
  { who: 'coHandler', is: { coHandler: true, tookPart: true }, permitted: [...unit, ...signedIn, ...open] },
  { who: 'otherHandler', is: 'stranger', permitted: [...unit, ...signedIn, ...open] },
  { who: 'leader', is: { superior: true }, permitted: ['forceClose', ...signedIn, ...open] },
  { who: 'system', is: 'stranger', permitted: [...signedIn, ...open] },
  { who: 'security', is: 'stranger', permitted: [...signedIn, ...open] },
  { who: 'audit', is: 'stranger', permitted: [...signedIn, ...open] },
  // It reads everything and has no part in anything.
  { who: 'machine', is: {}, permitted: [...signedIn, ...open] },
  { who: null, is: 'stranger', permitted: open },
  { who: null, shows: 'code', is: { reporter: true }, permitted: open },
  // The number alone opens the story; whoever wants to answer needs the code.
  { who: null, shows: 'number', is: 'stranger', permitted: open },
  { who: null, shows: 'wrong', is: 'stranger', permitted: open },
  // Who works here reads the number, and might have got the code: they make nobody a reporter.
  { who: 'handler', shows: 'code', is: { lead: true, tookPart: true }, permitted: [...unit, ...signedIn, ...open] },
  { who: 'neighbour', shows: 'code', is: 'stranger', permitted: [...field, ...signedIn, ...open] },
];

const nobody: Person = { desk: false, superior: false, field: false, namedVerifier: false, namedChecker: false, lead: false, coHandler: false, reporter: false, tookPart: false, askedForTime: false };

/** To somebody who is nothing to it a case is absent whatever its state: enough to ask in three. */
const statesForStrangers: readonly string[] = ['filed', 'handling', 'closed'];

describe('every state × action × kind of person, through the door', () => {
  test.each(states)('in %s', (state) => withWorld(async (world) => {
    const it = await caseIn(world, state, { class: classes.lost });
    const other = await caseIn(world, 'filed', { class: classes.lost, by: 'machine' });
    const matter = await matterOf(world, it);
    const inputs = inputsFor(world, other);
    const restore = await remember(world);
    const differences: string[] = [];
    let cells = 0;
    for (const kind of kinds) {
      if (kind.is === 'stranger' && !statesForStrangers.includes(state)) continue;
      const actor = await world.actor(kind.who);
      for (const action of stepActions) {
        if (!kind.permitted.includes(action)) continue;
        cells += 1;
        const { input, wish } = inputs[action];
        const answer = said(await world.do(actor, commands[action], {
          caseId: it.caseId, ...input, ...shown(world, it, kind),
        }, { at: new Date(it.at.getTime() + 3 * 3_600_000) }));
        if (answer === 'done') await restore();
        const expected = expectedOf(kind, action, matter, wish);
        if (!expected.includes(answer)) differences.push(`${kind.who ?? 'anonymous'} ${action}: ${answer}, not ${expected.join(' or ')}`);
      }
    }
    expect(differences).toEqual([]);
    expect(cells).toBeGreaterThan(100);
  }));

  test('a post that never permits the step does not even reach the case', () => withWorld(async (world) => {
    const it = await caseIn(world, 'filed', { class: classes.lost });
    const inputs = inputsFor(world, it);
    const differences: string[] = [];
    for (const kind of kinds) {
      for (const action of stepActions) {
        if (kind.permitted.includes(action)) continue;
        const answer = said(await world.do(kind.who, commands[action], { caseId: it.caseId, ...inputs[action].input }));
        if (answer !== (kind.who === null ? 'platform/not-signed-in' : 'platform/not-permitted')) differences.push(`${kind.who ?? 'anonymous'} ${action}: ${answer}`);
      }
    }
    expect(differences).toEqual([]);
    const denied = (await world.audited()).filter(({ refused }) => refused === 'platform/not-permitted');
    expect(denied.length).toBeGreaterThan(200);
    expect(new Set(denied.map(({ outcome }) => outcome))).toEqual(new Set(['denied']));
  }));
});

function shown(world: World, it: Case, { shows }: Kind): object {
  if (shows === undefined) return {};
  const code = world.house.followCodes.of(it.caseId);
  const wrong = `${code.startsWith('7') ? '8' : '7'}${code.slice(1)}`;
  return { number: it.number.toLowerCase(), ...(shows === 'number' ? {} : { code: shows === 'code' ? `${code.slice(0, 4)}-${code.slice(4)}`.toLowerCase() : wrong }) };
}

/** What the oracle expects of this kind of person; of somebody who is nothing to the case, that it is not there. */
function expectedOf({ is, who, shows }: Kind, action: StepAction, matter: Matter, wish: Wish): string[] {
  if (is === 'stranger') return [shows === 'number' ? 'incidents/follow-code-missing' : shows === 'wrong' ? 'incidents/follow-code-wrong' : 'incidents/case-unknown'];
  // No unit has it before it is dispatched, or after it came back; people are named for one state.
  const hasUnit = !['reported', 'accepted', 'verifying', 'filed', 'declined', 'merged', 'returned'].includes(matter.state);
  const person: Person = {
    ...nobody, ...is, lead: is.lead === true && hasUnit, coHandler: is.coHandler === true && hasUnit,
    namedVerifier: is.namedVerifier === true && matter.state === 'verifying', namedChecker: is.namedChecker === true && matter.state === 'checking',
  };
  if ((who === 'handler' || who === 'coHandler') && !hasUnit) return ['incidents/case-unknown'];
  const verdict = mayBeDone(action, person, matter, wish);
  return 'to' in verdict ? ['done'] : verdict.because.map((reason) => `incidents/${reason}`);
}

/** The facts of the case as the oracle calls them, read off its history. */
async function matterOf(world: World, it: Case): Promise<Matter> {
  const steps = (await stepsOf(world.ownerDb, it.caseId)).map((row): Step => ({ action: row.action, from: row.from, to: row.to, at: row.at.toISOString(), personId: row.personId, photos: row.photos, data: row.data }));
  const sum = fold(steps);
  const { rows } = await sql<{ duplicates: number }>`select duplicates from incidents.incident where id = ${it.caseId}`.execute(world.ownerDb);
  return {
    state: sum.state, hasClass: sum.class !== null, looked: sum.verification ?? 'no', maySettle: true, picturesAsked: 0, returnedTimes: sum.returns, decidedTogether: sum.triaged,
    pending: sum.request?.kind ?? 'nothing', extendedTimes: sum.extensions, card: sum.card ?? 'none', wasFiled: sum.filedAt !== null, answered: sum.fedBackAt !== null,
    verdict: sum.satisfied === null ? 'none' : sum.satisfied ? 'satisfied' : 'dissatisfied', somebodyWaits: sum.hasReporter, stoodAt: sum.stateBeforeMerge ?? 'reported',
    others: rows[0]?.duplicates ?? 0, dispute: 'no', parties: 'notAsked', minutesSinceUrge: 'never', daysSinceEnd: sum.endedAt === null ? 'open' : 0,
    together: { answered: 'no', daysSinceEnd: 'open' },
  };
}

function inputsFor(world: World, other: Case): Record<StepAction, { readonly input: object; readonly wish: Wish }> {
  const plain = { input: {}, wish: {} };
  const units = { leadUnitId: world.unit('HWS'), coUnitIds: [world.unit('ZFD')] };
  return {
    accept: plain, verify: { input: { result: 'exists' }, wish: { result: 'exists' } }, file: plain, decline: { input: { reason: '不受理' }, wish: {} },
    merge: { input: { intoCaseId: other.caseId }, wish: { target: { state: 'filed', same: false } } }, unmerge: plain,
    dispatch: { input: units, wish: {} }, acknowledge: plain, return: { input: { ruleCode: 'not-our-duty', reason: '不属于本单位' }, wish: {} },
    triage: { input: { ...units, participantUnitIds: [world.unit('HWS'), world.unit('ZFD')], minutes: '会商纪要' }, wish: {} },
    settle: { input: { result: '当场处理' }, wish: {} }, handle: plain, deliver: { input: { result: '已处理' }, wish: {} },
    requestSuspension: { input: { until: '2027-01-15', reason: '等待' }, wish: {} }, requestExtension: { input: { workingDays: 2, reason: '量大' }, wish: {} },
    approve: plain, refuse: { input: { reason: '不同意' }, wish: {} }, resume: plain, urge: plain, supervise: { input: { level: 'yellow', reason: '超时' }, wish: { card: 'yellow' } },
    check: { input: { result: 'pass' }, wish: { result: 'pass' } }, feedback: { input: { text: '已处理' }, wish: {} }, rate: { input: { satisfied: true }, wish: {} },
    close: plain, forceClose: { input: { reason: '不再处理' }, wish: {} }, evaluate: plain, reopen: { input: { reason: '又出现了' }, wish: {} },
    message: { input: { unitId: world.unit('KD1'), text: '请注意' }, wish: {} }, escalate: { input: { reason: '谈不拢' }, wish: {} }, consent: { input: { agreed: true }, wish: {} },
  };
}

/** The case as it is now, to be put back after a step that was taken. */
async function remember({ ownerDb }: World): Promise<() => Promise<void>> {
  const tables = ['incident', 'wording', 'step', 'deadline'] as const;
  for (const table of tables) await sql`create table public.${sql.raw(table)} as table incidents.${sql.raw(table)}`.execute(ownerDb);
  return async () => {
    await sql`truncate incidents.incident, incidents.wording, incidents.step, incidents.deadline, incidents.reporter, incidents.digest cascade`.execute(ownerDb);
    for (const table of tables) await sql`insert into incidents.${sql.raw(table)} table public.${sql.raw(table)}`.execute(ownerDb);
  };
}
