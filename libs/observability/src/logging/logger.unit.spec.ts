import { describe, expect, it } from '@jest/globals';
import { createLogger, type LogLevel } from './logger.js';
import { NestLogger } from './nest-logger.js';

const recorder = (level: LogLevel = 'info') => {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  return { lines, logger: createLogger({ name: 'incidents', level, destination }) };
};

describe('a logger', () => {
  it('writes JSON lines that name the app, the level and the time', () => {
    const { lines, logger } = recorder();
    logger.info({ incidentId: 'i-1' }, 'reported');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      ...{ app: 'incidents', level: 'info', incidentId: 'i-1', msg: 'reported' },
      time: expect.stringMatching(/Z$/),
    });
  });

  it('keeps credentials and persons out, wherever they stand', () => {
    const { lines, logger } = recorder();
    logger.info({
      ...{ authorization: 'Bearer s3cret', phone: 's3cret' },
      request: { headers: { authorization: 'Bearer s3cret' } },
      body: { reporter: { name: 's3cret' }, caller: { email: 's3cret' } },
    });
    expect(lines.join('')).not.toContain('s3cret');
    expect(lines.join('')).toContain('[redacted]');
  });

  it('passes over what is below its level', () => {
    const { lines, logger } = recorder('warn');
    logger.info('quiet');
    expect(lines).toEqual([]);
  });

  it('takes the lines of Nest with their context, and errors with their stack', () => {
    const { lines, logger } = recorder();
    const nest = new NestLogger(logger);
    nest.log('started', 'NestApplication');
    nest.error(new Error('broken'), 'Router');
    const [started, broken] = lines.map((line): unknown => JSON.parse(line));
    expect(started).toMatchObject({ context: 'NestApplication', msg: 'started' });
    expect(broken).toMatchObject({
      ...{ context: 'Router', level: 'error', msg: 'broken' },
      err: { stack: expect.any(String) },
    });
  });
});
