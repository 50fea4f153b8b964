import type { FastifyRequest } from 'fastify';

// Cookies of the server's own. Over HTTPS their names begin with `__Host-`: a browser takes such a one only from this very
// host over HTTPS, so that neither a neighbouring host nor somebody on the line can put one in its place.

export function cookieName(request: FastifyRequest, name: string): string {
  return request.protocol === 'https' ? `__Host-${name}` : name;
}

export function readCookie(request: FastifyRequest, name: string): string | null {
  const wanted = cookieName(request, name);
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  const found = pairs.find((pair) => pair.startsWith(`${wanted}=`));
  return found === undefined ? null : found.slice(wanted.length + 1);
}

/** @param until an empty value and a past moment take it away */
export function cookieText(request: FastifyRequest, name: string, value: string, until: Date, sameSite: 'Lax' | 'Strict'): string {
  const secure = request.protocol === 'https' ? '; Secure' : '';
  return `${cookieName(request, name)}=${value}; HttpOnly; Path=/; SameSite=${sameSite}; Expires=${until.toUTCString()}${secure}`;
}
