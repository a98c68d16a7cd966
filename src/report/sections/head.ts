import { dayOfWeek } from '../../domain/market-calendar.ts';
import { formatCount } from '../format.ts';
import { escapeHtml } from '../html.ts';
import type { PageContext } from '../page-context.ts';
import type { ReportLight } from '../model/report-light.ts';
import { joinWords } from '../sentences/words.ts';

/** Name, delivery day, what was known when, and the three lights. */
export function headSection({ model }: PageContext): string {
  const { head, lights } = model;
  const { plan, choose, evaluate } = head.scenarioCounts;
  const labels = head.labels.map((text) => `<span class="label">${escapeHtml(text)}</span>`).join(' ');
  const scenarios = `${formatCount(plan + choose + evaluate)} scenarios (plan ${formatCount(plan)}, choose ${formatCount(choose)}, evaluate ${formatCount(evaluate)})`;
  return `<header class="row"><div class="main">
<h1>${escapeHtml(`${head.name}: plan for ${fullDate(head.deliveryDate)}`)}</h1>
<p class="head-line">${escapeHtml(`${joinWords(head.batteries)}, ${head.market} · delivery ${head.deliveryStart} to ${head.deliveryEnd}, local time (${head.timeZone})`)}</p>
<p class="head-line">${escapeHtml(`Planned ${head.planTime} · data known until ${head.dataKnownUntil} · ${scenarios}`)}</p>${labels === '' ? '' : `<p class="head-line">${labels}</p>`}
</div><aside class="side"><ul class="lights wide">${lights.map(lightItem).join('')}</ul></aside></header>`;
}

function lightItem({ name, state, title, detail }: ReportLight): string {
  return `<li class="light-${state}" data-light="${name}">${lightIcon(state)}<div><b>${escapeHtml(title)}</b><span>${escapeHtml(detail)}</span></div></li>`;
}

/** Ring with a tick, triangle, filled square with a cross: the shape tells the state without its colour. */
export function lightIcon(state: ReportLight['state']): string {
  const shapes = {
    ok: '<circle cx="8" cy="8" r="6.75" fill="none" stroke="var(--ok)" stroke-width="1.5"/><path d="M4.8 8.2l2.2 2.2 4.2-4.6" fill="none" stroke="var(--ok)" stroke-width="1.5"/>',
    caution:
      '<path d="M8 1.6L15 14.2H1Z" fill="none" stroke="var(--caution)" stroke-width="1.5" stroke-linejoin="round"/><path d="M8 6v4.4M8 11.6v1.4" stroke="var(--caution)" stroke-width="1.5"/>',
    breach:
      '<rect x="1" y="1" width="14" height="14" fill="var(--breach)"/><path d="M4.5 4.5l7 7M11.5 4.5l-7 7" stroke="var(--page)" stroke-width="1.75"/>',
  };
  return `<svg width="16" height="16" viewBox="0 0 16 16" role="img" aria-label="${state}">${shapes[state]}</svg>`;
}

/** `2026-10-15` → `Thursday 15 October 2026`. */
function fullDate(date: string): string {
  const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
  const months = [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ];
  const [year, month, day] = date.split('-').map(Number);
  return `${days[dayOfWeek(date) - 1]} ${day} ${months[month - 1]} ${year}`;
}
