import { createHmac } from 'node:crypto';

export type StoredPhoto = { sha256: string; url: string; thumbnailUrl: string; width: number; height: number };
export type PhotoSigner = (photo: { sha256: string; width: number; height: number }) => StoredPhoto;

/** Addresses hold for one to two hours, the same within an hour so that browsers may keep the picture. */
export function photoSigner(secret: string, now: () => Date = () => new Date()): PhotoSigner {
  return ({ sha256, width, height }) => {
    const until = (Math.floor(now().getTime() / 3_600_000) + 2) * 3_600;
    const url = (variant: string): string => `/files/${sha256}/${variant}?until=${until}&sig=${signPhotoAddress(secret, sha256, variant, until)}`;
    return { sha256, url: url('photo.jpg'), thumbnailUrl: url('thumbnail.jpg'), width, height };
  };
}

export function signPhotoAddress(secret: string, sha256: string, variant: string, until: number): string {
  return createHmac('sha256', secret).update(`${sha256}/${variant}/${until}`).digest('base64url');
}
