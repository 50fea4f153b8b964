import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shippedClasses } from '../taxonomy.ts';
import { indexClasses } from './classes.ts';
import { planTaxonomy } from './taxonomy-plan.ts';
import { classify, urgentCall } from './text.ts';
import { runs } from '../../../../test/support/size.ts';

const index = indexClasses(1, planTaxonomy([], shippedClasses(), false, true).write);
const nameOf = (code: string | undefined): string | undefined => index.byCode.get(code ?? '')?.name;
const seed = 20_261_122;

describe('a text finds its class', () => {
  test.each([
    ['村口垃圾堆了一个星期没人清', '暴露垃圾'],
    ['路上的井盖不见了，晚上骑车要出事', '井盖缺失破损'],
    ['雨后路面积水，车过不去', '道路积水'],
    ['巷子里路灯不亮，太黑了', '路灯不亮'],
    ['楼道里有人给电瓶车充电', '电动自行车违规停放充电'],
    ['两家为地界吵起来，说对方多占了一尺', '土地承包与地界纠纷'],
    ['包工头欠薪，十几个人的工钱没给', '拖欠工资纠纷'],
    ['有人在田里烧秸秆，烟味很大', '焚烧秸秆垃圾'],
    ['家里停水，自来水一直没有', '停水与水质水压'],
    ['后山上着火，山上冒烟', '森林火情'],
    ['小孩辍学在家，说是不上学了', '失学辍学'],
    ['老人一个人在家，腿脚不便没人照顾', '独居空巢老人探访'],
    // Whom one has asked already is not the matter; where nothing else is named, it is.
    ['小区井盖坏了，物业不管', '井盖缺失破损'],
    ['小区门口井盖没了，找物业物业也不管，怕老人摔着', '井盖缺失破损'],
    ['小区停水，物业说不归他管', '停水与水质水压'],
    ['物业保安态度差，门禁坏了没人修', '物业服务不到位'],
    ['小区物业不管事', '物业服务不到位'],
    ['物业费太高，服务差', '物业服务收费纠纷'],
    ['KTV 半夜音响很吵', '经营与广场噪声'],
    ['ＫＴＶ音响吵', '经营与广场噪声'],
  ])('%s → %s', (text, name) => {
    const [first] = classify(text, index.classes);
    expect(nameOf(first?.code)).toBe(name);
    expect(first?.words.length).toBeGreaterThan(0);
  });

  test('nothing fits: nothing is offered', () => {
    expect(classify('zzz 123 !!', index.classes)).toEqual([]);
    expect(classify('', index.classes)).toEqual([]);
    expect(classify('井盖', [])).toEqual([]);
  });

  test('inactive classes, and classes that have others below them, are not offered', () => {
    const without = index.classes.map((one) => (one.code === '060201' ? { ...one, active: false } : one));
    const codes = classify('井盖没了', without).map(({ code }) => code);
    expect(codes).not.toContain('060201');
    expect(codes.every((code) => code.length === 6)).toBe(true);
  });

  test('property: deterministic, ranked, and every word stands in the text', () => {
    const piece = fc.constantFrom('垃圾', '井盖', '老板', '欠薪', '孩子上学', '𠮷', '\u202e', 'KTV', ' ', '吵', '没人管', '派出所');
    fc.assert(fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join('');
      const guesses = classify(text, index.classes);
      expect(classify(text, [...index.classes])).toEqual(guesses);
      expect(guesses.map(({ score }) => score)).toEqual(guesses.map(({ score }) => score).sort((a, b) => b - a));
      for (const { words, score, code } of guesses) {
        expect(score).toBeGreaterThan(0);
        expect(index.byCode.has(code)).toBe(true);
        for (const word of words) expect(text.normalize('NFKC').toLowerCase()).toContain(word);
      }
    }), { seed, numRuns: runs(60) });
  });
});

describe('the number to dial first', () => {
  test.each<[string, string | null]>([
    ['我家厨房着火了', '119'], ['车库起火冒浓烟', '119'], ['隔壁发生火灾', '119'], ['闻到煤气泄漏', '119'],
    ['两伙人在打架', '110'], ['有人持刀', '110'], ['邻居家暴', '110'],
    ['老人晕倒在路边', '120'], ['孩子落水了', '120'],
    ['路口发生车祸', '122'], ['发生交通事故', '122'],
    ['楼里着火，有人昏迷', '119'], ['车祸，司机昏迷', '120'],
    ['楼道堆杂物，存在火灾隐患', null], ['容易发生火灾', null], ['防止起火', null], ['这里没有着火', null], ['消防演练宣传火灾预防', null],
    ['交通事故赔偿谈不拢', null], ['井盖没了', null], ['', null],
  ])('%s → %s', (text, call) => expect(urgentCall(text)).toBe(call));

  test('a warning beside an emergency does not hide it', () => expect(urgentCall('以前说过有火灾隐患，现在真的着火了')).toBe('119'));
});
