import type { DetailedError } from 'tus-js-client';
import { Problem } from './call.ts';

/** Without TLS a browser tells no hash: then a picture goes up in one piece, as before. */
export function canHash(): boolean {
  return typeof crypto.subtle === 'object';
}

/** SHA-256 in lower-case hex; null where {@link canHash} says no. */
export async function hashOf(image: Blob): Promise<string | null> {
  if (!canHash()) return null;
  const sum = await crypto.subtle.digest('SHA-256', await image.arrayBuffer());
  return Array.from(new Uint8Array(sum), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A line on which nothing moves any more is given up; what has arrived stays there. */
const silenceMs = 45_000;
const pieceBytes = 512 * 1024;

/**
 * Sends a picture by tus 1.0 (`platform/photo-uploads.ts`), going on where it broke off. Resolves once the server names its hash.
 * @throws Problem as any call; status 0: no connection, nothing heard for too long, or an answer that was not the server's
 */
export async function sendInPieces(image: Blob, sha256: string, tell: (share: number) => void): Promise<void> {
  const { Upload } = await import('tus-js-client');
  await new Promise<void>((done, failed) => {
    const noAnswer = (): Problem => new Problem(0, { refused: 'platform/unreachable' }, null);
    let timer = 0;
    const heard = (): void => {
      clearTimeout(timer);
      timer = window.setTimeout(() => { void upload.abort(); failed(noAnswer()); }, silenceMs);
    };
    const upload = new Upload(image, {
      endpoint: '/api/photos', uploadUrl: `/api/photos/${sha256}`, metadata: { sha256 }, chunkSize: pieceBytes, headers: { 'Accept-Language': document.documentElement.lang || 'zh-CN' },
      // When it is tried again is the outbox's affair; what is already there the server says.
      retryDelays: null, storeFingerprintForResuming: false,
      onProgress: (sent, all) => { heard(); tell(all > 0 ? sent / all : 0); },
      onAfterResponse: heard,
      onSuccess: ({ lastResponse }) => {
        clearTimeout(timer);
        if (lastResponse.getHeader('jingwei-photo') === sha256) done();
        else failed(noAnswer());
      },
      onError: (error) => {
        clearTimeout(timer);
        failed('originalResponse' in error ? problemOf(error) : noAnswer());
      },
    });
    heard();
    upload.start();
  });
}

function problemOf({ originalResponse }: DetailedError): Problem {
  const isOurs = (originalResponse?.getHeader('content-type') ?? '').includes('json');
  const status = originalResponse?.getStatus() ?? 0;
  // HTML instead of JSON is a captive portal or a proxy: no word on the picture.
  if (!originalResponse || !isOurs || status < 400) return new Problem(0, { refused: 'platform/unreachable' }, null);
  return new Problem(status, bodyOf(originalResponse.getBody()), originalResponse.getHeader('retry-after') ?? null);
}

function bodyOf(text: string): object {
  try {
    return Object(JSON.parse(text)) as object;
  } catch {
    return {};
  }
}
