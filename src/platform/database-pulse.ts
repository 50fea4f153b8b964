import pg from 'pg';
import { errorFields, type Log } from './log.ts';

/** Said in place of an answer that would not come: an outage, 503. */
export class DatabaseAway extends Error {
  override readonly name = 'DatabaseAway';
}

export type Pulse = {
  readonly isAway: () => boolean;
  /** The work's own outcome, or `DatabaseAway` as soon as the database is found not to answer; the work itself goes on. */
  readonly race: <T>(work: Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
};

const everyMs = 500;
/** While it is away: whoever waits wants to know at once that it is back. */
const awayEveryMs = 150;
const patienceMs = 3_000;

/**
 * Asks the database twice a second over a connection of its own whether it is there. One that was stopped answers
 * nothing and refuses nothing: without this every request would wait for it, and they would pile up.
 * @param back told when it answers again, over a new connection: of those from before, nobody knows whether they lead anywhere
 */
export function takePulse(url: string, log: Log, back: () => void = () => undefined): Pulse {
  const waiting = new Set<(error: Error) => void>();
  let client: pg.Client | undefined;
  let away = false;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  let beating: Promise<void> = Promise.resolve();

  const found = (isThere: boolean, error?: unknown): void => {
    if (closed || away === !isThere) return;
    away = !isThere;
    if (isThere) {
      log.info('database answers again');
      back();
      return;
    }
    log.error('database does not answer', error === undefined ? {} : errorFields(error));
    for (const lose of waiting) lose(new DatabaseAway());
    waiting.clear();
  };

  async function ask(): Promise<void> {
    const asked = client ?? new pg.Client({ connectionString: url, application_name: 'jingwei pulse', connectionTimeoutMillis: patienceMs, keepAlive: true });
    const isNew = client === undefined;
    client = undefined;
    if (isNew) asked.on('error', () => undefined);
    const silence = Promise.withResolvers<never>();
    // After a long turn of this very process its answer may lie unread: it is looked at before it is missed.
    let late = setTimeout(() => { late = setTimeout(() => silence.reject(new DatabaseAway('no answer')), 250); }, patienceMs);
    try {
      const answer = (isNew ? asked.connect() : Promise.resolve()).then(() => asked.query('select 1'));
      // One that gives no answer may never give any: the next question goes over another connection.
      await Promise.race([answer, silence.promise]);
      client = asked;
    } catch (error) {
      void asked.end().catch(() => undefined);
      throw error;
    } finally {
      clearTimeout(late);
    }
  }

  async function beat(): Promise<void> {
    try {
      // The connection may have been ended alone; a database that is there takes the next one.
      await ask().catch((error: unknown) => {
        if (error instanceof DatabaseAway) found(false, error);
        return ask();
      });
      found(true);
    } catch (error) {
      found(false, error);
    }
    if (!closed) timer = setTimeout(() => { beating = beat(); }, away ? awayEveryMs : everyMs);
  }
  beating = beat();

  return {
    isAway: () => away,
    race: (work) => new Promise((resolve, reject) => {
      waiting.add(reject);
      work.then(resolve, reject).finally(() => waiting.delete(reject));
    }),
    close: async () => {
      closed = true;
      clearTimeout(timer);
      // A stopped database says no farewell.
      const patience = new Promise<void>((resolve) => { setTimeout(resolve, 1_000).unref(); });
      await Promise.race([beating.then(() => client?.end()).catch(() => undefined), patience]);
    },
  };
}
