import type { Table } from './table.ts';

/** A row of the list: a run's heading, a step, or a part of a step's command line. */
export interface Row {
  /** Index of the step; of the run's first step for a heading. */
  readonly step: number;
  /** -1 for the step itself, {@link HEADING} for the heading of its run. */
  readonly part: number;
}

export const HEADING = -2;

/** The rows that are there, folded ones not; in two arrays, because there can be a great many. */
export interface Rows {
  readonly length: number;
  readonly steps: Int32Array;
  readonly parts: Int32Array;
}

/** A command line shows its parts from the start where they explain something: when not everything in it is allowed. */
export function unfoldedByDefault(table: Table, step: number): boolean {
  const { parts, decision } = table.columns;
  return parts[step]! > 1 && decision[step] !== 1;
}

export function isUnfolded(table: Table, step: number, toggled: ReadonlySet<number>): boolean {
  return table.columns.parts[step]! > 1 && unfoldedByDefault(table, step) !== toggled.has(step);
}

export function buildRows(
  table: Table,
  steps: Uint32Array,
  toggled: ReadonlySet<number>,
  foldedRuns: ReadonlySet<number>,
): Rows {
  const { columns } = table;
  const headings = columns.runs.length > 1;
  let length = headings ? columns.runs.length : 0;
  for (const step of steps) length += 1 + (isUnfolded(table, step, toggled) ? columns.parts[step]! : 0);
  const rows = { steps: new Int32Array(length), parts: new Int32Array(length) };
  let at = 0;
  let run = -1;
  let next = 0;
  const add = (step: number, part: number) => {
    rows.steps[at] = step;
    rows.parts[at++] = part;
  };
  for (const step of steps) {
    while (step >= next) {
      run++;
      const { first, count } = columns.runs[run]!;
      next = first + count;
      // A run of which the filter leaves nothing has no heading.
      if (headings && step < next) add(first, HEADING);
    }
    if (foldedRuns.has(run)) continue;
    add(step, -1);
    if (isUnfolded(table, step, toggled)) for (let part = 0; part < columns.parts[step]!; part++) add(step, part);
  }
  return { length: at, steps: rows.steps.subarray(0, at), parts: rows.parts.subarray(0, at) };
}

/** The index of a row, or of the one that comes closest to where it was: its step, then the next row after it, then the last. */
export function indexOfRow(rows: Rows, row: Row): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const step = rows.steps[middle]!;
    if (step < row.step || (step === row.step && rows.parts[middle]! < row.part)) low = middle + 1;
    else high = middle;
  }
  if (low < rows.length && rows.steps[low] === row.step && rows.parts[low] === row.part) return low;
  if (low > 0 && rows.steps[low - 1] === row.step) {
    while (low > 0 && rows.steps[low - 1] === row.step && rows.parts[low - 1]! >= -1) low--;
    return low;
  }
  return Math.min(low, rows.length - 1);
}

export function rowAt(rows: Rows, index: number): Row | undefined {
  return index < 0 || index >= rows.length ? undefined : { step: rows.steps[index]!, part: rows.parts[index]! };
}
