import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

/** What the journeys need of the system, by the name of its Debian package, and a file that shows it is there. */
const needed: readonly { readonly name: string; readonly files: readonly string[] }[] = [
  { name: 'chromium', files: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'] },
  { name: 'fonts-noto-cjk', files: ['/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc', '/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc'] },
];

/**
 * Installs what is missing where that is possible (Debian, as root). Without a sentence everything
 * is there; otherwise it names what is missing and how to get it.
 */
export async function missingPackages(say: (text: string) => void): Promise<{ readonly sentence: string | undefined }> {
  const missing = missingNow();
  if (missing.length === 0) return { sentence: undefined };
  const isDebian = existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get');
  if (!isDebian || process.getuid?.() !== 0) {
    return { sentence: `The journeys in the browser are skipped: install ${missing.join(' and ')}${isDebian ? ` (as root: apt-get install ${missing.join(' ')})` : ''}.` };
  }
  say(`\nInstalling the Debian packages ${missing.join(' and ')} …`);
  const output = (await aptGet(['update'])) + (await aptGet(['install', '--yes', '--no-install-recommends', ...missing]));
  const still = missingNow();
  if (still.length === 0) return { sentence: undefined };
  say(output.trim().split('\n').slice(-15).join('\n'));
  return { sentence: `The journeys in the browser are skipped: apt-get could not install ${still.join(' and ')}.` };
}

function missingNow(): string[] {
  return needed.filter(({ files }) => !files.some((file) => existsSync(file))).map(({ name }) => name);
}

/** What it said; whether it worked is seen by what is there afterwards. */
function aptGet(args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn('/usr/bin/env', ['DEBIAN_FRONTEND=noninteractive', 'apt-get', '-q', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.on('error', (error) => resolve(error.message));
    child.on('close', () => resolve(text));
  });
}
