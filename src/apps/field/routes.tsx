import type { RouteObject } from 'react-router';
import { CaseByNumber } from '../../domains/incidents/field/case-by-number.tsx';
import { DigestNotice } from '../../domains/incidents/field/digest-notice.tsx';
import { OutboxScreen } from '../../domains/incidents/field/outbox-screen.tsx';
import { ReportScreen } from '../../domains/incidents/field/report.tsx';
import { ResidentHome } from '../../domains/incidents/field/resident-home.tsx';
import { SentScreen } from '../../domains/incidents/field/sent.tsx';
import { StepScreen } from '../../domains/incidents/field/step-form.tsx';
import { Today } from '../../domains/incidents/field/today.tsx';
import { WorkScreen } from '../../domains/incidents/field/work.tsx';
import { DiaryScreen } from '../../domains/patrol/field/diary.tsx';
import { OrdersScreen } from '../../domains/patrol/field/orders.tsx';
import { RoundsBrief, RoundsScreen } from '../../domains/patrol/field/today.tsx';
import { VisitScreen } from '../../domains/patrol/field/visit.tsx';
import { VisitsScreen } from '../../domains/patrol/field/visits.tsx';
import { CardScreen } from '../../domains/points/field/card.tsx';
import { EntriesScreen } from '../../domains/points/field/entries.tsx';
import { ProposeScreen } from '../../domains/points/field/propose.tsx';
import { CounterScreen } from '../../domains/points/field/counter.tsx';
import { HouseholdScreen } from '../../domains/points/field/household.tsx';
import { useSession } from '../../platform/client/session.tsx';
import { Layout, NotFound } from './layout.tsx';
import { MeScreen } from './me.tsx';
import { MyGrid } from './my-grid.tsx';
import { PasswordScreen, SecurityScreen } from './password.tsx';
import { RowItems } from './row-items.tsx';
import { NeedsAccount, SignInScreen } from './sign-in.tsx';

/** Everything below `/m`. */
export const routes: RouteObject[] = [{
  element: <Layout />,
  children: [
    { index: true, element: <Home /> },
    { path: 'report', element: <ReportScreen /> },
    { path: 'report/correct/:waitingId', element: <ReportScreen /> },
    { path: 'report/sent/:waitingId', element: <SentScreen /> },
    { path: 'outbox', element: <OutboxScreen more={<RowItems />} /> },
    { path: 'case/:number', element: <CaseByNumber /> },
    { path: 'work/:caseId', element: <NeedsAccount><WorkScreen /></NeedsAccount> },
    { path: 'work/:caseId/:step', element: <NeedsAccount><StepScreen /></NeedsAccount> },
    { path: 'rounds', element: <NeedsAccount><RoundsScreen /></NeedsAccount> },
    { path: 'rounds/visit', element: <NeedsAccount><VisitScreen /></NeedsAccount> },
    { path: 'rounds/diary', element: <NeedsAccount><DiaryScreen /></NeedsAccount> },
    { path: 'rounds/orders', element: <NeedsAccount><OrdersScreen /></NeedsAccount> },
    { path: 'rounds/visits', element: <NeedsAccount><VisitsScreen /></NeedsAccount> },
    { path: 'points/household', element: <NeedsAccount><HouseholdScreen /></NeedsAccount> },
    { path: 'points/entries', element: <NeedsAccount><EntriesScreen /></NeedsAccount> },
    { path: 'points/propose', element: <NeedsAccount><ProposeScreen /></NeedsAccount> },
    { path: 'points/card', element: <NeedsAccount><CardScreen /></NeedsAccount> },
    { path: 'points/counter', element: <NeedsAccount><CounterScreen /></NeedsAccount> },
    { path: 'grid', element: <MyGrid /> },
    { path: 'me', element: <MeScreen /> },
    { path: 'me/password', element: <NeedsAccount><PasswordScreen /></NeedsAccount> },
    { path: 'me/security', element: <NeedsAccount><SecurityScreen /></NeedsAccount> },
    { path: 'sign-in', element: <SignInScreen /> },
    { path: '*', element: <NotFound /> },
  ],
}];

function Home() {
  return useSession() ? <Today digest={<><DigestNotice /><RoundsBrief /></>} /> : <ResidentHome />;
}
