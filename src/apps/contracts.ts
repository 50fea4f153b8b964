import type { Operation } from '../platform/core/contract.ts';
import * as sync from '../platform/core/sync/contract.ts';
import * as syncKeys from '../platform/core/sync/keys.ts';
import * as audit from '../domains/audit/contract.ts';
import * as dispatch from '../domains/dispatch/contract.ts';
import * as geography from '../domains/geography/contract.ts';
import * as identity from '../domains/identity/contract.ts';
import * as incidents from '../domains/incidents/contract.ts';
import * as patrol from '../domains/patrol/contract.ts';
import * as pointsBooks from '../domains/points/contract/books.ts';
import * as pointsEntries from '../domains/points/contract/entries.ts';
import * as pointsAccounts from '../domains/points/contract/accounts.ts';
import * as pointsWarehouse from '../domains/points/contract/warehouse.ts';
import * as registry from '../domains/registry/contract.ts';
import * as safetyIndex from '../domains/safety-index/contract.ts';

export { besideTheDoor } from '../domains/identity/contract.ts';

/** Every operation that a contract declares; OpenAPI is made from this list. */
export const declared: readonly Operation[] = [geography, identity, registry, dispatch, incidents, patrol, pointsBooks, pointsEntries, pointsAccounts, pointsWarehouse, audit, sync, syncKeys, safetyIndex]
  .flatMap((module): unknown[] => Object.values(module)).filter(isOperation);

function isOperation(value: unknown): value is Operation {
  return typeof value === 'object' && value !== null && 'kind' in value && (value.kind === 'command' || value.kind === 'query') && 'permission' in value;
}
