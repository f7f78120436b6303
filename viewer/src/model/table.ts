import type { Change } from '../../../server/src/protocol/trace.ts';
import {
  DECISIONS,
  KINDS,
  type RunHeader,
  type StepDetails,
  type TraceColumns,
} from '../../../server/src/protocol/trace-columns.ts';

/** The shown trace: its columns, read where somebody looks. */
export interface Table {
  readonly columns: TraceColumns;
  readonly changes: ReadonlyMap<number, Change>;
  /** What a step says in full. Kept for the steps that were looked at last. */
  details(step: number): StepDetails;
  /** The lines that a filter looks at, in lower case. */
  readonly search: () => string;
}

export function createTable(columns: TraceColumns, changes: readonly (Change & { readonly index: number })[]): Table {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let recent = new Map<number, StepDetails>();
  let search: string | undefined;
  return {
    columns,
    changes: new Map(changes.map((change) => [change.index, change])),
    details(step) {
      const known = recent.get(step);
      if (known !== undefined) return known;
      const bytes = columns.details.subarray(columns.detailStarts[step], columns.detailStarts[step + 1]);
      const details = JSON.parse(decoder.decode(bytes)) as StepDetails;
      if (recent.size > 2_000) recent = new Map();
      recent.set(step, details);
      return details;
    },
    search() {
      search ??= decoder.decode(columns.search);
      return search;
    },
  };
}

export function decisionOf(columns: TraceColumns, step: number): (typeof DECISIONS)[number] {
  return DECISIONS[columns.decision[step] ?? 0] ?? 'none';
}

export function kindOf(columns: TraceColumns, step: number): (typeof KINDS)[number] {
  return KINDS[columns.kind[step] ?? 0] ?? 'action';
}

/** The run that a step belongs to. */
export function runOf(columns: TraceColumns, step: number): RunHeader | undefined {
  let low = 0;
  let high = columns.runs.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (columns.runs[middle]!.first <= step) low = middle;
    else high = middle - 1;
  }
  return columns.runs[low];
}
