import { dayOf } from '../../platform/core/calendar.ts';
import type { Dice } from '../demo/world.ts';

// Every question that the product answers, as somebody at a city's, a county's, a township's desk or in a grid asks it.
// A query operation that is not in here fails the bench and a test.

export type Scope = 'city' | 'county' | 'township' | 'grid';
export const scopes: readonly Scope[] = ['city', 'county', 'township', 'grid'];

/** Where somebody asks, and what he sees there. */
export type Seen = {
  readonly areaId: number; readonly cityId: number; readonly name: string; readonly now: Date;
  readonly cases: readonly { readonly id: string; readonly number: string }[];
  readonly unitIds: readonly number[]; readonly classes: readonly string[]; readonly persons: readonly { readonly id: number; readonly name: string }[];
  readonly point: { readonly longitude: number; readonly latitude: number };
  /** The kind of area below. */
  readonly below: string;
};
export type Ask = {
  /** What is asked, where one operation is asked in several ways. */
  readonly how: string;
  readonly input: (seen: Seen, dice: Dice) => object;
  /** Somebody with this account asks, wherever; otherwise whoever has the desk there, or the worker of the grid. */
  readonly by?: string;
  /** Only where it is asked at all. */
  readonly at?: readonly Scope[];
};

const ask = (how: string, input: Ask['input'], more: Omit<Ask, 'how' | 'input'> = {}): Ask => ({ how, input, ...more });
const plain = ask('', () => ({}));
const dayBefore = (now: Date, days: number): string => dayOf(new Date(now.getTime() - days * 86_400_000));
const frequent = ['垃圾', '井盖', '路灯', '积水', '噪声'];
const rare = ['电鱼', '预付卡', '变压器', '赡养', '红绿灯一直'];
const desks: readonly Scope[] = ['city', 'county', 'township'];
const aCase = (seen: Seen, dice: Dice): { id: string; number: string } => dice.pick(seen.cases);
const inCity = (by: string): Pick<Ask, 'by' | 'at'> => ({ by, at: ['city'] });

export const asks: Readonly<Record<string, readonly Ask[]>> = {
  'incidents.board': [
    ask('open, by need', () => ({ measure: 'open', sort: 'due', limit: 50 })),
    ask('all, by need', () => ({ sort: 'due', limit: 50 })),
    ask('all, newest', (seen) => ({ sort: 'newest', limit: 50, areaId: seen.areaId })),
    ask('a step', (_seen, dice) => ({ step: 1 + Math.floor(dice.next() * 5), measure: 'open', sort: 'due', limit: 50 })),
    ask('step 6', () => ({ step: 6, sort: 'newest', limit: 50 })),
    ask('a state', (_seen, dice) => ({ state: dice.pick(['reported', 'handling', 'closed', 'declined', 'suspended']), sort: 'due', limit: 50 })),
    ask('late', () => ({ late: true, sort: 'due', limit: 50 })),
    ask('a class, by need', (seen, dice) => ({ class: dice.pick(seen.classes), sort: 'due', limit: 50 })),
    ask('a class, newest', (seen, dice) => ({ class: dice.pick(seen.classes), sort: 'newest', limit: 50 })),
    ask('a unit', (seen, dice) => ({ unitId: dice.pick(seen.unitIds), sort: 'due', limit: 50 })),
    ask('a week', (seen) => ({ since: dayBefore(seen.now, 107), until: dayBefore(seen.now, 100), sort: 'newest', limit: 50 })),
    ask('behind a number', (seen, dice) => ({ measure: dice.pick(['closed', 'handled', 'returned', 'satisfied', 'shouldClose']), since: dayBefore(seen.now, 30), until: dayBefore(seen.now, 1), sort: 'newest', limit: 50 })),
    ask('frequent words, newest', (_seen, dice) => ({ text: dice.pick(frequent), sort: 'newest', limit: 6 })),
    ask('frequent words, by need', (_seen, dice) => ({ text: dice.pick(frequent), sort: 'due', limit: 50 })),
    ask('rare words', (_seen, dice) => ({ text: dice.pick(rare), sort: 'newest', limit: 50 })),
    ask('a number', (seen, dice) => ({ text: aCase(seen, dice).number.slice(0, 10), sort: 'newest', limit: 6 })),
  ],
  'incidents.case': [ask('', (seen, dice) => ({ caseId: aCase(seen, dice).id })), ask('by number', (seen, dice) => ({ number: aCase(seen, dice).number }))],
  'incidents.history': [ask('', (seen, dice) => ({ caseId: aCase(seen, dice).id }))],
  'incidents.counts': [
    ask('areas, this month', (seen) => ({ by: 'area', areaId: seen.areaId, since: `${dayOf(seen.now).slice(0, 8)}01`, until: dayOf(seen.now) })),
    ask('areas, a month ago', (seen) => ({ by: 'area', areaId: seen.areaId, since: dayBefore(seen.now, 62), until: dayBefore(seen.now, 31) })),
    ask('areas, ever', (seen) => ({ by: 'area', areaId: seen.areaId })),
    ask('units, this month', (seen) => ({ by: 'unit', areaId: seen.areaId, since: `${dayOf(seen.now).slice(0, 8)}01`, until: dayOf(seen.now) })),
    ask('classes, this year', (seen) => ({ by: 'class', areaId: seen.areaId, since: `${dayOf(seen.now).slice(0, 5)}01-01`, until: dayOf(seen.now) })),
  ],
  'incidents.screen': [ask('', (seen) => ({ areaId: seen.areaId }))],
  'incidents.map': [ask('', (seen) => ({ areaId: seen.areaId, limit: 2_000 }))],
  'incidents.mine': [plain],
  'incidents.suggestion': [ask('', (seen, dice) => ({ caseId: aCase(seen, dice).id }), { at: desks })],
  'incidents.similar': [ask('', (seen, dice) => ({ caseId: aCase(seen, dice).id }), { at: desks })],
  'incidents.story': [ask('', (seen, dice) => ({ number: aCase(seen, dice).number }))],
  'incidents.digest': [plain],
  'incidents.messages': [plain],
  'incidents.inbox': [ask('', (seen) => ({ areaId: seen.areaId }))],
  'geography.areas': [
    ask('below', (seen) => ({ parentId: seen.areaId })), ask('by name', (_seen, dice) => ({ text: dice.pick(['古楼', '新村', '张', 'gl', '371502']), limit: 5 })),
    ask('of a kind', (seen) => ({ kind: 'grid', withinId: seen.areaId })),
  ],
  'geography.area': [ask('', (seen) => ({ areaId: seen.areaId }))],
  'geography.locate': [ask('', (seen) => ({ ...seen.point, datum: 'wgs84' }))],
  'geography.shapes': [ask('below', (seen) => ({ withinId: seen.areaId, kind: seen.below }))],
  'geography.publicAreas': [ask('', (seen) => ({ parentId: seen.areaId }))],
  'geography.serialLength': [ask('', () => ({}), inCity('xitong'))],
  'identity.me': [plain],
  'identity.security': [plain],
  'identity.people': [
    ask('of the place', (seen) => ({ areaId: seen.areaId }), { at: desks }), ask('by name', (_seen, dice) => ({ text: dice.pick(['林', '知', '秋', 'wangge']) }), { at: desks }),
    ask('of a role', (seen) => ({ areaId: seen.areaId, role: 'gridWorker' }), { at: desks }),
  ],
  'identity.units': [ask('of the place', (seen) => ({ areaId: seen.areaId })), ask('by name', (_seen, dice) => ({ text: dice.pick(['环卫', '派出所', '综治']) }))],
  'identity.roles': [ask('', () => ({}), { at: desks })],
  'dispatch.classes': [plain],
  'dispatch.suggestClass': [ask('', (_seen, dice) => ({ text: `${dice.pick(frequent)}好几天了，没人管，麻烦安排人看一下` }))],
  'dispatch.routes': [ask('of the place', (seen) => ({ areaId: seen.areaId }), { at: desks })],
  'dispatch.returnRules': [plain],
  'dispatch.calendar': [ask('', (seen) => ({ year: Number(dayOf(seen.now).slice(0, 4)) }))],
  'dispatch.roster': [ask('', (seen, dice) => ({ unitId: dice.pick(seen.unitIds) }), { at: desks })],
  'audit.chain': [ask('', () => ({}), inCity('shenji'))],
  'audit.entries': [
    ask('newest', () => ({ limit: 50 }), inCity('shenji')), ask('a person', (seen, dice) => ({ person: dice.pick(seen.persons).name, limit: 50 }), inCity('shenji')),
    ask('a case', (seen, dice) => ({ subject: `case:${aCase(seen, dice).id}`, limit: 50 }), inCity('shenji')), ask('an operation', (_seen, dice) => ({ operation: dice.pick(['incidents.merge', 'incidents.supervise', 'incidents']), limit: 50 }), inCity('shenji')),
    ask('refused', () => ({ outcome: 'refused', limit: 50 }), inCity('shenji')), ask('a day', (seen) => ({ since: dayBefore(seen.now, 12), until: dayBefore(seen.now, 12), limit: 50 }), inCity('shenji')),
  ],
};

/**
 * Questions about what the generated city has none of: plans over empty tables say nothing. Whoever gives the city rounds,
 * a registry or an index of its own size asks them above, and the list of their plans grows by itself.
 */
export const unfilled: readonly string[] = [
  ...['duplicates', 'batches', 'care', 'exportPeople', 'helpers', 'households', 'people', 'person', 'place', 'places', 'reveal', 'things'].map((name) => `registry.${name}`),
  ...['diary', 'coverage', 'hints', 'orders', 'plans', 'visits', 'today'].map((name) => `patrol.${name}`),
  ...['books', 'chart', 'honours', 'households', 'myCard', 'notice', 'periods', 'proposals', 'simulate', 'versions', 'workCards'].map((name) => `points.${name}`),
  ...['accounts', 'cards', 'counter', 'exportNotice', 'exportStatement', 'mine', 'openings', 'redemptions', 'statement', 'stock', 'stockMoves', 'warehouses'].map((name) => `points.${name}`),
  ...['phones', 'rejected', 'rejectedBody', 'keepers', 'keys'].map((name) => `sync.${name}`),
  ...['runs', 'derive', 'whatIf', 'gain', 'indicator', 'overview', 'returnHistory', 'returns', 'tryVersion', 'unit', 'version', 'versions'].map((name) => `safety-index.${name}`),
];

/** Names of query operations that nobody asks here, and of asks that are no operation. */
export function unasked(queries: readonly string[]): string[] {
  return [...queries.filter((name) => !(name in asks) && !unfilled.includes(name)), ...Object.keys(asks).filter((name) => !queries.includes(name))];
}
