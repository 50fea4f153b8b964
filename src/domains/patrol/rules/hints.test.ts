import { describe, expect, test } from 'vitest';
import { comparableWords, hintsOf, type Told } from './hints.ts';

const at = (clock: string): Date => new Date(`2026-11-22T${clock}:00+08:00`);
const visit = (visitId: string, clock: string, change: Partial<Told> = {}): Told => ({ visitId, personId: 1, at: at(clock), subject: `person:${visitId}`, photos: [], words: null, place: null, ...change });
const spot = (longitude: number, accuracyM = 100) => ({ longitude, latitude: 36, accuracyM });

describe('a question to the supervisor', () => {
  test('one picture in two visits', () => {
    expect(hintsOf([visit('a', '09:00', { photos: ['p', 'p'] }), visit('b', '10:00', { photos: ['q', 'p'] }), visit('c', '11:00', { photos: ['r'] })])).toEqual([{ kind: 'samePhoto', photo: 'p', visitIds: ['a', 'b'] }]);
  });
  test('twice in one visit is no question', () => {
    expect(hintsOf([visit('a', '09:00', { photos: ['p', 'p'] })])).toEqual([]);
  });
  test('the same words at three doors, by one hand', () => {
    const three = ['a', 'b', 'c'].map((id, index) => visit(id, `0${index + 7}:00`, { words: 'w' }));
    expect(hintsOf(three)).toEqual([{ kind: 'sameWords', visitIds: ['a', 'b', 'c'] }]);
    expect(hintsOf(three.slice(1))).toEqual([]);
    expect(hintsOf(three.map((one, index) => ({ ...one, personId: index })))).toEqual([]);
    expect(hintsOf(three.map((one) => ({ ...one, subject: 'person:x' })))).toEqual([]);
  });
  test('faster than any road, with the accuracy on his side', () => {
    const fast = [visit('a', '09:00', { place: spot(116) }), visit('b', '09:05', { place: spot(116.3) })];
    expect(hintsOf(fast)).toEqual([{ kind: 'tooFast', visitIds: ['a', 'b'], kilometres: 26.5, minutes: 5 }]);
    expect(hintsOf([fast[0], visit('b', '09:05', { place: spot(116.3, 20_000) })].flatMap((one) => one ?? []))).toEqual([]);
    expect(hintsOf([fast[0], visit('b', '10:00', { place: spot(116.3) })].flatMap((one) => one ?? []))).toEqual([]);
    expect(hintsOf(fast.map((one, index) => ({ ...one, personId: index })))).toEqual([]);
    expect(hintsOf([visit('a', '09:00', { place: spot(116) }), visit('b', '09:00', { place: spot(116.005) })])).toEqual([]);
  });
  test('the newest first', () => {
    const some = [visit('a', '09:00', { photos: ['p'] }), visit('b', '09:30', { photos: ['p'] }), visit('c', '10:00', { photos: ['q'] }), visit('d', '11:00', { photos: ['q'] })];
    expect(hintsOf(some).map(({ visitIds }) => visitIds[1])).toEqual(['d', 'b']);
    expect(hintsOf([...some].reverse())).toEqual(hintsOf(some));
  });
});

test('words are compared without their marks and spaces; short ones not at all', () => {
  expect(comparableWords('老人身体 良好，家中用火 用电安全。')).toBe(comparableWords('老人身体良好,家中用火用电安全'));
  expect(comparableWords('一切正常。')).toBeNull();
});
