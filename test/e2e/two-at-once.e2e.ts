import { expect } from 'vitest';
import { reported } from '../support/arrange.ts';
import { beginStep, detailOf, journey, openRow, sees } from '../support/journey.ts';

journey('two dispatchers take the same step: the second is told who was faster, and his words stay', async (cast) => {
  const matter = await reported(cast, { words: '桥头的井盖翘起来了，车一压就响', class: '060201' });
  const quick = await cast.person('diaodu01', 'desk', { start: '/cases?tab=1' });
  const slow = await cast.person('diaodu02', 'desk', { start: '/cases?tab=1' });
  await openRow(quick, matter.number);
  await openRow(slow, matter.number);
  const first = await beginStep(quick, '受理');
  const second = await beginStep(slow, '受理');
  await second.form.getByLabel('备注').fill('已电话告知养护班');

  cast.expects(412, '/api/incidents/accept');
  cast.expects(409, '/api/incidents/accept');
  await first.submit();
  await second.form.getByRole('button', { name: '受理', exact: true }).click();
  await sees(second.form.getByRole('alert'), `${quick.name}`);
  await sees(second.form.getByRole('alert'), '现在不能再受理了');
  expect(await second.form.getByLabel('备注').inputValue()).toBe('已电话告知养护班');
  await sees(detailOf(slow), '核实中');
  const { steps } = await (await cast.api('diaodu01')).get('incidents/history', { caseId: matter.caseId });
  expect((steps as { action: string }[]).filter(({ action }) => action === 'accept')).toHaveLength(1); // as the contract's story has it
});
