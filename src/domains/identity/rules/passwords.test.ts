import { describe, expect, test } from 'vitest';
import { commonPasswords, commonStems } from './common-passwords.ts';
import { readablePassword } from './first-password.ts';
import { isCommonPassword } from './passwords.ts';

const known = { account: 'zhangwei', phone: '13912345678' };

describe('common passwords', () => {
  test.each([
    ['12345678'], ['87654321'], ['qwertyui'], ['QWERTYUI'], ['woaini1314'], ['WoAiNi1314!'], ['5201314abc'], ['1qaz2wsx'], ['P@ssw0rd'], ['aa123456@'], ['admin@123'],
    ['11111111'], ['abababab'], ['13141314'], ['abcdefgh'], ['hgfedcba'], ['１２３４５６７８'], ['asdfghjkl'], ['20260131'], ['19870412'], ['zw19870412'], ['1987-04-12'],
    ['zhangwei'], ['ZhangWei88'], ['zhangwei1234'], ['13912345678'], ['a13912345678'],
    ['Shandong2024!'], ['liaocheng@110'], ['123wangge'], ['Wangge#2026'], ['Zhongguo1949'], ['beijing12345678'], ['w@ngge2025'], ['tiantian99!'], ['!!dragon888888'], ['monkey20080808'],
  ])('%s is refused', (password) => {
    expect(isCommonPassword(password, known)).toBe(true);
  });

  test.each([
    ['horse staple battery'], ['麦田里的守望者在柳溪'], ['tugafo-nibeka-4821'], ['zhangwei likes red apples'], ['19870412 und noch etwas'], ['柳溪镇的春天来得早'], ['x7Kq!v2m'], ['shandong-lvshu-4821'], ['wangge837264518'], ['dragonfruitsalad'],
  ])('%s is taken: no rules of composition', (password) => {
    expect(isCommonPassword(password, known)).toBe(false);
  });

  test('the list is in lower case, and none is shorter than what the contract allows', () => {
    expect(commonPasswords.size).toBeGreaterThan(300);
    expect([...commonPasswords].filter((one) => one !== one.toLowerCase() || one.length < 8)).toEqual([]);
  });

  test('words and what people put behind them stand for far more than the three thousand commonest', () => {
    const tails = ['1234', '2024', '@123', '123456', '888', '2026!'];
    const refused = [...commonStems].flatMap((stem) => tails.map((tail) => `${stem}${tail}`)).filter((one) => one.length >= 8);
    expect(refused.length + commonPasswords.size).toBeGreaterThan(1_500);
    for (const one of refused) expect(isCommonPassword(one, known), one).toBe(true);
    expect([...commonStems].filter((one) => one !== one.toLowerCase() || /[^a-z0@]/u.test(one))).toEqual([]);
  });

  test('the demo\'s readable passwords are good ones', () => {
    let state = 7;
    const randomBelow = (below: number): number => {
      state = (state * 48_271) % 2_147_483_647;
      return state % below;
    };
    const made = Array.from({ length: 300 }, () => readablePassword(randomBelow));
    expect(new Set(made).size).toBe(300);
    for (const password of made) {
      expect(password).toMatch(/^[a-z]{4}-[a-z]{4}-[a-z]{4}-[1-9]\d{3}$/u);
      expect(isCommonPassword(password, known)).toBe(false);
    }
  });
});
