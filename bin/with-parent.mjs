// Loaded into the program that a launcher started. When the launcher is gone without having stopped
// it (kill -9), this program ends in the same way at once: otherwise it would go on holding the port
// and the data folder, and the next start would be refused.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
// Listening must not keep a program alive that has done its work.
process.channel?.unref();
