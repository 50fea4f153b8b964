import { liveQuery } from 'dexie';
import { useCallback, useEffect, useState } from 'react';
import { useDraft, type Draft } from '../../../platform/client/use-draft.ts';
import { hashOf } from '../../../platform/client/photo-pieces.ts';
import { device, newId, photosOf, reportDraft, type KeptPhoto } from './device.ts';
import { shrink } from './photo.ts';

/** The answer of a query on the phone's own store, again whenever what it read changes; undefined while it loads. */
export function useStored<T>(query: () => Promise<T>, deps: readonly unknown[]): T | undefined {
  const [value, setValue] = useState<T>();
  useEffect(() => {
    const watching = liveQuery(query).subscribe({ next: setValue, error: () => setValue(undefined) });
    return () => watching.unsubscribe();
    // The query is made anew at every rendering; what it depends on is said by the caller.
  }, deps);
  return value;
}

export type Kept<T> = Draft<T>;

/** A form's fields, written to the phone at every keystroke and back again after a reload; what nobody signed lies open. */
export function useKept<T extends object>(key: string, blank: T): Kept<T> {
  return useDraft(key, blank, key === reportDraft(null));
}

export type KeptPhotos = {
  readonly photos: readonly (KeptPhoto & { readonly url: string })[];
  readonly busy: number;
  /** Names of files that could not be read as a picture. */
  readonly unreadable: readonly string[];
  /** The phone has no room for one of them. */
  readonly unstored: boolean;
  readonly add: (files: readonly File[]) => void;
  readonly remove: (id: string) => void;
};

/** The photos of a form, kept with it. */
export function useKeptPhotos(owner: string): KeptPhotos {
  const stored = useStored(() => photosOf(owner), [owner]);
  const [photos, setPhotos] = useState<KeptPhotos['photos']>([]);
  const [busy, setBusy] = useState(0);
  const [unreadable, setUnreadable] = useState<string[]>([]);
  const [unstored, setUnstored] = useState(false);

  useEffect(() => {
    const shown = (stored ?? []).map((photo) => ({ ...photo, url: URL.createObjectURL(photo.image) }));
    setPhotos(shown);
    return () => shown.forEach((photo) => URL.revokeObjectURL(photo.url));
  }, [stored]);

  const add = useCallback((files: readonly File[]) => {
    setUnreadable([]);
    setUnstored(false);
    setBusy((count) => count + files.length);
    void (async () => {
      // One after the other: several 12-megapixel pictures at once are more than a cheap phone's memory.
      for (const file of files) {
        try {
          const image = await shrink(file);
          await device.photos.put({ id: newId(), owner, at: Date.now(), image, sha256: null, sent: await hashOf(image) });
        } catch (error) {
          if (error instanceof Error && (error.name === 'QuotaExceededError' || error.name === 'AbortError')) setUnstored(true);
          else setUnreadable((names) => [...names, file.name]);
        }
        setBusy((count) => count - 1);
      }
    })();
  }, [owner]);
  const remove = useCallback((id: string) => { void device.photos.delete(id); }, []);
  return { photos, busy, unreadable, unstored, add, remove };
}
