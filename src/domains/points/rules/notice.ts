import { maskName } from '../../registry/rules/masks.ts';
import { isMinor } from '../../registry/rules/sight.ts';

/** What a household is called in public: the masked surname of its head and the end of its number; of a child no letter, the number alone. */
export function aliasOf(household: { readonly head: string | null; readonly headBorn: string | null; readonly number: string }, place: number, today: string): string {
  const tail = household.number.slice(-3) || String(place).padStart(3, '0');
  return household.head === null || isMinor(household.headBorn, today) ? tail : `${maskName(household.head)} ${tail}`;
}
