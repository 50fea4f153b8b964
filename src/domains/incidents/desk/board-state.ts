import { useSearchParams } from 'react-router';
import type { z } from 'zod';
import { type board } from '../contract.ts';
import { measures, type Measure } from '../contract-shapes.ts';
import { states } from '../rules/steps.ts';

// All that the board shows is in its address: a link, a reload and the back button give the same board.

export const tabs = ['mine', '1', '2', '3', '4', '5', '6', 'late', 'all'] as const;
export type Tab = (typeof tabs)[number];
export type BoardFilter = Omit<z.input<typeof board.input>, 'after' | 'limit' | 'areaId' | 'unitId'> & { areaId?: number; unitId?: number };

export type BoardState = {
  readonly tab: Tab;
  /** Within `mine`: what waits for me, or what I reported. */
  readonly own: 'todo' | 'reports';
  readonly caseId: string | undefined;
  readonly mapOpen: boolean;
  readonly filter: BoardFilter;
  /** The number of the overview whose list this is. */
  readonly measure: Measure | undefined;
  /** How many conditions beyond the tab, the area and the order. */
  readonly conditions: number;
};

/** Parameters that a change of tab leaves alone. */
const lasting = ['area', 'map', 'sort'];
const conditionNames = ['state', 'class', 'unit', 'text', 'since', 'until', 'measure'] as const;

export type Change = Readonly<Record<string, string | undefined>>;

export function useBoardState(mayRead: boolean): { state: BoardState; change: (change: Change) => void; toTab: (tab: Tab) => void } {
  const [search, setSearch] = useSearchParams();
  const state = readState(search, mayRead);
  return {
    state,
    change: (change) => {
      setSearch((before) => {
        const next = new URLSearchParams(before);
        for (const [name, value] of Object.entries(change)) {
          if (value === undefined || value === '') next.delete(name);
          else next.set(name, value);
        }
        return next;
      }, { replace: 'case' in change && search.has('case') }); // walking down a list with the detail open is one step back, not forty
    },
    toTab: (tab) => {
      setSearch((before) => {
        const next = new URLSearchParams([...before].filter(([name]) => lasting.includes(name)));
        next.set('tab', tab);
        return next;
      });
    },
  };
}

export function readState(search: URLSearchParams, mayRead: boolean): BoardState {
  const one = <T extends string>(name: string, allowed: readonly T[]): T | undefined => allowed.find((value) => value === search.get(name));
  const text = (name: string): string | undefined => search.get(name) ?? undefined;
  const conditions = conditionNames.filter((name) => search.has(name)).length;
  const asked = one('tab', tabs);
  const tab = mayRead ? asked ?? (conditions > 0 ? 'all' : 'mine') : 'mine';
  const measure = one('measure', measures);
  const state = one('state', states);
  // A step's tab is an inbox: what has ended is found under all, or by its state.
  const inbox = /^[1-5]$/.test(tab) && state === undefined ? 'open' as const : undefined;
  const filter: BoardFilter = {
    sort: one('sort', ['due', 'newest']) ?? 'due',
    ...given('areaId', number(text('area'))), ...given('state', state), ...given('class', text('class')), ...given('unitId', number(text('unit'))),
    ...given('text', text('text')), ...given('since', day(text('since'))), ...given('until', day(text('until'))), ...given('measure', measure ?? inbox),
    ...given('step', /^[1-6]$/.test(tab) ? Number(tab) : undefined), ...given('late', tab === 'late' ? true : undefined),
  };
  return { tab, own: one('own', ['todo', 'reports']) ?? 'todo', caseId: text('case'), mapOpen: search.get('map') === '1', filter, measure, conditions };
}

function given<Name extends string, Value>(name: Name, value: Value | undefined): Partial<Record<Name, Value>> {
  return value === undefined ? {} : { [name]: value } as Record<Name, Value>; // the one property that was just made
}

function number(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9]\d{0,9}$/.test(text) ? Number(text) : undefined;
}

function day(text: string | undefined): string | undefined {
  return text !== undefined && /^\d{4}-\d\d-\d\d$/.test(text) ? text : undefined;
}
