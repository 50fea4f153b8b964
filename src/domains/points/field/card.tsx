import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { Screen, Section } from '../../../platform/ui/phone/screen.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../../platform/ui/states.tsx';
import { myCard } from '../contract/entries.ts';
import { Entry } from './entries.tsx';
import { pointsFieldWords } from './words-rules.ts';
import './points.css';

const signed = (points: number): string => (points > 0 ? `+${points}` : points < 0 ? `−${Math.abs(points)}` : '0');

/** 我的积分卡: one's own months, each line with its reason, and the way to object. */
export function CardScreen() {
  const say = useWords(pointsFieldWords);
  const answer = useAsk(myCard, {});
  const month = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 7);
  return (
    <Screen title={say('pointsField.card.title')} above="/me">
      {answer.isPending ? <LoadingState rows={5} /> : answer.error ? <ErrorState error={answer.error} onRetry={() => { void answer.refetch(); }} /> : answer.data.cards.length === 0 ? <EmptyState title={say('pointsField.card.none')} hint={say('pointsField.card.noneHint')} /> : answer.data.cards.map((card) => (
        <div key={card.book.id}>
          <Section title={card.book.name} aside={say('pointsField.card.total', { n: signed(card.balance) })}>
            <p className="ph-quiet">{say('pointsField.card.hint')}</p>
            <ul className="ph-rows">
              {card.months.filter(({ code }) => code <= month).toReversed().slice(0, 6).map((one) => (
                <li key={one.code} className="ph-row">
                  <span className="ph-row-words">
                    <span className="pf-head"><span>{one.code}{one.closed ? ` · ${say('pointsField.card.closed')}` : ''}</span><span className={`pf-points ${one.points < 0 ? 'pf-minus' : 'pf-plus'}`}>{signed(one.points)}</span></span>
                    <span className="ph-quiet pf-figures">{(['visits', 'diaries', 'solved', 'highlights', 'breaches'] as const).filter((name) => name !== 'breaches' || one.breaches > 0).map((name) => <span key={name}>{say(`pointsField.card.${name}`, { n: one[name] })}</span>)}</span>
                  </span>
                </li>
              ))}
            </ul>
          </Section>
          {card.proposals.some(({ state }) => state !== 'declined' && state !== 'withdrawn') ? <Section title={say('pointsField.card.proposals')}><div className="ph-stack">{card.proposals.filter(({ state }) => state !== 'declined' && state !== 'withdrawn').map((one) => <Entry key={one.id} line={one} own />)}</div></Section> : null}
          <Section title={say('pointsField.card.entries')}>
            {card.entries.length === 0 ? <p className="ph-quiet">{say('pointsField.card.noEntries')}</p> : <ul className="ph-rows">{card.entries.slice(0, 30).map((one, index) => <li key={index} className="ph-row"><span className="ph-row-words"><span className="pf-head"><span>{one.title}</span><span className={`pf-points ${one.points < 0 ? 'pf-minus' : 'pf-plus'}`}>{signed(one.points)}</span></span><span className="ph-quiet">{one.on}</span></span></li>)}</ul>}
          </Section>
        </div>
      ))}
    </Screen>
  );
}
