import { setTimeout as sleep } from 'node:timers/promises';
import type { Item } from '../../platform/core/sync/phone.ts';
import type { Entry } from '../chaos/journal.ts';
import type { Spot } from '../bench/place.ts';
import { phoneOver, type PhoneOver } from '../sim/phone-over-http.ts';

// The phones of the restore drill: what their owners were told of before the disk was lost must be there after it, whether
// or not the backup has it, and once.

export type FieldWork = {
  readonly typed: number;
  /** Acknowledged before the disk was lost; of those, not in the backup. */
  readonly acknowledged: number; readonly broughtBack: number;
  /** Typed, and at the end not acknowledged. */
  readonly lost: readonly string[];
  /** Phones whose picture of their scopes is not that of one that pulls for the first time. */
  readonly astray: number;
};

export type DrillPhones = {
  /** One phone goes on working, whatever else happens meanwhile, until told to stop. */
  readonly keepWorking: () => () => Promise<void>;
  /** Each writes something, and all but the one in the valley send it. */
  readonly work: (what: string) => Promise<void>;
  /** The server is gone: they write on, and nobody answers. */
  readonly workInVain: () => Promise<void>;
  /** It is back, somewhere else: they send what it does not have. `known`: whether it has that id already. */
  readonly comeBack: (url: string, known: (ids: readonly string[]) => Promise<ReadonlySet<string>>) => Promise<FieldWork>;
  /** As a journal, by what each was told last. */
  readonly entries: () => readonly Entry[];
};

type One = { readonly phone: PhoneOver; readonly token: string; readonly isInValley: boolean };

/** @param tokens sessions of two workers; the second has two phones, one of them without signal */
export async function openPhones(url: string, tokens: readonly [string, string], spot: Spot): Promise<DrillPhones> {
  const [mine, theirs] = tokens;
  const phones: One[] = [];
  for (const [token, isInValley] of [[mine, false], [theirs, false], [theirs, true]] as const) phones.push({ phone: await phoneOver(url, token), token, isInValley });
  const items = (): readonly Item[] => phones.flatMap(({ phone }) => phone.row.now().items);
  const write = async ({ phone, token }: One, what: string): Promise<void> => {
    await phone.report({ description: `恢复演练（手机）：${what}`, class: '120103', place: spot });
    const caseId = phone.written.at(-1);
    // The place is in the first worker's grid.
    if (token === mine) await phone.add('incidents.settle', { caseId, result: '当面归还失主', photos: [] });
    await phone.add('patrol.writeDiary', { id: crypto.randomUUID(), text: `群众说，${what}` });
  };
  return {
    work: async (what) => {
      for (const one of phones) {
        await write(one, what);
        if (!one.isInValley) await one.phone.row.flush(true);
      }
    },
    keepWorking: () => {
      let goesOn = true;
      const [one] = phones;
      const done = (async () => {
        for (let n = 1; goesOn && one; n += 1) {
          await write(one, `备份的同时 ${n}`);
          await one.phone.row.flush(true);
          await sleep(20);
        }
      })();
      return () => { goesOn = false; return done; };
    },
    workInVain: async () => {
      for (const one of phones) {
        await write(one, '服务器不在');
        await one.phone.row.flush(true);
      }
    },
    comeBack: async (next, known) => {
      const told = items().filter(({ state }) => state === 'done').map(({ id }) => id);
      const inBackup = await known(told);
      for (const { phone } of phones) phone.goTo(next);
      // The first answer says that the server was restored; what it lost goes after it, and then what is new is pulled.
      for (let turn = 0; turn < 3; turn += 1) await Promise.all(phones.map(({ phone }) => phone.row.flush(true)));
      const isDone = new Set(items().filter(({ state }) => state === 'done').map(({ id }) => id));
      let astray = 0;
      for (const { phone, token } of phones) {
        const fresh = await phoneOver(next, token);
        // The server goes on with its clocks meanwhile: what one of the two does not know yet, both know a moment later.
        const differs = async (): Promise<boolean> => {
          await fresh.row.flush(true);
          await phone.row.flush(true);
          const [should, is] = [fresh.held(), phone.held()];
          return is.size !== should.size || [...should].some(([id, version]) => is.get(id) !== version);
        };
        let isAstray = await differs();
        for (let tries = 1; isAstray && tries < 10; tries += 1) {
          await sleep(300);
          isAstray = await differs();
        }
        if (isAstray) astray += 1;
      }
      return {
        typed: items().length, acknowledged: told.length, broughtBack: told.filter((id) => !inBackup.has(id)).length, astray,
        lost: items().filter(({ id }) => !isDone.has(id)).map((item) => `${item.name} ${item.id} ${item.state} ${item.reason?.refused ?? ''}`),
      };
    },
    entries: () => items().flatMap((item): Entry[] => {
      const { id, description, caseId } = Object(item.input) as Readonly<Record<string, unknown>>; // looked at below
      const place = { at: item.at, scope: `person:${item.by}`, key: item.id };
      const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
      return [
        { what: 'sent', ...place, operation: item.name, bodyHash: item.id, caseId: text(caseId), id: text(id), text: text(description), photos: [] },
        ...(item.state === 'done' ? [{ what: 'answered' as const, ...place, answer: { status: 200, body: item.output } }] : []),
      ];
    }),
  };
}
