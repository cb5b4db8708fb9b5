// The health check of the image: ends with 0 when the service says that it is ready.
const port = process.env.PORT ?? '3001';
const url = `http://127.0.0.1:${port}/health/ready`;
const { ok } = await fetch(url, { signal: AbortSignal.timeout(4_000) }).catch(() => ({
  ok: false,
}));
process.exitCode = ok ? 0 : 1;
