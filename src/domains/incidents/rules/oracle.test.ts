import { describe, expect, test } from 'vitest';
import { isRefusal } from '../../../platform/core/refusal.ts';
import { mayBeDone, type Matter, type Person, type Wish } from '../../../../test/support/loop-oracle.ts';
import { actions, judge, offered, parties, states, type Asker, type Detail, type Facts, type Party, type State, type StepAction } from './steps.ts';

// Every state × action × party (each alone, each two together, nobody), with every fact and detail that bears on the
// action, judged by the table and by the oracle.

const stepActions = actions.filter((action): action is StepAction => action !== 'report');

const plain: Matter = {
  state: 'reported', hasClass: true, looked: 'no', maySettle: true, picturesAsked: 0, returnedTimes: 0, decidedTogether: false, pending: 'nothing', extendedTimes: 0,
  card: 'none', wasFiled: true, answered: true, verdict: 'none', somebodyWaits: true, stoodAt: 'filed', others: 0, dispute: 'no', parties: 'notAsked',
  minutesSinceUrge: 'never', together: { answered: 'no', daysSinceEnd: 'open' }, daysSinceEnd: 'open',
};

/** What is varied for an action: each list of facts with each list of details. Everything else stays plain. */
type Variation = { readonly matters?: readonly Partial<Matter>[]; readonly persons?: readonly Partial<Person>[]; readonly wishes?: readonly Wish[] };

const all = <Key extends keyof Matter>(key: Key, values: readonly Matter[Key][]): Partial<Matter>[] => values.map((value) => ({ [key]: value }) as unknown as Partial<Matter>); // one key of the matter with one of its values
const times = (...lists: readonly (readonly Partial<Matter>[])[]): Partial<Matter>[] =>
  lists.reduce<Partial<Matter>[]>((product, list) => product.flatMap((one) => list.map((other) => ({ ...one, ...other }))), [{}]);

const disputes = times(all('dispute', ['no', 'courtyard', 'village', 'township']), all('parties', ['notAsked', 'agreed', 'refused']));
const levels: readonly Wish[] = [{}, { unitLevel: 'courtyard' }, { unitLevel: 'village' }, { unitLevel: 'township' }];
const results: readonly Wish[] = [{ pictures: 0 }, { pictures: 1 }, { pictures: 2, loss: 0 }, { pictures: 2, loss: 100 }, { pictures: 2, loss: 100, lossMethod: '  ' }, { pictures: 2, loss: 100, lossMethod: '按市价' }];
const found: readonly Wish[] = [{}, { somebodyFound: true }, { somebodyFound: false }];
const together = all('together', (['no', 'declined', 'result'] as const).flatMap((answered) => (['open', 0, 30, 31] as const).map((daysSinceEnd) => ({ answered, daysSinceEnd }))));
const requests = times(all('pending', ['nothing', 'suspension', 'extension']), all('extendedTimes', [0, 1, 2, 3]));

const variations: Record<StepAction, Variation> = {
  accept: { wishes: found },
  verify: { matters: all('looked', ['no', 'exists', 'notExists', 'unable']), wishes: [{ result: 'exists' }, { result: 'notExists' }, { result: 'unable' }] },
  file: { matters: times(all('looked', ['no', 'exists', 'notExists', 'unable']), all('hasClass', [true, false])), wishes: [{}, { newClass: true }] },
  decline: {},
  merge: { matters: all('others', [0, 1, 7]), wishes: [{}, { target: { state: 'filed', same: true } }, ...states.map((state): Wish => ({ target: { state, same: false } }))] },
  unmerge: { matters: all('stoodAt', ['reported', 'accepted', 'verifying', 'filed', 'returned', 'dispatched']) },
  dispatch: { matters: times(all('returnedTimes', [0, 1, 2, 3]), disputes), wishes: levels },
  acknowledge: {},
  return: { matters: all('decidedTogether', [true, false]) },
  triage: { matters: times(all('returnedTimes', [0, 1, 2, 3]), disputes), wishes: levels },
  settle: { matters: times(all('maySettle', [true, false]), all('picturesAsked', [0, 1, 2])), wishes: results },
  handle: { matters: requests },
  deliver: { matters: times(all('picturesAsked', [0, 1, 2]), all('pending', ['nothing', 'suspension', 'extension'])), wishes: results.flatMap((one) => found.map((other) => ({ ...one, ...other }))) },
  requestSuspension: { matters: requests },
  requestExtension: { matters: requests },
  approve: { matters: requests, persons: [{ askedForTime: true }, { askedForTime: false }] },
  refuse: { matters: requests, persons: [{ askedForTime: true }, { askedForTime: false }] },
  resume: {},
  urge: { matters: all('minutesSinceUrge', ['never', 0, 119, 120, 121]) },
  supervise: { matters: all('card', ['none', 'yellow', 'red', 'black']), wishes: [{ card: 'yellow' }, { card: 'red' }, { card: 'black' }] },
  check: { persons: [{ tookPart: true }, { tookPart: false }], wishes: [{ result: 'pass' }, { result: 'fail' }, { result: 'unable' }] },
  feedback: { matters: all('answered', [true, false]) },
  rate: { matters: times(all('answered', [true, false]), all('verdict', ['none', 'satisfied', 'dissatisfied']), together) },
  close: { matters: times(all('answered', [true, false]), all('somebodyWaits', [true, false]), all('verdict', ['none', 'satisfied', 'dissatisfied'])), wishes: [{}, { reason: ' ' }, { reason: '已当面说明' }] },
  forceClose: { matters: requests },
  evaluate: {},
  reopen: { matters: times(all('answered', [true, false]), all('wasFiled', [true, false]), all('daysSinceEnd', ['open', 0, 30, 31, 400]), together) },
  message: {},
  escalate: { matters: disputes },
  consent: { matters: disputes, wishes: [{}, { agreed: true }, { agreed: false }] },
};

const partySets: readonly (readonly Party[])[] = [
  [], ...parties.map((one) => [one]), ...parties.flatMap((one, index) => parties.slice(index + 1).map((other) => [one, other])),
  ['desk', 'supervisor', 'reporter'], ['gridWorker', 'lead', 'reporter'], [...parties],
];

describe('every state × action × party × facts', () => {
  test.each(stepActions)('%s is judged as the oracle judges it', (action) => {
    const differences: string[] = [];
    let cells = 0;
    for (const state of states) {
      for (const set of partySets) {
        for (const matter of variations[action].matters ?? [{}]) {
          for (const person of variations[action].persons ?? [{}]) {
            for (const wish of variations[action].wishes ?? [{}]) {
              cells += 1;
              const it: Matter = { ...plain, ...matter, state };
              const who = personOf(set, person);
              const should = mayBeDone(action, who, it, wish);
              const is = judge(action, factsFrom(it), askerFrom(set, who), detailFrom(wish));
              const agrees = isRefusal(is)
                ? 'because' in should && should.because.some((reason) => is.refused === `incidents/${reason}`) && (is.nature === 'forbidden') === should.because.includes('not-yours')
                : 'to' in should && should.to === is;
              if (!agrees) differences.push(`${state} ${set.join('+')} ${JSON.stringify({ ...matter, ...person, ...wish })}: the table says ${isRefusal(is) ? is.refused : is}, the oracle ${JSON.stringify(should)}`);
            }
          }
        }
      }
    }
    expect(differences.slice(0, 10)).toEqual([]);
    expect(cells).toBeGreaterThanOrEqual(states.length * partySets.length);
  });

  test('what is offered is what is his to do in this state, allowed or with the reason why not yet', () => {
    const wrong: string[] = [];
    for (const state of states) {
      for (const set of partySets) {
        const it: Matter = { ...plain, state };
        const who = personOf(set, {});
        const list = new Map(offered(factsFrom(it), askerFrom(set, who)).map((one) => [one.action, one.refusal]));
        for (const action of stepActions) {
          const verdict = mayBeDone(action, who, it);
          const isShown = 'to' in verdict || !verdict.because.some((reason) => reason === 'not-yours' || reason === 'step-not-allowed');
          if (list.has(action) !== isShown) wrong.push(`${state} ${set.join('+')} ${action}`);
          // A button is never off where the step would be taken.
          if ('to' in verdict && (list.get(action) ?? null) !== null) wrong.push(`${state} ${set.join('+')} ${action} is off`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  test('no state is a dead end for everybody, but the last one stays open to a reopening', () => {
    for (const state of states) {
      const everybody = personOf([...parties], { tookPart: false, askedForTime: false });
      const moving = stepActions.filter((action) => {
        // A reporter among them could not verify; so ask without him.
        const verdict = mayBeDone(action, { ...everybody, reporter: action === 'rate' || action === 'reopen' }, { ...plain, state, looked: 'exists', returnedTimes: state === 'returned' ? 2 : 0 }, { result: 'pass', pictures: 9, reason: '有' });
        return 'to' in verdict && verdict.to !== state;
      });
      expect(moving, state).not.toEqual([]);
    }
  });
});

function personOf(set: readonly Party[], more: Partial<Person>): Person {
  const has = (party: Party): boolean => set.includes(party);
  return {
    desk: has('desk'), superior: has('supervisor'), field: has('gridWorker'), namedVerifier: has('verifier'), namedChecker: has('checker'),
    lead: has('lead'), coHandler: has('coHandler'), reporter: has('reporter'), tookPart: false, askedForTime: false, ...more,
  };
}

function askerFrom(set: readonly Party[], who: Person): Asker {
  return { parties: set, isReporter: who.reporter, hasHandled: who.tookPart, askedRequest: who.askedForTime };
}

function factsFrom(it: Matter): Facts {
  return {
    state: stateOf(it.state), class: it.hasClass ? '0501' : null, needsVerification: false, verification: it.looked === 'no' ? null : it.looked,
    settleable: it.maySettle, evidencePhotos: it.picturesAsked, returns: it.returnedTimes, triaged: it.decidedTogether,
    request: it.pending === 'nothing' ? null : it.pending, extensions: it.extendedTimes, card: it.card === 'none' ? null : it.card,
    everFiled: it.wasFiled, fedBack: it.answered, rated: it.verdict !== 'none', satisfied: it.verdict === 'none' ? null : it.verdict === 'satisfied',
    hasReporter: it.somebodyWaits, stateBeforeMerge: stateOf(it.stoodAt), duplicates: it.others,
    dispute: it.dispute === 'no' ? null : { level: it.dispute, consent: it.parties === 'notAsked' ? null : it.parties === 'agreed' },
    lead: it.state === 'merged' ? { state: it.together.answered === 'declined' ? 'declined' : it.together.daysSinceEnd === 'open' ? 'feedback' : 'closed', fedBack: it.together.answered !== 'no', daysSinceEnd: it.together.daysSinceEnd === 'open' ? null : it.together.daysSinceEnd } : null,
    minutesSinceUrge: it.minutesSinceUrge === 'never' ? null : it.minutesSinceUrge, daysSinceEnd: it.daysSinceEnd === 'open' ? null : it.daysSinceEnd,
  };
}

function detailFrom(wish: Wish): Detail {
  const result = (['exists', 'notExists', 'unable', 'pass', 'fail'] as const).find((one) => one === wish.result);
  return {
    ...(result === undefined ? {} : { result }), ...(wish.newClass === true ? { class: '0502' } : {}), ...(wish.pictures === undefined ? {} : { photos: wish.pictures }),
    ...(wish.loss === undefined ? {} : { lossAvoidedYuan: wish.loss }), ...(wish.lossMethod === undefined ? {} : { lossMethod: wish.lossMethod }),
    ...(wish.card === undefined ? {} : { level: wish.card }), ...(wish.agreed === undefined ? {} : { agreed: wish.agreed }), ...(wish.reason === undefined ? {} : { note: wish.reason }),
    ...(wish.somebodyFound === undefined ? {} : { named: wish.somebodyFound }), ...(wish.unitLevel === undefined ? {} : { unitLevel: wish.unitLevel }),
    ...(wish.target === undefined ? {} : { target: { state: stateOf(wish.target.state), same: wish.target.same } }),
  };
}

function stateOf(text: string): State {
  const state = states.find((one) => one === text);
  if (!state) throw new Error(`no state is called ${text}`);
  return state;
}
