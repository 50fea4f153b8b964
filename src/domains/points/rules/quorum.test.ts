import { describe, expect, test } from 'vitest';
import { checkQuorum, figuresOf, figuresProblem, meetingKinds, thresholdFor, thresholds, type ConditionName, type Figures, type Meeting, type MeetingKind } from './quorum.ts';

const held = '2026-11-08';
const meeting = (kind: MeetingKind, figures: Figures, more: Partial<Meeting> = {}): Meeting => ({ kind, heldOn: held, noticeOn: '2026-10-25', authorised: true, matter: 'ordinary', figures, ...more });
const failing = (one: Meeting): string[] => checkQuorum(one).conditions.filter(({ met }) => !met).map(({ name, law, article }) => `${name} ${law} ${article}`);

/** Each threshold: just enough, and one less. `from` changes the figure that the condition counts. */
const table: readonly (readonly [what: string, enough: Meeting, short: Meeting, condition: ConditionName, law: string, article: string])[] = [
  ['more than half of the adults, even number', meeting('villagers', { eligible: 100, present: 51, inFavour: 26, against: 25 }), meeting('villagers', { eligible: 100, present: 50, inFavour: 26, against: 24 }), 'attendance', 'villagersLaw', '22'],
  ['more than half of the adults, odd number', meeting('villagers', { eligible: 101, present: 51, inFavour: 26, against: 25 }), meeting('villagers', { eligible: 101, present: 50, inFavour: 26, against: 24 }), 'attendance', 'villagersLaw', '22'],
  ['more than half of those present', meeting('villagers', { eligible: 100, present: 60, inFavour: 31, against: 29 }), meeting('villagers', { eligible: 100, present: 60, inFavour: 30, against: 30 }), 'majority', 'villagersLaw', '22'],
  ['ten days of notice', meeting('villagers', { eligible: 9, present: 9, inFavour: 9, against: 0 }, { noticeOn: '2026-10-29' }), meeting('villagers', { eligible: 9, present: 9, inFavour: 9, against: 0 }, { noticeOn: '2026-10-30' }), 'notice', 'villagersLaw', '21'],
  ['two thirds of the households', meeting('households', { households: 300, presentHouseholds: 200, inFavour: 101, against: 99 }), meeting('households', { households: 300, presentHouseholds: 199, inFavour: 101, against: 98 }), 'attendance', 'villagersLaw', '22'],
  ['two thirds of households that are no multiple of three', meeting('households', { households: 100, presentHouseholds: 67, inFavour: 34, against: 33 }), meeting('households', { households: 100, presentHouseholds: 66, inFavour: 34, against: 32 }), 'attendance', 'villagersLaw', '22'],
  ['more than half of the households that came', meeting('households', { households: 90, presentHouseholds: 60, inFavour: 31, against: 29 }), meeting('households', { households: 90, presentHouseholds: 60, inFavour: 30, against: 30 }), 'majority', 'villagersLaw', '22'],
  ['two thirds of the members', meeting('representatives', { members: 30, representatives: 25, womenRepresentatives: 10, present: 20, inFavour: 11, against: 9 }), meeting('representatives', { members: 30, representatives: 25, womenRepresentatives: 10, present: 19, inFavour: 11, against: 8 }), 'attendance', 'villagersLaw', '26'],
  ['four fifths are representatives', meeting('representatives', { members: 30, representatives: 24, womenRepresentatives: 10, present: 30, inFavour: 30, against: 0 }), meeting('representatives', { members: 30, representatives: 23, womenRepresentatives: 10, present: 30, inFavour: 30, against: 0 }), 'villagerShare', 'villagersLaw', '25'],
  ['a third are women', meeting('representatives', { members: 31, representatives: 28, womenRepresentatives: 11, present: 31, inFavour: 31, against: 0 }), meeting('representatives', { members: 31, representatives: 28, womenRepresentatives: 10, present: 31, inFavour: 31, against: 0 }), 'womenShare', 'villagersLaw', '25'],
  ['more than half of the representatives who came', meeting('representatives', { members: 30, representatives: 25, womenRepresentatives: 10, present: 20, inFavour: 11, against: 9 }), meeting('representatives', { members: 30, representatives: 25, womenRepresentatives: 10, present: 20, inFavour: 10, against: 10 }), 'majority', 'villagersLaw', '26'],
  ['authorised by the villagers', meeting('representatives', { members: 3, representatives: 3, womenRepresentatives: 1, present: 3, inFavour: 3, against: 0 }), meeting('representatives', { members: 3, representatives: 3, womenRepresentatives: 1, present: 3, inFavour: 3, against: 0 }, { authorised: false }), 'authorised', 'villagersLaw', '25'],
  ['two thirds of a group', meeting('group', { eligible: 50, present: 34, inFavour: 18, against: 16 }), meeting('group', { eligible: 50, present: 33, inFavour: 18, against: 15 }), 'attendance', 'villagersLaw', '28'],
  ['more than half of the residents', meeting('residents', { eligible: 80, present: 41, inFavour: 21, against: 20 }), meeting('residents', { eligible: 80, present: 40, inFavour: 21, against: 19 }), 'attendance', 'residentsLaw', '9'],
  ['two thirds of the owners by head', owners({ ownersTaking: 200 }), owners({ ownersTaking: 199 }), 'ownersTaking', 'civilCode', '278'],
  ['two thirds of the owners by area', owners({ areaTaking: 2_000_000 }), owners({ areaTaking: 1_999_999 }), 'areaTaking', 'civilCode', '278'],
  ['more than half of those taking part', owners({ ownersTaking: 200, ownersInFavour: 101 }), owners({ ownersTaking: 200, ownersInFavour: 100 }), 'ownersInFavour', 'civilCode', '278'],
  ['more than half of the area taking part', owners({ areaTaking: 2_000_000, areaInFavour: 1_000_001 }), owners({ areaTaking: 2_000_000, areaInFavour: 1_000_000 }), 'areaInFavour', 'civilCode', '278'],
  ['three quarters for a weighty matter', owners({ ownersTaking: 200, ownersInFavour: 150 }, { matter: 'weighty' }), owners({ ownersTaking: 200, ownersInFavour: 149 }, { matter: 'weighty' }), 'ownersInFavour', 'civilCode', '278'],
  ['half of all owners under the older regulation', owners({ ownersTaking: 151, ownersInFavour: 151 }, { heldOn: '2020-12-31' }), owners({ ownersTaking: 150, ownersInFavour: 150 }, { heldOn: '2020-12-31' }), 'ownersTaking', 'propertyRules', '12'],
  ['half of all, not of those taking part, under the older regulation', owners({ ownersTaking: 280, ownersInFavour: 151 }, { heldOn: '2020-12-31' }), owners({ ownersTaking: 280, ownersInFavour: 150 }, { heldOn: '2020-12-31' }), 'ownersInFavour', 'propertyRules', '12'],
  ['two thirds of all for a weighty matter then', owners({ ownersTaking: 280, ownersInFavour: 200 }, { heldOn: '2020-12-31', matter: 'weighty' }), owners({ ownersTaking: 280, ownersInFavour: 199 }, { heldOn: '2020-12-31', matter: 'weighty' }), 'ownersInFavour', 'propertyRules', '12'],
];
function owners(figures: Figures, more: Partial<Meeting> = {}): Meeting {
  return meeting('owners', { ownersTotal: 300, ownersTaking: 300, ownersInFavour: 300, areaTotal: 3_000_000, areaTaking: 3_000_000, areaInFavour: 3_000_000, ...figures, ...(figures.ownersTaking !== undefined && figures.ownersInFavour === undefined ? { ownersInFavour: figures.ownersTaking } : {}), ...(figures.areaTaking !== undefined && figures.areaInFavour === undefined ? { areaInFavour: figures.areaTaking } : {}) }, { noticeOn: null, ...more });
}

describe('what the law of the day asks for', () => {
  test.each(table)('%s: enough, and one short', (_what, enough, short, condition, law, article) => {
    expect(figuresProblem(enough)).toBeNull();
    expect(failing(enough)).toEqual([]);
    expect(checkQuorum(enough).passed).toBe(true);
    // Under the older regulation whoever is short of taking part is short of agreeing as well.
    expect(failing(short).slice(0, law === 'propertyRules' ? 1 : undefined)).toEqual([`${condition} ${law} ${article}`]);
    expect(checkQuorum(short).passed).toBe(false);
  });

  test('the newest law in force on the day of the meeting applies', () => {
    expect(thresholdFor('owners', '2020-12-31')?.law).toBe('propertyRules');
    expect(thresholdFor('owners', '2021-01-01')?.law).toBe('civilCode');
    expect(thresholdFor('villagers', '2010-10-27')).toBeUndefined();
    expect(figuresProblem(meeting('villagers', { eligible: 1, present: 1, inFavour: 1, against: 0 }, { heldOn: '2010-10-27' }))?.refused).toBe('points/no-law-then');
    // The same votes: enough under the one, not under the other.
    expect(checkQuorum(owners({ ownersTaking: 160, ownersInFavour: 151 }, { heldOn: '2020-12-31' })).passed).toBe(true);
    expect(checkQuorum(owners({ ownersTaking: 160, ownersInFavour: 151 })).passed).toBe(false);
  });

  test('every kind of meeting has a law, an article for each condition, and a both-sided row above', () => {
    for (const kind of meetingKinds) expect(thresholdFor(kind, held), kind).toBeDefined();
    for (const row of thresholds) {
      for (const { name, article } of row.conditions) {
        expect(article).toMatch(/^\d+$/u);
        // A notice and a majority are asked of households, groups and residents in the words of the villagers' meeting.
        if (name !== 'majority' && name !== 'notice' && !(row.law === 'propertyRules' && name.startsWith('area'))) expect(table.some(([, one, , condition, law]) => one.kind === row.kind && condition === name && law === row.law), `${row.kind} ${name} ${row.law}`).toBe(true);
      }
    }
  });

  test('nobody came, nobody is entitled: never enough', () => {
    expect(checkQuorum(meeting('villagers', { eligible: 0, present: 0, inFavour: 0, against: 0 })).passed).toBe(false);
    expect(checkQuorum(meeting('villagers', { eligible: 10, present: 0, inFavour: 0, against: 0 })).passed).toBe(false);
  });
});

describe('minutes that cannot be right', () => {
  const right: Figures = { eligible: 10, present: 8, inFavour: 5, against: 3 };
  test.each<[Partial<Meeting>, Figures, string]>([
    [{}, { present: 8, inFavour: 5, against: 3 }, 'points/figure-missing'], [{}, { ...right, present: 7.5 }, 'points/figure-odd'], [{}, { ...right, present: -1 }, 'points/figure-odd'], [{}, { ...right, eligible: 1e18 }, 'points/figure-odd'],
    [{}, { ...right, present: 11, against: 6 }, 'points/figure-above'], [{}, { ...right, against: 4 }, 'points/votes-above'], [{ noticeOn: '2026-11-09' }, right, 'points/notice-after'],
  ])('%j %j', (more, figures, refused) => { expect(figuresProblem(meeting('villagers', figures, more))?.refused).toBe(refused); });
  test('the form asks for what the law counts', () => {
    expect(figuresOf('villagers', held)).toEqual(['eligible', 'present', 'inFavour', 'against']);
    expect(figuresOf('representatives', held)).toEqual(['present', 'members', 'representatives', 'womenRepresentatives', 'inFavour', 'against']);
    expect(figuresOf('owners', held)).not.toContain('against');
  });
});
