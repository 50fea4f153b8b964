import { Button, ProgressBar } from 'antd-mobile';
import { useSyncExternalStore } from 'react';
import { Link, useParams } from 'react-router';
import { useWords } from '../../../platform/client/i18n.ts';
import { useSession } from '../../../platform/client/session.tsx';
import { Notice } from '../../../platform/ui/phone/notice.tsx';
import { Screen, Section } from '../../../platform/ui/phone/screen.tsx';
import { EmptyState, LoadingState } from '../../../platform/ui/states.tsx';
import { CopyNumber } from './copy-number.tsx';
import { device } from './device.ts';
import { useStored } from './kept.ts';
import { useFollowing } from './following-photos.tsx';
import { flush, sendingNow, watchSending } from './outbox.ts';
import { useHoldWords } from './outbox-words.ts';
import { incidentsFieldWords } from './words.ts';

/** What became of a report that was just sent off: on its way, kept for later, refused with a reason, or arrived. */
export function SentScreen() {
  const { waitingId = '' } = useParams();
  const say = useWords(incidentsFieldWords);
  const session = useSession();
  const sending = useSyncExternalStore(watchSending, sendingNow);
  const found = useStored(async () => {
    const done = (await device.sent.get(waitingId)) ?? null;
    return { waiting: (await device.waiting.get(waitingId)) ?? null, sent: done, code: done === null ? null : (await device.codes.get(done.number))?.code ?? null };
  }, [waitingId]);
  const why = useHoldWords();
  const following = useFollowing();
  if (!found) return <Screen title={say('incidentsField.report.title')} above="/"><LoadingState rows={2} /></Screen>;
  const { waiting, sent, code } = found;

  if (sent) {
    return (
      <Screen title={say('incidentsField.sent.title')} above="/">
        <Section>
          <div className="ph-stack">
            <p className="rp-done">{say('incidentsField.sent.done')}</p>
            <p>{say('incidentsField.sent.number')}</p>
            <CopyNumber number={sent.number} code={code} />
            {code === null ? null : <p className="ph-row-title">{say('incidentsField.sent.keep')}</p>}
            {following.length > 0 ? <p role="status">{say('incidentsField.outbox.photosFollow', { n: following.length })}</p> : null}
            <p className="ph-quiet">{say(session ? 'incidentsField.sent.nextSignedIn' : 'incidentsField.sent.next')}</p>
            <Link className="ph-button ph-button-wide ph-button-main" to={code === null ? `/case/${sent.number}` : `/case/${sent.number}#${code}`} replace>{say('incidentsField.sent.follow')}</Link>
            <Link className="ph-button ph-button-wide" to="/report" replace>{say('incidentsField.sent.another')}</Link>
          </div>
        </Section>
      </Screen>
    );
  }
  if (!waiting) {
    return <Screen title={say('incidentsField.report.title')} above="/"><EmptyState title={say('incidentsField.sent.gone')} hint={say('incidentsField.sent.goneHint')} /></Screen>;
  }
  const running = sending?.id === waiting.id ? sending : null;
  return (
    <Screen title={say(running ? 'incidentsField.sent.sending' : waiting.state === 'refused' ? 'incidentsField.sent.refused' : 'incidentsField.sent.kept')} above="/">
      <Section>
        <div className="ph-stack">
          {running ? (
            <>
              <p role="status">{running.progress.of > 0 && running.progress.share < 1 ? say('incidentsField.sent.photo', { n: Math.min(running.progress.done + 1, running.progress.of), all: running.progress.of }) : say('incidentsField.sent.words')}</p>
              <ProgressBar percent={Math.round(running.progress.of === 0 ? 50 : running.progress.share * 95)} text />
            </>
          ) : waiting.state === 'refused' ? (
            <>
              <Notice tone="bad">{why(waiting)}</Notice>
              <Link className="ph-button ph-button-wide ph-button-main" to="/outbox" replace>{say('incidentsField.sent.look')}</Link>
            </>
          ) : (
            <>
              <Notice tone="warn">{why(waiting)}</Notice>
              <p>{say('incidentsField.sent.keptHint')}</p>
              <Button className="ph-button ph-button-wide" block onClick={() => { void flush('now'); }}>{say('incidentsField.outbox.retry')}</Button>
              <Link className="ph-link" to="/report" replace>{say('incidentsField.sent.another')}</Link>
            </>
          )}
        </div>
      </Section>
    </Screen>
  );
}
