// What test/launcher.test.ts starts through the launcher: `code` ends with 5, `wait` lives until SIGTERM and ends with 3.
if (process.argv[2] === 'code') process.exitCode = 5;
if (process.argv[2] === 'wait') {
  const alive = setInterval(() => undefined, 60_000);
  process.once('SIGTERM', () => {
    clearInterval(alive);
    process.exitCode = 3;
  });
}
// Said last: whoever reads it may send the signal at once.
process.stdout.write(`${process.pid} ${process.argv.slice(3).join(' ')}\n`);
