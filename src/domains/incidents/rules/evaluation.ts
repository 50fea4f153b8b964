import type { CaseState } from './case.ts';
import { metInTime, type Clock } from './clocks.ts';

/**
 * 考核评价: what the loop itself shows of a case, fixed at the moment of evaluation. Facts, no score:
 * scores are the assessment's business, by rules that are versioned there.
 */
export function evaluationOf(state: CaseState, clocks: readonly Clock[]): Record<string, string | number | boolean | null> {
  const ended = clocks.filter((clock) => clock.endedAt !== null);
  const late = ended.filter((clock) => !metInTime(clock)).map((clock) => clock.kind);
  return {
    rounds: state.round,
    returns: state.returns,
    reworks: state.reworks,
    extensions: state.extensions,
    urges: state.urges,
    card: state.card,
    satisfied: state.satisfied,
    outcome: state.outcome,
    lossAvoidedYuan: state.lossAvoidedYuan,
    stagesInTime: ended.length - late.length,
    stagesLate: late.length,
    lateStages: [...new Set(late)].join(' '),
  };
}
