import { expect, test } from 'vitest';
import { refusalKey } from '../../platform/core/words.ts';
import { makeSay } from '../../platform/say.ts';
import * as contract from './contract.ts';
import { areaKinds } from './contract.ts';
import { geographyWords } from './words.ts';

const say = makeSay([geographyWords]);

test('every refusal and every kind has its sentence', () => {
  const refusals = Object.values(contract).flatMap((one) => (typeof one === 'object' && 'kind' in one && one.kind === 'command' ? one.refusals : []));
  expect(refusals.length).toBeGreaterThan(20);
  const keys = [...refusals.map(refusalKey), ...areaKinds.map((kind) => `geography.kind.${kind}`)];
  expect(keys.filter((key) => say('zh-CN', key) === key || say('en', key) === key)).toEqual([]);
});
