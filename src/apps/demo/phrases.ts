import type { Matter } from './matters.ts';
import type { Dice } from './world.ts';

// What the people of the demo write on their steps. Invented, like they themselves.

const surnames = [...'郑冯褚卫蒋韩杨朱尤何吕张孔曹严华金魏陶姜戚谢邹喻'];

export function reporterName(dice: Dice): string {
  return `${dice.pick(surnames)}${dice.pick(['先生', '女士', '师傅', '大姐', '大爷', '老师'])}`;
}

export const verifying = {
  exists: ['到现场看过，情况属实', '属实，范围比反映的大一些', '属实，已先设警示', '属实，已拍照，联系了物业'],
  notExists: ['现场未见所反映的情况，已询问周边三户', '走了两遍，未发现，可能是前几天的事'],
  unable: ['现场大门上锁，未能核实，联系不上管理人', '天黑看不清，明早再去'],
} as const;
export const notFound = '网格员到现场核实，未发现所反映的情况；如有新情况，请附照片再次反映。';
export const declining = [
  '该事项已进入诉讼程序，按规定由人民法院处理，建议您依法主张权利。',
  '您反映的是邻市路段，已告知当地热线电话，请向当地反映。',
  '内容不完整，两次回电未接通；请补充地点后重新反映。',
] as const;
export const sending = ['请尽快到现场', '涉及老人，请注意方式', '反映人多次来电，请优先', '请与物业对接', '现场已设警示'] as const;
export const returning = [
  { ruleCode: 'not-our-duty', reason: '按权责清单，该设施不由本单位管理，建议交管理单位' },
  { ruleCode: 'other-owner', reason: '该处权属为小区业主，应由物业牵头' },
  { ruleCode: 'facts-unclear', reason: '只写了路名，沿路两公里没有找到，请补充门牌或照片' },
] as const;
export const escalations = ['本网格调解两次未成，当事人要求上交', '村里调解后双方仍各执一词'] as const;
export const handling = ['已到现场，正在处理', '已安排两人，今天处理', '正在协调配件', '已约当事人下午见面', '已派车'] as const;
export const extending = ['配件需从外地调货', '连日降雨无法施工', '涉及三家单位，需要协商时间', '当事人外出，后天回来'] as const;
export const suspending = ['等待鉴定结论', '需等管网停水窗口统一施工', '当事人住院，出院后再调解', '需待汛期过后施工'] as const;
export const urging = ['请今天给个进展', '反映人又来电，请尽快', '临近到期，请抓紧'] as const;
export const cards = { yellow: '超过时限仍无进展，黄牌督办，请单位负责人过问', red: '黄牌后仍未办结，红牌督办，约谈单位负责人' } as const;
export const messages = [
  '各卡点注意：走失老人，男，七十六岁，灰色外套，可能步行往东，发现请稳住并回报指挥中心。',
  '请留意出镇车辆和路边行人，照片已发工作群，有线索先打指挥中心电话。',
  '请沿河道和大棚区找一遍，半小时回报一次。',
  '请到汽车站和集市两处蹲守，注意方式，不要惊着老人。',
] as const;
export const passing = ['现场看过，已处理好', '走访两户，都说解决了', '与照片一致，通过', '复查三天未反弹'] as const;
export const failing = ['只清了表面，底下还有，请返工', '昨天修的今天又坏了，照片为证', '反映人说没有人来过，请核实'] as const;
export const reopenings = ['当时处理了，第三天又是老样子，请再来看看', '只是口头答应，到现在没有动', '答复和实际情况不一样，麻烦再核实'] as const;
export const thanks = ['很快，谢谢', '处理得很好，比我想的快', '谢谢网格员跑了好几趟', '满意', '感谢，孩子上学放心了', '这事拖了很久，总算解决了'] as const;
export const complaints = ['没有解决根本问题', '人来看了一眼就走了', '太慢了，跑了三次', '答复很客气，但是没有办'] as const;
export const evaluating = ['按期办结', '流程规范', '建议纳入例行巡查', ''] as const;
export const refusedAnswer = '您好，经征求意见，另一方当事人明确表示不愿调解，调解以自愿为前提，本次调解终止。您可以向人民法院起诉，或申请法律援助，司法所可为您提供咨询。';

export function answer(dice: Dice, { topic, result }: Matter): string {
  const opening = dice.pick([`您好，您反映的“${topic}”一事已办理：`, `您好！关于“${topic}”，承办单位已到现场处理。`, `您反映的“${topic}”收悉，办理情况如下：`]);
  const closing = dice.pick(['感谢您的反映，如再出现请随时告诉我们。', '如有疑问，可联系本网格的网格员。', '谢谢您对社区的关心。']);
  return `${opening}${result}${closing}`;
}
