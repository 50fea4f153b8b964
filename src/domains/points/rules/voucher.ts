import { refuse, type Refusal } from '../../../platform/core/refusal.ts';

// 兑换凭证: a promise of points that the server signed while somebody was online, and that a counter without a network can
// check. It names no household: an id, a warehouse, how many points at most, and until when.

export type Voucher = {
  /** Lower-case UUIDs. */
  readonly id: string;
  readonly warehouseId: string;
  /** At most so many points; they are set aside until it is redeemed, cancelled or over. */
  readonly points: number;
  /** Whole seconds since 1970 UTC. */
  readonly expires: number;
};

/** Raw ECDSA P-256 with SHA-256, r and s of 32 bytes each: what every phone's browser can check, also old ones. */
const signatureBytes = 64;
const bodyBytes = 1 + 16 + 16 + 4 + 4;
const version = 1;
const voucherMark = 'JV1';
const cardMark = 'JC1';
/** The longest voucher text; anything longer is no voucher of ours. */
export const longestScan = 200;

/** Longest and usual life of a voucher, in days: from one market day to the next but one. */
export const voucherDays = { most: 15, usual: 7 } as const;
/** At once, for one household: what is set aside can be spent by nobody else. */
export const mostVouchers = 3;
/** In one entry; more is a slip of the finger. */
export const mostPoints = 100_000;

/** The bytes that are signed. */
export function bodyOf(voucher: Voucher): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(bodyBytes);
  const view = new DataView(bytes.buffer);
  bytes[0] = version;
  putUuid(bytes, 1, voucher.id);
  putUuid(bytes, 17, voucher.warehouseId);
  view.setUint32(33, voucher.points);
  view.setUint32(37, voucher.expires);
  return bytes;
}

/** What the code on the household's screen holds. */
export function voucherText(voucher: Voucher, signature: Uint8Array): string {
  const all = new Uint8Array(bodyBytes + signatureBytes);
  all.set(bodyOf(voucher));
  all.set(signature, bodyBytes);
  return `${voucherMark}.${toBase64Url(all)}`;
}

/** What a household's card holds: eight characters, which say nothing of whose they are. */
export function cardText(code: string): string {
  return `${cardMark}.${code}`;
}

export type Scanned =
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'voucher'; readonly voucher: Voucher; readonly body: Uint8Array<ArrayBuffer>; readonly signature: Uint8Array<ArrayBuffer> };

/** Of a picture or of fingers; null: nothing of ours. Eight characters may be a card's or a voucher's. Whether the signature is right is asked elsewhere. */
export function readScan(typed: string): Scanned | null {
  const text = typed.normalize('NFKC').trim();
  if (text.length > longestScan) return null;
  if (text.startsWith(`${voucherMark}.`)) {
    const bytes = fromBase64Url(text.slice(voucherMark.length + 1));
    if (bytes?.length !== bodyBytes + signatureBytes || bytes[0] !== version) return null;
    const body = bytes.slice(0, bodyBytes);
    const view = new DataView(body.buffer);
    const voucher = { id: uuidAt(body, 1), warehouseId: uuidAt(body, 17), points: view.getUint32(33), expires: view.getUint32(37) };
    return { kind: 'voucher', voucher, body, signature: bytes.slice(bodyBytes) };
  }
  const code = asCode(text.startsWith(`${cardMark}.`) ? text.slice(cardMark.length + 1) : text);
  return /^[0-9A-HJKMNP-TV-Z]{8}$/u.test(code) ? { kind: 'code', code } : null;
}

/** As people type it: blanks, hyphens, small letters, O for 0, I and L for 1. */
export function asCode(text: string): string {
  return text.normalize('NFKC').toUpperCase().replace(/[\s\p{Pd}]/gu, '').replaceAll('O', '0').replaceAll(/[IL]/gu, '1');
}

/** Whether a voucher is good here and now. `usedHere`: ids that this very counter has taken already. */
export function judgeVoucher(voucher: Voucher, counter: { readonly warehouseId: string; readonly now: Date; readonly usedHere?: ReadonlySet<string> }): Refusal | null {
  if (voucher.warehouseId !== counter.warehouseId) return refuse('points/voucher-elsewhere');
  if (counter.usedHere?.has(voucher.id)) return refuse('points/voucher-used');
  if (isOver(voucher, counter.now)) return refuse('points/voucher-over');
  return null;
}

export function isOver({ expires }: Pick<Voucher, 'expires'>, now: Date): boolean {
  return now.getTime() >= expires * 1_000;
}

/** End of a voucher that is asked for now, whole seconds since 1970. */
export function expiresAfter(now: Date, days: number): number {
  return Math.floor(now.getTime() / 1_000) + days * 86_400;
}

function putUuid(bytes: Uint8Array, at: number, id: string): void {
  const digits = id.replaceAll('-', '');
  for (let index = 0; index < 16; index += 1) bytes[at + index] = Number.parseInt(digits.slice(2 * index, 2 * index + 2), 16);
}

function uuidAt(bytes: Uint8Array, at: number): string {
  const digits = [...bytes.slice(at, at + 16)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-${digits.slice(12, 16)}-${digits.slice(16, 20)}-${digits.slice(20)}`;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

function toBase64Url(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const group = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    const signs = [18, 12, 6, 0].map((shift) => alphabet[(group >> shift) & 63] ?? '').join('');
    text += signs.slice(0, Math.min(4, bytes.length - at + 1));
  }
  return text;
}

/** Null where it is not the one way of writing these bytes. */
function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[\w-]*$/u.test(text) || text.length % 4 === 1) return null;
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let [held, bits, at] = [0, 0, 0];
  for (const sign of text) {
    held = ((held << 6) | alphabet.indexOf(sign)) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at] = (held >> bits) & 255;
      at += 1;
    }
  }
  return toBase64Url(bytes) === text ? bytes : null;
}
