import type { Db } from '../../platform/db.ts';
import { areaIndex, type AreaTree } from '../geography/actions.ts';
import { asHouse } from '../../platform/wall.ts';
import { followAreas } from './store/plans.ts';
import { forgetPlaces } from './store/visits.ts';

/** Deletes the places of visits whose thirty days are over. @returns how many */
export function forgetOldPlaces(db: Db, today: string): Promise<number> {
  return asHouse(db, 'clocks', (inside) => forgetPlaces(inside, today));
}

/** Keeps plans and open orders with the areas they lie in; does nothing while the tree is the one it saw last. */
export function areaFollower(db: Db): () => Promise<void> {
  let seen: AreaTree | undefined;
  return async () => {
    const tree = await areaIndex(db);
    if (tree === seen) return;
    await asHouse(db, 'clocks', followAreas);
    seen = tree;
  };
}
