import { useSession } from '../client/session.tsx';

/** Where unfinished work of this account in this tab is kept; another account never sees it. */
export function useDraftPlace(name: string): string {
  const session = useSession();
  return `jingwei.draft.${session?.personId ?? 0}.${name}`;
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

export function dropDraft(place: string): void {
  sessionStorage.removeItem(place);
}
