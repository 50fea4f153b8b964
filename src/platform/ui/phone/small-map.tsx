import { Component, lazy, Suspense, type ReactNode } from 'react';
import { useWords } from '../../client/i18n.ts';
import type { SmallMapProps } from './small-map-view.tsx';
import { phoneWords } from './words.ts';

const View = lazy(async () => ({ default: (await import('./small-map-view.tsx')).SmallMapView }));

/** A map of outlines and points that needs no tiles; fetched when the first one is shown. */
export function SmallMap(props: SmallMapProps) {
  const say = useWords(phoneWords);
  return (
    <WithoutMap word={say('phoneUi.map.failed')}>
      <Suspense fallback={<div className="ph-map"><p className="ph-map-word" role="status">{say('phoneUi.map.loading')}</p></div>}><View {...props} /></Suspense>
    </WithoutMap>
  );
}

/** A phone that cannot fetch or draw the map goes on without it. A class: React has no other form for this. */
class WithoutMap extends Component<{ word: string; children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? <div className="ph-map ph-map-none"><p className="ph-map-word" role="alert">{this.props.word}</p></div> : this.props.children;
  }
}
