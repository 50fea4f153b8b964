import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { link, mkdir, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { StartError } from '../../platform/start-error.ts';
import { writePart } from './export.ts';
import { checkPart, names, type Part } from './manifest.ts';

// Pictures are named by the hash of their content and never change: a backup takes only those that the one before had not.

const pictureName = /^([0-9a-f]{64})\.(photo|thumbnail)\.jpg$/u;

export type Pictures = { readonly list: Part; readonly count: number; readonly bytes: number; readonly taken: number; readonly damaged: readonly string[] };

/**
 * Copies the pictures of `files` into `folder`; those that `earlier` (a backup) holds are linked from there.
 * @param expected hashes that the database refers to: one without its picture is damage
 */
export async function exportPictures(files: string, folder: string, earlier: string | undefined, expected: AsyncIterable<string> | Iterable<string>): Promise<Pictures> {
  const before = earlier === undefined ? new Map<string, string>() : await linesOf(path.join(earlier, names.pictures));
  const damaged: string[] = [];
  const seen = new Set<string>();
  let [count, bytes, taken] = [0, 0, 0];
  async function* lines(): AsyncGenerator<string> {
    for (const shelf of (await readdir(files).catch(() => [])).filter((name) => /^[0-9a-f]{2}$/u.test(name)).sort()) {
      await mkdir(path.join(folder, 'files', shelf), { recursive: true });
      for (const name of (await readdir(path.join(files, shelf))).filter((one) => pictureName.test(one)).sort()) {
        const place = `files/${shelf}/${name}`;
        const known = before.get(place);
        const linked = known !== undefined && earlier !== undefined && await link(path.join(earlier, place), path.join(folder, place)).then(() => true, () => false);
        const { size, sha256 } = linked ? { size: (await stat(path.join(folder, place))).size, sha256: known } : await copied(path.join(files, shelf, name), path.join(folder, place));
        if (!linked) taken += 1;
        const [, hash = '', kind] = pictureName.exec(name) ?? [];
        if (kind === 'photo') {
          seen.add(hash);
          if (sha256 !== hash) damaged.push(place);
        }
        count += 1;
        bytes += size;
        yield `${sha256} ${size} ${place}\n`;
      }
    }
  }
  const list = await writePart(folder, names.pictures, async (sinks) => pipeline(Readable.from(lines()), ...sinks));
  for await (const hash of expected) if (!seen.has(hash)) damaged.push(`files/${hash.slice(0, 2)}/${hash}.photo.jpg`);
  return { list, count, bytes, taken, damaged: [...new Set(damaged)].sort() };
}

async function linesOf(file: string): Promise<Map<string, string>> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new StartError('backup/no-earlier', `读不到上一次备份的图片清单 ${file}。 The list of pictures of the earlier backup cannot be read.`, 1, error);
  });
  return new Map(text.split('\n').filter(Boolean).map((line) => { const [sha256 = '', , place = ''] = line.split(' '); return [place, sha256]; }));
}

async function copied(from: string, to: string): Promise<{ size: number; sha256: string }> {
  const digest = createHash('sha256');
  let size = 0;
  const tap = new Transform({ transform: (chunk: Buffer, _encoding, done) => { digest.update(chunk); size += chunk.length; done(null, chunk); } });
  await mkdir(path.dirname(to), { recursive: true, mode: 0o700 });
  await pipeline(createReadStream(from), tap, createWriteStream(to, { mode: 0o600, flags: 'wx', flush: true }));
  return { size, sha256: digest.digest('hex') };
}

type Listed = Part & { readonly name: string };

async function* listed(folder: string): AsyncGenerator<Listed> {
  for await (const line of createInterface({ input: createReadStream(path.join(folder, names.pictures)) })) {
    const [sha256 = '', bytes = '', file = ''] = line.split(' ');
    const name = file.split('/').at(-1) ?? '';
    if (!/^[0-9a-f]{64}$/u.test(sha256) || !pictureName.test(name) || file !== `files/${name.slice(0, 2)}/${name}`) throw new StartError('restore/pictures', `图片清单有一行读不懂：${line.slice(0, 200)}。 A line of the list of pictures cannot be read.`);
    yield { file, name, bytes: Number(bytes), sha256 };
  }
}

/** Each is there and what it was. */
export async function checkPictures(folder: string): Promise<void> {
  for await (const one of listed(folder)) await checkPart(folder, one);
}

/** @returns pictures put back */
export async function restorePictures(folder: string, files: string): Promise<number> {
  let n = 0;
  for await (const { file, name, sha256 } of listed(folder)) {
    const put = await copied(path.join(folder, file), path.join(files, name.slice(0, 2), name));
    // It was whole when the backup was checked, minutes ago.
    if (put.sha256 !== sha256) throw new StartError('restore/part-changed', `备份的 ${file} 在恢复途中变了。 ${file} of the backup changed while it was restored.`);
    n += 1;
  }
  return n;
}
