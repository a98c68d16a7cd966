export type CsvCell = string | number | null;

/**
 * A table as CSV text (RFC 4180 quoting, lines end in \n, header first). Numbers have full precision: reading
 * them back gives the same double. Null and NaN are empty cells.
 */
export function csvText(columns: readonly string[], rows: Iterable<readonly CsvCell[]>): string {
  const lines = [columns.map(cellText).join(',')];
  for (const row of rows) {
    if (row.length !== columns.length) {
      throw new RangeError(`a CSV row needs one cell for each of ${columns.length} columns, got ${row.length}`);
    }
    lines.push(row.map(cellText).join(','));
  }
  return `${lines.join('\n')}\n`;
}

function cellText(cell: CsvCell): string {
  if (cell === null || Number.isNaN(cell)) return '';
  const text = String(cell);
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
