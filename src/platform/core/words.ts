/** A catalogue of sentences, by dotted key; `{{name}}` is a placeholder. */
export type Words = { readonly [key: string]: string | Words };
export type Languages<W extends Words = Words> = { readonly 'zh-CN': W; readonly en: Same<W> };
export type Language = keyof Languages;

/** The same keys, other sentences. */
type Same<W> = { readonly [K in keyof W]: W[K] extends string ? string : Same<W[K]> };

/**
 * A catalogue of a domain or of an app, in both languages; the compiler finds a key that one of them lacks.
 * The first key of the tree is the namespace: the domain's or app's own name. Sentences of refusals are under
 * `refusal`, with the part after the slash: `{ incidents: { refusal: { 'not-yours': '…' } } }`.
 */
export function words<const W extends Words>(chinese: W, english: Same<W>): Languages<W> {
  return { 'zh-CN': chinese, en: english };
}

/** Key of a refusal's sentence: `incidents/not-yours` → `incidents.refusal.not-yours`. */
export function refusalKey(refused: string): string {
  return refused.replace('/', '.refusal.');
}

/** One tree of many catalogues. Those of one domain may share its namespace, never a sentence: one that is given twice would be lost. */
export function joinWords(trees: readonly Words[]): Words {
  return trees.reduce<Words>((whole, tree) => joined(whole, tree, ''), {});
}

function joined(whole: Words, more: Words, above: string): Words {
  const all: Record<string, string | Words> = { ...whole };
  for (const [key, value] of Object.entries(more)) {
    const there = all[key];
    if (there === undefined) all[key] = value;
    else if (typeof there === 'string' || typeof value === 'string') throw new Error(`two catalogues have ${above}${key}`);
    else all[key] = joined(there, value, `${above}${key}.`);
  }
  return all;
}
