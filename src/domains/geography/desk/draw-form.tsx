import { Button, Checkbox, Form, Input, InputNumber } from 'antd';
import type { Position } from 'geojson';
import { useState } from 'react';
import type { z } from 'zod';
import { drawGrid } from '../contract.ts';
import { send } from '../../../platform/client/call.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import type { MapSpot } from '../../../platform/map/shapes.ts';
import { Chip } from '../../../platform/ui/chips.tsx';
import { CommandForm } from '../../../platform/ui/command-form.tsx';
import { useProblemText } from '../../../platform/ui/states.tsx';
import { useSizeText } from './area-detail.tsx';
import { ringOf, sizeOf, type AreaDetail, type Outlines } from './outlines.ts';
import { geographyDeskWords } from './words.ts';

type Props = {
  area: AreaDetail; outlines: Outlines;
  /** A new grid inside the area, or the area itself again. */
  fresh: boolean;
  ring: readonly Position[]; onRing: (ring: Position[]) => void;
  onSpot: (spot: MapSpot | null) => void; onDone: (areaId: number | null) => void; onCancel: () => void;
};
type Report = z.output<typeof drawGrid.output>;
type Values = { name: string; households: number | null; accept: boolean };

/** The map beside it is where one draws; here one names it, has it checked, and saves. */
export function DrawForm({ area, outlines, fresh, ring, onRing, onSpot, onDone, onCancel }: Props) {
  const t = useWords(geographyDeskWords);
  const say = useProblemText();
  const size = useSizeText();
  const [checked, setChecked] = useState<{ body: string; report: Report } | null>(null);
  const [checking, setChecking] = useState(false);
  const [problem, setProblem] = useState('');
  const target = fresh ? { parentId: area.id } : { areaId: area.id };
  const geometry = { type: 'Polygon' as const, coordinates: [[...ring, ...ring.slice(0, 1)]] };
  const drawn = JSON.stringify(ring);
  const report = checked?.body === drawn ? checked.report : null;
  const before = outlines.own ? sizeOf(outlines.own) : undefined;
  const over = fresh ? outlines.own : outlines.parent;
  const overName = fresh ? area.name : area.above.at(-1)?.name ?? '';

  const check = async (name: string): Promise<void> => {
    setChecking(true);
    setProblem('');
    try {
      const found = await send(drawGrid, { ...target, ...(name.trim() === '' ? {} : { name: name.trim() }), geometry, dryRun: true });
      // Whoever mends a finding stays where he looks at it, until there is none left.
      if (found.problems.length === 0) onSpot(null);
      setChecked({ body: drawn, report: found });
    } catch (error) {
      setChecked(null);
      setProblem(say(error));
    } finally {
      setChecking(false);
    }
  };
  return (
    <CommandForm<typeof drawGrid, Values>
      command={drawGrid} place={`geography.draw.${fresh ? 'new' : 'again'}.${area.id}`} submit={t('geographyDesk.draw.submit')} done={t('geographyDesk.draw.done')} onCancel={onCancel}
      initial={{ name: fresh ? '' : area.name, households: fresh ? null : area.households, accept: false }}
      toInput={({ name, households, accept }) => ({
        ...target, geometry, acceptProblems: accept && report !== null && report.problems.length > 0,
        ...(name.trim() === '' ? {} : { name: name.trim() }), ...(households === null ? {} : { households }),
      })}
      onDone={({ areaId }) => { onDone(areaId); }}
    >
      {({ name }) => (
        <>
          <p className="jw-note">{t('geographyDesk.draw.how')}</p>
          {!fresh && before && before.pieces > 1 ? <p className="jw-note jw-note-warn">{t('geographyDesk.draw.onePiece', { n: before.pieces })}</p> : null}
          {!over ? <p className="jw-note">{t('geographyDesk.draw.noParentOutline', { name: overName })}</p> : null}
          <div className="geo-draw">
            <span className="jw-num" role="status">{ring.length > 0 ? t('geographyDesk.draw.corners', { n: ring.length }) : t('geographyDesk.draw.none')}</span>
            <span className="jw-actions">
              <Button size="small" disabled={ring.length === 0} onClick={() => { onRing(ring.slice(0, -1)); }}>{t('geographyDesk.draw.undo')}</Button>
              <Button size="small" disabled={ring.length === 0} onClick={() => { onRing([]); }}>{t('geographyDesk.draw.clear')}</Button>
              {!fresh && outlines.own ? <Button size="small" onClick={() => { onRing(ringOf(outlines.own)); }}>{t('geographyDesk.draw.restore')}</Button> : null}
            </span>
          </div>
          <Button block disabled={ring.length < 3} loading={checking} onClick={() => { void check(name); }}>{t('geographyDesk.draw.check')}</Button>
          {ring.length < 3 ? <p className="jw-hint">{t('geographyDesk.draw.needRing')}</p> : null}
          {problem ? <p className="jw-problem" role="alert">{problem}</p> : null}
          {report ? <p className="geo-checked" role="status">{[t('geographyDesk.draw.size', { size: size(report.areaM2) }), report.problems.length === 0 ? t('geographyDesk.draw.fine') : t('geographyDesk.draw.found', { n: report.problems.length })].join(' · ')}</p> : null}
          {report && report.problems.length > 0 ? (
            <>
              <Findings problems={report.problems} onSpot={onSpot} />
              <Form.Item name="accept" valuePropName="checked" extra={t('geographyDesk.draw.acceptHint')}><Checkbox>{t('geographyDesk.draw.accept')}</Checkbox></Form.Item>
            </>
          ) : null}
          <Form.Item name="name" label={fresh ? t('geographyDesk.draw.name') : t('geographyDesk.form.name')} {...(fresh ? { extra: t('geographyDesk.draw.nameAuto') } : { rules: [{ required: true, whitespace: true }] })} className="geo-after-draw"><Input maxLength={60} /></Form.Item>
          <Form.Item name="households" label={t('geographyDesk.form.households')}><InputNumber className="jw-wide" min={0} max={100_000} precision={0} /></Form.Item>
        </>
      )}
    </CommandForm>
  );
}

type Finding = { readonly problem: string; readonly detail: string; readonly areaM2: number | null; readonly where: MapSpot };
const known = ['overlap', 'gap', 'outsideParent', 'childOutside'] as const;

/** Each leads to its place on the map. */
export function Findings({ problems, onSpot }: { problems: readonly Finding[]; onSpot: (spot: MapSpot) => void }) {
  const t = useWords(geographyDeskWords);
  return (
    <ul className="geo-findings">
      {problems.map((one, at) => {
        const kind = known.find((name) => name === one.problem);
        return (
          <li key={at}>
            <button type="button" onClick={() => { onSpot({ ...one.where, areaM2: one.areaM2 }); }}>
              <Chip tone="orange">{kind ? t(`geographyDesk.problem.${kind}`) : one.problem}</Chip><span>{one.detail}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
