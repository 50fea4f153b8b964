import { Checkbox, Form, Radio } from 'antd';
import { useState } from 'react';
import { importDivisions, importGrids } from '../contract.ts';
import { geographyWords } from '../words.ts';
import { send } from '../../../platform/client/call.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { readText } from '../../../platform/client/read-file.ts';
import { dayOf } from '../../../platform/core/calendar.ts';
import type { Datum } from '../../../platform/core/datum.ts';
import type { MapArea, MapSpot } from '../../../platform/map/shapes.ts';
import { DayField } from '../../../platform/ui/fields.tsx';
import { ImportPanel } from '../../../platform/ui/import-panel.tsx';
import { Findings } from './draw-form.tsx';
import { mostOnMap, readGeojson } from './geojson.ts';
import { geographyDeskWords } from './words.ts';

export function DivisionsForm() {
  const t = useWords(geographyDeskWords);
  const kinds = useWords(geographyWords);
  const [validFrom, setValidFrom] = useState<string | undefined>();
  const columns = ['code', 'name', 'level', 'parent_code', 'was'] as const;
  const named = columnNamer(columns, (key) => t(`geographyDesk.divisions.columns.${key}`));
  return (
    <ImportPanel
      accept=".csv,.txt,text/csv" hint={t('geographyDesk.divisions.hint')} maxMegabytes={8} read={readText} column={named} columns={['row', 'change', 'code', 'name', 'was']}
      run={(csv, dryRun, key) => send(importDivisions, { csv, dryRun, ...(validFrom ? { validFrom } : {}) }, key)} optionsKey={validFrom ?? ''}
      cell={(key, value) => (key === 'level' && typeof value === 'string' && value in kindNames ? kinds(`geography.kind.${value as keyof typeof kindNames}`) : value)} // its own key, just asked
      options={<Form layout="vertical" component={false}><Form.Item label={t('geographyDesk.divisions.validFrom')} extra={t('geographyDesk.divisions.validFromHint')} htmlFor="divisions-from"><DayField id="divisions-from" value={validFrom} onChange={setValidFrom} notAfter={dayOf(new Date())} /></Form.Item></Form>}
    />
  );
}

const kindNames = { city: true, county: true, developmentZone: true, township: true, community: true };

type Shown = (areas: readonly MapArea[] | null) => void;

export function GridsForm({ onShow, onSpot }: { onShow: Shown; onSpot: (spot: MapSpot | null) => void }) {
  const t = useWords(geographyDeskWords);
  const [datum, setDatum] = useState<Datum>('wgs84');
  const [accepted, setAccepted] = useState(false);
  const [drawn, setDrawn] = useState(0);
  const [text, setText] = useState<string | null>(null);
  const columns = ['code', 'name', 'community', 'areaM2', 'communityCode', 'households', 'geometry', 'type'] as const;
  const show = (geojson: string | null, as: Datum): void => {
    const found = geojson === null ? null : readGeojson(geojson, as);
    setText(geojson);
    setDrawn(found?.all ?? 0);
    onSpot(null);
    onShow(found && found.areas.length > 0 ? found.areas : null);
  };
  return (
    <ImportPanel
      accept=".geojson,.json,application/geo+json" hint={t('geographyDesk.grids.hint')} maxMegabytes={40} read={readText} column={columnNamer(columns, (key) => t(`geographyDesk.grids.columns.${key}`))}
      columns={['row', 'change', 'code', 'name', 'community', 'areaM2']} optionsKey={datum}
      run={(geojson, dryRun, key) => send(importGrids, { geojson, datum, dryRun, acceptProblems: !dryRun && accepted }, key)}
      onFile={(geojson) => { setAccepted(false); show(geojson, datum); }} onDone={() => { show(null, datum); }}
      held={(report) => (report.problems.length > 0 && !accepted ? t('geographyDesk.grids.needAccept') : null)}
      found={(report) => (report.written ? null : (
        <section>
          <p className="jw-hint">{t('geographyDesk.grids.shownOnMap')} {drawn > mostOnMap ? t('geographyDesk.grids.tooMany', { n: mostOnMap }) : null}</p>
          <p role="status"><b>{report.problems.length === 0 ? t('geographyDesk.grids.none') : t('geographyDesk.grids.found', { n: report.problems.length })}</b> {report.problems.length > 0 ? <button type="button" className="jw-link" onClick={() => { onSpot(null); }}>{t('geographyDesk.grids.all')}</button> : null}</p>
          {report.problems.length > 0 ? <Findings problems={report.problems} onSpot={onSpot} /> : null}
          {report.problems.length > 0 && report.errors.length === 0 ? <Checkbox checked={accepted} onChange={({ target }) => { setAccepted(target.checked); }}>{t('geographyDesk.grids.accept')}</Checkbox> : null}
        </section>
      ))}
      options={(
        <Form layout="vertical" component={false}>
          <Form.Item label={t('geographyDesk.grids.datum')} extra={t('geographyDesk.grids.datumHint')}>
            <Radio.Group
              value={datum} onChange={({ target }) => { const next: Datum = target.value === 'gcj02' ? 'gcj02' : 'wgs84'; setDatum(next); setAccepted(false); show(text, next); }}
              options={(['wgs84', 'gcj02'] as const).map((one) => ({ value: one, label: t(`geographyDesk.grids.datums.${one}`) }))}
            />
          </Form.Item>
        </Form>
      )}
    />
  );
}

/** Known keys by their words, others as they come. */
function columnNamer<K extends string>(known: readonly K[], word: (key: K) => string): (key: string) => string {
  return (key) => {
    const found = known.find((one) => one === key);
    return found ? word(found) : key;
  };
}
