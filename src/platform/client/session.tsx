import { createContext, useContext, type ReactNode } from 'react';
import type { Language } from '../core/words.ts';

/** Who is signed in, as far as any screen cares. The app asks for it and gives it here: the platform knows no domain. */
export type Session = {
  readonly personId: number;
  readonly account: string;
  readonly name: string;
  readonly language: Language;
  readonly mustChangePassword: boolean;
  /** A second factor is asked of him that he has not set up. */
  readonly mustEnrol: boolean;
  readonly permissions: readonly string[];
  readonly posts: readonly { readonly id: number; readonly role: string; readonly roleName: string; readonly title: string; readonly area: { readonly id: number; readonly name: string }; readonly unit: { readonly id: number; readonly name: string } | null }[];
  readonly home: { readonly id: number; readonly name: string; readonly kind: string; readonly path: string } | null;
};

const Context = createContext<Session | null>(null);

export function SessionProvider({ value, children }: { value: Session | null; children: ReactNode }) {
  return <Context value={value}>{children}</Context>;
}

/** Null: nobody is signed in (a resident's report form). */
export function useSession(): Session | null {
  return useContext(Context);
}

/** Does any post of the caller permit it? The server asks again, and for the place. */
export function usePermits(): (permission: string) => boolean {
  const session = useSession();
  return (permission) => session?.permissions.includes(permission) ?? false;
}
