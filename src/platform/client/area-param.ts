import { useSearchParams } from 'react-router';

/** The area that a screen looks at is in the address, like every filter; absent: all that the caller may see. */
export function useAreaParam(): [number | undefined, (id: number | undefined) => void] {
  const [search, setSearch] = useSearchParams();
  const text = search.get('area');
  const areaId = text !== null && /^[1-9]\d{0,9}$/.test(text) ? Number(text) : undefined;
  return [areaId, (id) => {
    setSearch((before) => {
      const next = new URLSearchParams(before);
      if (id === undefined) next.delete('area');
      else next.set('area', String(id));
      return next;
    });
  }];
}
