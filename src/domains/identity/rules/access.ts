import type { shippedRoles } from '../contract.ts';

// What may be permitted, what the shipped roles permit, and which powers never meet in one person.

/** Every permission there is; a role is a set of them, a post gives a role in an area. */
export const permissions = [
  'geography.manage', 'identity.read', 'identity.manage', 'dispatch.read', 'dispatch.manage', 'dispatch.roster', 'audit.read',
  'incidents.read', 'incidents.desk', 'incidents.verify', 'incidents.handle', 'incidents.supervise', 'incidents.readReporter', 'incidents.report',
  'registry.read', 'registry.write', 'registry.reveal', 'registry.merge', 'registry.import', 'registry.export', 'registry.care', 'registry.careManage',
  'patrol.read', 'patrol.visit', 'patrol.manage', 'patrol.provide',
  'points.read', 'points.propose', 'points.decide', 'points.manage', 'points.till', 'points.file',
  'index.read', 'index.returns', 'index.manage', 'index.approve',
] as const;
export type PermissionName = (typeof permissions)[number];

export function isPermission(text: string): text is PermissionName {
  return permissions.some((one) => one === text);
}

/**
 * What the roles are shipped with (migrations say the same). The truth is `identity.role_permission`, which `setRole` changes.
 * Department handlers read no area: they see the cases of their own unit.
 */
export const shippedPermissions: Record<(typeof shippedRoles)[number], readonly PermissionName[]> = {
  resident: [],
  gridWorker: ['incidents.read', 'incidents.verify', 'registry.read', 'registry.write', 'registry.reveal', 'registry.care', 'patrol.read', 'patrol.visit', 'points.read', 'points.propose'],
  gridLeader: ['incidents.read', 'incidents.verify', 'registry.read', 'registry.write', 'registry.reveal', 'registry.care', 'registry.careManage', 'patrol.read', 'patrol.visit', 'patrol.manage', 'points.read', 'points.propose', 'points.decide'],
  communityClerk: [
    'incidents.read', 'incidents.verify', 'registry.read', 'registry.write', 'registry.reveal', 'registry.care', 'registry.careManage', 'registry.merge', 'registry.import', 'registry.export', 'patrol.read', 'patrol.visit', 'patrol.manage',
    'points.read', 'points.propose', 'points.decide', 'points.manage',
  ],
  dispatcher: ['incidents.read', 'incidents.desk', 'incidents.verify', 'incidents.readReporter', 'dispatch.read', 'dispatch.roster', 'identity.read', 'registry.read', 'patrol.read', 'patrol.manage', 'points.read', 'points.file'],
  handler: ['incidents.handle', 'dispatch.read', 'index.returns', 'patrol.provide'],
  leader: ['incidents.read', 'incidents.supervise', 'dispatch.read', 'registry.read', 'index.read', 'index.approve', 'patrol.read', 'points.read', 'points.file'],
  systemAdmin: ['geography.manage', 'dispatch.manage', 'dispatch.read'],
  securityAdmin: ['identity.read', 'identity.manage'],
  auditAdmin: ['audit.read'],
  machine: ['incidents.report', 'incidents.read'],
  indexAnalyst: ['index.read', 'index.manage'],
  pointsPanel: ['registry.read', 'points.read', 'points.propose', 'points.decide'],
  warehouseClerk: ['points.till'],
};

/** The three administrators, and the work that they administer. */
export type Power = 'system' | 'security' | 'audit' | 'business';

/** Powers of a set of permissions; reading people, tables and rosters belongs to nobody alone. */
export function powersOf(granted: Iterable<string>): ReadonlySet<Power> {
  const powers = new Set<Power>();
  for (const permission of granted) {
    const power = powerOf(permission);
    if (power) powers.add(power);
  }
  return powers;
}

/** 三员分立: one role, and all roles of one person together, may hold one power at most. */
export function mayHoldTogether(granted: Iterable<string>): boolean {
  return powersOf(granted).size <= 1;
}

export function isAdministrator(granted: Iterable<string>): boolean {
  const powers = powersOf(granted);
  return powers.has('system') || powers.has('security') || powers.has('audit');
}

function powerOf(permission: string): Power | null {
  switch (permission) {
    case 'geography.manage':
    case 'dispatch.manage': return 'system';
    case 'identity.manage': return 'security';
    case 'audit.read': return 'audit';
    // Reading what is published is no power; drafting, approving and returning figures is work.
    case 'index.read': return null;
    default: return permission.startsWith('incidents.') || permission.startsWith('patrol.') || permission.startsWith('points.') || permission.startsWith('registry.') || permission.startsWith('index.') ? 'business' : null;
  }
}

/** Wrong tries in a row before the account is locked, and for how long. */
export const lockAfter = 10;
export const lockMinutes = 15;

/** How long a session lives, and how long it may lie unused. Phones must survive the night: 9,145 passwords at eight in the morning would take a quarter of an hour. */
export const sessionKinds = {
  desk: { days: 30, idleHours: 12 },
  phone: { days: 30, idleHours: 30 * 24 },
  machine: { days: 30, idleHours: 30 * 24 },
} as const;
export type SessionKind = keyof typeof sessionKinds;
