import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits in 43 characters; only their hash is kept. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

export function isTokenShaped(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/u.test(text);
}

export function tokenHashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Under which wrong tries of an account are counted, in whatever case it is typed. */
export function failureKey(account: string): Buffer {
  return createHash('sha256').update(account.toLowerCase()).digest();
}

/** The same for second answers; longer than any account that can be typed, so that nobody locks a stranger's by signing in as it. */
export function secondFailureKey(personId: number): Buffer {
  return createHash('sha256').update(`second answers of the person whose number is ${personId}`).digest();
}
