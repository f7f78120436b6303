import type { TraceProblem } from '../../../server/src/protocol/trace.ts';
import type { PageState, ViewInfo } from '../../../server/src/protocol/viewer.ts';
import { matching, parseFilter, toggled } from './filter.ts';
import type { Command } from './keys.ts';
import { buildRows, HEADING, indexOfRow, isUnfolded, type Row, type Rows, rowAt } from './rows.ts';
import { runOf, type Table } from './table.ts';

/** Everything that the page shows. Immutable; `reduce` makes the next one, and the page renders it. */
export interface State {
  readonly view: ViewInfo | undefined;
  readonly table: Table | undefined;
  readonly failure:
    | { readonly title: string; readonly message: string; readonly problems: readonly TraceProblem[] }
    | undefined;
  readonly busy: string | undefined;
  readonly stale: boolean;
  /** After a re-run: that decisions were compared with those of the run before. */
  readonly compared: boolean;
  readonly filter: string;
  readonly unknownFields: readonly string[];
  readonly matches: Uint32Array;
  readonly rows: Rows;
  readonly selected: Row;
  readonly toggled: ReadonlySet<number>;
  readonly foldedRuns: ReadonlySet<number>;
}

export type Event =
  | { readonly kind: 'shown'; readonly view: ViewInfo; readonly table: Table; readonly compared: boolean }
  | { readonly kind: 'failed'; readonly failure: NonNullable<State['failure']> }
  | { readonly kind: 'busy'; readonly what: string }
  | { readonly kind: 'stale'; readonly stale: boolean }
  | { readonly kind: 'filtered'; readonly filter: string }
  | { readonly kind: 'selected'; readonly index: number }
  | { readonly kind: 'toggled'; readonly index: number }
  | { readonly kind: 'commanded'; readonly command: Command; readonly pageRows: number };

const NO_ROWS: Rows = { length: 0, steps: new Int32Array(0), parts: new Int32Array(0) };

/** The page before anything is known, or as it was before a reload. */
export function initialState(kept: PageState | undefined): State {
  return {
    view: undefined,
    table: undefined,
    failure: undefined,
    busy: undefined,
    stale: false,
    compared: false,
    filter: kept?.filter ?? '',
    unknownFields: [],
    matches: new Uint32Array(0),
    rows: NO_ROWS,
    selected: kept?.selected ?? { step: 0, part: -1 },
    toggled: new Set(kept?.toggled),
    foldedRuns: new Set(kept?.foldedRuns),
  };
}

export function keptState(state: State): PageState {
  return {
    version: 1,
    filter: state.filter,
    selected: state.selected,
    toggled: [...state.toggled].slice(0, 1_000),
    foldedRuns: [...state.foldedRuns].slice(0, 1_000),
    ...(state.view?.restore === undefined ? {} : { restore: state.view.restore }),
  };
}

export function reduce(state: State, event: Event): State {
  switch (event.kind) {
    case 'shown': {
      const another = state.table !== undefined && state.view?.title !== event.view.title;
      const base = another
        ? { ...state, filter: '', toggled: new Set<number>(), foldedRuns: new Set<number>(), selected: FIRST }
        : state;
      const { view, table, compared } = event;
      return arranged({ ...base, view, table, compared, failure: undefined, busy: undefined, stale: false });
    }
    case 'failed':
      return { ...state, view: undefined, table: undefined, failure: event.failure, busy: undefined };
    case 'busy':
      return { ...state, busy: event.what };
    case 'stale':
      return { ...state, stale: event.stale };
    case 'filtered':
      return arranged({ ...state, filter: event.filter });
    case 'selected':
      return { ...state, selected: rowAt(state.rows, event.index) ?? state.selected };
    case 'toggled':
      return fold(state, event.index);
    case 'commanded':
      return command(state, event.command, event.pageRows);
  }
}

const FIRST: Row = { step: 0, part: -1 };

/** The row that is selected now. -1 where there is none. */
export function selectedIndex(state: State): number {
  return indexOfRow(state.rows, state.selected);
}

function arranged(state: State): State {
  const { table } = state;
  if (table === undefined) return state;
  const filter = parseFilter(state.filter);
  const matches = matching(table, filter);
  const rows = buildRows(table, matches, state.toggled, state.foldedRuns);
  // The selection is kept as it was made, so that it is back when the filter is taken away.
  return { ...state, matches, rows, unknownFields: filter.unknown };
}

function fold(state: State, index: number): State {
  const row = rowAt(state.rows, index);
  const { table } = state;
  if (row === undefined || table === undefined) return state;
  if (row.part === HEADING) {
    const run = table.columns.runs.findIndex((each) => each.first === row.step);
    return arranged({ ...state, selected: row, foldedRuns: flipped(state.foldedRuns, run) });
  }
  if (table.columns.parts[row.step]! < 2) return state;
  return arranged({ ...state, selected: { step: row.step, part: -1 }, toggled: flipped(state.toggled, row.step) });
}

function flipped(set: ReadonlySet<number>, value: number): ReadonlySet<number> {
  const next = new Set(set);
  if (!next.delete(value)) next.add(value);
  return next;
}

function command(state: State, given: Command, pageRows: number): State {
  const { rows, table } = state;
  const index = selectedIndex(state);
  const to = (next: number): State => {
    const row = rowAt(rows, Math.min(rows.length - 1, Math.max(0, next)));
    return row === undefined ? state : { ...state, selected: row };
  };
  switch (given.kind) {
    case 'move':
      return to(index + given.by);
    case 'page':
      return to(index + given.by * Math.max(1, pageRows - 1));
    case 'first':
      return to(0);
    case 'last':
      return to(rows.length - 1);
    case 'fold':
    case 'unfold': {
      const row = rowAt(rows, index);
      if (row === undefined || table === undefined) return state;
      if (row.part >= 0)
        return given.kind === 'fold' ? to(indexOfRow(rows, { step: row.step, part: -1 })) : to(index + 1);
      const open =
        row.part === HEADING
          ? !state.foldedRuns.has(table.columns.runs.findIndex((run) => run.first === row.step))
          : isUnfolded(table, row.step, state.toggled);
      const foldable = row.part === HEADING || table.columns.parts[row.step]! > 1;
      if (foldable && open !== (given.kind === 'unfold')) return fold(state, index);
      if (given.kind === 'unfold') return open ? to(index + 1) : state;
      const run = runOf(table.columns, row.step);
      return row.part === HEADING || table.columns.runs.length < 2 || run === undefined
        ? state
        : to(indexOfRow(rows, { step: run.first, part: HEADING }));
    }
    case 'denial': {
      if (table === undefined) return state;
      for (let at = index + given.by; at >= 0 && at < rows.length; at += given.by) {
        if (rows.parts[at] === -1 && table.columns.decision[rows.steps[at]!] === 3) return to(at);
      }
      return state;
    }
    case 'clear':
      return state.filter === '' ? state : arranged({ ...state, filter: '' });
    case 'changed':
      return arranged({ ...state, filter: toggled(state.filter, 'changed', 'yes') });
    default:
      return state;
  }
}
