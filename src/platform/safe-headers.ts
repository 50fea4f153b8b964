import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';

// antd writes its styles into the page, hence 'unsafe-inline' for styles alone; MapLibre's worker comes as a blob.
/** On every answer, whatever it is an answer to. */
export const safeHeaders = {
  'content-security-policy': "default-src 'none'; script-src 'self'; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(self), geolocation=(self), microphone=(self), publickey-credentials-create=(self), publickey-credentials-get=(self), payment=(), usb=(), serial=(), bluetooth=(), midi=(), display-capture=()',
} as const;

/** The same where there is no page and nothing to load. */
export const bareHeaders = { ...safeHeaders, 'content-security-policy': "default-src 'none'; frame-ancestors 'none'", 'cache-control': 'no-store' } as const;

/** A year, for this host and what is below it; only ever said over TLS. */
export const overTlsAlone = { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } as const;

/** For where there is no request of the framework yet: TLS ends here, or in the proxy on this machine. */
export function isOverTls({ socket, headers }: Pick<IncomingMessage, 'socket' | 'headers'>): boolean {
  return socket instanceof TLSSocket || (/^(?:::ffff:)?127\.0\.0\.1$/u.test(socket.remoteAddress ?? '') && headers['x-forwarded-proto'] === 'https');
}
