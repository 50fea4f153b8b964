import { useEffect, useState } from 'react';
import { useWords } from '../client/i18n.ts';
import { uiFormWords } from './form-words.ts';
import { useKeys } from './keyboard.tsx';

/** j k Enter Escape on a list beside its pane; walking with the pane open takes the pane along. */
export function useListKeys(keys: readonly string[], openKey: string | undefined, open: (key: string | undefined) => void): { cursor: string | undefined; setCursor: (key: string) => void } {
  const t = useWords(uiFormWords);
  const [cursor, setCursor] = useState<string | undefined>(openKey);
  useEffect(() => { if (openKey !== undefined) setCursor(openKey); }, [openKey]);
  const move = (by: number): void => {
    const at = cursor === undefined ? -1 : keys.indexOf(cursor);
    const next = keys[at < 0 ? 0 : Math.min(Math.max(at + by, 0), keys.length - 1)];
    if (next === undefined) return;
    setCursor(next);
    if (openKey !== undefined) open(next);
  };
  const group = t('uiForm.list');
  useKeys([
    { key: 'j', what: t('uiForm.down'), group, run: () => { move(1); } },
    { key: 'k', what: t('uiForm.up'), group, run: () => { move(-1); } },
    { key: 'Enter', what: t('uiForm.open'), group, run: () => { if (cursor !== undefined) open(cursor); } },
    { key: 'Escape', what: t('uiForm.back'), group, run: () => { open(undefined); } },
  ]);
  return { cursor, setCursor };
}
