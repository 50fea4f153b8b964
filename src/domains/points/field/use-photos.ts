import { useEffect, useRef, useState } from 'react';
import { uploadPhoto } from '../../../platform/client/call.ts';

type Taken = { readonly id: string; readonly url: string; readonly image: Blob; sha256: string | null };
export type Photos = { readonly list: readonly { readonly id: string; readonly url: string }[]; readonly busy: number; readonly unreadable: readonly string[]; readonly add: (files: readonly File[]) => void; readonly remove: (id: string) => void; /** Uploads what is not there yet. @throws Problem */ readonly upload: () => Promise<string[]> };

const longestSide = 1600;

/** Pictures as evidence: made smaller on the phone, which leaves behind what the camera wrote into them, and sent with the entry. */
export function usePhotos(): Photos {
  const [taken, setTaken] = useState<readonly Taken[]>([]);
  const [busy, setBusy] = useState(0);
  const [unreadable, setUnreadable] = useState<readonly string[]>([]);
  const urls = useRef<string[]>([]);
  useEffect(() => () => { for (const url of urls.current) URL.revokeObjectURL(url); }, []);
  const addOne = async (file: File): Promise<void> => {
    setBusy((count) => count + 1);
    try {
      const image = await smaller(file);
      const url = URL.createObjectURL(image);
      urls.current.push(url);
      setTaken((all) => [...all, { id: crypto.randomUUID(), url, image, sha256: null }]);
    } catch {
      setUnreadable((names) => [...names, file.name]);
    }
    setBusy((count) => count - 1);
  };
  return {
    list: taken, busy, unreadable,
    add: (files) => { for (const file of files) void addOne(file); },
    remove: (id) => { setTaken((all) => all.filter((one) => one.id !== id)); },
    upload: async () => {
      const hashes: string[] = [];
      for (const one of taken) {
        one.sha256 ??= (await uploadPhoto(one.image)).sha256;
        hashes.push(one.sha256);
      }
      return [...new Set(hashes)];
    },
  };
}

/** @throws where it is no picture that this browser can read */
async function smaller(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
  try {
    const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return await new Promise<Blob>((done, failed) => { canvas.toBlob((jpeg) => { if (jpeg) done(jpeg); else failed(new Error('no jpeg')); }, 'image/jpeg', 0.82); });
  } finally {
    picture.close();
  }
}
