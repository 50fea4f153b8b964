import { useState } from 'react';
import { useSession } from '../client/session.tsx';

/** Where unfinished work of this account in this tab is kept; another account never sees it. */
export function useDraftPlace(name: string): string {
  const session = useSession();
  return `${placesOf(session?.personId ?? 0)}${name}`;
}

const placesOf = (personId: number): string => `jingwei.draft.${personId}.`;

/** How much unfinished work of somebody is in this tab. */
export function countDrafts(personId: number): number {
  return Object.keys(sessionStorage).filter((place) => place.startsWith(placesOf(personId))).length;
}

/** He leaves this desk, and knows what he leaves behind. */
export function dropDraftsOf(personId: number): void {
  for (const place of Object.keys(sessionStorage)) if (place.startsWith(placesOf(personId))) sessionStorage.removeItem(place);
}

export function readDraft(place: string): Record<string, unknown> | null {
  const text = sessionStorage.getItem(place);
  if (text === null) return null;
  try {
    const draft: unknown = JSON.parse(text);
    return typeof draft === 'object' && draft !== null && !Array.isArray(draft) ? Object.fromEntries(Object.entries(draft)) : null;
  } catch {
    return null;
  }
}

export function keepDraft(place: string, draft: object): void {
  sessionStorage.setItem(place, JSON.stringify(draft));
}

/** A state that outlives the page, for what is edited beside a form. Null: nothing is kept. */
export function useKept<T>(name: string, read: (kept: unknown) => T | undefined): [T | null, (next: T | null) => void] {
  const place = useDraftPlace(name);
  const [states, setStates] = useState<Readonly<Record<string, { value: T | null }>>>({});
  const known = states[place];
  return [known ? known.value : read(readDraft(place)?.['kept']) ?? null, (value) => {
    setStates((before) => ({ ...before, [place]: { value } }));
    if (value === null) dropDraft(place);
    else keepDraft(place, { kept: value });
  }];
}

export function dropDraft(place: string): void {
  sessionStorage.removeItem(place);
}
