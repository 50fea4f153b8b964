import { filed } from '../support/arrange.ts';
import { detailOf, isBarred, journey, openRow, pick, sees, takeStep } from '../support/journey.ts';

journey('a dispute ends properly when a party declines mediation', async (cast) => {
  const matter = await filed(cast, { words: '两家为滴水檐吵了半个月', class: '010302' });
  const desk = await cast.person('diaodu01', 'desk', { start: '/cases?tab=3' });
  await openRow(desk, matter.number);
  await sees(detailOf(desk), '还没有问当事人意愿');
  await isBarred(desk, '派遣', '请先记录当事人是否同意调解');
  await takeStep(desk, '当事人意愿', async (form) => {
    await form.getByRole('radio', { name: '不愿意', exact: true }).check();
    await form.getByLabel('备注').fill('西院说要去法院');
  });
  await sees(detailOf(desk), '待反馈');
  await sees(detailOf(desk), '当事人不愿调解');
  await takeStep(desk, '反馈', (form) => form.getByLabel('反馈内容').fill('调解须双方自愿。您可以申请法律援助，或向法院起诉。'));
  await takeStep(desk, '结案');
  await sees(detailOf(desk), '已结案');
});

journey('a dispute goes level by level: courtyard, village, township', async (cast) => {
  const matter = await filed(cast, { words: '楼上夜里跺脚，楼下睡不着', class: '010202' });
  const desk = await cast.person('diaodu01', 'desk', { start: '/cases?tab=3' });
  await openRow(desk, matter.number);
  await takeStep(desk, '当事人意愿', (form) => form.getByRole('radio', { name: '愿意', exact: true }).check());
  cast.expects(409, '/api/incidents/dispatch');
  await takeStep(desk, '派遣', async (form) => {
    await pick(form, '主办单位', '司法所');
    await form.getByRole('button', { name: '派遣', exact: true }).click();
    await sees(form, '先大院，再村，后乡镇');
    await pick(form, '主办单位', '党建大院');
  });
  const courtyard = await cast.person('dayuan01', 'desk');
  await openRow(courtyard, matter.number);
  await takeStep(courtyard, '签收');
  await takeStep(courtyard, '处置', (form) => form.getByLabel('进展').fill('上门谈了两次，谈不拢'));
  cast.expects(404, '/api/incidents/case?');
  await takeStep(courtyard, '上交一级', (form) => form.getByLabel('理由').fill('院里调不成'));
  await sees(detailOf(desk), '当前层级：村');
  await takeStep(desk, '派遣', (form) => pick(form, '主办单位', '人民调解委员会'));
  const village = await cast.person('tiaojie01', 'desk');
  await openRow(village, matter.number);
  await takeStep(village, '签收');
  await sees(detailOf(desk), '已签收');
});
