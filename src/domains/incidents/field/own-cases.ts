import { useMemo } from 'react';
import { useAhead, usePulled } from '../../../platform/client/phone-row.ts';
import { foldOnPhone, type CaseOnPhone, type CasesOnPhone } from '../rules/offline.ts';
import type { PhoneStep } from './step-specs.ts';

/** What was pulled, with what was done here since, by the same rules as on the server; undefined until something was pulled. */
export function useOwnCases(): readonly CaseOnPhone[] | undefined {
  const docs = usePulled('cases');
  const own = useAhead();
  return useMemo(() => {
    if (!docs) return undefined;
    const pulled: CasesOnPhone = new Map(docs.map(({ id, data }) => [id, data as CaseOnPhone])); // as `casesOnPhones` made them
    return [...own.reduce<CasesOnPhone>((cases, command) => foldOnPhone(cases, command), pulled).values()];
  }, [docs, own.length, own.at(-1)?.id]);
}

const stepsFor: Readonly<Record<string, readonly PhoneStep[]>> = { verify: ['verify', 'settle'], check: ['check'], acknowledge: ['acknowledge'], handle: ['handle', 'deliver'], rework: ['handle', 'deliver'] };

/** What he may do about it without asking anybody: what it waits for from him. */
export function stepsOffered({ why, facts }: CaseOnPhone): readonly PhoneStep[] {
  return (stepsFor[why ?? ''] ?? []).filter((step) => step !== 'settle' || facts.settleable);
}
