import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import { ApartmentOutlined, AuditOutlined, BarChartOutlined, BranchesOutlined, CalendarOutlined, CompassOutlined, DesktopOutlined, FormOutlined, IdcardOutlined, GiftOutlined, InboxOutlined, LineChartOutlined, MobileOutlined, ScheduleOutlined, TagsOutlined, TeamOutlined, TrophyOutlined } from '@ant-design/icons';

type Module = { readonly Screen: ComponentType };
/** `load` is undefined while the screen's file does not exist yet. */
export type Destination = {
  readonly path: string;
  readonly name: 'cases' | 'report' | 'points' | 'warehouse' | 'registry' | 'patrol' | 'overview' | 'index' | 'screen' | 'phones' | 'areas' | 'people' | 'classes' | 'routes' | 'roster' | 'calendar' | 'audit';
  readonly part: 'work' | 'manage';
  /** Any one of these opens the page; empty: every account. */
  readonly permissions: readonly string[];
  readonly icon: ComponentType<{ 'aria-hidden'?: boolean }>;
  readonly Screen: LazyExoticComponent<ComponentType> | undefined;
  /** Without the menu and the head: the big screen. */
  readonly bare?: boolean;
};

// A screen is `<domain>/desk/<screen>.tsx` with an export named `Screen`. One that is missing here is only left out of the menu.
const administration = import.meta.glob<Module>([
  '../../domains/geography/desk/areas.tsx', '../../domains/identity/desk/people.tsx', '../../domains/dispatch/desk/classes.tsx',
  '../../domains/dispatch/desk/routes.tsx', '../../domains/dispatch/desk/roster.tsx', '../../domains/dispatch/desk/calendar.tsx', '../../domains/audit/desk/entries.tsx',
]);

function administrationScreen(path: string): Destination['Screen'] {
  const load = administration[`../../domains/${path}.tsx`];
  return load ? screen(load) : undefined;
}

function screen(load: () => Promise<Module>): LazyExoticComponent<ComponentType> {
  return lazy(async () => ({ default: (await load()).Screen }));
}

export const destinations: readonly Destination[] = [
  { path: '/cases', name: 'cases', part: 'work', permissions: ['incidents.read', 'incidents.desk', 'incidents.handle', 'incidents.verify', 'incidents.supervise'], icon: InboxOutlined, Screen: screen(() => import('../../domains/incidents/desk/board.tsx')) },
  { path: '/report', name: 'report', part: 'work', permissions: ['incidents.desk'], icon: FormOutlined, Screen: screen(() => import('../../domains/incidents/desk/report-form.tsx')) },
  { path: '/registry', name: 'registry', part: 'work', permissions: ['registry.read', 'registry.care'], icon: IdcardOutlined, Screen: screen(() => import('../../domains/registry/desk/registry.tsx')) },
  { path: '/patrol', name: 'patrol', part: 'work', permissions: ['patrol.read', 'patrol.provide'], icon: CompassOutlined, Screen: screen(() => import('../../domains/patrol/desk/patrol.tsx')) },
  { path: '/points', name: 'points', part: 'work', permissions: ['points.read', 'points.file'], icon: TrophyOutlined, Screen: screen(() => import('../../domains/points/desk/points.tsx')) },
  { path: '/warehouse', name: 'warehouse', part: 'work', permissions: ['points.till', 'points.read'], icon: GiftOutlined, Screen: screen(() => import('../../domains/points/desk/warehouse.tsx')) },
  { path: '/overview', name: 'overview', part: 'work', permissions: ['incidents.read'], icon: BarChartOutlined, Screen: screen(() => import('../../domains/incidents/desk/overview.tsx')) },
  { path: '/index', name: 'index', part: 'work', permissions: ['index.read', 'index.returns'], icon: LineChartOutlined, Screen: screen(() => import('../../domains/safety-index/desk/home.tsx')) },
  { path: '/screen', name: 'screen', part: 'work', permissions: ['incidents.read'], icon: DesktopOutlined, bare: true, Screen: screen(() => import('../../domains/incidents/desk/screen.tsx')) },
  { path: '/phones', name: 'phones', part: 'work', permissions: ['dispatch.roster'], icon: MobileOutlined, Screen: screen(() => import('./phones/phones.tsx')) },
  { path: '/admin/areas', name: 'areas', part: 'manage', permissions: ['geography.manage'], icon: ApartmentOutlined, Screen: administrationScreen('geography/desk/areas') },
  { path: '/admin/people', name: 'people', part: 'manage', permissions: ['identity.read', 'identity.manage'], icon: TeamOutlined, Screen: administrationScreen('identity/desk/people') },
  { path: '/admin/classes', name: 'classes', part: 'manage', permissions: ['dispatch.manage'], icon: TagsOutlined, Screen: administrationScreen('dispatch/desk/classes') },
  { path: '/admin/routes', name: 'routes', part: 'manage', permissions: ['dispatch.manage', 'dispatch.read'], icon: BranchesOutlined, Screen: administrationScreen('dispatch/desk/routes') },
  { path: '/admin/roster', name: 'roster', part: 'manage', permissions: ['dispatch.roster', 'dispatch.read'], icon: ScheduleOutlined, Screen: administrationScreen('dispatch/desk/roster') },
  { path: '/admin/calendar', name: 'calendar', part: 'manage', permissions: ['dispatch.manage'], icon: CalendarOutlined, Screen: administrationScreen('dispatch/desk/calendar') },
  { path: '/admin/audit', name: 'audit', part: 'manage', permissions: ['audit.read'], icon: AuditOutlined, Screen: administrationScreen('audit/desk/entries') },
];

/** What this account sees in the menu, in order. */
export function openTo(permissions: readonly string[]): readonly Destination[] {
  return destinations.filter((one) => one.Screen && (one.permissions.length === 0 || one.permissions.some((permission) => permissions.includes(permission))));
}
