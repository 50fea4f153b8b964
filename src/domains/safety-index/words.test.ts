import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { safetyIndexWords } from './words.ts';

/** Every name of a refusal that occurs in the sources of the index, those that are put together from a list of reasons too. */
async function refusalNames(): Promise<Set<string>> {
  const names = new Set<string>();
  for (const file of (await readdir(import.meta.dirname, { recursive: true })).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))) {
    const text = await readFile(path.join(import.meta.dirname, file), 'utf8');
    for (const [, name] of text.matchAll(/'safety-index\/([a-z-]+)'/gu)) if (name) names.add(name);
    const [, stem] = /`safety-index\/([a-z]+)-\$\{reason\}`, params/u.exec(text) ?? [];
    const [, reasons] = /Reason = ((?:'[a-z-]+'(?: \| )?)+);/u.exec(text) ?? [];
    if (stem !== undefined) for (const [, reason] of (reasons ?? '').matchAll(/'([a-z-]+)'/gu)) if (reason) names.add(`${stem}-${reason}`);
    const [, problems] = /export type CellProblem = ((?:'[a-z-]+'(?: \| )?)+);/u.exec(text) ?? [];
    for (const [, problem] of (problems ?? '').matchAll(/'([a-z-]+)'/gu)) if (problem) names.add(problem);
  }
  return names;
}

test('every refusal of the index and of its engine has a sentence in Chinese and in English', async () => {
  const names = await refusalNames();
  for (const part of ['ahp-not-reciprocal', 'tree-cycle', 'standard-gap', 'entropy-negative', 'limits-bad-spread', 'small-length', 'bands-gap', 'combine-value', 'panel-infinite', 'more-than-base']) expect(names).toContain(part);
  const [zh, en]: Record<string, string>[] = [safetyIndexWords['zh-CN']['safety-index'].refusal, safetyIndexWords.en['safety-index'].refusal];
  for (const name of names) {
    expect(zh?.[name], name).toMatch(/\p{Script=Han}.*(?:。|\}\})$/u);
    expect(en?.[name], name).toMatch(/[a-z].*(?:\.|\}\})$/u);
  }
  expect([...names].filter((name) => !(name in (zh ?? {})))).toEqual([]);
});
