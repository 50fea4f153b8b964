import { X509Certificate } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { StartError } from './start-error.ts';

/** TLS 1.2 with forward secrecy and sealed ciphers (no CBC), and TLS 1.3; the strongest that both know. */
export const tlsRules = {
  minVersion: 'TLSv1.2', honorCipherOrder: true,
  ciphers: ['TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256', 'TLS_AES_128_GCM_SHA256', ...['AES256-GCM-SHA384', 'CHACHA20-POLY1305', 'AES128-GCM-SHA256'].flatMap((cipher) => [`ECDHE-ECDSA-${cipher}`, `ECDHE-RSA-${cipher}`])].join(':'),
} as const;

export type Certificate = { readonly cert: string; readonly key: string; readonly selfMade: boolean };

/**
 * The operator's certificate (PEM files), or one made for trials and kept in the data folder: phones give camera, place and
 * the installed app only to a secure context. A self-made one must be accepted by hand on each phone.
 */
export async function certificateOf(given: { cert?: string | undefined; key?: string | undefined }, dataDir: string, host: string, now: Date): Promise<Certificate> {
  if ((given.cert === undefined) !== (given.key === undefined)) throw new StartError('tls/half', '--cert 与 --key 要一起给出。 Give --cert and --key together.', 2);
  if (given.cert !== undefined && given.key !== undefined) {
    const [cert, key] = await Promise.all([given.cert, given.key].map((file) => readFile(file, 'utf8').catch((error: unknown) => {
      throw new StartError('tls/unreadable', `读不到证书文件 ${file}。 The certificate file ${file} cannot be read.`, 1, error);
    })));
    return { cert: cert ?? '', key: key ?? '', selfMade: false };
  }
  const files = { cert: path.join(dataDir, 'trial-certificate.pem'), key: path.join(dataDir, 'trial-key.pem') };
  const [cert, key] = await Promise.all([files.cert, files.key].map((file) => readFile(file, 'utf8').catch(() => '')));
  if (cert && key && fits(cert, host, now)) return { cert, key, selfMade: true };
  const isAddress = /^[\d.]+$|:/u.test(host);
  // A fifth of the time of a start, for something that few starts need.
  const { generate } = await import('selfsigned');
  const made = await generate([{ name: 'commonName', value: host }], {
    keyType: 'ec', notBeforeDate: now, notAfterDate: new Date(now.getTime() + 90 * 86_400_000),
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }, { type: 7, ip: '127.0.0.1' }, ...(isAddress ? [{ type: 7 as const, ip: host }] : [{ type: 2 as const, value: host }])] }],
  });
  await mkdir(dataDir, { recursive: true });
  await writeFile(files.cert, made.cert, { mode: 0o644 });
  await writeFile(files.key, made.private, { mode: 0o600 });
  return { cert: made.cert, key: made.private, selfMade: true };
}

function fits(pem: string, host: string, now: Date): boolean {
  const certificate = new X509Certificate(pem);
  return new Date(certificate.validTo) > now && (certificate.checkHost(host) !== undefined || certificate.checkIP(host) !== undefined);
}
