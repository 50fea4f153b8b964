import { isCommonPassword, type KnownOfPerson } from './rules/passwords.ts';

// The world's most used passwords (49,000, in the order of their use), of `@zxcvbn-ts/language-common`. What people here are used to
// is in `rules/common-passwords.ts`.

export type WorldList = { readonly all: ReadonlySet<string>; /** With a year or a number behind it, as common as the word itself. */ readonly stems: ReadonlySet<string> };
const stemsAmongFirst = 10_000;
const shortestStem = 5;
let list: Promise<WorldList> | undefined;

/** Read at the first password that is chosen: a tenth of a second that no start needs. */
export function worldList(): Promise<WorldList> {
  list ??= import('@zxcvbn-ts/language-common').then(({ dictionary }) => {
    const words = dictionary['passwords-common'];
    return { all: new Set(words), stems: new Set(words.slice(0, stemsAmongFirst).filter((word) => word.length >= shortestStem && /^[a-z]+$/u.test(word))) };
  });
  return list;
}

/** Is it among the first that a guesser tries, here or anywhere? */
export async function isTooCommon(password: string, known: KnownOfPerson): Promise<boolean> {
  return isTooCommonIn(await worldList(), password, known);
}

export function isTooCommonIn(world: WorldList, password: string, known: KnownOfPerson): boolean {
  return isCommonAnywhere(world, password) || isCommonPassword(password, known);
}

/** `jennifer`, `Jennifer!`, `jennifer1987`, `1charlie`: a listed one, however it is written, and a listed word with up to four signs around it. */
function isCommonAnywhere({ all, stems }: WorldList, password: string): boolean {
  const plain = password.normalize('NFKC').toLowerCase();
  if (all.has(plain) || all.has(plain.replace(/[^\p{L}\p{N}]/gu, ''))) return true;
  const [, before = '', core = '', after = ''] = /^([\d\p{P}\p{S}]*)([a-z]+)([\d\p{P}\p{S}]*)$/u.exec(plain) ?? [];
  return before.length + after.length <= 4 && stems.has(core);
}
