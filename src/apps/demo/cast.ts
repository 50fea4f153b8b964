import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';
import { anonymous, type Actor, type Grant } from '../../platform/actor.ts';
import { dayOf } from '../../platform/core/calendar.ts';
import { shippedPermissions } from '../../domains/identity/rules/access.ts';

// The demo people as callers at the door, without the sign-in: each with exactly the posts that he has on the day.

export type Cast = {
  /** Ids by account, as they were made. */
  readonly personId: (account: string) => number;
  /** The person as he would call at that moment. */
  readonly actor: (personId: number, at: Date) => Actor;
  readonly called: (account: string, at: Date) => Actor;
  /** People who handle for a unit. */
  readonly handlers: (unitId: number) => readonly number[];
  readonly unitId: (code: string) => number;
};

type PostRow = Omit<Grant, 'permissions' | 'inNameOf'> & {
  readonly personId: number; readonly name: string; readonly validFrom: string; readonly validTo: string | null;
  readonly coveredId: number | null; readonly coveredName: string | null;
};

const address = '127.0.0.1';

export async function castOf(db: Db, personIds: Readonly<Record<string, number>>, unitIds: Readonly<Record<string, number>>): Promise<Cast> {
  const { rows } = await sql<PostRow>`
    select o.id as "postId", o.person_id as "personId", p.name, o.role, o.title, o.area_id as "areaId", a.path as "areaPath", o.unit_id as "unitId", u.name as "unitName",
           o.valid_from as "validFrom", o.valid_to as "validTo", c.person_id as "coveredId", cp.name as "coveredName"
    from identity.post_facts o
    join identity.person_facts p on p.id = o.person_id
    join geography.area_facts a on a.id = o.area_id
    left join identity.unit_facts u on u.id = o.unit_id
    left join identity.post_facts c on c.id = o.cover_for_post_id
    left join identity.person_facts cp on cp.id = c.person_id
    order by o.cover_for_post_id is not null, o.id`.execute(db);
  const posts = Map.groupBy(rows, (row) => row.personId);
  const roles: Readonly<Record<string, readonly string[]>> = shippedPermissions;
  const known = (ids: Readonly<Record<string, number>>, name: string): number => {
    const id = ids[name];
    if (id === undefined) throw new Error(`the demo has no ${name}`);
    return id;
  };
  const actor = (personId: number, at: Date): Actor => {
    const day = dayOf(at);
    const held = (posts.get(personId) ?? []).filter(({ validFrom, validTo }) => validFrom <= day && (validTo === null || validTo >= day));
    return {
      ...anonymous(address), personId, name: posts.get(personId)?.[0]?.name ?? '',
      grants: held.map(({ postId, role, title, areaId, areaPath, unitId, unitName, coveredId, coveredName }) => ({
        postId, role, title, areaId, areaPath, unitId, unitName, permissions: new Set(roles[role] ?? []),
        inNameOf: coveredId === null || coveredName === null ? null : { personId: coveredId, name: coveredName },
      })),
    };
  };
  return {
    actor, personId: (account) => known(personIds, account), called: (account, at) => actor(known(personIds, account), at), unitId: (code) => known(unitIds, code),
    handlers: (unitId) => rows.filter((row) => row.unitId === unitId && roles[row.role]?.includes('incidents.handle')).map((row) => row.personId),
  };
}

export const passerBy = anonymous(address);
