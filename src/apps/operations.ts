import type { BoundCommand, BoundQuery } from '../platform/action.ts';
import type { Bound } from '../platform/http.ts';
import * as sync from '../platform/sync/actions.ts';
import * as syncKeys from '../platform/sync/keys.ts';
import * as audit from '../domains/audit/actions.ts';
import * as dispatch from '../domains/dispatch/actions.ts';
import * as geography from '../domains/geography/actions.ts';
import * as identity from '../domains/identity/actions.ts';
import * as incidents from '../domains/incidents/actions.ts';
import * as incidentQueries from '../domains/incidents/queries.ts';
import * as patrol from '../domains/patrol/actions.ts';
import * as patrolDiaries from '../domains/patrol/diaries.ts';
import * as patrolOrders from '../domains/patrol/orders.ts';
import * as patrolQueries from '../domains/patrol/queries.ts';
import * as patrolToday from '../domains/patrol/today.ts';
import * as pointsCards from '../domains/points/cards.ts';
import * as pointsPeriods from '../domains/points/periods.ts';
import * as pointsProposals from '../domains/points/proposals.ts';
import * as pointsProposing from '../domains/points/proposing.ts';
import * as pointsRuleBooks from '../domains/points/rule-books.ts';
import * as pointsSettling from '../domains/points/settling.ts';
import * as pointsAccounts from '../domains/points/accounts.ts';
import * as pointsCounter from '../domains/points/counter.ts';
import * as pointsOpenings from '../domains/points/openings.ts';
import * as pointsWarehouse from '../domains/points/warehouse.ts';
import * as registry from '../domains/registry/actions.ts';
import * as registryCare from '../domains/registry/care.ts';
import * as registryDoubles from '../domains/registry/doubles.ts';
import * as registryImporting from '../domains/registry/importing.ts';
import * as registryPlaces from '../domains/registry/places.ts';
import * as registryQueries from '../domains/registry/queries.ts';
import * as safetyIndex from '../domains/safety-index/actions.ts';
import * as safetyIndexQueries from '../domains/safety-index/queries.ts';
import * as standardQueries from '../domains/safety-index/standard-queries.ts';
import * as standardSteps from '../domains/safety-index/standard-steps.ts';
import * as contracts from './contracts.ts';
import { keepersOf } from './keepers.ts';

/** Everything that is bound to a declaration, whatever else an actions file exports. */
export const operations: readonly Bound[] = [geography, identity, registry, registryCare, registryDoubles, registryImporting, registryPlaces, registryQueries, dispatch, incidents, incidentQueries, patrol, patrolDiaries, patrolOrders, patrolQueries, patrolToday, pointsCards, pointsPeriods, pointsProposals, pointsProposing, pointsRuleBooks, pointsSettling, pointsAccounts, pointsCounter, pointsOpenings, pointsWarehouse, audit, sync, sync.keeping(keepersOf), syncKeys, safetyIndex, safetyIndexQueries, standardSteps, standardQueries]
  .flatMap((module): unknown[] => Object.values(module))
  .filter(isBound)
  // Signing in is served beside the door (identity/routes.ts), because a refused try must stay counted.
  .filter((bound) => !contracts.besideTheDoor.includes(bound.operation));

function isBound(value: unknown): value is BoundCommand | BoundQuery {
  return typeof value === 'object' && value !== null && 'operation' in value && 'run' in value;
}

/** Declared but not bound: a promise that nobody keeps. The server does not start with one. */
export function unkept(): string[] {
  const bound = new Set(operations.map(({ operation }) => operation));
  return contracts.declared.filter((operation) => !contracts.besideTheDoor.includes(operation) && !bound.has(operation)).map((operation) => `${operation.domain}.${operation.name}`);
}

/** What may be written on a phone and come later, by the name under which it comes. */
export const offlineCommands: ReadonlyMap<string, BoundCommand> = new Map(operations.flatMap((bound) =>
  (isCommand(bound) && bound.operation.offline ? [[`${bound.operation.domain}.${bound.operation.name}`, bound] as const] : [])));

function isCommand(bound: Bound): bound is BoundCommand {
  return bound.operation.kind === 'command';
}
