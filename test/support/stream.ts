import http from 'node:http';

export type Told = { readonly id: string; readonly event: string; readonly data: Record<string, unknown> };

export type LiveStream = {
  readonly status: number;
  /** Everything told so far, `hello` and `resync` included. */
  readonly told: readonly Told[];
  /** Resolves once `enough` holds of what was told; rejects when the stream ends or ten seconds pass before. */
  readonly until: (enough: (told: readonly Told[]) => boolean) => Promise<readonly Told[]>;
  readonly ended: Promise<void>;
  /** Stops and goes on reading from the network. */
  readonly pause: () => void;
  readonly resume: () => void;
  readonly close: () => void;
};

/** `GET /api/live` as a browser reads it. */
export function openStream(url: string, token: string, lastEventId?: string): Promise<LiveStream> {
  return new Promise((resolve, reject) => {
    const request = http.get(new URL('/api/live', url), {
      agent: false, headers: { authorization: `Bearer ${token}`, ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }) },
    }, (response) => {
      const told: Told[] = [];
      const waiting = new Set<() => void>();
      let text = '';
      let over = false;
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) told.push(...read(block));
        for (const check of waiting) check();
      });
      const ended = new Promise<void>((done) => {
        const end = (): void => { over = true; for (const check of waiting) check(); done(); };
        response.on('end', end).on('close', end).on('error', end);
      });
      resolve({
        status: response.statusCode ?? 0, told, ended,
        until: (enough) => new Promise((found, lost) => {
          const late = setTimeout(() => { waiting.delete(check); lost(new Error(`Ten seconds, and only ${told.length} were told.`)); }, 10_000);
          const check = (): void => {
            if (!enough(told) && !over) return;
            waiting.delete(check);
            clearTimeout(late);
            if (enough(told)) found(told);
            else lost(new Error(`The stream ended after ${told.length}.`));
          };
          waiting.add(check);
          check();
        }),
        pause: () => { response.pause(); }, resume: () => { response.resume(); },
        close: () => { request.destroy(); },
      });
    });
    request.on('error', reject);
  });
}

function read(block: string): Told[] {
  const fields = new Map(block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]));
  const data = fields.get('data');
  return data === undefined ? [] : [{ id: fields.get('id') ?? '', event: fields.get('event') ?? 'message', data: JSON.parse(data) }]; // our own server's JSON
}

/** What a page has as `EventSource`, over `GET /api/live` at this address as this person; it does not try again by itself. */
export function eventSourceAt(url: string, token: string): new (address: string) => { readonly addEventListener: (event: string, hear: () => void) => void; readonly close: () => void } {
  return class {
    static readonly CLOSED = 2;
    onopen: (() => void) | null = null;
    onmessage: ((message: { readonly data: string }) => void) | null = null;
    onerror: (() => void) | null = null;
    readyState = 0;
    private readonly hearers = new Map<string, () => void>();
    private readonly request: http.ClientRequest;

    constructor(address: string) {
      this.request = http.get(new URL(address, url), { agent: false, headers: { authorization: `Bearer ${token}` } }, (response) => {
        this.readyState = 1;
        this.onopen?.();
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
          const blocks = text.split('\n\n');
          text = blocks.pop() ?? '';
          for (const told of blocks.flatMap(read)) {
            if (told.event === 'message') this.onmessage?.({ data: JSON.stringify(told.data) });
            else this.hearers.get(told.event)?.();
          }
        }).on('close', () => this.fail()).on('error', () => undefined);
      });
      this.request.on('error', () => this.fail());
    }

    addEventListener(event: string, hear: () => void): void { this.hearers.set(event, hear); }

    close(): void {
      this.readyState = 2;
      this.request.destroy();
    }

    private fail(): void {
      if (this.readyState === 2) return;
      this.readyState = 2;
      this.onerror?.();
    }
  };
}
