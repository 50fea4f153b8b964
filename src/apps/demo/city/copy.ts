import type pg from 'pg';

// COPY … FROM STDIN over the driver, which has the protocol's messages but no query that sends them.

type Connection = {
  query: (text: string) => void;
  sendCopyFromChunk: (chunk: Buffer) => void;
  endCopyFrom: () => void;
  sync: () => void;
  stream: { once: (event: 'drain', listener: () => void) => void; writableNeedDrain: boolean };
};

/** @param lines rows in COPY's text format, each ending with a line feed */
export function copyIn(client: pg.Client, into: string, lines: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    let failed: Error | undefined;
    const query = {
      text: '',
      submit(connection: Connection) { connection.query(`copy ${into} from stdin`); },
      handleCopyInResponse(connection: Connection) {
        let next = 0;
        const send = (): void => {
          while (next < lines.length) {
            connection.sendCopyFromChunk(Buffer.from(lines.slice(next, next + 500).join('')));
            next += 500;
            if (connection.stream.writableNeedDrain) { connection.stream.once('drain', send); return; }
          }
          connection.endCopyFrom();
        };
        send();
      },
      handleCommandComplete() { /* the answer that counts is that the server is ready again */ },
      handleRowDescription() { /* there are no rows */ },
      handleDataRow() { /* there are no rows */ },
      handleEmptyQuery() { /* it never is */ },
      handlePortalSuspended() { /* nor this */ },
      handleError(error: Error) { failed = error; reject(error); },
      handleReadyForQuery() { if (!failed) resolve(); },
    };
    client.query(query as unknown as pg.Submittable); // what the driver calls of it is more than its type says
  });
}

/** A field of a row that may hold anything. */
export function text(value: string): string {
  return /[\\\n\r\t]/u.test(value) ? value.replace(/\\/gu, '\\\\').replace(/\n/gu, '\\n').replace(/\r/gu, '\\r').replace(/\t/gu, '\\t') : value;
}

export const absent = '\\N';
