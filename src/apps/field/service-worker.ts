// The pages themselves, kept on the phone: without a network the app still opens, and what was written is there.
// Only pages and their files; nothing of `/api` is kept here.

/** What is used here of a worker's global scope; the library types of a page know nothing of it. */
type Extendable = Event & { waitUntil: (work: Promise<unknown>) => void };
type Fetching = Extendable & { readonly request: Request; respondWith: (answer: Promise<Response>) => void };
type Scope = {
  addEventListener: ((type: 'install' | 'activate', listener: (event: Extendable) => void) => void) & ((type: 'fetch', listener: (event: Fetching) => void) => void);
  readonly skipWaiting: () => Promise<void>;
  readonly clients: { readonly claim: () => Promise<void> };
};
const scope = self as unknown as Scope; // this file runs as a service worker only

const shelf = 'jingwei-pages';
const page = '/m/';
/** On a network that answers later than this, the page of last time is better. */
const patienceMs = 4_000;
/** Large, and not needed to write a report: kept once somebody has looked at a map. */
const onUse = /map/;

scope.addEventListener('install', (event) => {
  event.waitUntil(keepPages().then(() => scope.skipWaiting()));
});
scope.addEventListener('activate', (event) => {
  event.waitUntil(scope.clients.claim());
});
scope.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin || !pathname.startsWith(page)) return;
  if (request.mode === 'navigate') event.respondWith(pageFor(event));
  else if (pathname.startsWith(`${page}assets/`)) event.respondWith(fileFor(request));
});

async function pageFor(event: Fetching): Promise<Response> {
  const kept = await (await caches.open(shelf)).match(page);
  try {
    const fresh = await fetch(event.request, kept ? { signal: AbortSignal.timeout(patienceMs) } : {});
    if (!fresh.ok && kept) return kept;
    // A new release shows itself by its page; its files are fetched while this one is already being read.
    event.waitUntil(keepPages().catch(() => undefined));
    return fresh;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

/** A file's name carries the hash of its contents: once kept it is never asked for again. */
async function fileFor(request: Request): Promise<Response> {
  const cache = await caches.open(shelf);
  const kept = await cache.match(request.url);
  if (kept) return kept;
  const fresh = await fetch(request);
  if (fresh.ok) await cache.put(request.url, fresh.clone());
  return fresh;
}

async function keepPages(): Promise<void> {
  const cache = await caches.open(shelf);
  const answer = await fetch(`${page}files.json`, { cache: 'no-store' });
  const names: unknown = answer.ok ? await answer.json() : null;
  if (!Array.isArray(names)) throw new Error('the list of files cannot be read');
  const files = names.filter((name) => typeof name === 'string' && name.startsWith('assets/')).map((name) => new URL(`${page}${String(name)}`, location.origin).href);
  const kept = new Set((await cache.keys()).map((request) => request.url));
  for (const file of files) if (!kept.has(file) && !onUse.test(file)) await cache.add(file);
  await cache.add(page);
  for (const url of kept) if (url.includes(`${page}assets/`) && !files.includes(url)) await cache.delete(url);
}
