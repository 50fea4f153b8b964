import { afterEach, expect, test, vi } from 'vitest';
import { countDrafts, dropDraftsOf, keepDraft, readDraft } from './draft.ts';

/** As a browser's: its entries are its own fields, its functions are not. */
function storage(): object {
  const store: Record<string, string> = {};
  const functions = {
    getItem: (name: string): string | null => store[name] ?? null,
    setItem: (name: string, value: string): void => { store[name] = value; },
    removeItem: (name: string): void => { Reflect.deleteProperty(store, name); },
  };
  for (const [name, value] of Object.entries(functions)) Object.defineProperty(store, name, { value, enumerable: false });
  return store;
}

afterEach(() => { vi.unstubAllGlobals(); });

test('whoever signs out at a desk leaves none of his drafts there, and all of everybody else\'s', () => {
  vi.stubGlobal('sessionStorage', storage());
  keepDraft('jingwei.draft.7.report', { description: '没有写完' });
  keepDraft('jingwei.draft.7.person.3', { name: '何' });
  keepDraft('jingwei.draft.70.report', { description: '别人的' });
  expect([countDrafts(7), countDrafts(70), countDrafts(8)]).toEqual([2, 1, 0]);
  dropDraftsOf(7);
  expect([countDrafts(7), readDraft('jingwei.draft.7.report'), readDraft('jingwei.draft.70.report')]).toEqual([0, null, { description: '别人的' }]);
});
