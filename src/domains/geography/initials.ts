import { pinyin } from 'pinyin-pro';

/** 蒋官屯街道 → `jgtjd`; what has no reading (rare Hanzi, digits) stays as it is. */
export function initialsOf(name: string): string {
  return pinyin(name, { pattern: 'first', toneType: 'none', type: 'array' }).join('').toLowerCase();
}
