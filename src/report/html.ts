/** Text made safe for HTML. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** A table cell: plain text, or markup that its maker has escaped. */
export type Cell = string | { readonly html: string };

export interface TableColumn {
  readonly heading: Cell;
  readonly align?: 'left' | 'right';
}

export interface TableRow {
  readonly cells: readonly Cell[];
  /** Bold, with a rule above: a total. */
  readonly total?: boolean;
}

/** A table whose first column is a row heading; columns after the first are right-aligned unless said otherwise. */
export function renderTable(columns: readonly TableColumn[], rows: readonly TableRow[], className = 'figures'): string {
  const alignment = columns.map((column, index) => column.align ?? (index === 0 ? 'left' : 'right'));
  const head = columns.map(
    (column, index) => `<th scope="col" class="${alignment[index]}">${cellHtml(column.heading)}</th>`,
  );
  const body = rows.map((row) => {
    const cells = row.cells.map((cell, index) =>
      index === 0
        ? `<th scope="row" class="${alignment[0]}">${cellHtml(cell)}</th>`
        : `<td class="${alignment[index]}">${cellHtml(cell)}</td>`,
    );
    return `<tr${row.total === true ? ' class="total"' : ''}>${cells.join('')}</tr>`;
  });
  return `<table class="${className}"><thead><tr>${head.join('')}</tr></thead><tbody>${body.join('')}</tbody></table>`;
}

function cellHtml(cell: Cell): string {
  return typeof cell === 'string' ? escapeHtml(cell) : cell.html;
}

/** The sentence that opens a figure. */
export function takeaway(sentence: string): string {
  return `<p class="takeaway">${escapeHtml(sentence)}</p>`;
}

export function note(text: string): string {
  return `<p class="note">${escapeHtml(text)}</p>`;
}
