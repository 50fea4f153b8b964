import type { AreaKind } from './contract.ts';
import { idsOnPath, kindOrder } from './rules.ts';
import { findVersions, loadTree, type Db, type TreeRow, type Versions } from './store/areas.ts';
import { keeping } from './keeping.ts';

/** An area as other domains speak of it. Ended areas are known too: old cases are in them. */
export type AreaRef = {
  readonly id: number;
  readonly kind: AreaKind;
  readonly code: string;
  readonly name: string;
  /** `1.4.30.`: ids from the city down. */
  readonly path: string;
  readonly parentId: number | null;
  readonly living: boolean;
  readonly assessmentUnit: boolean;
};

/** The whole tree in memory, as of one moment; some 11,000 areas for a city. */
export type AreaTree = {
  readonly city: AreaRef | undefined;
  find(id: number): AreaRef | undefined;
  /** A living area by its present code. */
  findByCode(code: string): AreaRef | undefined;
  /** From the city down to the area itself. */
  chain(id: number): readonly AreaRef[];
  /** From the township (or, above it, from the county) down to the area itself. */
  names(id: number): readonly string[];
  /** Living ones, by code. */
  children(id: number): readonly AreaRef[];
  /** The area itself or one above it that is compared with the others of the city. */
  assessmentUnitOf(id: number): AreaRef | undefined;
};

const trees = keeping<AreaTree>();

/** One cheap query where nothing changed; the tree is loaded once for all who ask at that moment. */
export async function areaIndex(db: Db): Promise<AreaTree> {
  return treeAt(db, await findVersions(db));
}

export function treeAt(db: Db, { installation, areas }: Versions): Promise<AreaTree> {
  return trees(`${installation}/${areas}`, async () => {
    const loaded = await loadTree(db);
    return { key: `${loaded.versions.installation}/${loaded.versions.areas}`, value: treeOf(loaded.areas) };
  });
}

/** A living area. Ended ones, for old cases, are found in `areaIndex`. */
export async function areaById(db: Db, id: number): Promise<AreaRef | undefined> {
  const found = (await areaIndex(db)).find(id);
  return found?.living === true ? found : undefined;
}

/** Those that exist or existed, in the order of the ids asked for. */
export async function areasByIds(db: Db, ids: readonly number[]): Promise<AreaRef[]> {
  const tree = await areaIndex(db);
  return ids.flatMap((id) => tree.find(id) ?? []);
}

/** Names from the township down to the area itself. */
export async function areaNames(db: Db, id: number): Promise<readonly string[]> {
  return (await areaIndex(db)).names(id);
}

function treeOf(rows: readonly TreeRow[]): AreaTree {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const byCode = new Map(rows.filter(({ living }) => living).map((row) => [row.code, row]));
  const childrenById = new Map<number, TreeRow[]>();
  for (const row of rows) {
    if (row.parentId === null || !row.living) continue;
    const siblings = childrenById.get(row.parentId);
    if (siblings) siblings.push(row);
    else childrenById.set(row.parentId, [row]);
  }
  for (const siblings of childrenById.values()) siblings.sort((a, b) => (a.code < b.code ? -1 : 1));
  const chain = (id: number): readonly AreaRef[] =>
    idsOnPath(byId.get(id)?.path ?? '').flatMap((one) => byId.get(one) ?? []);
  return {
    city: rows.find(({ kind, living }) => kind === 'city' && living),
    find: (id) => byId.get(id),
    findByCode: (code) => byCode.get(code),
    chain,
    names(id) {
      const all = chain(id);
      const fromTownship = all.filter(({ kind }) => kindOrder[kind] >= kindOrder.township);
      return (fromTownship.length > 0 ? fromTownship : all.slice(-1)).map(({ name }) => name);
    },
    children: (id) => childrenById.get(id) ?? [],
    assessmentUnitOf: (id) => chain(id).findLast(({ assessmentUnit }) => assessmentUnit),
  };
}
