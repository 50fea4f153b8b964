import type { ReactNode } from 'react';
import { Moment } from './moment.tsx';

export type TimelineItem = {
  readonly key: string | number;
  readonly at: string;
  readonly title: ReactNode;
  /** Who, small, behind the title. */
  readonly by?: ReactNode;
  readonly body?: ReactNode;
  /** The last step, or one that needs the eye. */
  readonly mark?: 'plain' | 'now' | 'alarm';
};

/** A story: what happened, in order, each with its time on the left. */
export function Timeline({ items }: { items: readonly TimelineItem[] }) {
  return (
    <ol className="jw-timeline">
      {items.map((item) => (
        <li key={item.key} className={`jw-timeline-item jw-timeline-${item.mark ?? 'plain'}`}>
          <span className="jw-timeline-at"><Moment at={item.at} /></span>
          <span className="jw-timeline-dot" aria-hidden="true" />
          <div className="jw-timeline-what">
            <div className="jw-timeline-title">{item.title}{item.by ? <span className="jw-timeline-by">{item.by}</span> : null}</div>
            {item.body ? <div className="jw-timeline-body">{item.body}</div> : null}
          </div>
        </li>
      ))}
    </ol>
  );
}
