/**
 * Writes the synthetic sample history beside this file: `npm run sample-history`.
 * With `--check` it writes nothing and prints how the sample compares with its calibration.
 */
import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { calibrationMarkdown } from './calibration.ts';
import { sampleFileNames, simulateSampleHistory } from './sample-history.ts';

const files = simulateSampleHistory();
if (process.argv.includes('--check')) {
  console.log(calibrationMarkdown(files));
} else {
  for (const name of sampleFileNames) {
    const bytes = compress(files[name]);
    writeFileSync(new URL(`${name}.gz`, import.meta.url), bytes);
    console.log(`${name}.gz: ${files[name].split('\n').length - 2} rows, ${Math.round(bytes.length / 1000)} kB`);
  }
}

/** Gzip without clock (Node writes modification time 0) and without the name of the operating system. */
function compress(text: string): Buffer {
  const bytes = gzipSync(text, { level: 9 });
  bytes[9] = 255;
  return bytes;
}
