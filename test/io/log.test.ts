import { describe, expect, it } from 'vitest';
import { consoleLog } from '../../src/io/log.ts';

/** A stream that keeps what is written to it. */
function stream(isTTY: boolean) {
  const written: string[] = [];
  const kept = { isTTY, write: (text: string) => written.push(text) > 0 };
  return { written, stream: kept as unknown as NodeJS.WriteStream };
}

describe('the log', () => {
  it('shows how far a search is on one line of a terminal, and clears it at its end', () => {
    const { written, stream: terminal } = stream(true);
    const log = consoleLog(terminal);
    log.status('3 evaluations');
    log.status(null);
    log.status(null);
    expect(written).toEqual(['\r\u001b[K  3 evaluations', '\r\u001b[K']);
  });

  it('takes the line back for what is said in between', () => {
    const { written, stream: terminal } = stream(true);
    const log = consoleLog(terminal);
    log.status('3 evaluations');
    log.warn('a file is damaged');
    expect(written.slice(1)).toEqual(['\r\u001b[K', 'warning: a file is damaged\n']);
  });

  it('writes plain lines elsewhere, not one for every step', () => {
    const { written, stream: file } = stream(false);
    const log = consoleLog(file);
    for (let i = 0; i < 1000; i++) log.status(`${i} evaluations`);
    log.status(null);
    expect(written[0]).toBe('  0 evaluations\n');
    expect(written.length).toBeLessThan(1000);
  });
});
