import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';

// A device with a passkey, in software: WebAuthn level 2, ES256, attestation "none". What it says wrong is said on purpose.

export type Says = { readonly origin?: string; readonly rpId?: string; readonly challenge?: string; readonly verified?: boolean; readonly type?: string; readonly counter?: number };
export type Authenticator = {
  readonly register: (challenge: string, says?: Says) => object;
  readonly sign: (challenge: string, says?: Says) => object;
};

export function makeAuthenticator(site: { readonly host: string; readonly origin: string }): Authenticator {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const id = randomBytes(32);
  let counter = 0;
  const client = (type: string, challenge: string, says: Says): Buffer =>
    Buffer.from(JSON.stringify({ type: says.type ?? type, challenge: says.challenge ?? challenge, origin: says.origin ?? site.origin, crossOrigin: false }));
  const data = (says: Says, extra: Buffer): Buffer => {
    counter = says.counter ?? counter + 1;
    const flags = 0x01 | (says.verified === false ? 0 : 0x04) | (extra.length > 0 ? 0x40 : 0);
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([createHash('sha256').update(says.rpId ?? site.host).digest(), Buffer.from([flags]), count, extra]);
  };
  const common = { id: id.toString('base64url'), rawId: id.toString('base64url'), type: 'public-key', clientExtensionResults: {} };
  return {
    register(challenge, says = {}) {
      const key = Buffer.concat([Buffer.from('a50102032620012158', 'hex'), Buffer.from([32]), Buffer.from(x, 'base64url'), Buffer.from('225820', 'hex'), Buffer.from(y, 'base64url')]);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      const authData = data(says, Buffer.concat([Buffer.alloc(16), length, id, key]));
      const size = Buffer.alloc(2);
      size.writeUInt16BE(authData.length);
      const attestationObject = Buffer.concat([Buffer.from('a363666d74646e6f6e656761747453746d74a0686175746844617461', 'hex'), Buffer.from([0x59]), size, authData]);
      return { ...common, response: { clientDataJSON: client('webauthn.create', challenge, says).toString('base64url'), attestationObject: attestationObject.toString('base64url'), transports: ['internal'] } };
    },
    sign(challenge, says = {}) {
      const clientData = client('webauthn.get', challenge, says);
      const authenticatorData = data(says, Buffer.alloc(0));
      const signature = createSign('sha256').update(authenticatorData).update(createHash('sha256').update(clientData).digest()).sign(privateKey);
      return { ...common, response: { clientDataJSON: clientData.toString('base64url'), authenticatorData: authenticatorData.toString('base64url'), signature: signature.toString('base64url') } };
    },
  };
}
