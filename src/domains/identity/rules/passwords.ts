import { commonPasswords, commonStems, runs } from './common-passwords.ts';

/** What a guesser knows of the person; his password must not follow from it. */
export type KnownOfPerson = { readonly account: string; readonly phone?: string };

/**
 * Is it among the first a guesser tries? No rules of composition: they make people write passwords down
 * (NIST SP 800-63B 3.1.1.2). Length is the contract's business.
 */
export function isCommonPassword(password: string, known: KnownOfPerson): boolean {
  const plain = password.normalize('NFKC').toLowerCase();
  const bare = plain.replace(/[^\p{L}\p{N}]/gu, '');
  if (commonPasswords.has(plain) || commonPasswords.has(bare)) return true;
  if (new Set(plain).size <= 2) return true;
  if (isRepeated(plain) || runs.some((run) => isStretch(plain, run))) return true;
  if (isDate(plain) || isStemWithTail(plain)) return true;
  return followsFrom(plain, known.account) || (known.phone !== undefined && followsFrom(plain, known.phone));
}

/** abcabcabc, 13141314, 520520520: a piece of up to six characters said again and again. */
function isRepeated(text: string): boolean {
  for (let size = 1; size <= 6; size += 1) {
    if (text.length >= 2 * size && text === text.slice(0, size).repeat(Math.ceil(text.length / size)).slice(0, text.length)) return true;
  }
  return false;
}

function isStretch(text: string, run: string): boolean {
  return run.includes(text) || [...run].reverse().join('').includes(text);
}

/** A birthday: 19870412, 1987-04-12, also with two digits of year before or a name's letter or two around. */
function isDate(text: string): boolean {
  return /^[a-z]{0,3}(?:19|20)\d\d[-./]?(?:0?[1-9]|1[0-2])[-./]?(?:0?[1-9]|[12]\d|3[01])[a-z]{0,3}$/u.test(text);
}

/** Shandong2024!, 123wang, liaocheng@110: a word that everybody knows, and a year or up to four digits and marks around it. */
function isStemWithTail(text: string): boolean {
  const [, before = '', core = '', after = ''] = /^([\d\p{P}\p{S}]*)([a-z@0]*[a-z])([\d\p{P}\p{S}]*)$/u.exec(text) ?? [];
  if (!commonStems.has(core) && !commonStems.has(core.replaceAll('@', 'a').replaceAll('0', 'o'))) return false;
  const tail = `${before}${after}`;
  const digits = tail.replace(/\D/gu, '');
  return tail.length <= 5 || /^(?:19|20)\d\d/u.test(digits) || runs.some((run) => isStretch(digits, run)) || new Set(digits).size <= 2 || isRepeated(digits) || spokenNumbers.test(digits);
}

/** 我爱你一生一世, 亲亲我吧我爱你, 一路发: numbers that are said like words. */
const spokenNumbers = /^(?:520|521|1314|201314|5201314|5211314|1314520|1314521|7758521|7758258|168168|51888)$/u;

/** The account (or its telephone) with up to four characters added is no secret. */
function followsFrom(password: string, fact: string): boolean {
  const plain = fact.toLowerCase();
  return plain.length >= 3 && password.includes(plain) && password.length - plain.length <= 4;
}
