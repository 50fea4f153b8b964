import { Modal } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useWords } from '../client/i18n.ts';
import { uiWords } from './words.ts';

export type KeyBinding = {
  /** As `KeyboardEvent.key` gives it: `j`, `/`, `Enter`, `Escape`. */
  readonly key: string;
  readonly what: string;
  readonly group: string;
  readonly run: () => void;
};

// What is bound at this moment, innermost screen last; the sheet shows it and the listener asks it from the end.
const bound = new Set<{ current: readonly KeyBinding[] }>();

/** Binds single keys while the screen is shown. They rest while somebody types or a dialog is open. */
export function useKeys(bindings: readonly KeyBinding[]): void {
  const latest = useRef(bindings);
  useEffect(() => { latest.current = bindings; });
  useEffect(() => {
    bound.add(latest);
    return () => { bound.delete(latest); };
  }, []);
}

/** Listens, and opens the sheet of all keys on `?`. Once, at the root. */
export function Keyboard() {
  const t = useWords(uiWords);
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isBusy(event.target)) return;
      if (event.key === '?') {
        setOpen(true);
        return;
      }
      // A focused button or link keeps its own Enter and space.
      if ((event.key === 'Enter' || event.key === ' ') && event.target instanceof HTMLElement && event.target.closest('button, a, summary, [role="button"]')) return;
      const binding = [...bound].reverse().flatMap((one) => one.current).find((one) => one.key === event.key);
      if (!binding) return;
      event.preventDefault();
      binding.run();
    };
    document.addEventListener('keydown', listen);
    return () => { document.removeEventListener('keydown', listen); };
  }, []);
  const all = open ? [...bound].flatMap((one) => one.current) : [];
  const groups = [...new Set(all.map((one) => one.group))];
  return (
    <Modal open={open} onCancel={() => { setOpen(false); }} footer={null} title={t('ui.keys')} width={640} destroyOnHidden>
      <div className="jw-keys">
        {groups.map((group) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>
              {all.filter((one) => one.group === group).map((one) => (
                <div key={one.key}><dt><kbd>{one.key}</kbd></dt><dd>{one.what}</dd></div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}

function isBusy(target: EventTarget | null): boolean {
  if (target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable="true"], [role="combobox"], [role="menu"]')) return true;
  return document.querySelector('[data-keys-rest], .ant-drawer-open, .ant-modal-wrap:not([style*="display: none"]), dialog[open]') !== null;
}
