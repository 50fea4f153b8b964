import { describe, expect, it } from 'vitest';
import { careKinds, careProblem, careState, isSensitive, nextVisitOn, type NewCare } from './care.ts';

const today = '2026-11-24';
const need: NewCare = { kind: 'livingAlone', basis: 'consent', startOn: today, endOn: '2027-05-24', birthDate: '1945-03-07', today };

describe('a care need', () => {
  it('has an end within a year, and a basis that fits', () => {
    const problem = (more: Partial<NewCare>) => careProblem({ ...need, ...more });
    expect(problem({})).toBeNull();
    expect(problem({ endOn: '2026-11-23' })).toBe('dates-reversed');
    expect(problem({ startOn: '2026-01-01', endOn: '2026-11-23' })).toBe('ended-before-today');
    expect(problem({ endOn: '2027-11-26' })).toBe('too-long');
    expect(problem({ endOn: '2027-11-25' })).toBeNull();
    expect(problem({ birthDate: '2015-01-01' })).toBe('basis-does-not-fit');
    expect(problem({ kind: 'leftBehindChild', birthDate: null })).toBe('basis-does-not-fit');
    expect(problem({ kind: 'leftBehindChild', basis: 'guardianConsent', birthDate: '2015-01-01' })).toBeNull();
    expect(problem({ basis: 'guardianConsent' })).toBe('basis-does-not-fit');
  });

  it('is known to its helpers alone where it is about a child or a mind', () => {
    expect(careKinds.filter((kind) => isSensitive(kind, '1945-03-07', today))).toEqual(['leftBehindChild', 'childInNeed', 'mentalDisorder']);
    expect(careKinds.every((kind) => isSensitive(kind, '2015-03-07', today))).toBe(true);
  });

  it('is no register of suspicion', () => {
    expect(careKinds.filter((kind) => /petition|correction|release|drug|police|suspect|cult|key/iu.test(kind))).toEqual([]);
  });

  it('ends by itself, and says so two weeks before', () => {
    expect([careState({ endOn: '2026-12-09', endedOn: null }, today), careState({ endOn: '2026-12-08', endedOn: null }, today), careState({ endOn: '2026-11-23', endedOn: null }, today), careState({ endOn: '2027-01-01', endedOn: today }, today)])
      .toEqual(['current', 'ending', 'over', 'over']);
  });

  it('asks for a first visit within a week, then by its cycle', () => {
    expect(nextVisitOn({ startOn: '2026-11-24', cycle: 30, lastVisitOn: null })).toBe('2026-12-01');
    expect(nextVisitOn({ startOn: '2026-11-24', cycle: 2, lastVisitOn: null })).toBe('2026-11-26');
    expect(nextVisitOn({ startOn: '2026-11-24', cycle: 30, lastVisitOn: '2026-12-20' })).toBe('2027-01-19');
  });
});
