import { Button, Input, Popover, Tree, type InputRef, type TreeDataNode } from 'antd';
import { createContext, useContext, useEffect, useRef, useState, type ReactNode } from 'react';
import { useWords } from '../client/i18n.ts';
import { uiWords } from './words.ts';

export type AreaNode = { readonly id: number; readonly name: string; readonly hint: string; readonly leaf: boolean };

/** Where the tree comes from; the app gives it once, so that the picker knows no domain. */
export type AreaSource = {
  readonly roots: () => Promise<readonly AreaNode[]>;
  readonly below: (id: number) => Promise<readonly AreaNode[]>;
  /** By name, code or pinyin initials; `hint` says where it lies. */
  readonly find: (text: string) => Promise<readonly AreaNode[]>;
  readonly name: (id: number) => Promise<string>;
};

const Source = createContext<AreaSource | null>(null);
export function AreaSourceProvider({ value, children }: { value: AreaSource; children: ReactNode }) {
  return <Source value={value}>{children}</Source>;
}

type Props = {
  value: number | undefined;
  onChange: (id: number | undefined, name: string) => void;
  /** What is said while nothing is chosen: everything I may see, or a request to choose. */
  placeholder?: string;
  clearable?: boolean;
  id?: string;
  block?: boolean;
};

/** A tree with search. Chosen by click or by Enter on the first hit. */
export function AreaPicker({ value, onChange, placeholder, clearable = true, id, block = false }: Props) {
  const t = useWords(uiWords);
  const source = useContext(Source);
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  useEffect(() => {
    let current = true;
    if (value === undefined || !source) setName('');
    else void source.name(value).then((text) => { if (current) setName(text); }, () => { if (current) setName(String(value)); });
    return () => { current = false; };
  }, [value, source]);
  const choose = (node: AreaNode | undefined): void => {
    setOpen(false);
    onChange(node?.id, node?.name ?? '');
  };
  return (
    <Popover
      open={open} onOpenChange={setOpen} trigger="click" placement="bottomLeft" arrow={false} destroyOnHidden
      content={source ? <Chooser source={source} onChoose={choose} clearable={clearable && value !== undefined} /> : null}
    >
      <Button {...(id === undefined ? {} : { id })} block={block} className="jw-area-button" aria-haspopup="dialog" aria-expanded={open}>
        <span className="jw-cut">{value === undefined ? placeholder ?? t('ui.chooseArea') : name}</span>
        <span aria-hidden="true" className="jw-caret">▾</span>
      </Button>
    </Popover>
  );
}

function Chooser({ source, onChoose, clearable }: { source: AreaSource; onChoose: (node: AreaNode | undefined) => void; clearable: boolean }) {
  const t = useWords(uiWords);
  const [text, setText] = useState('');
  const [hits, setHits] = useState<readonly AreaNode[] | null>(null);
  const [tree, setTree] = useState<TreeDataNode[]>([]);
  const nodes = useRef(new Map<number, AreaNode>());
  const input = useRef<InputRef>(null);
  const asLeaves = (list: readonly AreaNode[]): TreeDataNode[] => list.map((node) => {
    nodes.current.set(node.id, node);
    return { key: node.id, title: node.hint ? <>{node.name} <small className="jw-muted">{node.hint}</small></> : node.name, isLeaf: node.leaf };
  });
  useEffect(() => {
    void source.roots().then(async (roots) => {
      const top = asLeaves(roots);
      const first = roots[0];
      const open = roots.length === 1 && first && !first.leaf ? asLeaves(await source.below(first.id)) : undefined;
      setTree(top.map((node) => (open ? { ...node, children: open } : node)));
    });
    input.current?.focus({ preventScroll: true });
  }, [source]);
  useEffect(() => {
    const wanted = text.trim();
    if (!wanted) {
      setHits(null);
      return undefined;
    }
    let current = true;
    const timer = setTimeout(() => { void source.find(wanted).then((list) => { if (current) setHits(list); }); }, 200);
    return () => { current = false; clearTimeout(timer); };
  }, [text, source]);
  const load = async (node: TreeDataNode): Promise<void> => {
    const below = asLeaves(await source.below(Number(node.key)));
    setTree((before) => withChildren(before, Number(node.key), below));
  };
  return (
    <div className="jw-area-chooser">
      <Input
        ref={input} value={text} placeholder={t('ui.searchArea')} allowClear aria-label={t('ui.searchArea')}
        onChange={(event) => { setText(event.target.value); }} onPressEnter={() => { if (hits?.[0]) onChoose(hits[0]); }}
      />
      {hits ? (
        <ul className="jw-area-hits">
          {hits.map((node) => (
            <li key={node.id}><button type="button" onClick={() => { onChoose(node); }}>{node.name}<small>{node.hint}</small></button></li>
          ))}
          {hits.length === 0 ? <li className="jw-muted">{t('ui.noArea')}</li> : null}
        </ul>
      ) : (
        <div className="jw-area-tree">
          {tree.length > 0 ? (
            <Tree
              treeData={tree} loadData={load} blockNode defaultExpandedKeys={tree.length === 1 && tree[0] ? [tree[0].key] : []}
              onSelect={(_keys, { node }) => { onChoose(nodes.current.get(Number(node.key))); }}
            />
          ) : null}
        </div>
      )}
      {clearable ? <Button type="link" size="small" onClick={() => { onChoose(undefined); }}>{t('ui.backToHome')}</Button> : null}
    </div>
  );
}

function withChildren(tree: TreeDataNode[], key: number, children: TreeDataNode[]): TreeDataNode[] {
  return tree.map((node) => {
    if (node.key === key) return { ...node, children };
    return node.children ? { ...node, children: withChildren(node.children, key, children) } : node;
  });
}
