import type { MatterClass } from '../contract.ts';
import { everydayWords } from './everyday-words.ts';

// From words to a class, by counting and by nothing else: the same text gives the same answer everywhere, and the
// answer names the words it rests on. It offers; a person chooses.

export type Guess = {
  readonly code: string;
  readonly score: number;
  /** Words of the text that speak for the class, the weightiest first. */
  readonly words: readonly string[];
};
type TextClass = Pick<MatterClass, 'code' | 'parentCode' | 'name' | 'keywords' | 'active'>;

/** Classes that hold matters (the ends of the tree), likeliest first; none where no word fits. */
export function classify(text: string, classes: readonly TextClass[]): Guess[] {
  const table = prepare(classes);
  const plain = text.normalize('NFKC').toLowerCase();
  const found = termsIn(plain, table);
  const scores = new Map<number, { score: number; words: Map<string, number> }>();
  for (const [term, said] of found) {
    for (const { leaf, weight } of table.uses.get(term) ?? []) {
      const points = weight * rarity(term, table) * said.share;
      const sum = scores.get(leaf) ?? { score: 0, words: new Map<string, number>() };
      sum.score += points;
      sum.words.set(said.word, (sum.words.get(said.word) ?? 0) + points);
      scores.set(leaf, sum);
    }
  }
  return [...scores].map(([leaf, { score, words }]) => ({
    leaf, code: table.leaves[leaf] ?? '', score: Math.round(score * 100) / 100,
    words: [...words].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([word]) => word).slice(0, 6),
  })).sort((a, b) => b.score - a.score || a.leaf - b.leaf).map(({ code, score, words }) => ({ code, score, words }));
}

/**
 * The number to dial before anything is reported: 119 fire, 120 life in danger, 122 traffic accident, 110 violence
 * and crime; null where the words name no emergency. Warnings and wishes ("防止起火", "火灾隐患") are none.
 */
export function urgentCall(text: string): '110' | '119' | '120' | '122' | null {
  const plain = text.normalize('NFKC');
  return emergencies.find(({ signs }) => signs.some((sign) => speaksOf(plain, sign)))?.call ?? null;
}

const emergencies: readonly { readonly call: '110' | '119' | '120' | '122'; readonly signs: readonly string[] }[] = [
  { call: '119', signs: ['着火', '起火', '失火', '火灾', '火警', '冒浓烟', '浓烟滚滚', '烧起来', '燃气泄漏', '煤气泄漏', '天然气泄漏', '液化气泄漏', '爆燃', '发生爆炸', '山火'] },
  { call: '120', signs: ['晕倒', '昏迷', '昏倒', '没有呼吸', '没呼吸', '心脏骤停', '大出血', '流血不止', '中风', '溺水', '落水', '煤气中毒', '农药中毒', '喝农药', '触电', '抽搐', '生命垂危', '休克'] },
  { call: '122', signs: ['车祸', '交通事故', '撞车', '撞人', '被车撞', '肇事逃逸', '追尾', '翻车'] },
  { call: '110', signs: ['打架', '斗殴', '打人', '持刀', '砍人', '捅人', '行凶', '抢劫', '抢夺', '绑架', '劫持', '入室盗窃', '正在偷', '家暴', '杀人', '强奸', '寻衅滋事', '聚众闹事', '跳楼', '轻生'] },
];
const before = /(?:防止|避免|以免|免得|预防|防范|防|容易|可能|极易|易|万一|担心|害怕|怕|如果|一旦|没有|没|未|不会|杜绝|减少|扑救|宣传|以前|去年|曾经|引发|引起|造成|导致|发生)$/u;
const real = /(?:引发|引起|造成|导致|发生)$/u;
const after = /^(?:的?(?:隐患|风险|危险|可能|演练|宣传|预防|报警器|处理|认定|赔偿|纠纷|多发|频发|高发))/u;

function speaksOf(text: string, sign: string): boolean {
  for (let at = text.indexOf(sign); at !== -1; at = text.indexOf(sign, at + 1)) {
    let head = text.slice(Math.max(0, at - 8), at);
    // "发生火灾" happens; "容易发生火灾" does not yet.
    if (real.test(head)) head = head.replace(real, '');
    if (!before.test(head) && !after.test(text.slice(at + sign.length, at + sign.length + 5))) return true;
  }
  return false;
}

/** How often a term speaks: `word` is what stands in the text, `share` below 1 where it was reached by an everyday word. */
type Said = { readonly word: string; readonly share: number };

function termsIn(text: string, table: Table): Map<string, Said> {
  const found = new Map<string, Said>();
  for (const term of table.uses.keys()) {
    if (text.includes(term)) found.set(term, { word: term, share: times(text, term) * (parties.has(term) ? partyShare : 1) });
  }
  for (const [word, terms] of everydayWords) {
    if (!text.includes(word)) continue;
    for (const term of terms) {
      for (const one of [term, ...bigrams(term)]) {
        const share = everydayShare * times(text, word) * (parties.has(word) ? partyShare : 1) * (one !== term && table.uses.has(term) ? insideShare : 1);
        if (table.uses.has(one) && share > (found.get(one)?.share ?? 0)) found.set(one, { word, share });
      }
    }
  }
  // What only stands inside a longer word that was found has been counted with it: 山上着火 is no 着火 of a house.
  const spoken = [...found].filter(([term, { word }]) => term === word).map(([term]) => term);
  for (const term of spoken) {
    const said = found.get(term);
    const longer = spoken.filter((one) => one !== term && one.includes(term));
    if (said && longer.some((one) => countOf(text, one) === countOf(text, term))) found.set(term, { ...said, share: said.share * insideShare });
  }
  return found;
}

function times(text: string, term: string): number {
  return 1 + Math.min(1, Math.log(Math.max(1, countOf(text, term))) / 3);
}

function countOf(text: string, term: string): number {
  return text.split(term).length - 1;
}

const everydayShare = 0.7;
const insideShare = 0.3;
/** Who was asked, and where one lives, are named in reports of anything; they tell the class only where nothing else does. */
const partyShare = 0.35;
const parties = new Set('物业 物业不管 小区 业主 业委会'.split(' '));
/** Weight of a term by where it stands: in the class itself, in the one above, in the one above that. */
const keywordWeight = [3, 1.2, 0.8];
const nameWeight = [2.2, 1.2, 1.2];
const pairWeight = [1, 0.6, 0.6];

type Table = {
  readonly leaves: readonly string[];
  readonly uses: ReadonlyMap<string, readonly { readonly leaf: number; readonly weight: number }[]>;
};
// Prepared once for each list; a list never changes, only its successor does.
const tableByClasses = new WeakMap<readonly TextClass[], Table>();

function prepare(classes: readonly TextClass[]): Table {
  const known = tableByClasses.get(classes);
  if (known) return known;
  const byCode = new Map(classes.map((one) => [one.code, one]));
  const parents = new Set(classes.filter(({ active }) => active).map(({ parentCode }) => parentCode));
  const ends = classes.filter(({ code, active }) => active && !parents.has(code));
  const uses = new Map<string, { leaf: number; weight: number }[]>();
  for (const [leaf, end] of ends.entries()) {
    const own = new Map<string, number>();
    const put = (term: string, weight: number): void => { if (!tooCommon.has(term)) own.set(term, Math.max(weight, own.get(term) ?? 0)); };
    let distance = 0;
    for (let one: TextClass | undefined = end; one && distance < 3; one = byCode.get(one.parentCode ?? ''), distance += 1) {
      for (const keyword of one.keywords) put(keyword.normalize('NFKC').toLowerCase(), keywordWeight[distance] ?? 0);
      for (const part of one.name.normalize('NFKC').toLowerCase().split(/[、,,/()“”"和与及等的]+/u).filter((piece) => [...piece].length >= 2)) {
        put(part, nameWeight[distance] ?? 0);
        for (const pair of bigrams(part)) put(pair, pairWeight[distance] ?? 0);
      }
    }
    for (const [term, weight] of own) uses.set(term, [...(uses.get(term) ?? []), { leaf, weight }]);
  }
  const table = { leaves: ends.map(({ code }) => code), uses };
  tableByClasses.set(classes, table);
  return table;
}

function rarity(term: string, table: Table): number {
  return Math.log((table.leaves.length + 1) / ((table.uses.get(term)?.length ?? 0) + 0.5)) + 0.2;
}

function bigrams(text: string): string[] {
  const characters = [...text];
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`);
}

/** Words of every office letter; they tell no class from another. */
const tooCommon = new Set('其他 管理 工作 问题 处理 服务 建设 事项 有关 情况 相关 政策 规定 部门 单位 人员 政府 行为 活动 使用 其它 发展 事业 社会 公共 标准 制度 规划 城市 生活'.split(' '));
