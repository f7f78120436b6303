import type { TracePlace } from '../../../server/src/protocol/trace.ts';
import { type Lane, laneOf } from '../model/lane.ts';
import { HEADING, isUnfolded, rowAt } from '../model/rows.ts';
import { type State, selectedIndex } from '../model/state.ts';
import { runOf } from '../model/table.ts';
import { el, setAttributes } from './dom.ts';
import { limitRows } from './limits.ts';
import { placeOf, rowId } from './links.ts';
import { rowElement } from './row.ts';

/** The height of every row in pixels; viewer.css has the same. */
export const ROW_HEIGHT = 26;

/** Rows beyond the edges that are there already when scrolling begins. */
const AHEAD = 6;

export interface GridActions {
  select(index: number): void;
  toggle(index: number): void;
  open(place: TracePlace, beside: boolean): void;
  key(event: KeyboardEvent): void;
}

export interface Grid {
  readonly element: HTMLElement;
  update(state: State): void;
  focus(): void;
  /** Goes where a link leads that `link` made, in the list or elsewhere on the page. */
  follow(target: Element, beside: boolean): void;
  /** How many rows fit. */
  pageRows(): number;
}

/**
 * The list of steps: a treegrid of which only the rows in sight are in the document. The list has the focus and says
 * by `aria-activedescendant` which row is meant, so that the row in question may leave the document.
 */
export function grid(actions: GridActions): Grid {
  const head = el('div', { class: 'row head', role: 'row', 'aria-rowindex': 1 });
  const limits = el('div', { class: 'limits' });
  const space = el('div', { class: 'space', role: 'presentation' });
  const scroller = el('div', { class: 'scroller', role: 'rowgroup', tabindex: -1 }, space);
  const element = el(
    'div',
    {
      class: 'grid',
      role: 'treegrid',
      'aria-label': 'Steps',
      tabindex: 0,
      'aria-multiselectable': 'false',
      'aria-colcount': 5,
    },
    el('div', { role: 'rowgroup', class: 'headgroup' }, head),
    limits,
    scroller,
  );
  let state: State | undefined;
  let lane: Lane | undefined;
  let laneRun = -1;
  let rendered = new Map<number, HTMLElement>();
  let frame = 0;

  element.addEventListener('keydown', actions.key);
  element.addEventListener('mousedown', (event) => {
    const target = event.target instanceof Element ? event.target : undefined;
    const row = target?.closest<HTMLElement>('[data-index]');
    if (row === null || row === undefined || event.button !== 0) return;
    const index = Number(row.dataset.index);
    actions.select(index);
    if (target?.closest('.fold')) actions.toggle(index);
  });
  element.addEventListener('click', (event) => {
    const target = event.target instanceof Element ? event.target.closest('.place') : null;
    if (target !== null) follow(target, event.altKey);
  });
  element.addEventListener('dblclick', (event) => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-index]') : null;
    if (row) actions.toggle(Number(row.dataset.index));
  });
  scroller.addEventListener('scroll', () => {
    if (frame === 0) frame = requestAnimationFrame(scrolled);
  });
  new ResizeObserver(() => draw(false)).observe(scroller);

  function follow(target: Element, beside: boolean): void {
    const place = placeOf(target);
    if (place !== undefined) actions.open(place, beside);
  }

  function scrolled(): void {
    frame = 0;
    draw(false);
  }

  function laneFor(step: number): Lane | undefined {
    const columns = state?.table?.columns;
    if (columns === undefined) return undefined;
    const run = runOf(columns, step);
    if (run === undefined) return undefined;
    if (laneRun !== run.first || lane === undefined) {
      lane = laneOf(columns, run);
      laneRun = run.first;
    }
    return lane;
  }

  /** Puts the rows in sight into the document: only those that are missing, or all anew after a change. */
  function draw(anew: boolean): void {
    if (state?.table === undefined) return;
    const { rows, table } = state;
    const selected = selectedIndex(state);
    const top = Math.max(0, Math.floor(scroller.scrollTop / ROW_HEIGHT) - AHEAD);
    const bottom = Math.min(rows.length, Math.ceil((scroller.scrollTop + scroller.clientHeight) / ROW_HEIGHT) + AHEAD);
    const next = new Map<number, HTMLElement>();
    const wanted = [];
    for (let index = top; index < bottom; index++) wanted.push(index);
    // The selected row stays in the document wherever it is: aria-activedescendant must lead somewhere.
    if (selected >= 0 && (selected < top || selected >= bottom)) wanted.push(selected);
    for (const index of wanted) {
      const known = anew ? undefined : rendered.get(index);
      if (known !== undefined) {
        next.set(index, known);
        continue;
      }
      const row = rowAt(rows, index)!;
      const run = runOf(table.columns, row.step)!;
      const made = rowElement({
        row,
        index,
        table,
        run,
        lane: laneFor(row.step),
        selected: index === selected,
        unfolded:
          row.part === HEADING
            ? !state.foldedRuns.has(table.columns.runs.indexOf(run))
            : isUnfolded(table, row.step, state.toggled),
        several: table.columns.runs.length > 1,
      });
      made.style.top = `${index * ROW_HEIGHT}px`;
      next.set(index, made);
    }
    for (const [index, old] of rendered) if (next.get(index) !== old) old.remove();
    for (const [index, made] of next) if (rendered.get(index) !== made) space.append(made);
    rendered = next;
  }

  return {
    element,
    follow,
    focus: () => element.focus(),
    pageRows: () => Math.max(1, Math.floor(scroller.clientHeight / ROW_HEIGHT)),
    update(given) {
      const before = state;
      state = given;
      const { rows, table } = given;
      if (table === undefined) return;
      if (before?.table !== table) laneRun = -1;
      element.classList.toggle('many', table.columns.count >= 1_000);
      space.style.height = `${rows.length * ROW_HEIGHT}px`;
      const index = selectedIndex(given);
      const row = rowAt(rows, index);
      setAttributes(element, {
        'aria-rowcount': rows.length + 1,
        'aria-activedescendant': row === undefined ? undefined : rowId(row),
      });
      headCells(head, laneFor(row?.step ?? 0));
      limits.replaceChildren(...limitRows(given));
      if (before === undefined || before.selected !== given.selected || before.rows !== rows) intoView(index);
      draw(true);
    },
  };

  function intoView(index: number): void {
    if (index < 0) return;
    const top = index * ROW_HEIGHT;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (top + ROW_HEIGHT > scroller.scrollTop + scroller.clientHeight) {
      scroller.scrollTop = top + ROW_HEIGHT - scroller.clientHeight;
    }
  }
}

function headCells(head: HTMLElement, lane: Lane | undefined): void {
  const ticks = el('div', { class: 'lane', role: 'columnheader', 'aria-label': 'Time' });
  for (const tick of lane?.ticks ?? []) {
    const label = el('span', { class: 'tick' }, tick.label);
    label.style.left = `${tick.at * 100}%`;
    ticks.append(label);
  }
  if (lane?.kind === 'order') ticks.append(el('span', { class: 'tick first' }, 'in order'));
  head.replaceChildren(
    el('div', { class: 'number', role: 'columnheader' }, '#'),
    el('div', { class: 'decision', role: 'columnheader' }, 'Decision'),
    el('div', { class: 'attempted', role: 'columnheader' }, 'Attempted'),
    el('div', { class: 'decided', role: 'columnheader' }, 'Decided by'),
    ticks,
  );
}
