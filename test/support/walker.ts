/** A browser without a screen: keeps cookies by host and port, and follows redirects one at a time. */
export type Walker = {
  readonly go: (url: string, init?: { readonly method?: 'GET' | 'POST'; readonly form?: Readonly<Record<string, string>>; readonly json?: unknown; readonly headers?: Readonly<Record<string, string>> }) => Promise<Stop>;
  /** Follows redirects until there is none, or until one leads to `until`; that one is not taken. */
  readonly follow: (url: string, until?: (url: URL) => boolean) => Promise<Stop>;
  readonly cookies: (url: string) => Map<string, string>;
};
export type Stop = { readonly url: string; readonly status: number; readonly location: string | null; readonly text: string; readonly headers: Headers };

export function makeWalker(): Walker {
  const jars = new Map<string, Map<string, string>>();
  const cookies = (url: string): Map<string, string> => {
    const { host } = new URL(url);
    const jar = jars.get(host) ?? new Map<string, string>();
    jars.set(host, jar);
    return jar;
  };
  const go: Walker['go'] = async (url, { method = 'GET', form, json, headers = {} } = {}) => {
    const jar = cookies(url);
    const response = await fetch(url, {
      method, redirect: 'manual',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '), ...(method === 'POST' ? { origin: new URL(url).origin } : {}), ...(json === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(form ? { body: new URLSearchParams({ ...form }) } : json === undefined ? {} : { body: JSON.stringify(json) }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/u.exec(line) ?? [];
      const expires = /expires=([^;]+)/iu.exec(line)?.[1];
      if (value === '' || (expires !== undefined && new Date(expires).getTime() <= Date.now())) jar.delete(name);
      else jar.set(name, value);
    }
    const location = response.headers.get('location');
    return { url, status: response.status, location: location === null ? null : new URL(location, url).href, text: await response.text(), headers: response.headers };
  };
  const follow: Walker['follow'] = async (url, until = () => false) => {
    for (let stop = await go(url), steps = 0; ; steps += 1) {
      if (stop.location === null || until(new URL(stop.location))) return stop;
      if (steps > 20) throw new Error(`There is no end of redirects at ${stop.location}`);
      stop = await go(stop.location);
    }
  };
  return { go, follow, cookies };
}
