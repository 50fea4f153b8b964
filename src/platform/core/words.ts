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
