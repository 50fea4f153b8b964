import { Button, Checkbox, Popover } from 'antd';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useWords } from '../client/i18n.ts';
import { uiWords } from './words.ts';

export type Column<Row> = {
  readonly key: string;
  readonly title: string;
  readonly render: (row: Row) => ReactNode;
  /** Pixels; without it the column shares what is left. */
  readonly width?: number;
  readonly right?: boolean;
  /** Cannot be hidden. */
  readonly always?: boolean;
  /** Hidden until somebody asks for it. */
  readonly extra?: boolean;
  /** Its cell opens the row by keyboard. */
  readonly opens?: boolean;
  /** Gives way when the list is narrow: 1 first. */
  readonly yields?: 1 | 2 | 3;
};

type Props<Row> = {
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  rowName: (row: Row) => string;
  columns: readonly Column<Row>[];
  /** The row whose detail is open. */
  openKey?: string | undefined;
  /** The row the keyboard stands on; kept in sight. */
  cursorKey?: string | undefined;
  onOpen?: ((row: Row) => void) | undefined;
  checked?: ReadonlySet<string> | undefined;
  onCheck?: ((keys: ReadonlySet<string>) => void) | undefined;
  rowClass?: ((row: Row) => string) | undefined;
  footer?: ReactNode;
  label: string;
};

/** Dense rows of 36 px under a sticky head, in a box of its own that scrolls. */
export function DenseTable<Row>({ rows, rowKey, rowName, columns, openKey, cursorKey, onOpen, checked, onCheck, rowClass, footer, label }: Props<Row>) {
  const t = useWords(uiWords);
  const body = useRef<HTMLTableSectionElement>(null);
  useEffect(() => {
    body.current?.querySelector('[data-cursor="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [cursorKey]);
  const toggle = (key: string, on: boolean): void => {
    const next = new Set(checked);
    if (on) next.add(key);
    else next.delete(key);
    onCheck?.(next);
  };
  const allChecked = rows.length > 0 && rows.every((row) => checked?.has(rowKey(row)));
  return (
    <div className="jw-table-box">
      <table className="jw-table" aria-label={label}>
        <colgroup>
          {onCheck ? <col className="jw-col-check" /> : null}
          {columns.map((column) => <col key={column.key} {...(column.width === undefined ? {} : { width: column.width })} className={column.yields ? `jw-yield-${column.yields}` : undefined} />)}
        </colgroup>
        <thead>
          <tr>
            {onCheck ? <th scope="col"><Checkbox aria-label={t('ui.selectAll')} checked={allChecked} indeterminate={!allChecked && (checked?.size ?? 0) > 0} onChange={({ target }) => { onCheck(target.checked ? new Set(rows.map(rowKey)) : new Set()); }} /></th> : null}
            {columns.map((column) => <th key={column.key} scope="col" className={classOf(column)}>{column.title}</th>)}
          </tr>
        </thead>
        <tbody ref={body}>
          {rows.map((row) => {
            const key = rowKey(row);
            return (
              <tr
                key={key} data-cursor={key === cursorKey} aria-current={key === openKey ? 'true' : undefined}
                className={[rowClass?.(row), key === openKey ? 'jw-row-open' : '', onOpen ? 'jw-row-opens' : ''].filter(Boolean).join(' ')}
                onClick={onOpen ? () => { onOpen(row); } : undefined}
              >
                {onCheck ? <td onClick={(event) => { event.stopPropagation(); }}><Checkbox aria-label={t('ui.selectRow', { name: rowName(row) })} checked={checked?.has(key) ?? false} onChange={({ target }) => { toggle(key, target.checked); }} /></td> : null}
                {columns.map((column) => <td key={column.key} className={classOf(column)}>{column.opens && onOpen ? <button type="button" className="jw-row-name" onClick={(event) => { event.stopPropagation(); onOpen(row); }}>{column.render(row)}</button> : column.render(row)}</td>)}
              </tr>
            );
          })}
        </tbody>
      </table>
      {footer}
    </div>
  );
}

function classOf<Row>(column: Column<Row>): string | undefined {
  const names = [column.right ? 'jw-right' : '', column.yields ? `jw-yield-${column.yields}` : ''].filter(Boolean).join(' ');
  return names || undefined;
}

/** Which columns are shown, kept on this computer under `name`. */
export function useColumns<Row>(name: string, columns: readonly Column<Row>[]): { shown: readonly Column<Row>[]; chooser: ReactNode } {
  const t = useWords(uiWords);
  const place = `jingwei.columns.${name}`;
  const [chosen, setChosen] = useState<readonly string[] | null>(() => {
    const kept: unknown = JSON.parse(localStorage.getItem(place) ?? 'null');
    return Array.isArray(kept) ? kept.map(String) : null;
  });
  const isShown = (column: Column<Row>): boolean => column.always === true || (chosen ? chosen.includes(column.key) : !column.extra);
  const choose = (keys: readonly string[]): void => {
    setChosen(keys);
    localStorage.setItem(place, JSON.stringify(keys));
  };
  const optional = columns.filter((column) => !column.always);
  return {
    shown: columns.filter(isShown),
    chooser: (
      <Popover
        trigger="click" placement="bottomRight" arrow={false}
        content={<Checkbox.Group className="jw-column-list" value={optional.filter(isShown).map((column) => column.key)} options={optional.map((column) => ({ value: column.key, label: column.title }))} onChange={choose} />}
      >
        <Button size="small" type="text">{t('ui.columns')}</Button>
      </Popover>
    ),
  };
}
