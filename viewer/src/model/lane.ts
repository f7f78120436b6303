import type { RunHeader, TraceColumns } from '../../../server/src/protocol/trace-columns.ts';

/** Where a step stands in the time lane: from and to, both from 0 to 1. */
export interface Bar {
  readonly from: number;
  readonly to: number;
}

export interface Lane {
  /** `time`: to scale. `order`: no time passes in the run, steps stand in their order. */
  readonly kind: 'time' | 'order';
  readonly total: number;
  bar(step: number): Bar;
  readonly ticks: readonly { readonly at: number; readonly label: string }[];
}

/** Below this a run is drawn in order: a second of machine time tells nothing. */
const LEAST = 1_000;

export function laneOf(columns: TraceColumns, run: RunHeader): Lane {
  let total = 0;
  const last = run.first + run.count;
  for (let step = run.first; step < last; step++) total = Math.max(total, columns.end[step] ?? 0);
  if (total < LEAST) {
    const slot = 1 / Math.max(1, run.count);
    return {
      kind: 'order',
      total: 0,
      bar: (step) => ({ from: (step - run.first) * slot, to: (step - run.first + 1) * slot }),
      ticks: [],
    };
  }
  const scale = (at: number) => Math.min(1, Math.max(0, at / total));
  return {
    kind: 'time',
    total,
    bar: (step) => ({ from: scale(columns.start[step] ?? 0), to: scale(columns.end[step] ?? 0) }),
    ticks: ticksOf(total),
  };
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [1, 2, 5, 10, 15, 20, 30]
  .map((n) => n * SECOND)
  .concat([1, 2, 5, 10, 15, 20, 30].map((n) => n * MINUTE))
  .concat([1, 2, 3, 6, 12].map((n) => n * HOUR))
  .concat([1, 2, 7, 14, 30, 90, 365, 3650, 36500].map((n) => n * DAY));

function ticksOf(total: number): Lane['ticks'] {
  const between = STEPS.find((step) => total / step <= 2.5) ?? STEPS.at(-1)!;
  const ticks: { at: number; label: string }[] = [];
  for (let at = 0; at <= total * 0.8 && ticks.length < 5; at += between) {
    ticks.push({ at: at / total, label: at === 0 ? '0 s' : duration(at) });
  }
  return ticks;
}

/** A duration in its two largest units: `31 min`, `1 h 30 min`, `250 ms`. */
export function duration(milliseconds: number): string {
  if (milliseconds < SECOND) return `${Math.round(milliseconds)} ms`;
  const units: readonly (readonly [number, string])[] = [
    [DAY, 'd'],
    [HOUR, 'h'],
    [MINUTE, 'min'],
    [SECOND, 's'],
  ];
  const parts: string[] = [];
  let rest = Math.round(milliseconds / SECOND) * SECOND;
  for (const [size, name] of units) {
    const amount = Math.floor(rest / size);
    if (amount > 0) parts.push(`${amount} ${name}`);
    else if (parts.length > 0) break;
    rest -= amount * size;
    if (parts.length === 2) break;
  }
  return parts.join(' ');
}
