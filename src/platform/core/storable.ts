/** Input nested deeper than this means harm: no contract goes beyond a dozen levels. */
const deepest = 64;

export type Unstorable = { readonly path: readonly (string | number)[]; readonly why: 'text-not-storable' | 'nested-too-deep' };

/**
 * The first place in parsed JSON that no database text can hold (NUL, half a surrogate pair, in a value or a name) or
 * that is nested too deep to be looked at; null where all is well. Walks without recursion: the input may be hostile.
 */
export function findUnstorable(input: unknown): Unstorable | null {
  const stack: { value: unknown; path: readonly (string | number)[] }[] = [{ value: input, path: [] }];
  for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
    const { value, path } = item;
    if (typeof value === 'string' && !isStorable(value)) return { path, why: 'text-not-storable' };
    if (typeof value !== 'object' || value === null) continue;
    if (path.length >= deepest) return { path: path.slice(0, 1), why: 'nested-too-deep' };
    if (Array.isArray(value)) {
      // A list of numbers may have a hundred thousand of them (outlines): only what can hold text is looked at.
      value.forEach((one: unknown, index) => { if (typeof one === 'string' || typeof one === 'object') stack.push({ value: one, path: [...path, index] }); });
      continue;
    }
    for (const [name, one] of Object.entries(value)) {
      if (!isStorable(name)) return { path, why: 'text-not-storable' };
      if (typeof one === 'string' || typeof one === 'object') stack.push({ value: one, path: [...path, name] });
    }
  }
  return null;
}

function isStorable(text: string): boolean {
  return !text.includes(nul) && text.isWellFormed();
}
const nul = String.fromCharCode(0);
