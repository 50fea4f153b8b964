import { createHash, createHmac } from 'node:crypto';
import type { Actor } from './actor.ts';

export type StoredPhoto = { sha256: string; url: string; thumbnailUrl: string; width: number; height: number };
/** `holder`: for whom the address is made; it holds for as long as his session and his posts are what they are now. */
export type PhotoSigner = (photo: { sha256: string; width: number; height: number }, holder?: Actor) => StoredPhoto;

/** Addresses hold for one to two hours, the same within an hour so that browsers may keep the picture. */
export function photoSigner(secret: string, now: () => Date = () => new Date()): PhotoSigner {
  return ({ sha256, width, height }, holder) => {
    const until = (Math.floor(now().getTime() / 3_600_000) + 2) * 3_600;
    const tag = holder === undefined ? '' : holderTag(holder);
    const url = (variant: string): string => `/files/${sha256}/${variant}?until=${until}${tag === '' ? '' : `&for=${tag}`}&sig=${signPhotoAddress(secret, sha256, variant, until, tag)}`;
    return { sha256, url: url('photo.jpg'), thumbnailUrl: url('thumbnail.jpg'), width, height };
  };
}

export function signPhotoAddress(secret: string, sha256: string, variant: string, until: number, tag = ''): string {
  return createHmac('sha256', secret).update(`${sha256}/${variant}/${until}${tag === '' ? '' : `/${tag}`}`).digest('base64url');
}

/** Session and rights in one word of an address; empty for whoever has no session that could end. The token cannot be had from it. */
export function holderTag(holder: Actor): string {
  const known = tags.get(holder);
  if (known !== undefined) return known;
  const rights = createHash('sha256').update(JSON.stringify(holder.grants.map(({ postId, areaPath, unitId, permissions }) => [postId, areaPath, unitId, [...permissions].sort()])));
  const tag = holder.sessionId === null ? '' : `${holder.sessionId}-${rights.digest('hex').slice(0, 16)}`;
  tags.set(holder, tag);
  return tag;
}
const tags = new WeakMap<Actor, string>();

/** The session that an address names. */
export function sessionOf(tag: string): string | null {
  return /^([0-9a-f]{64})-[0-9a-f]{16}$/u.exec(tag)?.[1] ?? null;
}
