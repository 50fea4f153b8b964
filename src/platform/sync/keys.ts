import { createECDH, hkdfSync, type ECDH } from 'node:crypto';
import { reading } from '../action.ts';
import { refuse } from '../core/refusal.ts';
import { phoneKeys } from '../core/sync/keys.ts';
import type { Vault } from '../vault.ts';

// The server's share in the lock of a phone. Nothing is stored for it: both halves come of the secret that no database holds.

const curve = 'prime256v1';

type ServerKey = { readonly kid: string; readonly ecdh: ECDH };

/** The same as long as the secret is: what a phone sealed before a restore opens after it. */
function serverKey(vault: Vault): ServerKey {
  const kid = vault.hash('platform.phone', 'mark').toString('hex').slice(0, 12);
  for (let turn = 0; ; turn += 1) {
    const ecdh = createECDH(curve);
    try {
      ecdh.setPrivateKey(vault.hash('platform.phone', `private ${turn}`));
      return { kid, ecdh };
    } catch {
      // Not a number of the curve: one in four thousand million is none.
      if (turn > 20) throw new Error('no private key of the curve comes of this secret');
    }
  }
}

/** Bound to the person who asks: of what another sealed it gives a key that opens nothing. */
function queueKeyOf({ kid, ecdh }: ServerKey, person: number, point: string): string | null {
  const theirs = Buffer.from(point, 'base64url');
  try {
    // The same words as in `platform/client/safe.ts`.
    return Buffer.from(hkdfSync('sha256', ecdh.computeSecret(theirs), theirs, `jingwei queue ${kid} ${person}`, 32)).toString('base64url');
  } catch {
    return null;
  }
}

export const keys = reading(phoneKeys, ({ actor, saw, vault }, { ring, sealed }) => {
  const person = actor.personId;
  if (person === null) return Promise.resolve(refuse('platform/not-signed-in', {}, 'unproven'));
  const mine = serverKey(vault);
  if (sealed.length > 0) saw(`phone:${ring}`, ['body'], 'handle');
  return Promise.resolve({
    kid: mine.kid, publicKey: mine.ecdh.getPublicKey('base64url', 'uncompressed'), half: vault.hash('platform.phone', `half ${person} ${ring}`).toString('base64url'),
    opened: sealed.map(({ kid, point }) => ({ point, key: kid === mine.kid ? queueKeyOf(mine, person, point) : null })),
  });
});
