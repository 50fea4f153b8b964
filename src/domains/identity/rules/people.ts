/** Full-width digits and spaces as input methods leave them; null: not a telephone number of the mainland. Empty stays empty. */
export function cleanPhone(typed: string): string | null {
  const plain = typed.normalize('NFKC').replace(/[\s()]/gu, '').replace(/^(?:\+|00)86-?/u, '');
  if (plain === '') return '';
  const mobile = plain.replace(/-/gu, '');
  if (/^1[3-9]\d{9}$/u.test(mobile)) return mobile;
  return /^0\d{2,3}-?\d{7,8}(?:-\d{1,6})?$/u.test(plain) ? plain : null;
}

/** 138****1234: enough to recognise one's colleague, not enough to call him. */
export function maskPhone(phone: string): string {
  if (phone === '') return '';
  return phone.length >= 11 ? `${phone.slice(0, 3)}****${phone.slice(-4)}` : `****${phone.slice(-2)}`;
}

/** What a post is like, as far as covering it goes. */
export type CoverFacts = { readonly personId: number; readonly role: string; readonly areaId: number; readonly unitId: number | null };

/** A cover is somebody else, in the same role, area and unit; a cover is not covered itself, nor a post that has ended. */
export function coverFits(cover: CoverFacts, covered: CoverFacts & { readonly isCover: boolean; readonly ended: boolean }): boolean {
  return cover.personId !== covered.personId && cover.role === covered.role && cover.areaId === covered.areaId
    && (cover.unitId ?? covered.unitId) === covered.unitId && !covered.isCover && !covered.ended;
}
