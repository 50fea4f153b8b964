import type { Language, Words } from './core/words.ts';

/** The sentence of a key, with its placeholders filled (`@key` by another sentence); an unknown key answers with itself. */
export type Say = (language: Language, key: string, params?: Readonly<Record<string, string | number>>) => string;

export function makeSay(catalogues: readonly { readonly 'zh-CN': Words; readonly en: Words }[]): Say {
  const flat: Record<Language, Map<string, string>> = { 'zh-CN': new Map(), en: new Map() };
  for (const catalogue of catalogues) {
    flatten(catalogue['zh-CN'], '', flat['zh-CN']);
    flatten(catalogue.en, '', flat.en);
  }
  return (language, key, params = {}) =>
    (flat[language].get(key) ?? key).replace(/\{\{(\w+)\}\}/gu, (_whole, name: string) => {
      const value = String(params[name] ?? '');
      return value.startsWith('@') ? flat[language].get(value.slice(1)) ?? value.slice(1) : value;
    });
}

function flatten(tree: Words, prefix: string, into: Map<string, string>): void {
  for (const [key, value] of Object.entries(tree)) {
    const path = prefix ? `${prefix}.${key}` : key;
    if (typeof value === 'string') into.set(path, value);
    else flatten(value, path, into);
  }
}
