import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { inDispatchCity } from '../../../test/support/dispatch-city.ts';
import { say, sharedFile } from '../../../test/support/shared.ts';
import * as actions from './actions.ts';
import { classify } from './rules/text.ts';

// A real operator's list and real citizens' words. They stay in the shared folder: nothing of them is written here.

const list = sharedFile('data/citizen-messages/taxonomy.csv');
const messages = sharedFile('data/citizen-messages/labelled.csv');

test.skipIf(list === null || messages === null)('a real list of 517 classes is imported as it is, and finds the first level of real messages', () => inDispatchCity(async ({ act, db }) => {
  const csv = readFileSync(list ?? '', 'utf8');
  expect(await act(actions.importTaxonomy, { csv, replace: true, dryRun: true })).toMatchObject({ written: false, rows: 517, created: 650, errors: [] });
  expect(await act(actions.importTaxonomy, { csv, replace: true })).toMatchObject({ written: true, rows: 517, created: 650, changed: 235, errors: [] });
  const lines = csv.trim().split(/\r?\n/u);
  const backwards = [lines[0], ...lines.slice(1).reverse()].join('\n');
  expect(await act(actions.importTaxonomy, { csv: backwards, replace: true })).toMatchObject({ created: 0, changed: 0, unchanged: 650 });

  const { classes, byCode, version } = await actions.classIndex(db);
  expect(version).toBe(2);
  expect(classes.filter(({ active, level }) => active && level === 3)).toHaveLength(517);
  expect(byCode.get(classes.find(({ active }) => active)?.code ?? '')?.deadline).toEqual(actions.defaultHandling);

  // csv-parse returns records by the names of the head row.
  const labelled = parse(readFileSync(messages ?? ''), { columns: true, bom: true }) as { level1: string; subject: string; detail: string }[];
  const firstLevel = (text: string): string | undefined => byCode.get(classify(text, classes)[0]?.code ?? '')?.names[0];
  const right = labelled.filter((one) => firstLevel(`${one.subject}\n${one.detail}`) === one.level1).length;
  const labels = Map.groupBy(labelled, ({ level1 }) => level1);
  const commonest = Math.max(...[...labels.values()].map((group) => group.length));
  const share = (count: number): string => `${((100 * count) / labelled.length).toFixed(1)} %`;
  say(`First level right: ${right} of ${labelled.length} (${share(right)}); always the commonest would be right in ${share(commonest)}.`);
  // Three standard errors above the commonest label is chance; this is far beyond, and a fall below it is a fault.
  expect(right / labelled.length).toBeGreaterThan(Math.max(0.7, (2 * commonest) / labelled.length));
}));
