import { describe, expect, test } from 'vitest';
import { isTooCommon, worldList } from './common-list.ts';
import { readablePassword } from './rules/first-password.ts';

const known = { account: 'zhangwei', phone: '13912345678' };

describe('the world\'s common passwords', () => {
  test('each of the list that is long enough is refused, and the list is longer than three thousand', async () => {
    const { all } = await worldList();
    const longEnough = [...all].filter((word) => word.length >= 8);
    expect(all.size).toBeGreaterThan(40_000);
    expect(longEnough.length).toBeGreaterThan(3_000);
    for (const word of longEnough) expect([word, await isTooCommon(word.toUpperCase(), known)]).toEqual([word, true]);
  });

  test.each([
    ['jennifer'], ['Chocolate'], ['pokemon1'], ['charlie1'], ['Jennifer!'], ['jennifer1987'], ['12charlie'], ['ｊｅｎｎｉｆｅｒ'], ['manchester'], ['liverpool1'], ['metallica'], ['whatever!!'],
    ['woaini1314'], ['liaocheng2026'], ['jingwei123'], ['5201314aini'], ['zhangwei88'], ['13912345678'],
  ])('%s is refused', async (password) => {
    expect(await isTooCommon(password, known)).toBe(true);
  });

  test.each([['horse staple battery'], ['麦田里的守望者在柳溪'], ['tugafo-nibeka-4821'], ['jennifer-eats-dumplings'], ['x7Kq!v2m'], ['dragonfruitsalad'], ['Wo!Zhi_Ai_Chi#Mian']])('%s is taken', async (password) => {
    expect(await isTooCommon(password, known)).toBe(false);
  });

  test('what the product makes up itself is none of them', async () => {
    let state = 11;
    const randomBelow = (below: number): number => {
      state = (state * 48_271) % 2_147_483_647;
      return state % below;
    };
    for (let made = 0; made < 200; made += 1) {
      const password = readablePassword(randomBelow);
      expect([password, await isTooCommon(password, known)]).toEqual([password, false]);
    }
  });
});
