import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input, Popconfirm } from 'antd';
import { useState } from 'react';
import type { z } from 'zod';
import { setRoute, type routes } from '../contract.ts';
import { send } from '../../../platform/client/call.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { CommandForm } from '../../../platform/ui/command-form.tsx';
import { AreaField } from '../../../platform/ui/fields.tsx';
import { useProblemText } from '../../../platform/ui/states.tsx';
import { ClassPicker, UnitPicker } from './pickers.tsx';
import { dispatchDeskWords } from './words.ts';

export type Line = z.output<typeof routes.output>['items'][number];
type Values = { classCode: string | undefined; areaId: number | undefined; unitId: number | undefined; note: string };
const chosen = [{ required: true }];

/** Class and area are what a line is known by: of an old one only the unit and the note change. */
export function RouteForm({ line, areaName, onDone, onCancel }: { line: Line | undefined; areaName: string; onDone: () => void; onCancel: () => void }) {
  const t = useWords(dispatchDeskWords);
  return (
    <CommandForm<typeof setRoute, Values>
      command={setRoute} place={`dispatch.route.${line?.id ?? 'add'}`} submit={t('dispatchDesk.routes.submit')} done={t('dispatchDesk.routes.saved')} onCancel={onCancel}
      initial={{ classCode: line?.classCode, areaId: line?.area.id, unitId: line?.unit.id, note: line?.note ?? '' }}
      beside={{ 'dispatch/class-unknown': 'classCode', 'dispatch/area-unknown': 'areaId', 'dispatch/not-your-area': line ? 'unitId' : 'areaId', 'dispatch/unit-unknown': 'unitId' }}
      toInput={({ classCode, areaId, unitId, note }) => ({ classCode: line?.classCode ?? classCode ?? '', areaId: line?.area.id ?? areaId ?? 0, unitId: unitId ?? null, note: note.trim() })}
      onDone={onDone}
    >
      {line ? <p className="jw-note">{[line.className, line.classCode, areaName].join(' · ')}</p> : (
        <>
          <Form.Item name="classCode" label={t('dispatchDesk.routes.class')} extra={t('dispatchDesk.routes.classHint')} rules={chosen}><ClassPicker /></Form.Item>
          <Form.Item name="areaId" label={t('dispatchDesk.routes.area')} extra={t('dispatchDesk.routes.areaHint')} rules={chosen}><AreaField /></Form.Item>
        </>
      )}
      <Form.Item name="unitId" label={t('dispatchDesk.routes.unit')} extra={t('dispatchDesk.routes.unitHint')} rules={chosen}><UnitPicker /></Form.Item>
      <Form.Item name="note" label={t('dispatchDesk.routes.note')} extra={t('dispatchDesk.routes.noteHint')}><Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={200} /></Form.Item>
      {line ? <Remove line={line} onDone={onDone} /> : null}
    </CommandForm>
  );
}

function Remove({ line, onDone }: { line: Line; onDone: () => void }) {
  const t = useWords(dispatchDeskWords);
  const say = useProblemText();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [problem, setProblem] = useState('');
  const remove = async (): Promise<void> => {
    setProblem('');
    try {
      await send(setRoute, { classCode: line.classCode, areaId: line.area.id, unitId: null });
      void client.invalidateQueries({ queryKey: [setRoute.domain] });
      void message.success(t('dispatchDesk.routes.removed'));
      onDone();
    } catch (error) {
      setProblem(say(error));
    }
  };
  return (
    <>
      <Popconfirm title={t('dispatchDesk.routes.remove')} description={t('dispatchDesk.routes.removeSure')} onConfirm={remove} okButtonProps={{ danger: true }}>
        <Button danger>{t('dispatchDesk.routes.remove')}</Button>
      </Popconfirm>
      {problem ? <p className="jw-problem" role="alert">{problem}</p> : null}
    </>
  );
}
