import { hash, verify } from '@node-rs/argon2';
import { lanes } from './throttle.ts';

// OWASP's smallest argon2id: 19 MiB, two passes, one lane; about 20 ms of one core. No secrets in here: the notation names its salt.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/**
 * Two at once, so that signing in at eight in the morning leaves cores for the rest; a hundred wait, about two seconds of
 * work, and whoever comes then is told to come again.
 */
const pool = lanes(2, 100);

/** Thrown away unless somebody signs in as nobody: the same work is then done as for an account that exists. */
const nobody = '$argon2id$v=19$m=19456,t=2,p=1$4Pmq2x1MedUKj+5gvW4qJA$RB9ZH0fgHX/S0ebVxD8xKikUv/IA1PoJoW53muf47ik';

/** For setting a password. Always served, in its turn: its callers are few, and each holds a transaction of its own. */
export function hashPassword(password: string): Promise<string> {
  return pool.always(() => hash(plain(password), cost));
}

/**
 * Is it his password? Takes the same time where there is no hash to compare with. `busy`: too many wait already.
 */
export async function passwordMatches(stored: string | null, password: string): Promise<boolean | 'busy'> {
  const matches = await pool.unlessFull(() => verify(stored ?? nobody, plain(password)));
  if (matches === 'full') return 'busy';
  return stored !== null && matches;
}

/** The same letters, however an input method composed them, are the same password. */
function plain(password: string): string {
  return password.normalize('NFKC');
}
