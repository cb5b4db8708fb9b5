// Loaded into an app (--import): when the launcher ends, however it ends, the app shuts down in good
// order, as if it had been told to; and if it cannot, it ends anyway.
process.once('disconnect', () => {
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), 15_000).unref();
});
process.channel?.unref();
