import type { Db } from '../../platform/db.ts';
import { asHouse } from '../../platform/wall.ts';
import { areaIndex, type AreaTree } from '../geography/actions.ts';
import { followAreas } from './store/places.ts';

/** Keeps the registry's paths with the tree; does nothing while the tree is the one it saw last. */
export function registryFollower(db: Db): () => Promise<void> {
  let seen: AreaTree | undefined;
  return async () => {
    const tree = await areaIndex(db);
    if (tree === seen) return;
    await asHouse(db, 'clocks', followAreas);
    seen = tree;
  };
}
