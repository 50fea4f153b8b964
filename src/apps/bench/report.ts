import { readFile } from 'node:fs/promises';

export type Figure = {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** What it should be at least, or at most; printed beside it, for a reader to judge. */
  readonly goal?: { readonly atLeast?: number; readonly atMost?: number };
};

export type BenchOptions = {
  readonly say: (line: string) => void;
  /** Small sizes, to see that it runs; the figures mean little. */
  readonly quick: boolean;
  /** A server whose databases may take the extension `postgis`, to compare with. */
  readonly postgisUrl: string | undefined;
  /** How many cases a bench that fills a city fills it with; its own size, where not said. */
  readonly cases?: number | undefined;
  /** Data folder of a city that was made before, to ask it instead of making one. */
  readonly cityFolder?: string | undefined;
  /** Told what a signal must stop from now on. */
  readonly opened: (stop: () => Promise<void>) => Promise<void>;
};

export type Bench = { readonly name: string; readonly title: string; readonly run: (options: BenchOptions) => Promise<readonly Figure[]> };

export function judged({ value, goal }: Figure): string {
  if (goal === undefined) return '';
  const met = (goal.atLeast === undefined || value >= goal.atLeast) && (goal.atMost === undefined || value <= goal.atMost);
  const bound = goal.atLeast !== undefined ? `≥ ${goal.atLeast}` : `≤ ${goal.atMost ?? ''}`;
  return `${met ? '达到' : '未达到'} ${bound}`;
}

export function shown({ value, unit }: Figure): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return `${Number.isInteger(value) ? value : value.toFixed(digits)}${unit === '' ? '' : ` ${unit}`}`;
}

export type Measured = { readonly name: string; readonly title: string; readonly figures: readonly Figure[]; readonly seconds: number; readonly at: Date };
export type Machine = { readonly cores: number; readonly memoryGiB: number; readonly node: string; readonly loadBefore: number };

const head = `# What it can do, measured

Written by \`npm run bench -- --write\`; nothing here is typed by hand. Machines differ and are shared: the ratios, whose two sides were measured in turn in one
run, say more than the seconds. A goal that was not met says so.
`;

/** The page with these sections new and the other ones as they were. */
export async function pageOf(file: string, measured: readonly Measured[], machine: Machine): Promise<string> {
  const old = await readFile(file, 'utf8').catch(() => '');
  const sections = new Map(old.split(/^(?=## )/mu).slice(1).map((section) => [/`(\w+)`/u.exec(section)?.[1] ?? '', section]));
  for (const one of measured) sections.set(one.name, sectionOf(one, machine));
  return [head, ...[...sections].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, section]) => section)].map((part) => part.trimEnd()).join('\n\n') + '\n';
}

function sectionOf({ name, title, figures, seconds, at }: Measured, machine: Machine): string {
  return [
    `## ${title} \`${name}\``, '',
    `${at.toISOString().slice(0, 10)}, ${machine.cores} cores, ${machine.memoryGiB.toFixed(0)} GiB, Node ${machine.node}, load before ${machine.loadBefore.toFixed(1)}; ${seconds.toFixed(0)} s in all.`, '',
    '| what | value | goal |', '|---|---:|---|',
    ...figures.map((figure) => `| ${figure.what} | ${shown(figure)} | ${judged(figure)} |`), '',
  ].join('\n');
}
