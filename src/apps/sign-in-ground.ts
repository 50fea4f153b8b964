import { readFile } from 'node:fs/promises';
import type { House } from '../platform/action.ts';
import type { Config } from '../platform/config.ts';
import { makeSealer } from '../platform/sealing.ts';
import { StartError } from '../platform/start-error.ts';
import { keepPolicy } from '../domains/identity/policy.ts';
import type { SignInGround } from '../domains/identity/routes.ts';

/** What signing in needs of the operator's settings. `factorKey` is a secret of the secrets file. */
export async function signInGround(config: Config, house: House, factorKey: string): Promise<SignInGround> {
  if (config.secondFactor !== undefined) await keepPolicy(house, config.secondFactor === 'required');
  const sealer = makeSealer(factorKey, 'jingwei second factors');
  const { provider, publicUrl } = config;
  if (!provider || publicUrl === undefined) return { house, sealer, provider: null, publicUrl: publicUrl ?? null };
  const clientSecret = provider.secretFile === undefined ? null : await secretIn(provider.secretFile);
  const { openProvider } = await import('../domains/identity/provider.ts'); // its library only where there is one
  return { house, sealer, publicUrl, provider: openProvider({ ...provider, clientSecret, publicUrl }, sealer, house.log) };
}

async function secretIn(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new StartError('start/provider-secret', `读不到统一身份认证的密钥文件 ${file}。 JINGWEI_OIDC_SECRET_FILE cannot be read: ${file}.`, 1, error);
  });
  if (text.trim() === '') throw new StartError('start/provider-secret', `统一身份认证的密钥文件 ${file} 是空的。 JINGWEI_OIDC_SECRET_FILE is empty: ${file}.`);
  return text.trim();
}
