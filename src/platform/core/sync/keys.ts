import { z } from 'zod';
import { query } from '../contract.ts';
import { uuid } from '../fields.ts';

// What a phone needs of the server to lock what it keeps, and to open its unsent work again (docs/decisions/0022-the-phone-locks-what-it-keeps.md).

/** A point of P-256, uncompressed, in base64url. */
const point = z.string().regex(/^[\w-]{87}$/u);
const key = z.string().regex(/^[\w-]{43}$/u);

export const phoneKeys = query({
  domain: 'sync', name: 'keys', permission: 'signedIn', summary: '手机本地加密: the server\'s half of this phone\'s lock, the key that its unsent work is sealed to, and, asked for, the keys of what the caller himself sealed', inBody: true,
  secretInput: ['sealed'],
  input: z.object({ ring: uuid.describe('this phone\'s lock, of this person'), sealed: z.array(z.object({ kid: z.string().regex(/^[\w-]{1,20}$/u), point })).max(20).default([]) }),
  output: z.object({ kid: z.string(), publicKey: point, half: key, opened: z.array(z.object({ point, key: key.nullable() })).describe('null: sealed to a key that this server no longer has') }),
});
