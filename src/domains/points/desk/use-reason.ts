import { sentence } from '../../../platform/client/i18n.ts';
import { refusalKey } from '../../../platform/core/words.ts';

/** The sentence of a refusal that a rule gave here, with the words that its values name (`@key`). */
export function useReason(): (refusal: { readonly refused: string; readonly params: Readonly<Record<string, string | number>> }) => string {
  return ({ refused, params }) => {
    const values = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, typeof value === 'string' && value.startsWith('@') ? sentence(value.slice(1)) ?? value : value]));
    return sentence(refusalKey(refused), values) ?? refused;
  };
}
