import type { Page } from 'playwright-core';
import { declared } from '../../src/apps/contracts.ts';
import { allWords } from '../../src/apps/words.ts';
import { wordsOnPage } from './in-page.ts';

const namespaces = Object.keys(allWords['zh-CN']);
/** `incidents.state.closed` where a sentence should stand. */
const keyPattern = new RegExp(`\\b(?:${namespaces.join('|')})\\.[A-Za-z][\\w-]*(?:\\.[\\w-]+)*`);

/** The audit shows what was done by its name in the contracts too: `incidents.report` is no missing sentence there. */
const operationNames = new Set([...declared.map(({ domain, name }) => `${domain}.${name}`), 'incidents.recompute']);

export async function keysShowing(page: Page): Promise<string[]> {
  return (await page.evaluate(wordsOnPage)).filter((text) => !operationNames.has(text.trim()) && (keyPattern.test(text) || text.includes('{{')));
}

/** Latin words that belong to the Chinese screens: names of formats, keys, units and standards. */
const belongs = new Set([
  'CSV', 'Excel', 'GeoJSON', 'JSON', 'UTF', 'GBK', 'KB', 'MB', 'JPEG', 'JPG', 'PNG', 'WebP', 'WGS', 'GCJ', 'GPS', 'WebGL', 'https', 'Ctrl', 'Enter', 'Esc', 'Escape', 'English', 'xlsx', 'json', 'demo', 'accounts',
]);
const caseNumber = /\b\d{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b/g;

/** Latin words on a Chinese page that are neither accounts of people nor on the list above. */
export async function strayLatin(page: Page, accounts: readonly string[]): Promise<string[]> {
  const known = new Set([...belongs, ...accounts]);
  return (await page.evaluate(wordsOnPage)).filter((text) =>
    (text.replace(caseNumber, '').match(/[A-Za-z][A-Za-z0-9_-]*[A-Za-z0-9]/g) ?? []).some((word) => !known.has(word) && !word.split(/[-_]/).every((part) => known.has(part) || /^\d*$/.test(part))));
}
