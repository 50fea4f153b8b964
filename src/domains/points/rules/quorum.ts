import { refuse, type Refusal } from '../../../platform/core/refusal.ts';

// Which law lets which meeting decide, and what it asks for. The thresholds are rows with their law, article and the day from
// which they hold: the newest that was in force on the day of the meeting applies. A decision of 2025-10-28 amends the
// organic law of villagers' committees; where it moves an article or a threshold, it becomes a further row here.

export const meetingKinds = ['villagers', 'households', 'representatives', 'group', 'residents', 'owners'] as const;
export type MeetingKind = (typeof meetingKinds)[number];

/** All that a minute book may give as a number. Areas are hundredths of a square metre, so that every comparison is of whole numbers. */
export const figureNames = [
  'eligible', 'present', 'households', 'presentHouseholds', 'members', 'representatives', 'womenRepresentatives', 'inFavour', 'against',
  'ownersTotal', 'ownersTaking', 'ownersInFavour', 'areaTotal', 'areaTaking', 'areaInFavour',
] as const;
export type FigureName = (typeof figureNames)[number];
export type Figures = Readonly<Partial<Record<FigureName, number>>>;

/** `ordinary`: such as a convention; `weighty`: raising the maintenance fund, rebuilding, another use of common parts. */
export const matters = ['ordinary', 'weighty'] as const;
export type Matter = (typeof matters)[number];

export type Meeting = {
  readonly kind: MeetingKind;
  readonly heldOn: string;
  readonly noticeOn: string | null;
  /** Of a representatives' meeting: the villagers' meeting has given it this matter (art. 25). */
  readonly authorised: boolean;
  readonly matter: Matter;
  readonly figures: Figures;
};

type Share = { readonly of: FigureName; readonly among: FigureName; readonly parts: number; readonly whole: number; /** 过半数: more than; 以上: at least. */ readonly more: boolean };
export type ConditionName = 'notice' | 'authorised' | 'attendance' | 'majority' | 'villagerShare' | 'womenShare' | 'ownersTaking' | 'areaTaking' | 'ownersInFavour' | 'areaInFavour';
type Condition = { readonly name: ConditionName; readonly article: string; readonly matter?: Matter } & ({ readonly share: Share } | { readonly noticeDays: number } | { readonly authorised: true });
type LawName = 'villagersLaw' | 'residentsLaw' | 'civilCode' | 'propertyRules';
type Threshold = { readonly kind: MeetingKind; readonly law: LawName; readonly inForce: string; readonly conditions: readonly Condition[] };

const half = (of: FigureName, among: FigureName): Share => ({ of, among, parts: 1, whole: 2, more: true });
const atLeast = (parts: number, whole: number, of: FigureName, among: FigureName): Share => ({ of, among, parts, whole, more: false });
const notice: Condition = { name: 'notice', article: '21', noticeDays: 10 };
const majorityOfPresent = (article: string, among: FigureName = 'present'): Condition => ({ name: 'majority', article, share: half('inFavour', among) });

export const thresholds: readonly Threshold[] = [
  { kind: 'villagers', law: 'villagersLaw', inForce: '2010-10-28', conditions: [notice, { name: 'attendance', article: '22', share: half('present', 'eligible') }, majorityOfPresent('22')] },
  { kind: 'households', law: 'villagersLaw', inForce: '2010-10-28', conditions: [notice, { name: 'attendance', article: '22', share: atLeast(2, 3, 'presentHouseholds', 'households') }, majorityOfPresent('22', 'presentHouseholds')] },
  {
    kind: 'representatives', law: 'villagersLaw', inForce: '2010-10-28', conditions: [
      { name: 'authorised', article: '25', authorised: true }, { name: 'villagerShare', article: '25', share: atLeast(4, 5, 'representatives', 'members') }, { name: 'womenShare', article: '25', share: atLeast(1, 3, 'womenRepresentatives', 'members') },
      { name: 'attendance', article: '26', share: atLeast(2, 3, 'present', 'members') }, majorityOfPresent('26'),
    ],
  },
  { kind: 'group', law: 'villagersLaw', inForce: '2010-10-28', conditions: [{ name: 'attendance', article: '28', share: atLeast(2, 3, 'present', 'eligible') }, majorityOfPresent('28')] },
  { kind: 'residents', law: 'residentsLaw', inForce: '1990-01-01', conditions: [{ name: 'attendance', article: '9', share: half('present', 'eligible') }, majorityOfPresent('9')] },
  {
    kind: 'owners', law: 'propertyRules', inForce: '2007-10-01', conditions: [
      { name: 'ownersTaking', article: '12', share: half('ownersTaking', 'ownersTotal') }, { name: 'areaTaking', article: '12', share: half('areaTaking', 'areaTotal') },
      { name: 'ownersInFavour', article: '12', matter: 'ordinary', share: half('ownersInFavour', 'ownersTotal') }, { name: 'areaInFavour', article: '12', matter: 'ordinary', share: half('areaInFavour', 'areaTotal') },
      { name: 'ownersInFavour', article: '12', matter: 'weighty', share: atLeast(2, 3, 'ownersInFavour', 'ownersTotal') }, { name: 'areaInFavour', article: '12', matter: 'weighty', share: atLeast(2, 3, 'areaInFavour', 'areaTotal') },
    ],
  },
  {
    kind: 'owners', law: 'civilCode', inForce: '2021-01-01', conditions: [
      { name: 'ownersTaking', article: '278', share: atLeast(2, 3, 'ownersTaking', 'ownersTotal') }, { name: 'areaTaking', article: '278', share: atLeast(2, 3, 'areaTaking', 'areaTotal') },
      { name: 'ownersInFavour', article: '278', matter: 'ordinary', share: half('ownersInFavour', 'ownersTaking') }, { name: 'areaInFavour', article: '278', matter: 'ordinary', share: half('areaInFavour', 'areaTaking') },
      { name: 'ownersInFavour', article: '278', matter: 'weighty', share: atLeast(3, 4, 'ownersInFavour', 'ownersTaking') }, { name: 'areaInFavour', article: '278', matter: 'weighty', share: atLeast(3, 4, 'areaInFavour', 'areaTaking') },
    ],
  },
];

/** The newest row in force on that day; undefined before there was any. */
export function thresholdFor(kind: MeetingKind, on: string): Threshold | undefined {
  return thresholds.filter((one) => one.kind === kind && one.inForce <= on).toSorted((a, b) => (a.inForce < b.inForce ? 1 : -1))[0];
}

/** The figures that the minutes of this meeting must give. */
export function figuresOf(kind: MeetingKind, on: string): FigureName[] {
  const needed = (thresholdFor(kind, on)?.conditions ?? []).flatMap((one) => ('share' in one ? [one.share.of, one.share.among] : []));
  const votes: FigureName[] = kind === 'owners' ? [] : ['inFavour', 'against'];
  return figureNames.filter((name) => needed.includes(name) || votes.includes(name));
}

export type Checked = { readonly name: ConditionName; readonly law: LawName; readonly article: string; readonly inForce: string; readonly got: number; /** The least that would do; days of a notice. */ readonly needed: number; readonly among: number; readonly met: boolean };
export type Verdict = { readonly passed: boolean; readonly conditions: readonly Checked[] };

/** Each condition of the law in force on that day, with what it asks for and what there was. Figures were checked by `figuresProblem`. */
export function checkQuorum(meeting: Meeting): Verdict {
  const threshold = thresholdFor(meeting.kind, meeting.heldOn);
  if (!threshold) return { passed: false, conditions: [] };
  const conditions = threshold.conditions.filter(({ matter }) => matter === undefined || matter === meeting.matter).map((one): Checked => {
    const said = { name: one.name, law: threshold.law, article: one.article, inForce: threshold.inForce };
    if ('noticeDays' in one) {
      const got = meeting.noticeOn === null ? 0 : Math.max(0, daysFrom(meeting.noticeOn, meeting.heldOn));
      return { ...said, got, needed: one.noticeDays, among: one.noticeDays, met: got >= one.noticeDays };
    }
    if ('authorised' in one) return { ...said, got: meeting.authorised ? 1 : 0, needed: 1, among: 1, met: meeting.authorised };
    const got = meeting.figures[one.share.of] ?? 0;
    const among = meeting.figures[one.share.among] ?? 0;
    const needed = leastOf(one.share, among);
    return { ...said, got, needed, among, met: among > 0 && got >= needed };
  });
  return { passed: conditions.every(({ met }) => met), conditions };
}

/** Smallest whole number that is enough. */
function leastOf({ parts, whole, more }: Share, among: number): number {
  return more ? Math.floor((among * parts) / whole) + 1 : Math.ceil((among * parts) / whole);
}

/** Minutes that cannot be right: a figure that is missing, more who came than there are, more votes than heads. */
export function figuresProblem(meeting: Meeting): Refusal | null {
  const { figures } = meeting;
  if (!thresholdFor(meeting.kind, meeting.heldOn)) return refuse('points/no-law-then');
  const missing = figuresOf(meeting.kind, meeting.heldOn).find((name) => figures[name] === undefined);
  if (missing) return refuse('points/figure-missing', { figure: `@points.figure.${missing}` });
  const odd = figureNames.find((name) => figures[name] !== undefined && (!Number.isSafeInteger(figures[name]) || figures[name] < 0 || figures[name] > 1e12));
  if (odd) return refuse('points/figure-odd', { figure: `@points.figure.${odd}` });
  const within: readonly (readonly [FigureName, FigureName])[] = [
    ['present', meeting.kind === 'representatives' ? 'members' : 'eligible'], ['presentHouseholds', 'households'], ['representatives', 'members'], ['womenRepresentatives', 'representatives'],
    ['ownersTaking', 'ownersTotal'], ['ownersInFavour', 'ownersTaking'], ['areaTaking', 'areaTotal'], ['areaInFavour', 'areaTaking'],
  ];
  for (const [part, all] of within) {
    if (figures[part] !== undefined && figures[all] !== undefined && figures[part] > figures[all]) return refuse('points/figure-above', { part: `@points.figure.${part}`, all: `@points.figure.${all}` });
  }
  const heads = meeting.kind === 'households' ? figures.presentHouseholds : figures.present;
  if (meeting.kind !== 'owners' && (figures.inFavour ?? 0) + (figures.against ?? 0) > (heads ?? 0)) return refuse('points/votes-above');
  if (meeting.noticeOn !== null && meeting.noticeOn > meeting.heldOn) return refuse('points/notice-after');
  return null;
}

/** Whole days between two calendar days. */
export function daysFrom(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}
