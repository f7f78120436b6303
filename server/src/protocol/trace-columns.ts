import type { Trace, TraceObligation, TracePlace, TraceProblem, TraceRun, TraceSeen, TraceStep } from './trace.ts';

/**
 * A trace in the form in which it is posted to the viewer: columns of numbers and two stretches of text, not an object
 * for each step. Cloning the objects of 100,000 steps takes seconds, these arrays milliseconds. What a step says in
 * full is JSON in `details`, read when its row is shown; what a filter looks at is in `search`.
 */
export interface TraceColumns {
  readonly count: number;
  readonly runs: readonly RunHeader[];
  /** Index into {@link KINDS}. */
  readonly kind: Uint8Array;
  /** Index into {@link DECISIONS}. */
  readonly decision: Uint8Array;
  readonly failed: Uint8Array;
  /** How many parts of a command line were judged. */
  readonly parts: Uint16Array;
  readonly depth: Uint8Array;
  /** Milliseconds since the run began. */
  readonly start: Float64Array;
  readonly end: Float64Array;
  /** UTF-8 of every step's {@link StepDetails} as JSON, one after the other; `starts` are offsets in bytes, one more than steps. */
  readonly details: Uint8Array;
  readonly detailStarts: Uint32Array;
  /** UTF-8 of every step's lines `field value`, in lower case; `starts` are offsets in UTF-16 units of the decoded text. */
  readonly search: Uint8Array;
  readonly searchStarts: Uint32Array;
  readonly problems: readonly TraceProblem[];
  readonly otherSpans: number;
}

export const KINDS = ['action', 'revoke', 'wait'] as const;
/** The first stands for "not recorded". */
export const DECISIONS = ['none', 'allow', 'ask', 'deny'] as const;

/** A step without what its run's header has once for all steps. */
export type StepDetails = Omit<TraceStep, 'seen'>;

export interface RunHeader {
  readonly title: string;
  readonly role: string;
  readonly kind: TraceRun['kind'];
  readonly traceId: string;
  readonly began: number;
  readonly roleDigest?: string;
  readonly scenario?: { readonly uri: string; readonly place?: TracePlace };
  readonly rolePlace?: TracePlace;
  readonly problems: readonly string[];
  /** Its steps are `first` to `first + count - 1`. */
  readonly first: number;
  readonly count: number;
  readonly counts: {
    readonly allowed: number;
    readonly asked: number;
    readonly denied: number;
    readonly failed: number;
  };
  readonly limits: readonly LimitTrack[];
  readonly revocations: readonly { readonly index: number; readonly target: string }[];
  /** Everything that the run has seen, with the number of the step that saw it. */
  readonly seen: readonly TraceSeen[];
}

/** A limit or budget over the run: after which steps (indexes, ascending) how much of it was used. */
export interface LimitTrack {
  readonly name: string;
  readonly of: number;
  readonly unit?: string;
  readonly per: string;
  readonly steps: Uint32Array;
  readonly used: Float64Array;
}

export function toColumns(trace: Trace): TraceColumns {
  const count = trace.runs.reduce((sum, run) => sum + run.steps.length, 0);
  const kind = new Uint8Array(count);
  const decision = new Uint8Array(count);
  const failed = new Uint8Array(count);
  const parts = new Uint16Array(count);
  const depth = new Uint8Array(count);
  const start = new Float64Array(count);
  const end = new Float64Array(count);
  const detailStarts = new Uint32Array(count + 1);
  const searchStarts = new Uint32Array(count + 1);
  const details = textColumn();
  const search = textColumn();
  const runs: RunHeader[] = [];
  let index = 0;
  for (const run of trace.runs) {
    const first = index;
    for (const step of run.steps) {
      const { seen: _, ...rest } = step;
      kind[index] = KINDS.indexOf(step.kind);
      decision[index] = DECISIONS.indexOf(step.decision?.decision ?? 'none');
      failed[index] = step.failed ? 1 : 0;
      parts[index] = Math.min(step.decision?.parts?.length ?? 0, 0xffff);
      depth[index] = step.depth;
      start[index] = step.at - run.began;
      end[index] = step.at - run.began + step.duration;
      details.add(JSON.stringify(rest));
      search.add(searchText(step));
      index++;
      detailStarts[index] = details.bytes();
      searchStarts[index] = search.units();
    }
    runs.push(headerOf(run, first));
  }
  return {
    count,
    runs,
    kind,
    decision,
    failed,
    parts,
    depth,
    start,
    end,
    details: details.done(),
    detailStarts,
    search: search.done(),
    searchStarts,
    problems: trace.problems,
    otherSpans: trace.otherSpans,
  };
}

function headerOf(run: TraceRun, first: number): RunHeader {
  const { title, role, kind, traceId, began, roleDigest, scenario, rolePlace, problems, steps } = run;
  const counts = { allowed: 0, asked: 0, denied: 0, failed: 0 };
  for (const step of steps) {
    if (step.decision?.decision === 'allow') counts.allowed++;
    if (step.decision?.decision === 'ask') counts.asked++;
    if (step.decision?.decision === 'deny') counts.denied++;
    if (step.failed) counts.failed++;
  }
  return {
    title,
    role,
    kind,
    traceId,
    began,
    problems,
    first,
    count: steps.length,
    counts,
    limits: limitTracks(steps, first),
    revocations: steps.flatMap((step, i) => (step.kind === 'revoke' ? [{ index: first + i, target: step.value }] : [])),
    seen: steps.at(-1)?.seen ?? [],
    ...(roleDigest === undefined ? {} : { roleDigest }),
    ...(scenario === undefined ? {} : { scenario }),
    ...(rolePlace === undefined ? {} : { rolePlace }),
  };
}

/** The name under which a limit or budget is shown: what is counted, and for which rule. */
export function limitName(obligation: TraceObligation): string {
  const counted = obligation.kind === 'budget' ? (obligation.what?.[0] ?? 'budget') : 'calls';
  return obligation.kind === 'limit' && obligation.rule
    ? `${counted} of ${obligation.rule.id ?? obligation.rule.text}`
    : counted;
}

function limitTracks(steps: readonly TraceStep[], first: number): readonly LimitTrack[] {
  const tracks = new Map<string, { last: TraceObligation; steps: number[]; used: number[] }>();
  steps.forEach((step, i) => {
    for (const obligation of step.limits) {
      if (obligation.used === undefined || obligation.of === undefined) continue;
      const key = `${step.role} ${limitName(obligation)} ${obligation.unit} ${obligation.per}`;
      let track = tracks.get(key);
      if (track === undefined) {
        track = { last: obligation, steps: [], used: [] };
        tracks.set(key, track);
      }
      track.last = obligation;
      track.steps.push(first + i);
      track.used.push(obligation.used);
    }
  });
  return [...tracks.values()].map(({ last, steps: at, used }) => ({
    name: limitName(last),
    of: last.of ?? 0,
    per: last.per ?? 'run',
    steps: Uint32Array.from(at),
    used: Float64Array.from(used),
    ...(last.unit === undefined ? {} : { unit: last.unit }),
  }));
}

/** One line for each field that a filter can name. */
function searchText(step: TraceStep): string {
  const lines: string[] = [];
  const add = (field: string, value: string | undefined) => {
    if (value !== undefined && value !== '') lines.push(`${field} ${value.replace(/\n/g, ' ')}`);
  };
  add('number', String(step.number));
  add('verb', step.verb ?? step.kind);
  add(fieldOf(step), step.value);
  add('value', step.value);
  if (step.with !== undefined) add('with', JSON.stringify(step.with));
  add('role', step.role);
  add('method', step.method);
  const { decision } = step;
  add('reason', decision?.reason);
  add('words', decision?.words);
  const rules = [decision, ...(decision?.parts ?? []).map((part) => part.decision)].flatMap(
    (each) => each?.rules ?? [],
  );
  for (const rule of rules) {
    add(
      'rule',
      `${rule.id ?? ''} ${rule.owner}:${rule.place?.range.start.line ?? ''} ${rule.effect} ${rule.text}`.trim(),
    );
  }
  for (const part of decision?.parts ?? []) add(part.verb === 'run' ? 'part' : 'path', part.value);
  for (const each of step.leaving) add('leaving', `${each.label} ${each.from} ${each.to}`);
  return `${lines.join('\n').toLowerCase()}\n`;
}

function fieldOf(step: TraceStep): string {
  if (step.verb === 'call' || step.verb === undefined) return 'tool';
  if (step.verb === 'read' || step.verb === 'write' || step.verb === 'delete') return 'path';
  return step.verb;
}

declare class TextEncoder {
  encode(text: string): Uint8Array;
}

/** Gathers text and encodes it in pieces, so that neither one huge text nor a great many small arrays are made. */
function textColumn() {
  const encoder = new TextEncoder();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  let units = 0;
  return {
    add(text: string): void {
      const chunk = encoder.encode(text);
      chunks.push(chunk);
      bytes += chunk.length;
      units += text.length;
    },
    bytes: () => bytes,
    units: () => units,
    done(): Uint8Array {
      const all = new Uint8Array(bytes);
      let at = 0;
      for (const chunk of chunks) {
        all.set(chunk, at);
        at += chunk.length;
      }
      return all;
    },
  };
}
