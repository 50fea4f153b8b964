import { refuse, type Refusal } from './refusal.ts';

/** Full-width digits, letters and signs, as Chinese input methods and spreadsheets write them, to ASCII. */
export function toHalfWidth(text: string): string {
  return text.replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0)).replaceAll('\u3000', ' ');
}

/**
 * A mobile number of the Chinese mainland as its 11 digits. Takes +86, 0086 or 86 in front, spaces,
 * hyphens, brackets and full-width characters. Says nothing about whether the number is in use.
 * Refusal: platform/mobile-wrong.
 */
export function checkMobile(text: string): string | Refusal {
  const bare = toHalfWidth(text).replace(/[\s()\-\u2010-\u2015\u200b-\u200f\u202a-\u202e\ufeff]/g, '');
  const digits = bare.replace(/^(?:\+86|0086|86(?=\d{11}$))/, '');
  return /^1[3-9]\d{9}$/.test(digits) ? digits : refuse('platform/mobile-wrong');
}

/** `13812345678` as `138****5678`, for screens that must not show it whole. */
export function maskMobile(mobile: string): string {
  return mobile.replace(/^(\d{3})\d{4}(\d{4})$/, '$1****$2');
}

/**
 * Text for keeping and comparing: composed (NFC) and nothing else; spaces, case and rare Hanzi stay.
 * `min` and `max` count code points, of which a rare Hanzi is one.
 * Refusals: platform/text-not-storable (NUL or half a surrogate pair), platform/text-too-short, platform/text-too-long.
 */
export function normaliseText(text: string, { min = 0, max }: { readonly min?: number; readonly max: number }): string | Refusal {
  if (!text.isWellFormed() || text.includes('\u0000')) return refuse('platform/text-not-storable');
  const composed = text.normalize('NFC');
  const length = [...composed].length;
  if (length > max) return refuse('platform/text-too-long', { max });
  return length < min ? refuse('platform/text-too-short', { min }) : composed;
}

/** National code of a division: province, prefecture, county two digits each, township and village three each. */
export const divisionCode = /^[1-9]\d{11}$/;

/** A grid's code: the 12 digits of the village or community it was drawn in, and its serial. */
export const gridCode = /^[1-9]\d{11}\d{3,5}$/;
