// The house rules as a program: given the files, it names every breach. Pure, so that planted faults can be tried.

export type Files = ReadonlyMap<string, string>;
export type Breach = { readonly file: string; readonly rule: string; readonly detail: string };

type Import = { readonly from: string; readonly to: string; readonly bare: boolean };

const generated = new Set(['src/platform/db-types.ts']);
/** Pure libraries that the core may use; each has a decision behind it. */
const coreLibraries: Readonly<Record<string, readonly string[]>> = {
  'src/platform/core/datum.ts': ['gcoord'],
  'src/platform/core/coverage.ts': ['clipper2-ts'],
};

export function breaches(files: Files, order: readonly string[]): Breach[] {
  const all: Breach[] = [];
  for (const [file, text] of files) {
    if (!/\.tsx?$/u.test(file) || isTest(file)) continue;
    all.push(...shape(file, text), ...imports(file, text, files, order), ...purity(file, text), ...sqlOf(file, text, order), ...strays(file, text));
  }
  all.push(...folders(files, order), ...cycles(files));
  return all;
}

function isTest(file: string): boolean {
  return /\.test\.tsx?$/u.test(file);
}

function shape(file: string, text: string): Breach[] {
  const found: Breach[] = [];
  const say = (rule: string, detail: string): void => { found.push({ file, rule, detail }); };
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  if (lines > 500 && !generated.has(file)) say('too long', `${lines} lines`);
  if (/^export \*/mu.test(text)) say('export *', 'names what it exports');
  if (/(?:^|\/)index\.tsx?$/u.test(file)) say('index file', 'the file name is the visibility');
  if (/(?:^|\/)(?:utils?|helpers|common)(?:\/|\.tsx?$)/u.test(file)) say('nameless folder', 'is called by what is in it');
  if (/process\.env\b/u.test(bare(text)) && file !== 'src/platform/config.ts') say('environment', 'only platform/config.ts reads it');
  return found;
}

function importsOf(file: string, text: string): Import[] {
  const found: Import[] = [];
  for (const [, specifier = ''] of bare(text, false).matchAll(/\b(?:from|import)\s*\(?\s*['"]([@\w][\w@./-]*|\.[\w./-]*(?:\?\w+)?)['"]/gu)) {
    found.push(specifier.startsWith('.') ? { from: file, to: join(file, specifier), bare: false } : { from: file, to: specifier, bare: true });
  }
  return found;
}

function join(file: string, specifier: string): string {
  const parts = file.split('/').slice(0, -1);
  for (const part of specifier.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/').replace(/\?.*$/u, '');
}

/** Which room of the house a file is in. */
function room(file: string): string {
  if (file.startsWith('src/platform/core/')) return 'core';
  if (/^src\/platform\/(?:client|ui|map)\//u.test(file)) return 'screen kit';
  if (file.startsWith('src/platform/')) return 'platform';
  if (file.startsWith('src/apps/')) return 'apps';
  const [, , , role = ''] = file.split('/');
  if (/^(?:contract|rules)/u.test(role)) return 'promise';
  if (/^words(?:-[a-z]+)?\.ts$/u.test(role)) return 'words';
  if (/^store/u.test(role)) return 'store';
  if (role === 'desk' || role === 'field') return 'screen';
  return 'server';
}

function imports(file: string, text: string, files: Files, order: readonly string[]): Breach[] {
  const found: Breach[] = [];
  const here = room(file);
  const own = domainOf(file);
  for (const { to, bare: isPackage } of importsOf(file, text)) {
    const no = (detail: string): void => { found.push({ file, rule: 'import', detail: `${to}: ${detail}` }); };
    if (isPackage) {
      if ((here === 'core' || here === 'promise') && to !== 'zod' && !coreLibraries[file]?.includes(to)) no('only zod here');
      continue;
    }
    const there = room(to);
    const theirs = domainOf(to);
    if (/\.(?:css|json|svg|csv)$/u.test(to)) continue;
    if (!files.has(to) && !to.startsWith('scripts/')) { no('there is no such file'); continue; }
    if (there === 'apps' && here !== 'apps') no('nobody imports apps');
    if (here === 'apps') continue;
    if (here === 'core' && there !== 'core') no('the core knows only itself');
    if (here === 'platform' && there !== 'core' && there !== 'platform') no('the platform knows no domain and no screen');
    if (here === 'screen kit' && there !== 'core' && there !== 'screen kit') no('the kit knows no domain and no server');
    if (own === undefined) continue;
    if (theirs !== undefined && theirs !== own && here !== 'screen' && order.indexOf(theirs) >= order.indexOf(own)) no(`${theirs} is not above ${own}`);
    if (theirs !== undefined && theirs !== own) {
      const isPublic = there === 'promise' || there === 'words' || (here === 'server' && /\/(?:actions|example)\.ts$/u.test(to));
      if (!isPublic) no('private to its domain');
    }
    if (here === 'promise' && there !== 'core' && there !== 'promise') no('a promise or a rule knows the core and other promises');
    if (here === 'words' && there !== 'core') no('words know the core');
    if (here === 'store' && !(there === 'core' || there === 'platform' || (theirs === own && (there === 'store' || there === 'promise')))) no('a store knows the platform and its own promises');
    if (here === 'server' && (there === 'screen' || there === 'screen kit')) no('the server knows no screen');
    if (here === 'screen' && !(there === 'core' || there === 'screen kit' || there === 'promise' || there === 'words' || (there === 'screen' && theirs === own && sideOf(to) === sideOf(file)))) no('a screen knows the kit, promises, words and its own folder');
  }
  return found;
}

function sideOf(file: string): string {
  return file.split('/')[3] ?? '';
}

function domainOf(file: string): string | undefined {
  return /^src\/domains\/([^/]+)\//u.exec(file)?.[1];
}

function purity(file: string, text: string): Breach[] {
  if (!['core', 'promise'].includes(room(file))) return [];
  return [...bare(text).matchAll(/Date\.now|new Date\(\)|Math\.random|randomUUID|randomBytes|performance\.now|getRandomValues/gu)]
    .map(([what]) => ({ file, rule: 'clock or chance', detail: what }));
}

/** The two logs that a store may add to in the transaction of its effect. */
const logs = ['platform.event', 'platform.audit'];

function sqlOf(file: string, text: string, order: readonly string[]): Breach[] {
  const own = domainOf(file);
  if (own === undefined) return [];
  const found: Breach[] = [];
  const code = bare(text, false);
  const schemas = ['platform', ...order].map(schemaOf);
  for (const [, verb = '', table = ''] of code.matchAll(/\b(insert into|update|delete from|truncate)\s+([a-z_]+\.[a-z_]+)/giu)) {
    const [schema = ''] = table.split('.');
    if (!schemas.includes(schema)) continue;
    if (room(file) !== 'store') found.push({ file, rule: 'sql', detail: `${verb} ${table} outside a store` });
    else if (schema !== schemaOf(own) && !(logs.includes(table) && verb.toLowerCase() === 'insert into')) found.push({ file, rule: 'sql', detail: `${verb} ${table}: not its own schema` });
  }
  for (const [, table = ''] of code.matchAll(/\b(?:from|join)\s+([a-z_]+\.[a-z_]+)/giu)) {
    const [schema = '', name = ''] = table.split('.');
    if (schema !== schemaOf(own) && order.map(schemaOf).includes(schema) && !name.endsWith('_facts')) found.push({ file, rule: 'sql', detail: `reads ${table}: only views ending _facts are public` });
  }
  // A set that the statement itself brings has the columns it names.
  if (/\bselect\s+\*(?!\s+from\s+(?:jsonb_to_recordset|unnest)\b)/iu.test(code)) found.push({ file, rule: 'sql', detail: 'select *: name the columns' });
  return found;
}

function schemaOf(domain: string): string {
  return domain.replaceAll('-', '_');
}

/** A sentence in a screen that is in no catalogue: Chinese anywhere in its code, or English between tags. */
function strays(file: string, text: string): Breach[] {
  if (!file.endsWith('.tsx')) return [];
  const code = bare(text, false);
  const found: Breach[] = [];
  // A language is called by its own name in every language.
  for (const [what] of code.matchAll(/[\p{Script=Han}]{2,}/gu)) if (what !== '中文') found.push({ file, rule: 'stray sentence', detail: what });
  for (const [, what = ''] of code.matchAll(/(?:<\/?[A-Za-z][^<>{}=]*>|["'}]>)\s*([A-Z][a-z]+(?: [a-z]+)+)\s*<\//gu)) found.push({ file, rule: 'stray sentence', detail: what });
  for (const [, what = ''] of code.matchAll(/\b(?:title|placeholder|label|aria-label|alt)="([A-Z][a-z]+(?: [A-Za-z]+)*)"/gu)) found.push({ file, rule: 'stray sentence', detail: what });
  return found;
}

function folders(files: Files, order: readonly string[]): Breach[] {
  const present = new Set([...files.keys()].flatMap((file) => domainOf(file) ?? []));
  const found: Breach[] = [];
  for (const name of present) if (!order.includes(name)) found.push({ file: `src/domains/${name}`, rule: 'domain', detail: 'is not in order.ts' });
  for (const name of order) {
    if (!files.has(`src/domains/${name}/contract.ts`)) found.push({ file: `src/domains/${name}`, rule: 'domain', detail: 'has no contract.ts' });
    if (!files.has(`src/domains/${name}/actions.ts`)) found.push({ file: `src/domains/${name}`, rule: 'domain', detail: 'has no actions.ts' });
  }
  return found;
}

function cycles(files: Files): Breach[] {
  const edges = new Map<string, string[]>();
  for (const [file, text] of files) {
    if (!/\.tsx?$/u.test(file) || isTest(file)) continue;
    // What only the compiler needs makes no cycle at run time, but it does for the reader: both count.
    edges.set(file, importsOf(file, text).filter((one) => !one.bare && files.has(one.to)).map((one) => one.to));
  }
  const state = new Map<string, 'open' | 'done'>();
  const found: Breach[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (state.get(file) === 'done') return;
    if (state.get(file) === 'open') {
      found.push({ file, rule: 'cycle', detail: [...path.slice(path.indexOf(file)), file].join(' → ') });
      return;
    }
    state.set(file, 'open');
    for (const next of edges.get(file) ?? []) visit(next, [...path, file]);
    state.set(file, 'done');
  };
  for (const file of edges.keys()) visit(file, []);
  return found;
}

/** Without comments; without the contents of strings too, unless they are asked for. */
function bare(text: string, withoutStrings = true): string {
  const code = text.replace(/\/\*[\s\S]*?\*\//gu, '').replace(/(^|[^:'"`\\])\/\/[^\n]*/gmu, '$1');
  return withoutStrings ? code.replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/gu, "''") : code;
}
