import { silenceMs } from '../core/beat.ts';

/** connecting: the first time; live: events arrive; waiting: the line is down and is tried again. */
export type LiveState = 'connecting' | 'live' | 'waiting';
export type LiveEvent = { readonly kind: string; readonly subject: string };

const longestWaitMs = 30_000;

/** What is told of changes: the part of a `QueryClient` that is needed here. */
export type Refreshable = { readonly invalidateQueries: (filters?: { readonly predicate: (query: { readonly queryKey: readonly unknown[] }) => boolean }, options?: { readonly cancelRefetch: boolean }) => Promise<void> };

/**
 * Follows the server's events and refreshes what they concern. Events are gathered for `gatherMs`, so that a flood costs one refresh
 * and not a thousand. Answers what ends it. `patienceMs`: how long nothing may be heard before another line is taken.
 */
export function follow(client: Refreshable, onState: (state: LiveState) => void, gatherMs: number, patienceMs: number = silenceMs): () => void {
  let source: EventSource | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let gather: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let missed = false;
  let events: LiveEvent[] = [];

  const flush = (): void => {
    gather = undefined;
    const batch = events;
    events = [];
    // Without cancelRefetch: a steady stream would otherwise restart every request before it answers.
    void client.invalidateQueries({ predicate: ({ queryKey }) => batch.some((event) => concerns(event, queryKey)) }, { cancelRefetch: false });
  };
  const heard = (): void => {
    clearTimeout(silence);
    silence = setTimeout(() => {
      // The other end has vanished without a word: a browser would wait for it for minutes.
      source?.close();
      clearTimeout(retry);
      missed = true;
      onState('waiting');
      open();
    }, patienceMs);
  };
  const open = (): void => {
    source = new EventSource('/api/live');
    heard();
    source.addEventListener('beat', heard);
    source.onopen = () => {
      heard();
      failures = 0;
      onState('live');
      // The browser resumes a broken line by its last id; a line that we opened anew has a gap.
      if (missed) void client.invalidateQueries(undefined, { cancelRefetch: false });
      missed = false;
    };
    source.onmessage = ({ data }) => {
      heard();
      const event = parse(String(data));
      if (!event) return;
      events.push(event);
      gather ??= setTimeout(flush, gatherMs);
    };
    // The server has dropped us for being slow, or no longer keeps what we missed.
    source.addEventListener('resync', () => { heard(); void client.invalidateQueries(undefined, { cancelRefetch: false }); });
    source.onerror = () => {
      onState('waiting');
      if (source?.readyState !== EventSource.CLOSED) return;
      // Known to be down: the next attempt is due by itself.
      clearTimeout(silence);
      missed = true;
      failures += 1;
      // Refused, not broken: whether the session has ended is learned by asking anything.
      if (failures === 1) void client.invalidateQueries(undefined, { cancelRefetch: false });
      retry = setTimeout(open, Math.min(1_000 * 2 ** failures, longestWaitMs));
    };
  };
  open();
  return () => {
    source?.close();
    clearTimeout(silence);
    clearTimeout(retry);
    clearTimeout(gather);
  };
}

/**
 * `incidents.moved` concerns every query of `incidents`, but not one whose input names another subject:
 * `case:9` leaves `{ caseId: '8' }` alone.
 */
export function concerns(event: LiveEvent, queryKey: readonly unknown[]): boolean {
  const [domain, , input] = queryKey;
  if (domain !== event.kind.split('.')[0]) return false;
  const [noun, id] = event.subject.split(':');
  const named: unknown = Reflect.get(Object(input), `${noun ?? ''}Id`);
  return named === undefined || String(named) === id;
}

function parse(text: string): LiveEvent | null {
  try {
    const body: unknown = JSON.parse(text);
    const kind: unknown = Reflect.get(Object(body), 'kind');
    const subject: unknown = Reflect.get(Object(body), 'subject');
    return typeof kind === 'string' ? { kind, subject: typeof subject === 'string' ? subject : '' } : null;
  } catch {
    return null;
  }
}
