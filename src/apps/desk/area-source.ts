import i18next from 'i18next';
import { areaById, areas, type Area } from '../../domains/geography/contract.ts';
import { ask } from '../../platform/client/call.ts';
import type { Session } from '../../platform/client/session.tsx';
import type { AreaNode, AreaSource } from '../../platform/ui/area-picker.tsx';

type Known = { name: string; node: AreaNode; above: string };

/** The tree of areas for every picker, from the areas of the caller's posts down. Names are asked for once. */
export function areaSource(session: Session | null): AreaSource {
  const known = new Map<number, Promise<Known>>();
  const look = (id: number): Promise<Known> => {
    const asked = known.get(id) ?? ask(areaById, { areaId: id }).then((area) => ({
      name: area.name, above: area.above.slice(-2).map((one) => one.name).join(' · '),
      node: { id: area.id, name: area.name, hint: kindName(area), leaf: area.children === 0 },
    }));
    asked.catch(() => known.delete(id));
    known.set(id, asked);
    return asked;
  };
  const toNode = (area: Area): AreaNode => ({ id: area.id, name: area.name, hint: '', leaf: area.children === 0 });
  return {
    roots: async () => {
      const ids = [...new Set([session?.home?.id, ...(session?.posts ?? []).map((post) => post.area.id)])].filter((id) => id !== undefined);
      return Promise.all(ids.map(async (id) => (await look(id)).node));
    },
    below: async (id) => {
      const found: AreaNode[] = [];
      for (let after: string | undefined; ;) {
        const page = await ask(areas, { parentId: id, limit: 200, ...(after === undefined ? {} : { after }) });
        found.push(...page.items.map(toNode));
        if (page.next === null) return found;
        after = page.next;
      }
    },
    find: async (text) => {
      const { items } = await ask(areas, { text, limit: 12, ...(session?.home ? { withinId: session.home.id } : {}) });
      return Promise.all(items.map(async (area) => ({
        ...toNode(area), hint: [kindName(area), (await look(area.id)).above].filter(Boolean).join(' · '),
      })));
    },
    name: async (id) => (await look(id)).name,
  };
}

function kindName(area: { kind: string }): string {
  return i18next.t(`geography.kind.${area.kind}`);
}
