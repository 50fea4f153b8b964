import type { z } from 'zod';
import { companionName } from '../core/companion.ts';
import { methodOf, pathOf, type Command, type Query } from '../core/contract.ts';
import { keepWitness } from './witness.ts';

/** What the server answered instead of a result; `detail` is a sentence in the asker's language. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly refused: string;
  readonly detail: string;
  /** Input errors: the field and what is wrong with it. */
  readonly fields: readonly { path: string; detail: string }[];
  readonly retryAfterSeconds: number | null;

  constructor(status: number, body: { refused?: string; detail?: string; errors?: { path: string; detail: string }[] }, retryAfter: string | null) {
    super(body.detail ?? `HTTP ${status}`);
    this.status = status;
    this.refused = body.refused ?? 'platform/unreachable';
    this.detail = body.detail ?? '';
    this.fields = body.errors ?? [];
    this.retryAfterSeconds = retryAfter === null ? null : Number(retryAfter);
  }
}

type In<Op extends { input: z.ZodType }> = z.input<Op['input']>;
type Out<Op extends { output: z.ZodType }> = z.output<Op['output']>;

let language = 'zh-CN';
export function speak(next: string): void { language = next; }

/** Performs a command. Give the same `key` when you try again: it is done once, and answered alike. */
export async function send<Op extends Command>(operation: Op, input: In<Op>, key: string = crypto.randomUUID()): Promise<Out<Op>> {
  return request<Out<Op>>(pathOf(operation), {
    method: 'POST', body: JSON.stringify(input),
    headers: { 'content-type': 'application/json', 'idempotency-key': `"${key}"`, 'accept-language': language },
  });
}

/** Asks a query. Without a session what needs one is refused here: the server is not asked for a no that is known. */
export async function ask<Op extends Query>(operation: Op, input: In<Op>, signal?: AbortSignal): Promise<Out<Op>> {
  if (operation.permission !== 'public' && !hasSession()) throw new Problem(401, { refused: 'platform/not-signed-in' }, null);
  if (methodOf(operation) === 'POST') {
    return request<Out<Op>>(pathOf(operation), { method: 'POST', body: JSON.stringify(input), headers: { 'content-type': 'application/json', 'accept-language': language }, ...(signal ? { signal } : {}) });
  }
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(Object(input))) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return request<Out<Op>>(`${pathOf(operation)}${text ? `?${text}` : ''}`, { headers: { 'accept-language': language }, ...(signal ? { signal } : {}) });
}

export type StoredPhoto = { sha256: string; url: string; thumbnailUrl: string; width: number; height: number };

/** Uploads one image (JPEG, PNG or WebP, at most 15 MB); the answer names the hash to put into `photos`. */
export async function uploadPhoto(image: Blob): Promise<StoredPhoto> {
  return request<StoredPhoto>('/api/files', { method: 'POST', body: image, headers: { 'content-type': image.type || 'application/octet-stream', 'accept-language': language } });
}

function isOverTls(): boolean {
  return location.protocol === 'https:';
}

function hasSession(): boolean {
  return document.cookie.split('; ').some((pair) => pair === `${companionName(isOverTls())}=1`);
}

async function request<T>(path: string, init: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, { credentials: 'same-origin', ...init });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Problem(0, { refused: 'platform/unreachable' }, null);
  }
  const kind = response.headers.get('content-type') ?? '';
  // HTML instead of JSON is a captive portal or a proxy: never an acknowledgement.
  if (!kind.includes('json')) throw new Problem(response.ok ? 0 : response.status, { refused: 'platform/unreachable' }, response.headers.get('retry-after'));
  keepWitness(response.headers.get('jingwei-audit'));
  const body: unknown = await response.json();
  if (response.status === 401) document.cookie = `${companionName(isOverTls())}=; Path=/; Max-Age=0${isOverTls() ? '; Secure' : ''}`; // the session ended elsewhere
  if (!response.ok) throw new Problem(response.status, Object(body), response.headers.get('retry-after'));
  return body as T; // the server parsed its answer with the contract's own schema
}
