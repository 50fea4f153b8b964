import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** Keeps small secrets so that the database alone does not give them away. */
export type Sealer = {
  /** `about` names what it belongs to: what was sealed for one thing opens for no other. */
  readonly seal: (plain: Buffer, about: string) => Buffer;
  /** Null: not sealed by this key for this thing, or changed since. */
  readonly open: (sealed: Buffer, about: string) => Buffer | null;
};

const version = 1;

/**
 * AES-256-GCM with a key derived from a secret of the secrets file.
 * A sealed value is one byte of version, twelve of nonce, sixteen of tag, then the text.
 */
export function makeSealer(secret: string, purpose: string): Sealer {
  const key = Buffer.from(hkdfSync('sha256', secret, '', purpose, 32));
  return {
    seal(plain, about) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(about));
      const text = Buffer.concat([cipher.update(plain), cipher.final()]);
      return Buffer.concat([Buffer.from([version]), nonce, cipher.getAuthTag(), text]);
    },
    open(sealed, about) {
      if (sealed.length < 29 || sealed[0] !== version) return null;
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 13), { authTagLength: 16 }).setAAD(Buffer.from(about)).setAuthTag(sealed.subarray(13, 29));
      try {
        return Buffer.concat([decipher.update(sealed.subarray(29)), decipher.final()]);
      } catch {
        return null;
      }
    },
  };
}
