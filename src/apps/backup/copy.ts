import { once } from 'node:events';
import { Readable, type Duplex } from 'node:stream';
import type pg from 'pg';

// COPY over the wire, which `pg` knows in its protocol but has no call for.

/** What a connection can do beyond what its published types tell. */
type Wire = {
  readonly stream: Duplex;
  readonly sendCopyFromChunk: (chunk: Buffer) => void;
  readonly endCopyFrom: () => void;
  readonly sendCopyFail: (message: string) => void;
};

/** What the client tells a query object of its own; only what COPY needs. */
type Answering = {
  readonly submit: (connection: pg.Connection) => void;
  readonly handleError: (error: Error) => void;
  readonly handleReadyForQuery: () => void;
  readonly handleCommandComplete: (message: { text: string }) => void;
  readonly handleCopyData: (message: { chunk: Buffer }) => void;
  readonly handleCopyInResponse: (connection: Wire) => void;
};

const nothing = (): void => undefined;
const chunkBytes = 262_144;

/** The bytes of `copy … to stdout`; the server waits while nobody reads. */
export function copyOut(client: pg.Client, text: string): Readable {
  let socket: { readonly pause: () => unknown; readonly resume: () => unknown } | undefined;
  let gathered: Buffer[] = [];
  let size = 0;
  const out = new Readable({ highWaterMark: 4 * chunkBytes, read: () => { socket?.resume(); } });
  const pass = (): void => {
    if (size === 0) return;
    const isWanted = out.push(Buffer.concat(gathered, size));
    gathered = [];
    size = 0;
    if (!isWanted) socket?.pause();
  };
  let failed = false;
  const query: Answering = {
    submit: (connection) => { socket = connection.stream; connection.query(text); },
    handleError: (error) => { failed = true; out.destroy(error); },
    // The driver reuses the memory that a message stands in.
    handleCopyData: ({ chunk }) => {
      gathered.push(Buffer.from(chunk));
      size += chunk.length;
      if (size >= chunkBytes) pass();
    },
    handleCommandComplete: pass, handleCopyInResponse: nothing,
    handleReadyForQuery: () => { if (!failed) out.push(null); },
  };
  client.query(query);
  return out;
}

/** Sends the bytes to `copy … from stdin`; @returns rows taken. An error of the source undoes the statement. */
export function copyIn(client: pg.Client, text: string, source: AsyncIterable<Buffer>): Promise<number> {
  return new Promise((resolve, reject) => {
    let rows = 0;
    let failure: unknown;
    const pump = async (connection: Wire): Promise<void> => {
      try {
        for await (const chunk of source) {
          if (failure !== undefined) return;
          connection.sendCopyFromChunk(chunk);
          if (connection.stream.writableNeedDrain) await Promise.race([once(connection.stream, 'drain'), once(connection.stream, 'close')]);
        }
        connection.endCopyFrom();
      } catch (error) {
        failure ??= error;
        connection.sendCopyFail('the source failed');
      }
    };
    const query: Answering = {
      submit: (connection) => { connection.query(text); },
      handleCopyInResponse: (connection) => { void pump(connection); },
      handleCommandComplete: (message) => { rows = Number(message.text.split(' ').at(-1)); },
      handleError: (error) => { failure ??= error; },
      handleReadyForQuery: () => {
        client.off('end', ended);
        if (failure === undefined) resolve(rows);
        else reject(failure);
      },
      handleCopyData: nothing,
    };
    const ended = (): void => { reject(failure ?? new Error('the connection ended')); };
    client.once('end', ended);
    client.query(query);
  });
}
