import type { LimitTrack } from '../../../server/src/protocol/trace-columns.ts';
import { rowAt } from '../model/rows.ts';
import { type State, selectedIndex } from '../model/state.ts';
import { runOf } from '../model/table.ts';
import { el, shown } from './dom.ts';

/** What is left of the limits and budgets at the selected step, one line each above the list; the tightest first. */
export function limitRows(state: State): HTMLElement[] {
  const { table } = state;
  const row = rowAt(state.rows, selectedIndex(state));
  const run = table === undefined ? undefined : runOf(table.columns, row?.step ?? 0);
  if (run === undefined) return [];
  const step = row?.step ?? run.first;
  const at = run.limits.map((track) => ({ track, used: usedAt(track, step) }));
  const tightest = at.sort((a, b) => b.used / b.track.of - a.used / a.track.of).slice(0, 3);
  return tightest.map(({ track, used }) => {
    const left = Math.max(0, Math.round((track.of - used) * 100) / 100);
    const share = track.of === 0 ? 0 : left / track.of;
    const fill = el('span', { class: `fill${share <= 0.1 ? ' deny' : share <= 0.34 ? ' ask' : ''}` });
    fill.style.width = `${share * 100}%`;
    const unit = track.unit ? ` ${track.unit}` : '';
    const per = track.per === 'run' ? '' : ` this ${track.per}`;
    const words = `${left} of ${track.of}${unit}${per}`;
    return el(
      'div',
      { class: 'row limit', role: 'row', 'aria-label': `${track.name} left: ${words}` },
      el('div', { class: 'number', role: 'gridcell' }),
      el('div', { class: 'what', role: 'gridcell' }, `${shown(track.name, 60)} left`),
      el('div', { class: 'decided', role: 'gridcell' }, words),
      el('div', { class: 'lane', role: 'gridcell' }, el('span', { class: 'meter' }, fill)),
    );
  });
}

/** How much was used after the last step up to this one that says so; before the first, nothing. */
function usedAt(track: LimitTrack, step: number): number {
  let low = 0;
  let high = track.steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (track.steps[middle]! <= step) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? 0 : track.used[low - 1]!;
}
