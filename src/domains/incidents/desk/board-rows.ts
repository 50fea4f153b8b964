import { board, inbox, mine } from '../contract.ts';
import type { CaseRow } from '../contract-shapes.ts';
import { useAsk, usePages } from '../../../platform/client/query.ts';
import { tabs, type BoardState, type Tab } from './board-state.ts';

export type Why = 'verify' | 'check' | 'acknowledge' | 'handle' | 'rework' | 'accept' | 'file' | 'dispatch' | 'triage' | 'approve' | 'feedback' | 'close' | 'rate';
export type ListRow = CaseRow & { readonly why?: Why; readonly message?: string | null };

export type Rows = {
  readonly rows: readonly ListRow[];
  readonly total: number | null;
  readonly isLoading: boolean;
  readonly error: unknown;
  readonly again: () => void;
  /** Undefined: that is all. */
  readonly more: (() => void) | undefined;
  readonly isFetchingMore: boolean;
};

export const pageSize = 60;

/** The rows of a tab. Those of `mine` come whole and in order of need; the others page by key. */
export function useRows(state: BoardState, mayRead: boolean): Rows {
  const isMine = state.tab === 'mine';
  const own = useAsk(mine, {}, { enabled: isMine });
  const pages = usePages(board, { ...state.filter, limit: pageSize }, { enabled: mayRead && !isMine, keepPrevious: true });
  if (isMine) {
    const todo: ListRow[] = own.data?.todo.map((item) => ({ ...item.case, why: item.why, message: item.message })) ?? [];
    const rows = state.own === 'todo' ? todo : own.data?.reports ?? [];
    return { rows, total: rows.length, isLoading: own.isPending, error: own.data ? null : own.error, again: () => { void own.refetch(); }, more: undefined, isFetchingMore: false };
  }
  return {
    rows: pages.data?.pages.flatMap((page) => page.items) ?? [],
    total: pages.data?.pages[0]?.total ?? null,
    isLoading: pages.isPending, error: pages.data ? null : pages.error, again: () => { void pages.refetch(); },
    more: pages.hasNextPage ? () => { void pages.fetchNextPage(); } : undefined,
    isFetchingMore: pages.isFetchingNextPage,
  };
}

/** Numbers on the tabs: open cases of each step, what is late, what waits for me. */
export function useTabCounts(areaId: number | undefined, mayRead: boolean): Partial<Record<Tab, number>> {
  const own = useAsk(mine, {});
  const steps = useAsk(inbox, areaId === undefined ? {} : { areaId }, { enabled: mayRead, keepPrevious: true });
  const counts: Partial<Record<Tab, number>> = {};
  if (own.data) counts.mine = own.data.todo.length;
  if (steps.data) counts.late = steps.data.late;
  for (const { step, open } of steps.data?.steps ?? []) {
    const tab = tabs.find((one) => one === String(step));
    // What has ended is no inbox.
    if (tab && step < 6) counts[tab] = open;
  }
  return counts;
}
