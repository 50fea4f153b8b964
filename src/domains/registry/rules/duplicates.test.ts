import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { likenessOf, type Compared } from './duplicates.ts';

const someone: Compared = { name: '柳春生', birthDate: '1945-03-07', sex: 'male', address: '前柳村3组12号', idKind: 'idCard', idHash: 'aa', phoneHash: 'p1' };
const verdict = (other: Partial<Compared>, self: Partial<Compared> = {}): string => likenessOf({ ...someone, ...self }, { ...someone, ...other }).verdict;

describe('two of them', () => {
  it('are one for certain with the same number, whatever else is written', () => {
    expect(likenessOf(someone, { ...someone, name: '柳椿生', birthDate: null, address: '', phoneHash: null })).toEqual({ verdict: 'certain', reasons: ['sameId'] });
  });
  it('are two with different numbers of one kind', () => {
    expect(likenessOf(someone, { ...someone, idHash: 'bb' })).toEqual({ verdict: 'none', reasons: ['differentId', 'sameName', 'sameBirthDate', 'sameAddress', 'samePhone'] });
  });
  it('are likely one with name, birthday and address; possibly one with less', () => {
    const bare = { idHash: null, idKind: null };
    expect(verdict({ ...bare, phoneHash: 'p2', address: '前柳村 3组 12 号' })).toBe('likely');
    expect(verdict({ idKind: 'passport', idHash: 'bb', address: '别处' })).toBe('likely');
    expect(verdict({ ...bare, phoneHash: null, address: '别处' })).toBe('possible');
    expect(verdict({ ...bare, birthDate: null })).toBe('possible');
    expect(verdict({ ...bare, birthDate: '1946-03-07' })).toBe('none');
    expect(verdict({ ...bare, sex: 'female' })).toBe('none');
    expect(verdict({ ...bare, name: '柳秋生' })).toBe('none');
  });
  it('say nothing by what is not known', () => {
    const unknown: Compared = { name: '', birthDate: null, sex: null, address: '', idKind: null, idHash: null, phoneHash: null };
    expect(likenessOf(unknown, unknown)).toEqual({ verdict: 'none', reasons: [] });
  });
  it('are alike both ways round', () => {
    const some = fc.record({ name: fc.constantFrom('柳春生', '柳 春生', '柳秋生'), birthDate: fc.constantFrom(null, '1945-03-07', '1946-01-01'), sex: fc.constantFrom(null, 'male', 'female'), address: fc.constantFrom('', '前柳村1幢', '前柳村1栋'), idKind: fc.constantFrom(null, 'idCard', 'passport'), idHash: fc.constantFrom(null, 'aa', 'bb'), phoneHash: fc.constantFrom(null, 'p1', 'p2') });
    fc.assert(fc.property(some, some, (a, b) => { expect(likenessOf(a, b)).toEqual(likenessOf(b, a)); }), { seed: 20_261_124, numRuns: 500 });
  });
});
