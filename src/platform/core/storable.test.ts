import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findUnstorable } from './storable.ts';
import { runs } from '../../../test/support/size.ts';

test('whatever JSON a person may send is storable, down to rare characters', () => {
  for (const text of ['𠮷野家', '㐂', 'שלום', '‮txt.exe', 'a​b', '👨‍👩‍👧', 'e\u0301', '', '\t\n']) expect(findUnstorable({ a: [text], [text]: 1 })).toBeNull();
  fc.assert(fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.array(fc.string({ unit: 'binary' }), { maxLength: 3 }), { maxKeys: 3 }), (value) => {
    expect(findUnstorable(value) === null).toBe(Object.entries(value).flat(2).every((text) => !text.includes('\u0000')));
  }), { seed: 20_261_122, numRuns: runs(200) });
});

test('NUL and half a pair are found where they stand', () => {
  expect(findUnstorable('a\u0000')).toEqual({ path: [], why: 'text-not-storable' });
  expect(findUnstorable({ a: { b: ['x', '\ud842'] } })).toEqual({ path: ['a', 'b', 1], why: 'text-not-storable' });
  expect(findUnstorable({ a: { 'b\u0000': 1 } })).toEqual({ path: ['a'], why: 'text-not-storable' });
  expect(findUnstorable([['\udfb7𠮷']])).toEqual({ path: [0, 0], why: 'text-not-storable' });
});

test('nested without end is no reason to fall over', () => {
  const deep: unknown = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
  expect(findUnstorable({ x: deep })).toEqual({ path: ['x'], why: 'nested-too-deep' });
  expect(findUnstorable(JSON.parse(`${'['.repeat(60)}${']'.repeat(60)}`))).toBeNull();
});
