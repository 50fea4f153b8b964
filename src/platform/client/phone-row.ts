import { useEffect, useReducer, useState, useSyncExternalStore } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import type { Command } from '../core/contract.ts';
import { ahead, type Item } from '../core/sync/phone.ts';
import type { Doc } from '../core/sync/wire.ts';
import type { Keyring } from './keyring.ts';
import type { Row } from './row.ts';
import { useSession } from './session.tsx';

// The row of the person who is signed in, for the screens of every domain. The app says where it is kept; a screen says what was done.

/** Forms that are not yet sent, each under a key of its own; closed where their writer's part of the phone can be. */
export type Drafts = {
  readonly read: (person: number | null, key: string) => Promise<unknown>;
  readonly write: (person: number | null, key: string, fields: unknown) => Promise<void>;
  readonly drop: (key: string) => Promise<void>;
};
export type PhoneGround = { readonly ring: Keyring; readonly drafts: Drafts; /** @throws Locked */ readonly open: (person: number) => Promise<Row> };
let ground: PhoneGround | null = null;
const rows = new Map<number, Promise<Row>>();

export function providePhone(next: PhoneGround): void {
  ground = next;
  rows.clear();
}

export function keyring(): Keyring {
  if (!ground) throw new Error('nobody said where this phone keeps its row');
  return ground.ring;
}

export function drafts(): Drafts {
  if (!ground) throw new Error('nobody said where this phone keeps its row');
  return ground.drafts;
}

/** Of each person who ever wrote something on this phone. @throws Locked */
export function rowOf(person: number): Promise<Row> {
  if (!ground) return Promise.reject(new Error('nobody said where this phone keeps its row'));
  const found = rows.get(person) ?? ground.open(person);
  rows.set(person, found);
  // One that cannot be opened is tried anew the next time.
  found.catch(() => { rows.delete(person); });
  return found;
}

export function openRows(): readonly Promise<Row>[] {
  return [...rows.values()];
}

/** Locked, signed out, or under other keys: opened anew when it is asked for. */
export function closeRow(person: number): void {
  rows.delete(person);
  closings += 1;
  closers.forEach((closer) => closer());
}

let closings = 0;
const closers = new Set<() => void>();
function watchClosings(closer: () => void): () => void {
  closers.add(closer);
  return () => { closers.delete(closer); };
}

/** Of whoever is signed in, drawn again whenever it changes; null while it opens, for nobody, and where it is locked. */
export function useRow(): Row | null {
  const person = useSession()?.personId ?? null;
  const [row, setRow] = useState<Row | null>(null);
  const [, changed] = useReducer((n: number) => n + 1, 0);
  const closed = useSyncExternalStore(watchClosings, () => closings);
  useEffect(() => {
    let gone = false;
    let leave = (): void => undefined;
    setRow(null);
    if (person !== null) {
      rowOf(person).then((found) => {
        if (gone) return;
        leave = found.watch(changed);
        setRow(found);
      }, () => undefined);
    }
    return () => { gone = true; leave(); };
  }, [person, closed]);
  return row;
}

/** What was pulled of a domain, and again after each pull; undefined while it is read. */
export function usePulled(source: string): readonly Doc[] | undefined {
  const row = useRow();
  const at = row?.now().pulledAt ?? null;
  const [docs, setDocs] = useState<readonly Doc[]>();
  useEffect(() => {
    let gone = false;
    if (row) row.docs(source).then((found) => { if (!gone) setDocs(found); }, () => undefined);
    return () => { gone = true; };
  }, [row, source, at]);
  return docs;
}

/** Own commands that no pull shows yet, oldest first. */
export function useAhead(): readonly Item[] {
  const row = useRow();
  return row ? ahead(row.now()) : [];
}

export type Sent<Op extends Command> =
  | { readonly kind: 'done'; readonly output: z.output<Op['output']> }
  /** On the phone, and on its way as soon as there is one. */
  | { readonly kind: 'kept' }
  /** It stands under "needs you" too. */
  | { readonly kind: 'refused'; readonly refused: string; readonly detail: string };

export type Writing = {
  readonly busy: boolean;
  /** The phone could not write it: it is nowhere but in the form. */
  readonly unwritten: boolean;
  readonly refused: { readonly refused: string; readonly detail: string } | null;
  /** Written here first (`also` in the same transaction, in the app's own tables), then sent; waits a moment for the answer, so that who has a road sees it. Null: `unwritten`. */
  readonly write: <Op extends Command>(operation: Op, input: z.input<Op['input']>, also?: () => Promise<void>) => Promise<Sent<Op> | null>;
};

/** `corrects`: one that was refused, whose place the next takes. A refused one of this form is replaced by its next try as well. */
export function useWriting(corrects: string | null = null): Writing {
  const client = useQueryClient();
  const person = useSession()?.personId ?? null;
  const [state, setState] = useState<Pick<Writing, 'busy' | 'unwritten' | 'refused'>>({ busy: false, unwritten: false, refused: null });
  const [replaces, setReplaces] = useState(corrects);
  return {
    ...state,
    write: async <Op extends Command>(operation: Op, input: z.input<Op['input']>, also?: () => Promise<void>): Promise<Sent<Op> | null> => {
      if (person === null) return null;
      setState({ busy: true, unwritten: false, refused: null });
      let id: string;
      const row = await rowOf(person).catch(() => null);
      try {
        if (!row) throw new Error('locked');
        id = await put(row, operation, input, replaces, also);
      } catch {
        setState({ busy: false, unwritten: true, refused: null });
        return null;
      }
      const item = await heard(row, id);
      if (item?.state === 'parked') {
        const refused = { refused: item.reason?.refused ?? '', detail: item.reason?.detail ?? '' };
        setReplaces(item.id);
        setState({ busy: false, unwritten: false, refused });
        return { kind: 'refused', ...refused };
      }
      setReplaces(null);
      setState({ busy: false, unwritten: false, refused: null });
      if (item?.state !== 'done') return { kind: 'kept' };
      void client.invalidateQueries({ queryKey: [operation.domain] });
      return { kind: 'done', output: item.output as z.output<Op['output']> }; // the server parsed it with the contract's own schema
    },
  };
}

/** In the place of the refused one, where there is one; else at the end of the row. @returns the command's id */
async function put(row: Row, operation: Command, input: unknown, replaces: string | null, also?: () => Promise<void>): Promise<string> {
  const known = row.now().items.find(({ id, state }) => id === replaces && state === 'parked');
  if (known) {
    const before = new Set(row.now().items.map(({ id }) => id));
    await row.again(known.id, input, also);
    return row.now().items.find(({ id, state }) => state === 'queued' && (!before.has(id) || id === known.id))?.id ?? known.id;
  }
  const own: unknown = Reflect.get(Object(input), 'id');
  const taken = row.now().items.some(({ id }) => id === own);
  const id = typeof own === 'string' && !taken ? own : freshId();
  await row.add({ id, name: `${operation.domain}.${operation.name}`, input }, also);
  return id;
}

/** Longer a person does not look at a button. */
const glanceMs = 6_000;

/** As it stands once it is answered, a try came to nothing, or a moment has passed. */
function heard(row: Row, id: string): Promise<Item | undefined> {
  const find = (): Item | undefined => row.now().items.find((item) => item.id === id);
  const { misses } = row.now();
  return new Promise((resolve) => {
    const done = (): void => { leave(); clearTimeout(timer); resolve(find()); };
    const look = (): void => {
      const now = row.now();
      if (find()?.state !== 'queued' || now.signedOut || (now.flight === null && now.misses > misses)) done();
    };
    const leave = row.watch(look);
    const timer = setTimeout(done, glanceMs);
    void row.flush(true).catch(() => undefined).then(look);
  });
}

/** Also where the page is not served over TLS, and `crypto.randomUUID` does not exist. */
export function freshId(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
