import { expect, test } from 'vitest';
import type { MatterClass } from '../contract.ts';
import { classRows, visibleRows } from './class-tree.ts';

const one = (code: string, parentCode: string | null, more: Partial<MatterClass> = {}): MatterClass => ({
  code, parentCode, level: code.length / 2, name: `类${code}`, kind: 'matter', standard: '', source: '', deadline: null, verification: false, settleable: false,
  evidencePhotos: 0, public: true, urgentCall: null, active: true, keywords: [], ...more,
});
const rows = classRows([
  one('01', null, { deadline: { amount: 3, unit: 'workingDays' } }), one('02', null), one('0101', '01'), one('0102', '01', { deadline: { amount: 4, unit: 'workingHours' } }),
  one('010101', '0101', { keywords: ['井盖'] }), one('010201', '0102', { name: '路灯不亮' }), one('0201', '02'),
]);
const codes = (list: readonly { code: string }[]): string[] => list.map(({ code }) => code);

test('children stand behind their parents, with the deadline that holds', () => {
  expect(rows.map(({ code, from, effective, children }) => [code, from, effective.amount, children])).toEqual([
    ['01', 'own', 3, 2], ['0101', 'above', 3, 1], ['010101', 'above', 3, 0], ['0102', 'own', 4, 1], ['010201', 'above', 4, 0], ['02', 'default', 5, 1], ['0201', 'default', 5, 0],
  ]);
  expect(rows[2]?.names).toEqual(['类01', '类0101', '类010101']);
});

test('folded rows are out of sight, also below an unfolded one', () => {
  expect(codes(visibleRows(rows, new Set(), ''))).toEqual(['01', '02']);
  expect(codes(visibleRows(rows, new Set(['0101']), ''))).toEqual(['01', '02']);
  expect(codes(visibleRows(rows, new Set(['01', '0102']), ''))).toEqual(['01', '0101', '0102', '010201', '02']);
});

test('what is found stands under its parents, folded or not', () => {
  expect(codes(visibleRows(rows, new Set(), '井盖'))).toEqual(['01', '0101', '010101']);
  expect(codes(visibleRows(rows, new Set(), '路灯'))).toEqual(['01', '0102', '010201']);
  expect(codes(visibleRows(rows, new Set(), '0201'))).toEqual(['02', '0201']);
  expect(visibleRows(rows, new Set(), '没有')).toEqual([]);
});
