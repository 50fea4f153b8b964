// Which fields of a person somebody may see, by what he does here and for what purpose he looks: asked on the server, before
// an answer is made, so that what he may not see never leaves the data layer.

export const sightFields = ['name', 'sex', 'birthDate', 'idNumber', 'phone', 'address', 'residence', 'household', 'sources', 'history'] as const;
export type SightField = (typeof sightFields)[number];
export type Sight = 'full' | 'masked' | 'absent';

/** list: rows among many · page: one person · compare: are these two the same · export: a file leaves the house · reveal: one field, for a written reason */
export const purposes = ['list', 'page', 'compare', 'export', 'reveal'] as const;
export type Purpose = (typeof purposes)[number];

export type Viewer = {
  /** Keeps the register of this place: `registry.write` there. */
  readonly works: boolean;
  /** Only reads there: a leader, a command centre. */
  readonly reads: boolean;
  /** May uncover a field there, one at a time and with a reason. */
  readonly reveals: boolean;
  /** Is named as a helper of this very person. */
  readonly helps: boolean;
};

/** Under fourteen: PIPL art. 28 and 31. */
export const childBelow = 14;
/** Under eighteen: 未成年人保护法. */
export const minorBelow = 18;

export function sightOf(viewer: Viewer, purpose: Purpose, isChild: boolean): Readonly<Record<SightField, Sight>> {
  const { works, reads, helps, reveals } = viewer;
  const nothing: Record<SightField, Sight> = { name: 'absent', sex: 'absent', birthDate: 'absent', idNumber: 'absent', phone: 'absent', address: 'absent', residence: 'absent', household: 'absent', sources: 'absent', history: 'absent' };
  if (!works && !reads && !helps) return nothing;
  if (purpose === 'reveal') {
    // A child's number and telephone are for whoever was named to help it.
    const may = helps || (works && reveals && !isChild);
    return may ? { ...nothing, idNumber: 'full', phone: 'full' } : nothing;
  }
  if (purpose === 'export') {
    if (!works) return nothing;
    return { ...nothing, name: 'masked', sex: 'full', birthDate: 'masked', phone: isChild ? 'absent' : 'masked', address: 'masked', residence: 'full' };
  }
  if (!works && !helps) return { ...nothing, name: 'masked', sex: 'full', birthDate: 'masked', address: 'masked', residence: 'full' };
  const own: Record<SightField, Sight> = {
    name: 'full', sex: 'full', birthDate: 'full', idNumber: 'masked', phone: 'masked', address: 'full', residence: 'full', household: 'full',
    sources: purpose === 'list' ? 'absent' : 'full', history: purpose === 'page' ? 'full' : 'absent',
  };
  return isChild && !helps ? { ...own, birthDate: 'masked', idNumber: 'absent', phone: 'absent', history: 'absent' } : own;
}

/** Whole years on that day; both as `2026-11-22`. */
export function ageOn(birthDate: string, today: string): number {
  return Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4)) - (today.slice(5) < birthDate.slice(5) ? 1 : 0);
}

/** Without a birth date nobody is taken for a child: his page says that it is missing. */
export function isChild(birthDate: string | null, today: string): boolean {
  return birthDate !== null && ageOn(birthDate, today) < childBelow;
}

export function isMinor(birthDate: string | null, today: string): boolean {
  return birthDate !== null && ageOn(birthDate, today) < minorBelow;
}
