import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

// A real OpenID provider on this machine. Whoever types a login at its page is that subject; what it says of him is in `claims`.

export type IdentityProvider = {
  readonly issuer: string; readonly clientId: string; readonly clientSecret: string;
  /** Subject → claims; change it to rename somebody. */
  readonly claims: Map<string, Readonly<Record<string, unknown>>>;
  readonly close: () => Promise<void>;
};

export async function openIdentityProvider(appUrl: string): Promise<IdentityProvider> {
  const claims = new Map<string, Readonly<Record<string, unknown>>>();
  const [clientId, clientSecret] = ['jingwei', randomBytes(24).toString('base64url')];
  const server = createServer();
  await new Promise<void>((ready) => { server.listen(0, '127.0.0.1', ready); });
  const address = server.address();
  const issuer = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [`${appUrl}/api/identity/provider/callback`], post_logout_redirect_uris: [`${appUrl}/`], token_endpoint_auth_method: 'client_secret_basic' }],
    claims: { openid: ['sub'], profile: ['name', 'preferred_username'] },
    findAccount: (_ctx: unknown, sub: string) => ({ accountId: sub, claims: () => ({ sub, ...claims.get(sub) }) }),
    cookies: { keys: [randomBytes(16).toString('hex')] },
    pkce: { required: () => true },
    // Its own plain pages for login and consent.
    features: { devInteractions: { enabled: true } },
  });
  const answer = provider.callback();
  server.on('request', (request, response) => { void answer(request, response); });
  return {
    issuer, clientId, clientSecret, claims,
    close: () => new Promise((done) => {
      server.closeAllConnections();
      server.close(() => { done(); });
    }),
  };
}
