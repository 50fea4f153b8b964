import { perform, type BoundCommand, type House } from '../../platform/action.ts';
import { dayOf } from '../../platform/core/calendar.ts';
import { areaIndex } from '../../domains/geography/actions.ts';
import { changePerson, registerPerson } from '../../domains/registry/actions.ts';
import { openCare } from '../../domains/registry/care.ts';
import { inventedIdNumber } from '../../domains/registry/example.ts';
import { importRegistry } from '../../domains/registry/importing.ts';
import { saveThing } from '../../domains/registry/places.ts';
import { addDays } from '../../domains/registry/rules/care.ts';
import type { Command } from '../../platform/core/contract.ts';
import type { Cast } from './cast.ts';
import { diceOf } from './world.ts';

// The people of one community, invented from first to last: no name is anybody's, and every number is of a place that there is not.

const surnames = ['柳', '桑', '林', '程', '苏', '顾', '沈', '陆', '叶', '江', '欧阳', '诸葛'];
const given = ['春生', '秋实', '晚晴', '知远', '𠮷安', '冬青', '夏禾', '小满', '谷雨', '白露', '清明', '立新', '守成', '望舒', '既明', '采薇', '扶苏', '景行', '思齐', '如松'];
const communityClerk = 'shequ01';

export type RegistryMade = { readonly people: number; readonly places: number };

/** Through the real door, as the clerk of the first community would do it. */
export async function seedRegistry(house: House, cast: Cast, now: Date): Promise<RegistryMade> {
  const dice = diceOf(20_261_122);
  const today = dayOf(now);
  const clerk = cast.called(communityClerk, now);
  const communityId = clerk.grants[0]?.areaId;
  const tree = await areaIndex(house.db);
  const grids = communityId === undefined ? [] : tree.children(communityId).filter(({ kind }) => kind === 'grid');
  const [grid, next] = grids;
  if (!grid || !next) return { people: 0, places: 0 };
  const run = async <T>(bound: BoundCommand<Command>, input: object): Promise<T> => {
    const answer = await perform(house, bound, input, { actor: clerk, key: null, clock: now });
    if (answer.kind !== 'done') throw new Error(`${bound.operation.name}: ${JSON.stringify(answer)}`);
    return answer.output as T; // what the operation promises, which the door has parsed
  };
  const file = (rows: readonly (readonly (string | number)[])[]): string => Buffer.from(rows.map((row) => row.join(',')).join('\r\n')).toString('base64');

  let serial = 1;
  const people: (string | number)[][] = [['姓名', '证件号码', '联系电话', '网格编码', '详细住址', '户号', '与户主关系', '人口类型', '居住状态']];
  for (let household = 1; household <= 34; household += 1) {
    const at = household <= 22 ? grid : next;
    const surname = dice.pick(surnames);
    const address = `${1 + (household % 7)}组${household}号`;
    const add = (family: string, year: number, man: boolean, relation: string, phone: boolean): void => {
      serial += man === (serial % 2 === 0) ? 1 : 2;
      const birth = `${year}-${String(1 + Math.floor(dice.next() * 12)).padStart(2, '0')}-${String(1 + Math.floor(dice.next() * 28)).padStart(2, '0')}`;
      people.push([`${family}${dice.pick(given)}`, inventedIdNumber(birth, serial % 1_000), phone ? `1390000${String(1_000 + serial)}` : '', at.code, address, `LJ-${String(household).padStart(3, '0')}`, relation, dice.happens(0.15) ? '流动人口' : '户籍人口', dice.happens(0.12) ? '外出' : '在住']);
    };
    const born = 1940 + Math.floor(dice.next() * 45);
    add(surname, born, dice.happens(0.6), '户主', true);
    if (dice.happens(0.7)) add(dice.pick(surnames), born + 2, dice.happens(0.4), '配偶', dice.happens(0.6));
    if (dice.happens(0.6)) add(surname, born + 27, dice.happens(0.5), '子女', dice.happens(0.7));
    if (born + 55 <= 2022 && dice.happens(0.5)) add(surname, born + 54, dice.happens(0.5), '孙子女', false);
  }
  const made = await run<{ created: number }>(importRegistry, { what: 'people', fileName: `${grid.name}人员登记表.csv`, fileBase64: file(people), observedOn: addDays(today, -40) });

  const places = [
    ['名称', '类型', '类别', '网格编码', '地址', '风险等级', '联系人', '联系电话', '有无物业', '户数', '备注'],
    ['柳园小区', '', '住宅小区', grid.code, '柳街1号', '', '林守成', '13900002001', '有', 186, ''], ['老粮站家属院', '', '住宅小区', grid.code, '粮站巷3号', '低', '', '', '无', 42, '没有物业，楼道灯由网格代管'],
    ['镇中心小学', '学校', '', grid.code, '柳街20号', '低', '程景行', '13900002002', '', '', '上学、放学时段有人值守'], ['柳街卫生室', '医院', '', grid.code, '柳街22号', '', '苏采薇', '13900002003', '', '', ''],
    ['东桥道口', '进出道口', '', grid.code, '东桥头', '中', '', '', '', '', '赶场天车多'], ['柳街集市', '集市', '', grid.code, '柳街中段', '中', '', '', '', '', '逢三、六、九赶场'],
    ['后山坡', '地质灾害点', '', next.code, '后山脚下', '高', '桑立新', '13900002004', '', '', '汛期每日巡查'], ['桑园水库', '水域', '', next.code, '桑园', '高', '', '', '', '', '有警示牌'],
    ['既明家具厂', '工厂', '企业', next.code, '工业路8号', '中', '陆既明', '13900002005', '', '', '木屑粉尘'], ['谷雨合作社', '农场', '企业', next.code, '桑园路2号', '', '叶谷雨', '13900002006', '', '', ''], ['街口小卖部', '商铺', '', grid.code, '柳街口', '', '江小满', '', '', '', ''],
  ];
  const madePlaces = await run<{ created: number }>(importRegistry, { what: 'places', fileName: '场所清单.csv', fileBase64: file(places), observedOn: addDays(today, -30) });
  for (const [kind, name, code, state] of [['hydrant', '柳街口消火栓', 'XH-001', 'good'], ['loudspeaker', '东桥广播', 'GB-002', 'good'], ['streetLamp', '粮站巷路灯', 'LD-014', 'damaged'], ['manhole', '柳街20号门前井盖', 'JG-007', 'good']] as const) {
    await run(saveThing, { areaId: grid.id, kind, name, code, state, address: '柳街' });
  }

  // One who lives alone, and who turned up in two grids; a child; somebody whom only his helpers know of.
  const register = async (input: Record<string, unknown>): Promise<string> => (await run<{ personId: string }>(registerPerson, input)).personId;
  const alone = await register({ areaId: grid.id, name: '柳老太', idNumber: inventedIdNumber('1945-03-07', 902), phone: '13900003001', address: '3组12号', residence: 'local', observedOn: addDays(today, -90) });
  await run(changePerson, { personId: alone, phone: '13900003009', source: 'self', observedOn: addDays(today, -12) });
  await register({ areaId: next.id, name: '柳老太', birthDate: '1945-03-07', sex: 'female', address: '3组12号', phone: '13900003009', source: 'department', observedOn: addDays(today, -60) });
  await register({ areaId: next.id, name: '阿依古丽·买买提江·吐尔逊', idNumber: inventedIdNumber('1988-08-08', 904), phone: '13900003002', residence: 'floating', address: '工业路8号既明家具厂职工宿舍二号楼三单元四〇一室' });
  const twins = [await register({ areaId: grid.id, name: '沈白露', idNumber: inventedIdNumber('1971-09-08', 906), address: '5组1号' }), await register({ areaId: next.id, name: '沈白露', idNumber: inventedIdNumber('1971-09-08', 906), address: '工业路3号', source: 'document' })];
  const child = await register({ areaId: grid.id, name: '顾小满', idNumber: inventedIdNumber('2017-05-20', 908), address: '2组8号' });
  const patient = twins[0];
  const helper = cast.personId('wangge01');
  const care = { ownerId: helper, basisNote: '入户时签字，编号 2026-17' };
  await run(openCare, { ...care, personId: alone, kind: 'livingAlone', basis: 'consent', tier: 'high', endOn: addDays(today, 170), note: '听力差，敲门要重；有高血压' });
  await run(openCare, { ...care, personId: alone, kind: 'chronicIllness', basis: 'consent', tier: 'medium', endOn: addDays(today, 9), note: '降压药由社区医生送' });
  await run(openCare, { ...care, personId: child, kind: 'leftBehindChild', basis: 'guardianConsent', tier: 'high', endOn: addDays(today, 200), helperIds: [cast.personId(communityClerk)], note: '父母在外务工，随祖母生活' });
  if (patient) await run(openCare, { ...care, personId: patient, kind: 'mentalDisorder', basis: 'guardianConsent', tier: 'high', endOn: addDays(today, 120), note: '按时服药，家属陪同' });
  return { people: made.created + 7, places: madePlaces.created };
}
