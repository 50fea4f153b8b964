// The locks of a phone, over WebCrypto: no key leaves the browser's hands once it is made, and everything sealed opens only in its place.

/** What was sealed: nonce and text of AES-256-GCM. */
export type Box = { readonly iv: Uint8Array<ArrayBuffer>; readonly text: ArrayBuffer };

/** What a key of the queue was made with: whoever holds the server's private key can make it once more, for this person alone. */
export type Envelope = { readonly kid: string; /** base64url of the point that was thrown away but for its public half. */ readonly point: string };

/** Rounds of PBKDF2-SHA-256: as OWASP asks; about a second on a cheap phone. */
export const rounds = 600_000;

/** Without TLS a page has none; then nothing that was pulled is kept, and what is unsent lies open as it did. */
export function canSeal(): boolean {
  return typeof crypto.subtle === 'object';
}

const encoder = new TextEncoder();

export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

export function textOf(bytes: ArrayBuffer | Uint8Array): string {
  return btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** By its maker: the browser's name of the type is not known where the tests run. */
export type SecretKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

/** A key that works and cannot be read. */
export function keyOf(raw: Uint8Array<ArrayBuffer>): Promise<SecretKey> {
  return crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);
}

export function freshKeyBytes(): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(32));
}

/** `about`: where it belongs; moved to another row it does not open. */
export async function sealBytes(key: SecretKey, about: string, plain: ArrayBuffer | Uint8Array<ArrayBuffer>): Promise<Box> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, text: await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: encoder.encode(about) }, key, plain) };
}

/** @throws OperationError where the key is another's, or the place */
export function openBytes(key: SecretKey, about: string, { iv, text }: Box): Promise<ArrayBuffer> {
  return crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: encoder.encode(about) }, key, text);
}

/** Of anything that JSON can say. */
export function seal(key: SecretKey, about: string, value: unknown): Promise<Box> {
  return sealBytes(key, about, encoder.encode(JSON.stringify(value ?? null)));
}

/** @throws OperationError as above */
export async function unseal(key: SecretKey, about: string, box: Box): Promise<unknown> {
  return JSON.parse(new TextDecoder().decode(await openBytes(key, about, box)));
}

/** What the key of somebody's queue is bound to, on both sides (`platform/sync/keys.ts`). */
export function queueInfo(kid: string, person: number): string {
  return `jingwei queue ${kid} ${person}`;
}

/**
 * A key for what is unsent, made from the server's public key and a point that nobody keeps: this phone holds the key while it is
 * open, and afterwards only the server can make it again.
 * @param server base64url, an uncompressed point of P-256
 */
export async function queueKey(server: { readonly kid: string; readonly publicKey: string }, person: number): Promise<{ readonly raw: Uint8Array<ArrayBuffer>; readonly envelope: Envelope }> {
  const curve = { name: 'ECDH', namedCurve: 'P-256' };
  const theirs = await crypto.subtle.importKey('raw', bytesOf(server.publicKey), curve, false, []);
  const mine = await crypto.subtle.generateKey(curve, false, ['deriveBits']);
  const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, mine.privateKey, 256);
  const point = await crypto.subtle.exportKey('raw', mine.publicKey);
  const base = await crypto.subtle.importKey('raw', shared, 'HKDF', false, ['deriveBits']);
  const raw = await crypto.subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt: point, info: encoder.encode(queueInfo(server.kid, person)) }, base, 256);
  return { raw: new Uint8Array(raw), envelope: { kid: server.kid, point: textOf(point) } };
}

/** The server's half, as this phone keeps it: usable, not readable. */
export function halfOf(text: string): Promise<SecretKey> {
  return crypto.subtle.importKey('raw', bytesOf(text), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
}

/** What opens the keys: made of what the person knows and of the server's half; without either it is nothing. */
export async function openerOf(secret: string, salt: Uint8Array<ArrayBuffer>, half: SecretKey, turns = rounds): Promise<SecretKey> {
  const base = await crypto.subtle.importKey('raw', encoder.encode(secret.normalize('NFKC')), 'PBKDF2', false, ['deriveBits']);
  const known = await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: turns }, base, 256);
  return keyOf(new Uint8Array(await crypto.subtle.sign('HMAC', half, known)));
}
