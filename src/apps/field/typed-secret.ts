// The password as it was typed at a sign-in, until the lock of the phone has been made of it; in memory alone, and once.

let typed: string | null = null;

export function noteSecret(secret: string): void {
  typed = secret;
}

export function takeSecret(): string | null {
  const secret = typed;
  typed = null;
  return secret;
}
