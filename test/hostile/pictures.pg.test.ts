import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { hostilePictures, smuggled } from './pictures.ts';
import { withServed } from './served.ts';

test('two hundred hostile pictures: none is kept as it came, none holds the server up, and reports are taken meanwhile', () => withServed(async ({ url, dataDir, measure, isAlive, bearer }) => {
  const corpus = await hostilePictures();
  expect(corpus.length).toBeGreaterThanOrEqual(200);
  expect(new Set(corpus.map(({ name }) => name)).size).toBe(corpus.length);
  const authorization = `Bearer ${await bearer('resident')}`;
  const report = async (): Promise<number> => (await fetch(`${url}/api/incidents/report`, {
    method: 'POST', headers: { authorization, 'content-type': 'application/json' }, body: JSON.stringify({ description: '路灯不亮', place: { longitude: 116.02, latitude: 36.05, datum: 'wgs84' } }),
  })).status;
  expect(await report()).toBe(200);
  const before = await measure('begin');

  const faults: string[] = [];
  const reports: number[] = [];
  let taken = 0;
  for (const [at, { name, bytes, type, expect: promised }] of corpus.entries()) {
    const sending = fetch(`${url}/api/files`, { method: 'POST', headers: { authorization, 'content-type': type }, body: new Uint8Array(bytes) });
    if (at % 8 === 0) reports.push(await report());
    const answer = await sending;
    const text = await answer.text();
    const body: unknown = JSON.parse(text);
    if (answer.status === 200) {
      taken += 1;
      if (promised === 'refused') faults.push(`${name}: taken`);
      const kept = Buffer.from(await (await fetch(new URL(String(Reflect.get(Object(body), 'url')), url))).arrayBuffer());
      const { format, exif, icc, xmp, iptc } = await sharp(kept).metadata();
      if (format !== 'jpeg' || exif || icc || xmp || iptc || smuggled(kept) !== undefined || kept.includes(bytes)) faults.push(`${name}: kept with ${smuggled(kept) ?? 'its metadata'}`);
    } else {
      if (![413, 415].includes(answer.status)) faults.push(`${name}: ${answer.status}`);
      if (!/\p{Script=Han}/u.test(String(Reflect.get(Object(body), 'detail'))) || /\/[a-z]+\/|at .*:\d+/u.test(text)) faults.push(`${name}: says ${text.slice(0, 200)}`);
      if (name.startsWith('a ') && /CMYK|grey|progressive|sixteen|interlaced|without loss|one pixel|one line/u.test(name)) faults.push(`${name}: an ordinary picture was refused`);
    }
  }
  const after = await measure('end');
  expect(faults).toEqual([]);
  expect(reports.every((status) => status === 200)).toBe(true);
  expect(taken).toBeGreaterThan(50);
  expect(isAlive()).toBe(true);

  // Whatever is in the folder is a picture of ours under its own name; nothing half-written was left.
  const names = (await readdir(path.join(dataDir, 'files'), { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  expect(names.filter(({ name }) => !/^[0-9a-f]{64}\.(photo|thumbnail)\.jpg$/u.test(name)).map(({ name }) => name)).toEqual([]);
  for (const { parentPath, name } of names) expect((await readFile(path.join(parentPath, name))).subarray(0, 3).toString('hex')).toBe('ffd8ff');

  process.stdout.write(`  ${corpus.length} hostile pictures, ${taken} taken as new ones; event loop p99 ${after.p99Ms.toFixed(0)} ms (goal 100), longest ${after.maxMs.toFixed(0)} ms; memory ${before.peakMb.toFixed(0)} to ${after.peakMb.toFixed(0)} MB\n`);
  // Five times the goal: the machine has others on it.
  expect(after.p99Ms).toBeLessThan(500);
}));
