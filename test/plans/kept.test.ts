import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { large, scans } from '../../src/apps/bench/plans.ts';
import { allTitles, titlesOf } from './of-questions.ts';

test('the plan of every question is kept, of no other, and none of them reads from end to end what grows', async () => {
  const files = (await readdir(import.meta.dirname)).filter((name) => name.endsWith('.txt'));
  const texts = await Promise.all(files.map((name) => readFile(path.join(import.meta.dirname, name), 'utf8')));
  expect(texts.flatMap(titlesOf).sort()).toEqual(allTitles().sort());
  expect(texts.flatMap((text) => scans(text, large))).toEqual([]);
});
