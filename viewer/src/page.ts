import type { TracePlace } from '../../server/src/protocol/trace.ts';
import type { HostMessage, PageMessage, PageState } from '../../server/src/protocol/viewer.ts';
import { describe } from './describe.ts';
import { toggled } from './model/filter.ts';
import { type Command, commandOf } from './model/keys.ts';
import { rowAt } from './model/rows.ts';
import { type Event, initialState, keptState, reduce, type State, selectedIndex } from './model/state.ts';
import { createTable, decisionOf } from './model/table.ts';
import { details } from './view/details.ts';
import { el } from './view/dom.ts';
import { grid } from './view/grid.ts';
import { header } from './view/header.ts';
import { empty, footer, notices } from './view/notices.ts';
import { toolbar } from './view/toolbar.ts';

export interface Host {
  post(message: PageMessage): void;
  keep(state: PageState): void;
}

/** Builds the page and returns what is to be called with every message of the host. */
export function startPage(body: HTMLElement, kept: PageState | undefined, host: Host): (message: HostMessage) => void {
  let state = initialState(kept);
  let keeping = 0;

  const bar = toolbar({
    filter: (text) => dispatch({ kind: 'filtered', filter: text }),
    toggle: (field, value) => dispatch({ kind: 'filtered', filter: toggled(state.filter, field, value) }),
    rerun: () => host.post({ type: 'rerun' }),
    save: () => host.post({ type: 'save' }),
    copy,
    leave: () => list.focus(),
  });
  const list = grid({
    select: (index) => dispatch({ kind: 'selected', index }),
    toggle: (index) => dispatch({ kind: 'toggled', index }),
    open: (place, beside) => host.post({ type: 'open', place, beside }),
    key(event) {
      const command = commandOf(event);
      if (command === undefined) return;
      event.preventDefault();
      run(command);
    },
  });
  const top = el('div', {});
  const between = el('div', { class: 'notices' });
  const instead = el('div', { class: 'instead' });
  const side = el('aside', { class: 'details', 'aria-label': 'Details of the selected step' });
  const foot = el('div', {});
  const main = el('main', { class: 'main' }, list.element, instead, side);
  body.replaceChildren(el('div', { class: 'page' }, top, bar.element, between, main, foot));
  // Keys work wherever the focus is, except while somebody types.
  body.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.target instanceof HTMLInputElement || event.target instanceof HTMLButtonElement)
      return;
    const command = commandOf(event);
    if (command === undefined || (command.kind === 'move' && side.contains(event.target as Node))) return;
    event.preventDefault();
    run(command);
  });
  side.addEventListener('click', (event) => {
    // The same links as in the list, and the same handler: it listens on the list, which details are no part of.
    const target = event.target instanceof Element ? event.target.closest('.place') : null;
    if (target !== null) list.follow(target, event.altKey);
  });

  function run(command: Command): void {
    if (command.kind === 'search') bar.focus();
    else if (command.kind === 'rerun') {
      if (state.view?.canRerun) host.post({ type: 'rerun' });
    } else if (command.kind === 'open') {
      const place = placeToOpen(state);
      if (place !== undefined) host.post({ type: 'open', place, beside: false });
    } else dispatch({ kind: 'commanded', command, pageRows: list.pageRows() });
  }

  function copy(): void {
    const { table } = state;
    if (table === undefined) return;
    const lines = [...state.matches.subarray(0, 100_000)].flatMap((index) => {
      const step = table.details(index);
      if (step.kind !== 'action' || step.verb === undefined) return [];
      const action = {
        [step.verb]: step.value,
        ...(step.method ? { method: step.method } : {}),
        ...(step.with ? { with: step.with } : {}),
      };
      return [JSON.stringify(action)];
    });
    host.post({ type: 'copy', text: lines.map((line) => `${line}\n`).join(''), what: `${lines.length} actions` });
  }

  function dispatch(event: Event): void {
    const before = state;
    state = reduce(state, event);
    if (state === before) return;
    render(before);
    if (keeping === 0) {
      keeping = setTimeout(() => {
        keeping = 0;
        host.keep(keptState(state));
      }, 100);
    }
  }

  function render(before?: State): void {
    const changed = (...keys: (keyof State)[]) =>
      before === undefined || keys.some((key) => before[key] !== state[key]);
    if (changed('table', 'view')) {
      top.replaceChildren(header(state));
      document.title = state.view?.title ?? 'Trace';
    }
    bar.update(state);
    bar.element.hidden = state.table === undefined;
    foot.hidden = state.table === undefined;
    if (changed('busy', 'stale', 'compared', 'table', 'filter', 'view')) {
      between.replaceChildren(
        ...notices(
          state,
          () => host.post({ type: 'rerun' }),
          () => dispatch({ kind: 'filtered', filter: toggled('', 'changed', 'yes') }),
        ),
      );
    }
    const replacement = empty(state);
    instead.replaceChildren(...(replacement === undefined ? [] : [replacement]));
    list.element.hidden = replacement !== undefined;
    side.hidden = replacement !== undefined;
    if (replacement === undefined) {
      list.update(state);
      if (changed('selected', 'table', 'rows')) {
        side.replaceChildren(...details(state));
        side.scrollTop = 0;
      }
    }
    if (changed('table', 'view', 'compared')) foot.replaceChildren(footer(state));
  }

  render();
  let shown = false;
  return (message) => {
    switch (message.type) {
      case 'show': {
        const table = createTable(message.columns, message.changes ?? []);
        dispatch({ kind: 'shown', view: message.view, table, compared: message.changes !== undefined });
        if (!shown) list.focus();
        shown = true;
        break;
      }
      case 'busy':
        dispatch({ kind: 'busy', what: message.what });
        break;
      case 'stale':
        dispatch({ kind: 'stale', stale: message.stale });
        break;
      case 'fail':
        dispatch({ kind: 'failed', failure: message });
        break;
      case 'describe':
        host.post(describe(message.id, body, body));
        break;
      case 'press': {
        const command = commandOf(message);
        if (command !== undefined) run(command);
        break;
      }
    }
  };
}

/** Where Enter leads: the rule that decided; without one the nearest miss; otherwise the step itself. */
function placeToOpen(state: State): TracePlace | undefined {
  const row = rowAt(state.rows, selectedIndex(state));
  if (row === undefined || state.table === undefined) return undefined;
  const step = state.table.details(row.step);
  const parts = step.decision?.parts ?? [];
  const stopped = parts.find((part) => part.decision.decision === decisionOf(state.table!.columns, row.step));
  const candidates = [
    row.part >= 0 ? parts[row.part]?.decision : step.decision,
    row.part >= 0 ? undefined : stopped?.decision,
  ];
  for (const decision of candidates) {
    const place = decision?.rules[0]?.place ?? decision?.nearest?.rule.place;
    if (place !== undefined) return place;
  }
  return step.place;
}
