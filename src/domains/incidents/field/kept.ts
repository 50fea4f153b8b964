import { liveQuery } from 'dexie';
import { useCallback, useEffect, useRef, useState } from 'react';
import { device, newId, photosOf, type KeptPhoto } from './device.ts';
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

export type Kept<T> = {
  readonly fields: T;
  readonly change: (part: Partial<T>) => void;
  readonly ready: boolean;
  /** The phone could not store it (full, or a private window): it is lost when the page is closed. */
  readonly unstored: boolean;
};

/** A form's fields, written to the phone at every keystroke and back again after a reload. */
export function useKept<T extends object>(key: string, blank: T): Kept<T> {
  const [fields, setFields] = useState<T>(blank);
  const [readyKey, setReadyKey] = useState<string | null>(null);
  const [unstored, setUnstored] = useState(false);
  const latest = useRef<T>(blank);

  useEffect(() => {
    let gone = false;
    device.drafts.get(key).then((draft) => ({ ...blank, ...Object(draft?.fields) }) as T, () => blank) // written by this hook from a T
      .then((found) => {
        if (gone) return;
        latest.current = found;
        setFields(found);
        setReadyKey(key);
      });
    return () => { gone = true; };
    // `blank` is a constant of the form.
  }, [key]);

  const change = useCallback((part: Partial<T>) => {
    latest.current = { ...latest.current, ...part };
    setFields(latest.current);
    device.drafts.put({ key, at: Date.now(), fields: latest.current }).then(() => setUnstored(false), () => setUnstored(true));
  }, [key]);

  return { fields, change, ready: readyKey === key, unstored };
}

export type KeptPhotos = {
  readonly photos: readonly (KeptPhoto & { readonly url: string })[];
  readonly busy: number;
  /** Names of files that could not be read as a picture. */
  readonly unreadable: readonly string[];
  readonly add: (files: readonly File[]) => void;
  readonly remove: (id: string) => void;
};

/** The photos of a form, kept with it. */
export function useKeptPhotos(owner: string): KeptPhotos {
  const stored = useStored(() => photosOf(owner), [owner]);
  const [photos, setPhotos] = useState<KeptPhotos['photos']>([]);
  const [busy, setBusy] = useState(0);
  const [unreadable, setUnreadable] = useState<string[]>([]);

  useEffect(() => {
    const shown = (stored ?? []).map((photo) => ({ ...photo, url: URL.createObjectURL(photo.image) }));
    setPhotos(shown);
    return () => shown.forEach((photo) => URL.revokeObjectURL(photo.url));
  }, [stored]);

  const add = useCallback((files: readonly File[]) => {
    setUnreadable([]);
    setBusy((count) => count + files.length);
    void (async () => {
      // One after the other: several 12-megapixel pictures at once are more than a cheap phone's memory.
      for (const file of files) {
        try {
          await device.photos.put({ id: newId(), owner, at: Date.now(), image: await shrink(file), sha256: null });
        } catch {
          setUnreadable((names) => [...names, file.name]);
        }
        setBusy((count) => count - 1);
      }
    })();
  }, [owner]);
  const remove = useCallback((id: string) => { void device.photos.delete(id); }, []);
  return { photos, busy, unreadable, add, remove };
}
