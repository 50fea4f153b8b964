import { expect, test } from 'vitest';
import { refusalKey } from '../../platform/core/words.ts';
import { makeSay } from '../../platform/say.ts';
import * as contract from './contract.ts';
import { dispatchWords } from './words.ts';

const say = makeSay([dispatchWords]);

test.each(['zh-CN', 'en'] as const)('every refusal that the contract lists has its sentence (%s)', (language) => {
  const listed = Object.values(contract).flatMap((one) => (typeof one === 'object' && 'refusals' in one ? one.refusals : []));
  expect(listed.length).toBeGreaterThan(20);
  for (const refused of listed) expect(say(language, refusalKey(refused)), refused).not.toBe(refusalKey(refused));
});

test('the English sentences have the placeholders of the Chinese ones', () => {
  const sentences = (tree: object): string[] => Object.values(tree).flatMap((one: string | object) => (typeof one === 'string' ? [one] : sentences(one)));
  const places = (text: string): string[] => (text.match(/\{\{\w+\}\}/g) ?? []).sort();
  expect(sentences(dispatchWords.en).map(places)).toEqual(sentences(dispatchWords['zh-CN']).map(places));
});
