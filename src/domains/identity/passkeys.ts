import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { House } from '../../platform/action.ts';
import type { Sealer } from '../../platform/sealing.ts';
import type { Passkey } from './store/factors.ts';

// The library is loaded by the first passkey: certificates of all kinds of devices are twenty-six megabytes of memory.

/** Where passkeys hold: the host's name, and the address that a browser must have been at. */
export type Site = { readonly host: string; readonly origin: string };
/** What second factors need beside the house. `site` is null where no passkey can hold: the installation has no name. */
export type SecondFactorGround = { readonly house: House; readonly sealer: Sealer; readonly site: Site | null };
export type Question = { readonly options: Record<string, unknown>; readonly challenge: string };

/** EdDSA, ES256 and RS256: what devices have. Named, because the library else tries what Node calls experimental, and says so on stderr. */
const algorithms = [-8, -7, -257] as const;

/** What a device is asked to become somebody's passkey; it must know its owner (finger, face or PIN). */
export async function askToRegister(site: Site, person: { id: number; account: string; name: string }, known: readonly Passkey[], rpName: string): Promise<Question> {
  const options = await (await import('@simplewebauthn/server')).generateRegistrationOptions({
    rpName, rpID: site.host, userID: new TextEncoder().encode(`jingwei-${person.id}`), userName: person.account, userDisplayName: person.name, attestationType: 'none', supportedAlgorithmIDs: [...algorithms],
    excludeCredentials: known.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
  });
  return { options: { ...options }, challenge: options.challenge };
}

export type NewPasskey = { readonly credentialId: string; readonly publicKey: Uint8Array; readonly counter: number; readonly transports: readonly string[] };

/** Null: not an answer to this question from this site. */
export async function readRegistration(site: Site, challenge: string, answer: unknown): Promise<NewPasskey | null> {
  try {
    const verdict = await (await import('@simplewebauthn/server')).verifyRegistrationResponse({
      response: answer as RegistrationResponseJSON, // the contract has its outer shape, and the library judges every part of it
      expectedChallenge: challenge, expectedOrigin: site.origin, expectedRPID: site.host, requireUserVerification: true, supportedAlgorithmIDs: [...algorithms],
    });
    if (!verdict.verified) return null;
    const { credential } = verdict.registrationInfo;
    return { credentialId: credential.id, publicKey: credential.publicKey, counter: credential.counter, transports: (credential.transports ?? []).slice(0, 10) };
  } catch {
    return null; // the library says each fault as an exception
  }
}

export async function askToSign(site: Site, known: readonly Passkey[]): Promise<Question> {
  const options = await (await import('@simplewebauthn/server')).generateAuthenticationOptions({
    rpID: site.host, userVerification: 'required', allowCredentials: known.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
  });
  return { options: { ...options }, challenge: options.challenge };
}

/** Which key signed, and its counter now; null: none of these, or not this question. */
export async function readSignature(site: Site, challenge: string, answer: { id: string }, known: readonly Passkey[]): Promise<{ id: number; counter: number } | null> {
  const key = known.find(({ credentialId }) => credentialId === answer.id);
  if (!key) return null;
  try {
    const verdict = await (await import('@simplewebauthn/server')).verifyAuthenticationResponse({
      response: answer as AuthenticationResponseJSON, // as above
      expectedChallenge: challenge, expectedOrigin: site.origin, expectedRPID: site.host, requireUserVerification: true,
      credential: { id: key.credentialId, publicKey: new Uint8Array(key.publicKey), counter: key.counter, transports: key.transports },
    });
    return verdict.verified ? { id: key.id, counter: verdict.authenticationInfo.newCounter } : null;
  } catch {
    return null;
  }
}
