// Identity documents: what a clerk types, brought into the one form that is hashed and compared. GB 11643-1999 for the
// number of a citizen (its check digit is ISO 7064 MOD 11-2); the permits as the exit-entry administration prints them.

export const idKinds = ['idCard', 'residencePermit', 'hkMacaoPermit', 'taiwanPermit', 'foreignPermit', 'passport'] as const;
export type IdKind = (typeof idKinds)[number];

export type IdNumber = {
  readonly kind: IdKind;
  /** One document, one text: what is hashed. */
  readonly number: string;
  readonly birthDate: string | null;
  readonly sex: 'male' | 'female' | null;
};
/** The key of its sentence. */
export type IdProblem = { readonly problem: 'id-shape' | 'id-checksum' | 'id-birth-date' | 'id-birth-ahead' };

/**
 * @param kind undefined: told from its shape
 * @param today a day in China, `2026-11-22`: nobody is born after it
 */
export function readIdNumber(text: string, kind: IdKind | undefined, today: string): IdNumber | IdProblem {
  const plain = text.normalize('NFKC').toUpperCase().replace(/[\s\-‐-―·.()]/gu, '');
  const known = kind ?? kindOf(plain);
  switch (known) {
    case 'idCard': return citizen(plain.length === 15 ? fromFifteen(plain) : plain, today, 'idCard', /^[1-7]\d{16}[\dX]$|^99\d{15}[\dX]$/u);
    // 港澳台居民居住证 is numbered like an identity card, with 81, 82 or 83 for the place.
    case 'residencePermit': return citizen(plain, today, 'residencePermit', /^8[123]0000\d{11}[\dX]$/u);
    // 回乡证: the last two of eleven digits only count how often it was renewed.
    case 'hkMacaoPermit': return simple('hkMacaoPermit', /^([HM]\d{8})(?:\d{2})?$/u.exec(plain)?.[1]);
    // 台胞证: eight digits; the older ten end with the count of renewals, some with a letter behind.
    case 'taiwanPermit': return simple('taiwanPermit', /^(\d{8})(?:\d{2}[A-Z]?)?$/u.exec(plain)?.[1]);
    // 外国人永久居留身份证: of 2023 numbered like an identity card, 9 first; before, three letters and twelve digits.
    case 'foreignPermit': return /^9\d{16}[\dX]$/u.test(plain) ? dated(plain, today, 'foreignPermit') : simple('foreignPermit', /^[A-Z]{3}\d{12}$/u.exec(plain)?.[0]);
    case 'passport': return simple('passport', /^(?=.*\d)[A-Z\d]{5,12}$/u.exec(plain)?.[0]);
    default: return { problem: 'id-shape' };
  }
}

export function isIdProblem(read: IdNumber | IdProblem): read is IdProblem {
  return 'problem' in read;
}

/** The eighteenth character for the first seventeen digits. */
export function checkDigit(seventeen: string): string {
  const sum = weights.reduce((total, weight, at) => total + weight * Number(seventeen[at] ?? 0), 0);
  return '10X98765432'[sum % 11] ?? '';
}
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

function kindOf(plain: string): IdKind | undefined {
  if (/^8[123]0000\d{11}[\dX]$/u.test(plain)) return 'residencePermit';
  if (/^[1-7]\d{16}[\dX]$|^99\d{15}[\dX]$|^[1-7]\d{14}$/u.test(plain)) return 'idCard';
  if (/^9\d{16}[\dX]$|^[A-Z]{3}\d{12}$/u.test(plain)) return 'foreignPermit';
  if (/^[HM]\d{8}(?:\d{2})?$/u.test(plain)) return 'hkMacaoPermit';
  if (/^\d{8}$|^\d{10}[A-Z]?$/u.test(plain)) return 'taiwanPermit';
  return /^[A-Z]{1,2}\d{7,8}$/u.test(plain) ? 'passport' : undefined;
}

/** Numbers of before 1999 have a year of two digits and no check digit; those who had one were born in 19xx. */
function fromFifteen(plain: string): string {
  const seventeen = `${plain.slice(0, 6)}19${plain.slice(6)}`;
  return /^\d{15}$/u.test(plain) ? `${seventeen}${checkDigit(seventeen)}` : plain;
}

/** Region codes that were abolished stay valid in their numbers, so no list of regions is asked. */
function citizen(plain: string, today: string, kind: IdKind, shape: RegExp): IdNumber | IdProblem {
  if (!shape.test(plain)) return { problem: 'id-shape' };
  return dated(plain, today, kind);
}

function dated(plain: string, today: string, kind: IdKind): IdNumber | IdProblem {
  if (checkDigit(plain.slice(0, 17)) !== plain[17]) return { problem: 'id-checksum' };
  const birthDate = `${plain.slice(6, 10)}-${plain.slice(10, 12)}-${plain.slice(12, 14)}`;
  if (!isDay(birthDate)) return { problem: 'id-birth-date' };
  if (birthDate > today) return { problem: 'id-birth-ahead' };
  return { kind, number: plain, birthDate, sex: Number(plain[16]) % 2 === 1 ? 'male' : 'female' };
}

function simple(kind: IdKind, number: string | undefined): IdNumber | IdProblem {
  return number === undefined ? { problem: 'id-shape' } : { kind, number, birthDate: null, sex: null };
}

/** A day that there is, of 1900 or later. */
export function isDay(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  return year >= 1900 && date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
