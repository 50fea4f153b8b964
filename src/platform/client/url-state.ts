import { useSearchParams } from 'react-router';

export type UrlChange = Readonly<Record<string, string | number | undefined>>;
export type UrlState = {
  readonly text: (name: string) => string | undefined;
  readonly id: (name: string) => number | undefined;
  readonly day: (name: string) => string | undefined;
  readonly one: <T extends string>(name: string, allowed: readonly T[]) => T | undefined;
  /** Absent values are taken out of the address. `replace`: no step of its own for the back button. */
  readonly change: (change: UrlChange, replace?: boolean) => void;
};

/** Every filter, tab and open pane is in the address: a link, a reload and the back button show the same. */
export function useUrlState(): UrlState {
  const [search, setSearch] = useSearchParams();
  const text = (name: string): string | undefined => search.get(name) ?? undefined;
  const fitting = (name: string, shape: RegExp): string | undefined => {
    const value = text(name);
    return value !== undefined && shape.test(value) ? value : undefined;
  };
  return {
    text,
    id: (name) => {
      const value = fitting(name, /^[1-9]\d{0,9}$/u);
      return value === undefined ? undefined : Number(value);
    },
    day: (name) => fitting(name, /^\d{4}-\d\d-\d\d$/u),
    one: (name, allowed) => allowed.find((value) => value === text(name)),
    change: (change, replace = false) => {
      setSearch((before) => {
        const next = new URLSearchParams(before);
        for (const [name, value] of Object.entries(change)) {
          if (value === undefined || value === '') next.delete(name);
          else next.set(name, String(value));
        }
        return next;
      }, { replace });
    },
  };
}
