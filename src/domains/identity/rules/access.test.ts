import { describe, expect, test } from 'vitest';
import { shippedRoles } from '../contract.ts';
import { isAdministrator, isPermission, mayHoldTogether, permissions, powersOf, shippedPermissions } from './access.ts';

describe('three separate administrators', () => {
  const administrators = ['systemAdmin', 'securityAdmin', 'auditAdmin'] as const;
  const businessRoles = ['gridWorker', 'gridLeader', 'communityClerk', 'dispatcher', 'handler', 'leader', 'machine'] as const;

  test('every shipped role is one thing only, and only the three are administrators', () => {
    for (const role of shippedRoles) {
      expect(mayHoldTogether(shippedPermissions[role]), role).toBe(true);
      expect(isAdministrator(shippedPermissions[role]), role).toBe(administrators.some((one) => one === role));
    }
  });

  test('no two of the three, and none with business work', () => {
    for (const one of administrators) {
      for (const other of [...administrators, ...businessRoles]) {
        expect(mayHoldTogether([...shippedPermissions[one], ...shippedPermissions[other]]), `${one} and ${other}`).toBe(one === other);
      }
    }
  });

  test('business roles go together, and being a resident goes with anything', () => {
    for (const one of businessRoles) for (const other of businessRoles) expect(mayHoldTogether([...shippedPermissions[one], ...shippedPermissions[other]])).toBe(true);
    for (const role of shippedRoles) expect(mayHoldTogether([...shippedPermissions[role], ...shippedPermissions.resident])).toBe(true);
  });

  test('every power is held by some permission, and reading people or tables is no power', () => {
    expect([...powersOf(permissions)].sort()).toEqual(['audit', 'business', 'security', 'system']);
    expect(powersOf(['identity.read', 'dispatch.read', 'dispatch.roster']).size).toBe(0);
    expect(isPermission('incidents.desk')).toBe(true);
    expect(isPermission('incidents.everything')).toBe(false);
  });

  test('system administrators have no business data, handlers read no area', () => {
    expect(shippedPermissions.systemAdmin.some((permission) => permission.startsWith('incidents.'))).toBe(false);
    expect(shippedPermissions.handler).not.toContain('incidents.read');
    // Whoever arranges duty must see the people whom he puts on it.
    for (const role of shippedRoles) if (shippedPermissions[role].includes('dispatch.roster')) expect(shippedPermissions[role], role).toContain('identity.read');
  });
});
