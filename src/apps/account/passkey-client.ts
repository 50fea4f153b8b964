import type { AuthenticationResponseJSON, PublicKeyCredentialCreationOptionsJSON, PublicKeyCredentialRequestOptionsJSON, RegistrationResponseJSON } from '@simplewebauthn/browser';

/** Somebody closed the browser's dialog, or let it run out. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

export function hasPasskeys(): boolean {
  return typeof window.PublicKeyCredential === 'function' && window.isSecureContext;
}

export async function showPasskey(options: Record<string, unknown>): Promise<AuthenticationResponseJSON> {
  const { startAuthentication } = await import('@simplewebauthn/browser');
  const optionsJSON = options as unknown as PublicKeyCredentialRequestOptionsJSON; // the server made them with the same library
  return startAuthentication({ optionsJSON }).catch((error: unknown) => { throw cancelled(error); });
}

export async function makePasskey(options: Record<string, unknown>): Promise<RegistrationResponseJSON> {
  const { startRegistration } = await import('@simplewebauthn/browser');
  const optionsJSON = options as unknown as PublicKeyCredentialCreationOptionsJSON; // as above
  return startRegistration({ optionsJSON }).catch((error: unknown) => { throw cancelled(error); });
}

function cancelled(error: unknown): unknown {
  return error instanceof Error && (error.name === 'NotAllowedError' || error.name === 'AbortError') ? new Cancelled(error.message) : error;
}
