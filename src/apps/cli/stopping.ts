const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const;
type Name = keyof typeof exitCodes;

/**
 * Tells what has to be stopped from now on. Where a signal has come meanwhile it is stopped at once and nothing returns.
 * @param exitCode where being stopped is no breaking off: of a server that has served
 */
export type Opened = (stop: () => Promise<void>, exitCode?: number) => Promise<void>;

/**
 * Does the work of a command that opens a database. SIGINT and SIGTERM end it wherever it is, within ten seconds, and
 * leave nothing running: what was opened is stopped, and what is just being opened is stopped as soon as it is there.
 */
export async function stoppable(work: (opened: Opened) => Promise<void>): Promise<void> {
  let open: { readonly stop: () => Promise<void>; readonly exitCode: number | undefined } | undefined;
  let told: Name | undefined;
  let ending: Promise<never> | undefined;
  const end = (name: Name): Promise<never> => (ending ??= (async () => {
    await open?.stop().catch(() => undefined);
    process.exit(open?.exitCode ?? exitCodes[name]);
  })());
  const onSignal = (name: Name): void => {
    if (told !== undefined) return;
    told = name;
    process.stdout.write('正在停止 … (stopping)\n');
    // The work loses its database under its feet, wherever it is; that is no failure to be told.
    process.on('uncaughtException', () => undefined);
    // Whatever hangs, the process is gone within ten seconds; the database looks after itself.
    setTimeout(() => process.exit(exitCodes[name]), 9_500).unref();
    if (open !== undefined) void end(name);
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  try {
    await work(async (stop, exitCode) => {
      open = { stop, exitCode };
      if (told !== undefined) await end(told);
    });
    if (told !== undefined) await end(told);
  } catch (error) {
    if (told !== undefined) await end(told);
    throw error;
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}
