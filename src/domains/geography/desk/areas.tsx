import { Button } from 'antd';
import type { Position } from 'geojson';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { areaById } from '../contract.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { useSession } from '../../../platform/client/session.tsx';
import { useUrlState } from '../../../platform/client/url-state.ts';
import { MapPane } from '../../../platform/map/map.tsx';
import type { MapArea, MapSpot } from '../../../platform/map/shapes.ts';
import { dropDraft, keepDraft, readDraft, useDraftPlace } from '../../../platform/ui/draft.ts';
import { uiFormWords } from '../../../platform/ui/form-words.ts';
import { useKeys } from '../../../platform/ui/keyboard.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../../platform/ui/states.tsx';
import { SidePanel, TextFilter } from '../../../platform/ui/work-page.tsx';
import { AreaDetailView } from './area-detail.tsx';
import { ChangeForm, CreateForm, EndForm, formNames, MoveForm, SerialsForm, type FormName } from './area-forms.tsx';
import { AreaHits, AreaTree } from './area-tree.tsx';
import { DrawForm } from './draw-form.tsx';
import { DivisionsForm, GridsForm } from './import-forms.tsx';
import { areasToShow, ringOf, useOutlines, type AreaDetail, type Outlines } from './outlines.ts';
import { geographyDeskWords } from './words.ts';
import './areas.css';

/** The tree, the chosen area, and its outline with those of its parts. */
export function Screen() {
  const t = useWords(geographyDeskWords);
  const shared = useWords(uiFormWords);
  const url = useUrlState();
  const home = useSession()?.home?.id;
  const areaId = url.id('area') ?? home;
  const form = url.one('form', formNames);
  const text = url.text('text') ?? '';
  const area = useAsk(areaById, { areaId: areaId ?? 1 }, { enabled: areaId !== undefined });
  const chosen = areaId === undefined ? undefined : area.data;
  const outlines = useOutlines(chosen);
  const [imported, setImported] = useState<readonly MapArea[] | null>(null);
  const [spot, setSpot] = useState<MapSpot | null>(null);
  const [ring, setRing] = useRing(form === 'drawNew' || form === 'redraw' ? chosen : undefined, form === 'drawNew', outlines);

  const select = (id: number | undefined): void => { url.change({ area: id === home ? undefined : id, form: form === 'grids' || form === 'divisions' || form === 'serials' ? form : undefined }); };
  const toForm = (next: FormName | undefined): void => { url.change({ form: next }); };
  useEffect(() => {
    setSpot(null);
    if (form !== 'grids') setImported(null);
  }, [areaId, form]);
  useKeys([{ key: 'Escape', what: shared('uiForm.back'), group: t('geographyDesk.title'), run: () => { if (form) toForm(undefined); } }]);

  const drawing = ring === null ? undefined : { ring, onChange: setRing };
  const shown = useMemo(() => (
    imported ?? (form === 'drawNew' ? [...nameless(outlines.own), ...outlines.children] : form === 'redraw' ? [...nameless(outlines.parent), ...outlines.siblings] : areasToShow(outlines))
  ), [imported, form, outlines.own, outlines.parent, outlines.children.length, outlines.siblings.length, chosen?.id]);
  return (
    <div className="geo">
      <section className="geo-left" aria-label={t('geographyDesk.tree')}>
        <header className="jw-work-head"><h1>{t('geographyDesk.title')}</h1></header>
        <div className="jw-filters"><TextFilter value={text} onChange={(next) => { url.change({ text: next }, true); }} placeholder={t('geographyDesk.search')} /></div>
        <div className="geo-list">
          {text ? <AreaHits text={text} selected={areaId} onSelect={select} /> : <AreaTree selected={areaId} above={chosen?.above.map(({ id }) => id) ?? []} onSelect={select} />}
        </div>
        <footer className="jw-actions geo-tools">
          <Button size="small" onClick={() => { toForm('divisions'); }}>{t('geographyDesk.action.divisions')}</Button>
          <Button size="small" onClick={() => { toForm('grids'); }}>{t('geographyDesk.action.grids')}</Button>
          <Button size="small" onClick={() => { toForm('serials'); }}>{t('geographyDesk.action.serials')}</Button>
        </footer>
      </section>
      <Middle
        areaId={areaId} area={area} form={form} outlines={outlines} ring={ring} onRing={setRing} onSpot={setSpot} onShow={setImported} onSelect={select} onForm={toForm}
        onDrawn={(id) => { setRing([]); url.change({ area: id ?? areaId, form: undefined }); }}
      />
      <section className="geo-map" aria-label={t('geographyDesk.map')}>
        <MapPane
          areas={shown} {...(imported ? {} : { selectedArea: areaId })} drawing={drawing} {...(spot ? { spot } : {})}
          {...(drawing || imported ? {} : { onArea: select })}
        />
      </section>
    </div>
  );
}

type MiddleProps = {
  areaId: number | undefined; area: ReturnType<typeof useAsk<typeof areaById>>; form: FormName | undefined; outlines: Outlines; ring: readonly Position[] | null;
  onRing: (ring: Position[]) => void; onSpot: (spot: MapSpot | null) => void; onShow: (areas: readonly MapArea[] | null) => void;
  onSelect: (id: number | undefined) => void; onForm: (form: FormName | undefined) => void; onDrawn: (id: number | null) => void;
};

function Middle({ areaId, area, form, outlines, ring, onRing, onSpot, onShow, onSelect, onForm, onDrawn }: MiddleProps) {
  const t = useWords(geographyDeskWords);
  const back = (): void => { onForm(undefined); };
  const panel = (title: string, body: ReactNode) => <SidePanel key={`${form ?? ''}${areaId ?? ''}`} title={title} onClose={back} bare>{body}</SidePanel>;
  switch (form) {
    case 'divisions': return panel(t('geographyDesk.divisions.title'), <DivisionsForm />);
    case 'grids': return panel(t('geographyDesk.grids.title'), <GridsForm onShow={onShow} onSpot={onSpot} />);
    case 'serials': return panel(t('geographyDesk.action.serials'), <SerialsForm onDone={back} onCancel={back} />);
    default:
  }
  if (areaId === undefined) return <div className="jw-side"><EmptyState title={t('geographyDesk.choose')} hint={t('geographyDesk.chooseHint')} /></div>;
  if (area.error) return <div className="jw-side"><ErrorState error={area.error} onRetry={() => { void area.refetch(); }} /></div>;
  const data = area.data;
  if (!data || data.id !== areaId) return <div className="jw-side"><LoadingState rows={8} /></div>;
  const name = data.name;
  const props = { area: data, onCancel: back, onDone: (id: number) => { onSelect(id); } };
  switch (form) {
    case 'create': return panel(t('geographyDesk.form.createIn', { name }), <CreateForm {...props} />);
    case 'change': return panel(t('geographyDesk.form.changeOf', { name }), <ChangeForm {...props} />);
    case 'move': return panel(t('geographyDesk.form.moveOf', { name }), <MoveForm {...props} />);
    case 'end': return panel(t('geographyDesk.form.endOf', { name }), <EndForm {...props} onDone={() => { onSelect(data.parentId ?? undefined); }} />);
    case 'drawNew':
    case 'redraw': return panel(
      t(form === 'drawNew' ? 'geographyDesk.draw.titleNew' : 'geographyDesk.draw.titleRedraw', { name }),
      <DrawForm area={data} outlines={outlines} fresh={form === 'drawNew'} ring={ring ?? []} onRing={onRing} onSpot={onSpot} onDone={onDrawn} onCancel={back} />,
    );
    default: return (
      <aside className="jw-side" aria-label={name}>
        <header><h2>{name}</h2></header>
        <AreaDetailView area={data} outlines={outlines} onSelect={onSelect} onForm={onForm} />
      </aside>
    );
  }
}

/** The corners being drawn, kept like every draft. Null while nothing is drawn. A redraw begins with the present outline. */
function useRing(area: AreaDetail | undefined, fresh: boolean, outlines: Outlines): [readonly Position[] | null, (ring: Position[]) => void] {
  const place = useDraftPlace(`geography.ring.${fresh ? 'new' : 'again'}.${area?.id ?? 0}`);
  const [rings, setRings] = useState<Readonly<Record<string, readonly Position[]>>>({});
  const kept = rings[place] ?? positions(readDraft(place)?.['ring']);
  const ring = area === undefined ? null : kept ?? (fresh ? [] : ringOf(outlines.own));
  return [ring, (next) => {
    setRings((before) => ({ ...before, [place]: next }));
    if (next.length === 0) dropDraft(place);
    else keepDraft(place, { ring: next });
  }];
}

function positions(kept: unknown): readonly Position[] | undefined {
  return Array.isArray(kept) ? kept.filter((one): one is Position => Array.isArray(one) && one.every((part) => typeof part === 'number')) : undefined;
}

/** What lies over it has names of its own. */
function nameless(area: MapArea | undefined): readonly MapArea[] {
  return area ? [{ ...area, name: '' }] : [];
}
