/** Aligned text: the header and every row, the first `textColumns` to the left and the others to the right. */
export function textTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  textColumns = 1,
  gap = '   ',
): string {
  const table = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...table.map((row) => row[column].length)));
  const pad = (cell: string, column: number): string =>
    column < textColumns ? cell.padEnd(widths[column]) : cell.padStart(widths[column]);
  return table.map((row) => row.map(pad).join(gap).trimEnd()).join('\n');
}
