import type { Session } from '../../platform/client/session.tsx';

// Who was signed in here last: without a network the phone still knows in whose name it keeps what is written.
// Name, posts and permissions only; what gives access is a cookie that no script can read.

const kept = 'jingwei.session';

export function rememberedSession(): Session | null {
  try {
    const text = localStorage.getItem(kept);
    const found: unknown = text === null ? null : JSON.parse(text);
    // Written by `remember` alone; the fields that every screen relies on are looked at all the same.
    return typeof Reflect.get(Object(found), 'personId') === 'number' && Array.isArray(Reflect.get(Object(found), 'posts')) ? found as Session : null;
  } catch {
    return null;
  }
}

export function remember(session: Session | null): void {
  if (session === null) localStorage.removeItem(kept);
  else localStorage.setItem(kept, JSON.stringify(session));
}
