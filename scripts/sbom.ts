import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

// The parts that the product is made of, as CycloneDX 1.6, out of the lock file alone: `node scripts/sbom.ts > sbom.cdx.json`.

const lockFile = z.object({
  name: z.string(), version: z.string().optional(),
  packages: z.record(z.string(), z.object({ name: z.string().optional(), version: z.string().optional(), license: z.string().optional(), integrity: z.string().optional(), resolved: z.string().optional(), dev: z.boolean().optional(), optional: z.boolean().optional() })),
});

/** Equal lock files give equal bills: no clock and no chance is in it. */
export function sbomOf(lockText: string): object {
  const { name, version = '0.0.0', packages } = lockFile.parse(JSON.parse(lockText));
  const digest = createHash('sha256').update(lockText).digest('hex');
  const components = Object.entries(packages).filter(([place]) => place !== '').map(([place, one]) => {
    const full = one.name ?? place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const [group, short] = full.startsWith('@') ? full.split('/') : [undefined, full];
    const purl = `pkg:npm/${full.replace('@', '%40')}@${one.version ?? ''}`;
    return {
      type: 'library', 'bom-ref': `${purl}#${place}`, ...(group === undefined ? {} : { group }), name: short ?? full, version: one.version ?? '', purl,
      scope: one.dev ? 'excluded' : one.optional ? 'optional' : 'required',
      ...(one.license === undefined ? {} : { licenses: [/[ ()]/u.test(one.license) ? { expression: one.license } : { license: { name: one.license } }] }),
      ...(one.integrity?.startsWith('sha512-') ? { hashes: [{ alg: 'SHA-512', content: Buffer.from(one.integrity.slice('sha512-'.length), 'base64').toString('hex') }] } : {}),
    };
  });
  return {
    bomFormat: 'CycloneDX', specVersion: '1.6', version: 1,
    // A UUID of version 8, which may be made of anything.
    serialNumber: `urn:uuid:${digest.slice(0, 8)}-${digest.slice(8, 12)}-8${digest.slice(13, 16)}-8${digest.slice(17, 20)}-${digest.slice(20, 32)}`,
    metadata: { component: { type: 'application', 'bom-ref': `pkg:npm/${name}@${version}`, name, version } },
    components: components.sort((a, b) => (a['bom-ref'] < b['bom-ref'] ? -1 : 1)),
  };
}

if (import.meta.main) process.stdout.write(`${JSON.stringify(sbomOf(await readFile(path.resolve(import.meta.dirname, '../package-lock.json'), 'utf8')), null, 1)}\n`);
