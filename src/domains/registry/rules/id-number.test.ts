import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDigit, isIdProblem, readIdNumber, type IdKind } from './id-number.ts';

const today = '2026-11-24';
const numberOf = (text: string, kind?: IdKind): string => {
  const read = readIdNumber(text, kind, today);
  return isIdProblem(read) ? read.problem : `${read.kind} ${read.number}`;
};

describe('a number of a document', () => {
  // The first two are the examples of GB 11643-1999 itself; 99 is no place in China.
  it.each([
    ['11010519491231002X', 'idCard 11010519491231002X'], ['440524188001010014', 'id-birth-date'], ['11010519491231002x', 'idCard 11010519491231002X'],
    [' 110105 19491231 002Ｘ ', 'idCard 11010519491231002X'], ['１１０１０５１９４９１２３１００２Ｘ', 'idCard 11010519491231002X'], ['110105-19491231-002X', 'idCard 11010519491231002X'],
    ['110105194912310021', 'id-checksum'], ['110105491231002', 'idCard 11010519491231002X'], ['110105199902300017', 'id-checksum'], ['990101194503070027', 'idCard 990101194503070027'],
    ['00010519491231002X', 'id-shape'], ['11010519491231', 'id-shape'], ['', 'id-shape'], ['张三', 'id-shape'],
    ['H12345678', 'hkMacaoPermit H12345678'], ['H1234567801', 'hkMacaoPermit H12345678'], ['m 8765 4321', 'hkMacaoPermit M87654321'],
    ['12345678', 'taiwanPermit 12345678'], ['1234567801', 'taiwanPermit 12345678'], ['1234567801(B)', 'taiwanPermit 12345678'],
    ['911124198108030024', 'foreignPermit 911124198108030024'], ['ABC123456789012', 'foreignPermit ABC123456789012'], ['E12345678', 'passport E12345678'], ['EA1234567', 'passport EA1234567'],
  ])('%s is %s', (text, wanted) => { expect(numberOf(text)).toBe(wanted); });

  it('fits the kind that was chosen, or is refused', () => {
    expect(numberOf('H12345678', 'passport')).toBe('passport H12345678');
    expect(numberOf('11010519491231002X', 'residencePermit')).toBe('id-shape');
    expect(numberOf('H12345678', 'idCard')).toBe('id-shape');
    const hk = `81000019900101001`;
    expect(numberOf(`${hk}${checkDigit(hk)}`)).toBe(`residencePermit ${hk}${checkDigit(hk)}`);
  });

  it('has a day that there was, and not one to come', () => {
    const of = (birth: string): string => { const first = `990101${birth}001`; return numberOf(`${first}${checkDigit(first)}`); };
    expect(of('20230229')).toBe('id-birth-date');
    expect(of('20240229')).toMatch(/^idCard/u);
    expect(of('20261125')).toBe('id-birth-ahead');
    expect(of('20261124')).toMatch(/^idCard/u);
  });

  it('tells birth date and sex', () => {
    expect(readIdNumber('11010519491231002X', undefined, today)).toEqual({ kind: 'idCard', number: '11010519491231002X', birthDate: '1949-12-31', sex: 'female' });
  });

  it('is one text in whatever way it was typed, and a wrong digit is noticed', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 36_000 }), fc.integer({ min: 0, max: 999 }), fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 9 }), (days, serial, at, add) => {
      const birth = new Date(Date.UTC(1920, 0, 1) + days * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '');
      const first = `990123${birth}${String(serial).padStart(3, '0')}`;
      const number = `${first}${checkDigit(first)}`;
      const wide = [...number].map((one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0)).join('');
      const spaced = number.toLowerCase().replace(/(.{6})(.{8})/u, '$1 $2 ');
      expect([numberOf(wide), numberOf(spaced)]).toEqual([numberOf(number), numberOf(number)]);
      const wrong = `${number.slice(0, at)}${(Number(number[at]) + add) % 10}${number.slice(at + 1)}`;
      expect(numberOf(wrong)).not.toMatch(/^idCard/u);
    }), { seed: 20_261_124, numRuns: 300 });
  });
});
