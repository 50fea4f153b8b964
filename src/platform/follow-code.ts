import { createHmac, timingSafeEqual } from 'node:crypto';
import { toHalfWidth } from './core/code-check.ts';

/**
 * Eight characters that prove that somebody was given them: derived from what they are for and a secret of the
 * installation, and kept nowhere. The same for ever, unless the secret is changed.
 */
export type FollowCodes = {
  readonly of: (id: string) => string;
  /** Takes what was typed: blanks and hyphens, small letters, full-width characters, O for 0, I and L for 1. */
  readonly fits: (id: string, typed: string) => boolean;
};

const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export function followCodes(secret: string): FollowCodes {
  const key = createHmac('sha256', secret).update('follow code 1').digest();
  const of = (id: string): string => {
    const bytes = createHmac('sha256', key).update(id.toLowerCase()).digest();
    // The lowest five bits of a byte: every character is equally likely.
    return [...bytes.subarray(0, 8)].map((byte) => digits[byte & 31]).join('');
  };
  return {
    of,
    fits: (id, typed) => {
      const given = Buffer.from(asFollowCode(typed));
      const right = Buffer.from(of(id));
      return given.length === right.length && timingSafeEqual(given, right);
    },
  };
}

export function asFollowCode(typed: string): string {
  return toHalfWidth(typed).toUpperCase().replace(/[\s\p{Pd}]/gu, '').replaceAll('O', '0').replaceAll(/[IL]/gu, '1');
}
