// What a supervisor may ask about: questions with what they rest on. They are never counted, never scored, and an answer ends them.

export type Told = {
  readonly visitId: string;
  readonly personId: number;
  readonly at: Date;
  /** Whom or what it went to, `person:…`; a repeat at the same door is no copy. */
  readonly subject: string;
  readonly photos: readonly string[];
  /** Equal for equal words, and tells nothing of them; null where they are too short to say anything. */
  readonly words: string | null;
  /** Only where the plan asked for it; rounded. */
  readonly place: { readonly longitude: number; readonly latitude: number; readonly accuracyM: number } | null;
};

export type Hint =
  | { readonly kind: 'samePhoto'; readonly visitIds: readonly string[]; readonly photo: string }
  | { readonly kind: 'sameWords'; readonly visitIds: readonly string[] }
  | { readonly kind: 'tooFast'; readonly visitIds: readonly string[]; readonly kilometres: number; readonly minutes: number };

/** Faster than on any road here, in km/h. */
export const fastest = 120;
/** So often in a row the same words, before anybody is asked. */
export const sameWordsFrom = 3;
/** Shorter remarks (一切正常) are rightly the same. */
export const shortestWords = 12;

/** In the order of their newest visit, the newest first. */
export function hintsOf(visits: readonly Told[]): Hint[] {
  const inTime = [...visits].sort((a, b) => a.at.getTime() - b.at.getTime() || (a.visitId < b.visitId ? -1 : 1));
  const place = new Map(inTime.map(({ visitId }, index) => [visitId, index]));
  const newest = ({ visitIds }: Hint): number => Math.max(...visitIds.map((id) => place.get(id) ?? -1));
  return [...samePhotos(inTime), ...sameWords(inTime), ...tooFast(inTime)].sort((a, b) => newest(b) - newest(a) || (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : 0));
}

function samePhotos(visits: readonly Told[]): Hint[] {
  return groups(visits, ({ photos }) => [...new Set(photos)]).flatMap(([photo, of]) => (of.length > 1 ? [{ kind: 'samePhoto' as const, photo, visitIds: of.map(({ visitId }) => visitId) }] : []));
}

function sameWords(visits: readonly Told[]): Hint[] {
  return groups(visits, ({ words, personId }) => (words === null ? [] : [`${personId} ${words}`])).flatMap(([, of]) =>
    (new Set(of.map(({ subject }) => subject)).size >= sameWordsFrom ? [{ kind: 'sameWords' as const, visitIds: of.map(({ visitId }) => visitId) }] : []));
}

function tooFast(visits: readonly Told[]): Hint[] {
  const found: Hint[] = [];
  const before = new Map<number, Told & { place: NonNullable<Told['place']> }>();
  for (const one of visits) {
    const { place } = one;
    if (place === null) continue;
    const last = before.get(one.personId);
    before.set(one.personId, { ...one, place });
    if (!last) continue;
    // Both circles of doubt and the rounding speak for him: only what remains was certainly travelled.
    const metres = Math.max(0, distance(last.place, place) - last.place.accuracyM - place.accuracyM - 300);
    const minutes = (one.at.getTime() - last.at.getTime()) / 60_000;
    if (metres > 1_000 && metres / 1_000 > (fastest / 60) * minutes) found.push({ kind: 'tooFast', visitIds: [last.visitId, one.visitId], kilometres: Math.round(metres / 100) / 10, minutes: Math.round(minutes) });
  }
  return found;
}

/** Words without what a hand changes idly: spaces, marks, width. Null: too short to compare. */
export function comparableWords(text: string): string | null {
  const plain = text.normalize('NFKC').toLowerCase().replace(/[\s\p{P}\p{S}]+/gu, '');
  return [...plain].length < shortestWords ? null : plain;
}

/** Metres on a sphere; good enough for what is rounded to a hundred. */
function distance(a: { readonly longitude: number; readonly latitude: number }, b: { readonly longitude: number; readonly latitude: number }): number {
  const rad = Math.PI / 180;
  const half = Math.sin(((b.latitude - a.latitude) * rad) / 2) ** 2 + Math.cos(a.latitude * rad) * Math.cos(b.latitude * rad) * Math.sin(((b.longitude - a.longitude) * rad) / 2) ** 2;
  return 2 * 6_371_000 * Math.asin(Math.min(1, Math.sqrt(half)));
}

function groups<T>(all: readonly T[], keysOf: (one: T) => readonly string[]): [string, T[]][] {
  const byKey = new Map<string, T[]>();
  for (const one of all) for (const key of keysOf(one)) byKey.set(key, [...(byKey.get(key) ?? []), one]);
  return [...byKey];
}
