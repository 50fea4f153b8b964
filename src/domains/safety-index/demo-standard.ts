import type { IndicatorDraft, StandardContent } from './contract-shapes.ts';

// INVENTED: the standard of the demo city. Five dimensions, 45 second-level and 88 third-level indicators; limits, weights and
// scoring are made up. No indicator counts complaints, petitions, calls or reports as bad: what counts is that they are answered
// in time, solved and not repeated. `demo-standard.test.ts` holds that, and that nothing of it is about a person.

type Layer = IndicatorDraft['layer'];
type Line = readonly [name: string, layer: Layer, department: string, better: 'up' | 'down', of: string, measure: string, lower: number, upper: number, kind?: Kind];
type Kind = 'share' | 'perTenThousand' | 'count' | 'steps' | 'veto' | 'bonus' | { readonly fact: NonNullable<IndicatorDraft['fact']> };
type Group = readonly [name: string, ...lines: Line[]];
type Dimension = { readonly code: string; readonly name: string; readonly weight: number; readonly groups: readonly Group[] };

const [s, p, o] = ['social', 'police', 'opinion'] as const;

/** A line: name, layer, unit that answers for it, better when, denominator, what is counted, worth 0 at, worth 100 at. Shares in per cent. */
const dimensions: readonly Dimension[] = [
  {
    code: 'A', name: '政治安全', weight: 15, groups: [
      ['基层组织建设', ['村（社区）“两委”班子配备齐整率', s, 'S-MZJ', 'up', '村（社区）数', '班子配备齐整的村（社区）数', 80, 100], ['定期走访到位率', s, 'SZX', 'up', '当月应走访的对象数', '当月走访到的对象数', 60, 98, { fact: 'dueVisits' }]],
      ['宣传阵地管理', ['阵地检查问题按期整改率', s, 'S-WLJ', 'up', '检查发现的问题数', '按期整改的问题数', 70, 98], ['基层宣讲活动覆盖率', s, 'S-WLJ', 'up', '村（社区）数', '当季有宣讲活动的村（社区）数', 50, 95]],
      ['国家安全教育', ['国家安全宣传覆盖率', s, 'S-JYJ', 'up', '应开展的单位数', '已开展宣传的单位数', 60, 98], ['国家安全教育计划完成率', s, 'S-JYJ', 'up', '计划课次', '完成课次', 60, 100]],
      ['反邪教宣传', ['反邪教宣传覆盖率', s, 'S-GAJ', 'up', '村（社区）数', '已开展宣传的村（社区）数', 55, 98]],
      ['宗教场所安全', ['场所消防问题按期整改率', s, 'S-XFZ', 'up', '检查发现的问题数', '按期整改的问题数', 70, 100], ['场所安全责任书签订率', s, 'S-MZJ', 'up', '登记场所数', '已签订责任书的场所数', 75, 100]],
      ['大型活动保障', ['大型活动安保方案备案率', p, 'S-GAJ', 'up', '举办的大型活动数', '事前备案的活动数', 85, 100, 'steps'], ['大型活动风险评估完成率', p, 'S-GAJ', 'up', '举办的大型活动数', '完成评估的活动数', 80, 100]],
      ['重大决策评估', ['重大决策风险评估完成率', s, 'S-SFJ', 'up', '应评估的决策事项数', '完成评估的事项数', 80, 100], ['评估意见采纳落实率', s, 'S-SFJ', 'up', '提出的评估意见数', '已落实的意见数', 60, 95]],
      ['反恐防范', ['重点目标防范达标率', p, 'S-GAJ', 'up', '重点目标单位数', '达标的单位数', 80, 100], ['反恐演练计划完成率', p, 'S-GAJ', 'up', '计划演练次数', '完成演练次数', 60, 100]],
      ['群众评价', ['群众安全感（抽样调查）', o, 'SZX', 'up', '有效样本数', '回答安全的样本数', 88, 99], ['平安建设知晓率（抽样调查）', o, 'SZX', 'up', '有效样本数', '知晓的样本数', 60, 95]],
    ],
  },
  {
    code: 'B', name: '社会矛盾', weight: 25, groups: [
      ['信访事项办理', ['信访事项按期答复率', s, 'S-XFJ', 'up', '应答复的信访事项数', '按期答复的事项数', 80, 100], ['信访事项重复提出率', s, 'S-XFJ', 'down', '已答复的信访事项数', '答复后再次提出的事项数', 2, 22]],
      ['初次信访办理', ['初次信访及时受理率', s, 'S-XFJ', 'up', '初次信访事项数', '及时受理的事项数', 85, 100], ['初次信访一次化解率', s, 'S-XFJ', 'up', '初次信访事项数', '一次化解的事项数', 60, 95]],
      ['矛盾纠纷调解', ['纠纷调解按期办结率', s, 'S-SFJ', 'up', '受理的纠纷数', '按期办结的纠纷数', 80, 99], ['调解协议按约履行率', s, 'S-SFJ', 'up', '到期应履行的协议数', '已履行的协议数', 75, 99]],
      ['纠纷风险防范', ['风险纠纷会商处置率', p, 'S-GAJ', 'up', '排查出的风险纠纷数', '已会商处置的纠纷数', 75, 100], ['调处后纠纷复发率', p, 'S-SFJ', 'down', '已调处的纠纷数', '半年内复发的纠纷数', 1, 15]],
      ['劳动关系', ['欠薪线索按期办结率', s, 'S-RSJ', 'up', '应办结的欠薪线索数', '按期办结的线索数', 75, 100], ['劳动仲裁按期结案率', s, 'S-RSJ', 'up', '应结案的仲裁案件数', '按期结案的案件数', 80, 100]],
      ['网格事项办理', ['网格事项按期办结率', s, 'SZX', 'up', '应办结的网格事项数', '按期办结的事项数', 60, 98, { fact: 'onTimeClosure' }], ['网格事项群众满意率', o, 'SZX', 'up', '作出评价的事项数', '评价满意的事项数', 70, 99, { fact: 'satisfaction' }]],
      ['网格事项质量', ['网格事项返工率', s, 'SZX', 'down', '办理完成的事项数', '核查后返工的事项数', 1, 20, { fact: 'rework' }], ['网格事项受理率', s, 'SZX', 'up', '上报的事项数', '受理的事项数', 60, 99, { fact: 'acceptance' }]],
      ['政务热线办理', ['热线工单按时答复率', s, 'S-SPJ', 'up', '应答复的工单数', '按时答复的工单数', 85, 100], ['热线事项重复反映率', s, 'S-SPJ', 'down', '已答复的工单数', '同一事项再次反映的工单数', 2, 25]],
      ['物业与征收', ['物业纠纷化解率', s, 'S-ZJJ', 'up', '受理的物业纠纷数', '化解的纠纷数', 60, 97], ['征收补偿按期兑付率', s, 'S-ZRJ', 'up', '到期应兑付的协议数', '按期兑付的协议数', 80, 100]],
    ],
  },
  {
    code: 'C', name: '社会治安', weight: 25, groups: [
      ['案件侦办', ['重点类刑事案件破案率', p, 'S-GAJ', 'up', '立案数', '破案数', 75, 100], ['侵财类案件破案率', p, 'S-GAJ', 'up', '立案数', '破案数', 30, 75]],
      ['警情处置', ['接警后按时到场率', p, 'S-GAJ', 'up', '应到场的警情数', '按时到场的警情数', 80, 99], ['警情回访满意率', p, 'S-GAJ', 'up', '回访数', '回访满意数', 80, 99]],
      ['治安防控', ['社区警务室达标率', p, 'S-GAJ', 'up', '社区警务室数', '达标的警务室数', 60, 98], ['群防巡防计划完成率', p, 'S-GAJ', 'up', '计划巡防班次', '完成巡防班次', 70, 100]],
      ['电信诈骗防范', ['涉诈资金止付成功率', p, 'S-GAJ', 'up', '申请止付笔数', '止付成功笔数', 40, 90], ['防诈宣传覆盖率', s, 'S-GAJ', 'up', '村（社区）数', '已开展宣传的村（社区）数', 55, 100]],
      ['未成年人保护', ['强制报告按时处置率', p, 'S-JYJ', 'up', '收到的强制报告数', '按时处置的报告数', 85, 100], ['法治副校长到校授课率', s, 'S-JYJ', 'up', '中小学校数', '当季授课的学校数', 60, 100]],
      ['校园安全', ['校园防护设施达标率', s, 'S-JYJ', 'up', '学校幼儿园数', '达标的学校幼儿园数', 75, 100], ['护学岗按时到岗率', p, 'S-GAJ', 'up', '应到岗次数', '按时到岗次数', 80, 100]],
      ['禁毒防范', ['禁毒宣传覆盖率', s, 'S-GAJ', 'up', '应开展的学校和单位数', '已开展宣传的学校和单位数', 60, 100], ['易制毒企业问题整改率', p, 'S-GAJ', 'up', '检查发现的问题数', '已整改的问题数', 70, 100]],
      ['重点行业管理', ['住宿业检查问题整改率', p, 'S-GAJ', 'up', '检查发现的问题数', '已整改的问题数', 70, 99], ['娱乐场所检查问题整改率', s, 'S-WLJ', 'up', '检查发现的问题数', '已整改的问题数', 65, 99]],
      ['法律服务', ['法律援助按期受理率', s, 'S-SFJ', 'up', '法律援助申请数', '按期受理的申请数', 80, 100], ['法律援助满意率', o, 'S-SFJ', 'up', '回访的援助事项数', '回访满意的事项数', 80, 99]],
    ],
  },
  {
    code: 'D', name: '网络安全', weight: 10, groups: [
      ['等级保护', ['信息系统定级备案率', p, 'S-GAJ', 'up', '应备案的系统数', '已备案的系统数', 70, 100], ['等级测评按期完成率', p, 'S-GAJ', 'up', '应测评的系统数', '按期测评的系统数', 60, 100]],
      ['政务系统防护', ['系统漏洞按期修复率', p, 'S-DSJ', 'up', '通报的漏洞数', '按期修复的漏洞数', 70, 100], ['网络应急演练完成率', p, 'S-DSJ', 'up', '计划演练次数', '完成演练次数', 50, 100]],
      ['网上留言办理', ['网上留言按时答复率', o, 'S-WXB', 'up', '应答复的留言数', '按时答复的留言数', 80, 100], ['网上留言重复反映率', o, 'S-WXB', 'down', '已答复的留言数', '同一事项再次反映的留言数', 2, 22]],
      ['网上信息回应', ['涉事信息及时回应率', o, 'S-WXB', 'up', '应回应的涉事信息数', '及时回应的信息数', 70, 99], ['不实信息及时澄清率', o, 'S-WXB', 'up', '核实为不实的信息数', '及时澄清的信息数', 60, 98]],
      ['个人信息保护', ['政务应用保护评估完成率', s, 'S-WXB', 'up', '应评估的政务应用数', '完成评估的应用数', 60, 100], ['评估问题按期整改率', s, 'S-WXB', 'up', '评估发现的问题数', '按期整改的问题数', 65, 100]],
      ['数据安全', ['重要数据目录备案率', s, 'S-DSJ', 'up', '应备案的部门数', '已备案的部门数', 60, 100], ['数据恢复演练完成率', s, 'S-DSJ', 'up', '计划演练次数', '完成演练次数', 50, 100]],
      ['网络安全宣传', ['网络安全宣传覆盖率', o, 'S-WXB', 'up', '村（社区）数', '已开展宣传的村（社区）数', 50, 98], ['老年人防骗课堂覆盖率', s, 'S-WXB', 'up', '村（社区）数', '已开课的村（社区）数', 35, 90]],
      ['值守与处置', ['网络值守查岗合格率', p, 'S-WXB', 'up', '查岗次数', '合格次数', 80, 100], ['网络事件按时处置率', p, 'S-WXB', 'up', '通报的网络事件数', '按时处置的事件数', 75, 100]],
      ['政务新媒体', ['政务账号按期更新率', o, 'S-WXB', 'up', '政务账号数', '按期更新的账号数', 75, 100, 'steps']],
    ],
  },
  {
    code: 'E', name: '公共安全', weight: 25, groups: [
      ['火灾防控', ['火灾发生率', p, 'S-XFZ', 'down', '常住人口', '火灾起数', 0.1, 1.6, 'perTenThousand'], ['消防隐患按期整改率', s, 'S-XFZ', 'up', '检查发现的隐患数', '按期整改的隐患数', 75, 100]],
      ['道路交通', ['道路交通事故率', p, 'S-GAJ', 'down', '机动车保有量', '事故起数', 1, 9, 'perTenThousand'], ['事故多发路段治理率', s, 'S-JTJ', 'up', '排查出的多发路段数', '已治理的路段数', 50, 100]],
      ['生产安全', ['重大隐患按期整改率', s, 'S-YJJ', 'up', '挂牌的重大隐患数', '按期整改的隐患数', 80, 100], ['企业安全培训覆盖率', s, 'S-YJJ', 'up', '应培训的企业数', '已培训的企业数', 60, 98]],
      ['食品药品', ['食品抽检合格率', s, 'S-SCJ', 'up', '抽检批次', '合格批次', 94, 99.8], ['不合格产品处置率', s, 'S-SCJ', 'up', '不合格批次', '已处置的批次', 80, 100]],
      ['特种设备', ['特种设备定期检验率', s, 'S-SCJ', 'up', '应检验的设备台数', '按期检验的台数', 88, 100], ['检验问题整改率', s, 'S-SCJ', 'up', '检验发现的问题数', '已整改的问题数', 70, 100]],
      ['燃气与供电', ['燃气入户安检率', s, 'S-RQG', 'up', '应安检的户数', '已安检的户数', 70, 99], ['供电隐患按期消除率', s, 'S-GDG', 'up', '排查出的隐患数', '按期消除的隐患数', 75, 100]],
      ['防灾减灾', ['风险点巡查到位率', s, 'S-ZRJ', 'up', '应巡查次数', '到位巡查次数', 80, 100], ['防汛物资储备达标率', s, 'S-SLJ', 'up', '储备点数', '达标的储备点数', 70, 100]],
      ['卫生应急', ['传染病按时报告率', s, 'S-WJW', 'up', '应报告的病例报告数', '按时报告的报告数', 88, 100], ['院前急救按时到达率', s, 'S-WJW', 'up', '急救出车次数', '按时到达的次数', 65, 96]],
      ['如实上报', ['瞒报漏报核实起数', s, 'S-YJJ', 'down', '', '上级核实的瞒报、漏报起数', 0, 3, 'veto'], ['企业自查隐患上报数', s, 'S-YJJ', 'up', '', '企业自查并上报的隐患数', 0, 300, 'bonus']],
    ],
  },
];

const layerNumbers = { up: 1, down: -1 } as const;

function indicator([, layer, department, better, of, measure, lower, upper, kind = 'share']: Line): IndicatorDraft {
  const form = typeof kind === 'object' ? 'share' : kind;
  const isCount = form === 'count' || form === 'veto' || form === 'bonus';
  return {
    direction: layerNumbers[better], layer, department, measure, of: isCount ? null : of,
    per: isCount ? 1 : form === 'perTenThousand' ? 10_000 : 100,
    unit: isCount ? '起' : form === 'perTenThousand' ? '起/万' : '%', decimals: isCount ? 0 : 1,
    fact: typeof kind === 'object' ? kind.fact : null,
    scoring: scoringOf(form, better, lower, upper),
  };
}

function scoringOf(form: Exclude<Kind, object>, better: 'up' | 'down', lower: number, upper: number): IndicatorDraft['scoring'] {
  const [worst, best] = better === 'up' ? [lower, upper] : [upper, lower];
  if (form === 'steps') return { base: { kind: 'steps', steps: [{ below: lower, score: 0 }, { from: lower, below: (lower + upper) / 2, score: 40 }, { from: (lower + upper) / 2, below: upper, score: 75 }, { from: upper, score: 100 }] } };
  if (form === 'veto') return { base: { kind: 'full' }, adjustments: [{ kind: 'deduction', by: 'value', each: 40, cap: 80 }, { kind: 'veto', by: 'value', atLeast: upper, score: 0 }] };
  if (form === 'bonus') return { base: { kind: 'linear', points: [{ at: 0, score: 60 }, { at: upper / 5, score: 85 }, { at: upper, score: 100 }] } };
  return { base: { kind: 'linear', points: [{ at: worst, score: 0 }, { at: best, score: 100 }].sort((a, b) => a.at - b.at) } };
}

/** Within a group the first weighs 60 of 100. */
export const demoStandard: StandardContent = {
  name: '平安指数评价标准（演示）', baseMinimum: 5, availability: 0.5,
  bands: [{ from: 90, colour: 'green' }, { from: 80, colour: 'blue' }, { from: 70, colour: 'yellow' }, { from: 0, colour: 'red' }],
  nodes: [
    { code: 'PA', name: '平安指数', parent: null, weight: 1, indicator: null },
    ...dimensions.map(({ code, name, weight }) => ({ code, name, parent: 'PA', weight, indicator: null })),
    ...dimensions.flatMap((dimension) => dimension.groups.map(([name], at) => ({ code: `${dimension.code}${at + 1}`, name, parent: dimension.code, weight: 14 - at, indicator: null }))),
    ...dimensions.flatMap((dimension) => dimension.groups.flatMap(([, ...lines], at) => lines.map((line, number) => (
      { code: `${dimension.code}${at + 1}-${number + 1}`, name: line[0], parent: `${dimension.code}${at + 1}`, weight: lines.length === 1 ? 100 : number === 0 ? 60 : 40, indicator: indicator(line) }
    )))),
  ],
};
