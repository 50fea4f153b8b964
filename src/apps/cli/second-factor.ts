import { parseArgs } from 'node:util';
import { look } from '../../platform/action.ts';
import type { Config, Secrets } from '../../platform/config.ts';
import { StartError } from '../../platform/start-error.ts';
import { people, resetSecondFactor } from '../../domains/identity/actions.ts';
import { cityCommandLine } from '../command-line-actor.ts';
import { performed } from '../performed.ts';
import { line, withHouse } from './ground.ts';

export const usage = `用法 usage: npx jingwei second-factor --reset 账号 --reason 原因
  唯一的安全管理员丢失第二重验证时，在服务器上重置；会记入审计。 For a security administrator whom nobody else can help; it stands in the audit.`;

/** `jingwei second-factor`: what one administrator does for another, done by whoever runs the machine. */
export async function secondFactor(args: readonly string[], config: Config, secrets: Secrets): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { reset: { type: 'string' }, reason: { type: 'string' } } });
  const { reset: account, reason } = values;
  if (account === undefined || reason === undefined || reason.trim().length < 2) throw new StartError('second-factor/usage', usage, 2);
  await withHouse(config, secrets, async (house) => {
    const actor = await cityCommandLine(house.db, ['identity.read', 'identity.manage']);
    const found = await look(house, people, { text: account, limit: 100 }, { actor, key: null, clock: null });
    const person = found.kind === 'done' ? found.output.items.find((one) => one.account.toLowerCase() === account.toLowerCase()) : undefined;
    if (!person) throw new StartError('second-factor/nobody', `没有账号“${account}”。 There is no account ${account}.`);
    if (person.secondFactor !== 'enrolled') throw new StartError('second-factor/none', `${person.name}（${person.account}）没有设置第二重验证。 ${person.account} has no second factor.`);
    const { ended } = await performed(house, resetSecondFactor, { personId: person.id, reason }, { actor });
    line(`已重置 ${person.name}（${person.account}）的第二重验证，${ended} 处登录已退出；下次登录只凭密码，岗位要求的须当场重新设置。 Reset; the next sign-in needs the password alone.`);
  });
}
