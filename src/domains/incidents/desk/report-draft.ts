import type { StoredPhoto } from '../../../platform/client/call.ts';

/** What a clerk has entered so far. The id makes sending it twice one report. */
export type Draft = {
  readonly id: string;
  readonly source: string;
  readonly description: string;
  readonly class: string | undefined;
  readonly mode: 'map' | 'area';
  readonly point: { longitude: number; latitude: number } | undefined;
  readonly areaId: number | undefined;
  readonly address: string;
  readonly happenedAt: string | undefined;
  readonly name: string;
  readonly phone: string;
  readonly photos: readonly StoredPhoto[];
};

const place = 'jingwei.report-draft';
const sourcePlace = 'jingwei.report-source';

export function emptyDraft(): Draft {
  return {
    id: crypto.randomUUID(), source: localStorage.getItem(sourcePlace) ?? 'hotline', description: '', class: undefined, mode: 'map', point: undefined, areaId: undefined,
    address: '', happenedAt: undefined, name: '', phone: '', photos: [],
  };
}

export function isEmpty(draft: Draft): boolean {
  return draft.description.trim() === '' && draft.point === undefined && draft.areaId === undefined && draft.name === '' && draft.phone === '' && draft.photos.length === 0;
}

/** For this tab only: a reporter's telephone does not stay on a shared computer. */
export function keepDraft(draft: Draft): void {
  localStorage.setItem(sourcePlace, draft.source);
  if (isEmpty(draft)) sessionStorage.removeItem(place);
  else sessionStorage.setItem(place, JSON.stringify(draft));
}

export function readDraft(): Draft | null {
  const text = sessionStorage.getItem(place);
  if (text === null) return null;
  const kept: unknown = JSON.parse(text);
  return typeof kept === 'object' && kept !== null ? { ...emptyDraft(), ...kept } : null;
}
