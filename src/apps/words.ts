import { uiWords } from '../platform/ui/words.ts';
import type { Languages, Words } from '../platform/core/words.ts';
import { deskAppWords } from './desk/words.ts';

/** Every sentence of the product. A catalogue that is missing here shows its keys. */
const catalogues: readonly Languages[] = [
  deskAppWords,
  uiWords,
];

export const allWords: Languages = { 'zh-CN': merged('zh-CN'), en: merged('en') };

/** Namespaces differ, so one level is enough; a namespace that is given twice would lose sentences. */
function merged(language: keyof Languages): Words {
  const whole: Record<string, string | Words> = {};
  for (const catalogue of catalogues) {
    for (const [namespace, tree] of Object.entries(catalogue[language])) {
      if (namespace in whole) throw new Error(`two catalogues are called ${namespace}`);
      whole[namespace] = tree;
    }
  }
  return whole;
}
