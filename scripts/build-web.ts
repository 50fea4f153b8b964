import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { build } from 'vite';

/**
 * Builds the desk and the phone into `dist/`, each only when a source of it has changed since its last build.
 * The stamp is a hash of contents, not of times: a fresh clone with a kept `dist/` builds nothing.
 */
export async function buildWeb(root: string, say: (line: string) => void): Promise<void> {
  const sources = await hashSources(root);
  for (const app of ['desk', 'field'] as const) {
    if (!existsSync(join(root, 'src/apps', app, 'index.html'))) continue;
    const stampFile = join(root, 'dist', `${app}.stamp`);
    const stamp = existsSync(stampFile) ? await readFile(stampFile, 'utf8') : '';
    if (stamp === sources && existsSync(join(root, 'dist', app, 'index.html'))) continue;
    const from = performance.now();
    say(`正在构建${names[app]} … (building the ${app} pages)`);
    await asProduction(() => build({ configFile: join(root, 'vite.config.ts'), mode: app, logLevel: 'error' }));
    await compress(join(root, 'dist', app));
    await writeFile(stampFile, sources);
    say(`  完成，${((performance.now() - from) / 1000).toFixed(1)} s`);
  }
}

/**
 * Whoever builds: a test runner sets `NODE_ENV` to something else, and the pages would carry React's development half, slow and large,
 * and no service worker; kept in `dist/`, they would be served to everybody.
 */
async function asProduction(work: () => Promise<unknown>): Promise<void> {
  const before = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  try {
    await work();
  } finally {
    if (before === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = before;
  }
}

const names = { desk: '指挥台页面', field: '手机端页面' } as const;
const parts = ['src/platform/core', 'src/platform/client', 'src/platform/ui', 'src/platform/map', 'src/domains', 'src/apps/desk', 'src/apps/field'];
/** Files of a domain that no page imports: a change of the server alone builds nothing. */
const serverOnly = /[/\\](?:actions|store|data)(?:[/\\]|\.ts$)|[/\\](?:jobs|http)\.ts$|\.test\.tsx?$/;

/** Beside each text file its `.br` and `.gz`: the phone's pages go over slow networks, and once built they never change. */
async function compress(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const texts = entries.filter((entry) => entry.isFile() && /\.(?:js|css|html|svg|json|webmanifest)$/u.test(entry.name)).map((entry) => join(entry.parentPath, entry.name));
  await Promise.all(texts.map(async (file) => {
    const plain = await readFile(file);
    if (plain.length < 1_024) return;
    await writeFile(`${file}.br`, await brotli(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } }));
    await writeFile(`${file}.gz`, await zip(plain, { level: 9 }));
  }));
}

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

async function hashSources(root: string): Promise<string> {
  const names = ['package-lock.json', 'vite.config.ts', 'scripts/build-web.ts', 'src/apps/words.ts'];
  for (const part of parts) {
    if (!existsSync(join(root, part))) continue;
    for (const entry of await readdir(join(root, part), { recursive: true, withFileTypes: true })) {
      const name = relative(root, join(entry.parentPath, entry.name));
      if (entry.isFile() && !serverOnly.test(name)) names.push(name);
    }
  }
  const hash = createHash('sha256');
  for (const name of names.sort()) hash.update(name).update('\0').update(await readFile(join(root, name))).update('\0');
  return hash.digest('hex');
}

if (import.meta.main) await buildWeb(join(import.meta.dirname, '..'), (line) => { process.stdout.write(`${line}\n`); });
