import type { Reply, Send } from '../core/sync/phone.ts';
import { keepWitness } from './witness.ts';

/** Longer than any answer takes, shorter than a person waits for the next try. */
const patienceMs = 45_000;

/** Sends for a row. Never rejects; what is no JSON has no body, whoever answered it. */
export async function sendForRow(send: Send): Promise<Reply> {
  const nothing: Reply = { request: send.request, status: 0, body: undefined, retryAfterSeconds: null };
  try {
    const response = await fetch(...requestOf(send));
    keepWitness(response.headers.get('jingwei-audit'));
    const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
    const isJson = (response.headers.get('content-type') ?? '').includes('json');
    const body: unknown = isJson ? await response.json() : undefined;
    return { request: send.request, status: response.status, body, retryAfterSeconds: Number.isFinite(retryAfter) ? retryAfter : null };
  } catch {
    return nothing;
  }
}

function requestOf(send: Send): [string, RequestInit] {
  const common: RequestInit = { credentials: 'same-origin', cache: 'no-store', redirect: 'error', signal: AbortSignal.timeout(patienceMs) };
  const language = document.documentElement.lang || 'zh-CN';
  if (send.kind === 'push') return ['/api/sync/push', { ...common, method: 'POST', body: JSON.stringify(send.body), headers: { 'content-type': 'application/json', 'accept-language': language } }];
  const { unsent, oldestSeconds, parked, now } = send.standing;
  const search = new URLSearchParams({
    device: send.device, person: String(send.person), have: Object.entries(send.cursors).map(([scope, cursor]) => `${scope}~${cursor}`).join(','), unsent: String(unsent), oldest: String(oldestSeconds), parked: String(parked), now,
  });
  return [`/api/sync/pull?${search.toString()}`, { ...common, headers: { 'accept-language': language } }];
}
