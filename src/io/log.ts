/** Where progress goes: standard error. Standard output belongs to results. */
export interface Log {
  info(message: string): void;
  warn(message: string): void;
  /** Progress of a long step: a bar on a terminal, a plain line at every tenth elsewhere. */
  progress(label: string, done: number, total: number): void;
  /**
   * How far a search is whose end is not known: the last line anew on a terminal, now and then a line elsewhere. Null:
   * it has ended.
   */
  status(message: string | null): void;
}

const secondsBetweenStatusLines = 2;
const secondsBetweenRefreshes = 0.1;

export function consoleLog(stream: NodeJS.WriteStream = process.stderr): Log {
  let bar = false;
  let lastTenth = -1;
  let lastStatus = -Infinity;
  const line = (text: string): void => {
    if (bar) stream.write('\r\u001b[K');
    bar = false;
    stream.write(`${text}\n`);
  };
  return {
    info: line,
    warn: (message) => line(`warning: ${message}`),
    status: (message) => {
      if (message === null) {
        if (bar) stream.write('\r\u001b[K');
        bar = false;
        return;
      }
      const now = performance.now() / 1000;
      if (now - lastStatus < (stream.isTTY ? secondsBetweenRefreshes : secondsBetweenStatusLines)) return;
      lastStatus = now;
      if (!stream.isTTY) return line(`  ${message}`);
      stream.write(`\r\u001b[K  ${message}`);
      bar = true;
    },
    progress: (label, done, total) => {
      const share = total === 0 ? 1 : done / total;
      if (stream.isTTY) {
        const width = 24;
        const filled = Math.round(share * width);
        stream.write(
          `\r\u001b[K  ${label} [${'█'.repeat(filled)}${'·'.repeat(width - filled)}] ${Math.round(share * 100)} %`,
        );
        bar = share < 1;
        if (!bar) stream.write('\r\u001b[K');
        return;
      }
      const tenth = Math.floor(share * 10);
      if (tenth !== lastTenth && done > 0) line(`  ${label} ${Math.round(share * 100)} %`);
      lastTenth = share >= 1 ? -1 : tenth;
    },
  };
}
