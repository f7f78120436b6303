import { EFFECTS, type Effect } from '../model/manifest.ts';
import { isObject, listOf, type Plain } from './otlp.ts';
import type {
  TraceDecision,
  TraceLeaving,
  TraceNearest,
  TraceObligation,
  TracePart,
  TracePlace,
  TraceRange,
  TraceRule,
  TraceSeen,
} from './trace-model.ts';

/** The decision in the attributes of an `authorize` span. */
export function readDecision(
  of: { readonly [key: string]: Plain },
  report: (message: string) => void,
): TraceDecision | undefined {
  const json = (key: string): unknown => {
    const value = of[key];
    if (typeof value !== 'string') return undefined;
    try {
      return JSON.parse(value);
    } catch {
      report(`${key} is no JSON`);
      return undefined;
    }
  };
  return decisionOf({
    decision: of['bailiwick.decision'],
    reason: of['bailiwick.decision.reason'],
    words: of['bailiwick.decision.words'],
    rules: json('bailiwick.decision.rules'),
    nearest: json('bailiwick.decision.nearest'),
    obligations: json('bailiwick.decision.obligations'),
    parts: json('bailiwick.decision.parts'),
  });
}

function decisionOf(value: unknown, depth = 0): TraceDecision | undefined {
  if (!isObject(value)) return undefined;
  const decision = effectOf(value.decision);
  if (decision === undefined) return undefined;
  const nearest = nearestOf(value.nearest);
  const parts = depth > 8 ? [] : listOf(value.parts).flatMap((each) => partOf(each, depth + 1) ?? []);
  return {
    decision,
    reason: text(value.reason),
    words: text(value.words),
    rules: listOf(value.rules).flatMap((each) => ruleOf(each) ?? []),
    obligations: readObligations(value.obligations),
    ...(nearest === undefined ? {} : { nearest }),
    ...(parts.length === 0 ? {} : { parts }),
  };
}

function partOf(value: unknown, depth: number): TracePart | undefined {
  if (!isObject(value)) return undefined;
  const decision = decisionOf(value.decision, depth);
  if (decision === undefined) return undefined;
  const { start, end } = value;
  return {
    text: text(value.text),
    verb: text(value.verb),
    value: text(value.value),
    decision,
    ...(typeof start === 'number' && typeof end === 'number' ? { start, end } : {}),
  };
}

function ruleOf(value: unknown): TraceRule | undefined {
  if (!isObject(value)) return undefined;
  const effect = effectOf(value.effect);
  if (effect === undefined) return undefined;
  const place = placeOf(value.place);
  return {
    owner: text(value.owner),
    effect,
    text: text(value.text),
    ...(typeof value.id === 'string' ? { id: value.id } : {}),
    ...(place === undefined ? {} : { place }),
  };
}

function nearestOf(value: unknown): TraceNearest | undefined {
  if (!isObject(value)) return undefined;
  const rule = ruleOf(value.rule);
  if (rule === undefined) return undefined;
  return {
    rule,
    pattern: text(value.pattern),
    constraint: text(value.constraint),
    expected: text(value.expected),
    actual: text(value.actual),
    words: text(value.words),
  };
}

function obligationOf(value: unknown): TraceObligation | undefined {
  if (!isObject(value)) return undefined;
  const kind = (['approval', 'limit', 'budget', 'record'] as const).find((each) => each === value.kind);
  if (kind === undefined) return undefined;
  const read: Record<string, unknown> = { kind };
  for (const key of ['within', 'count', 'used', 'of']) if (typeof value[key] === 'number') read[key] = value[key];
  for (const key of ['per', 'unit']) if (typeof value[key] === 'string') read[key] = value[key];
  for (const key of ['from', 'evidence', 'binds', 'what']) if (Array.isArray(value[key])) read[key] = texts(value[key]);
  const rule = ruleOf(value.rule);
  if (rule !== undefined) read.rule = rule;
  return read as unknown as TraceObligation;
}

export function readObligations(value: unknown): readonly TraceObligation[] {
  return listOf(value).flatMap((each) => obligationOf(each) ?? []);
}

export function readSeen(value: unknown): readonly TraceSeen[] {
  return listOf(value).flatMap((each) =>
    isObject(each) && typeof each.label === 'string'
      ? [{ label: each.label, from: text(each.from), step: typeof each.step === 'number' ? each.step : 0 }]
      : [],
  );
}

export function readLeaving(value: unknown): readonly TraceLeaving[] {
  return listOf(value).flatMap((each) =>
    isObject(each) && typeof each.label === 'string'
      ? [{ label: each.label, from: text(each.from), to: text(each.to) }]
      : [],
  );
}

export function readOrigins(value: unknown): { readonly [argument: string]: readonly string[] } | undefined {
  if (!isObject(value)) return undefined;
  return Object.fromEntries(Object.entries(value).map(([name, origins]) => [name, texts(origins)]));
}

/** The place that `<prefix>.uri` and `<prefix>.range` (`12:3-18:9`, from 1) name. */
export function readPlace(of: { readonly [key: string]: Plain }, prefix: string): TracePlace | undefined {
  const uri = of[`${prefix}.uri`];
  const range = /^(\d{1,9}):(\d{1,9})-(\d{1,9}):(\d{1,9})$/.exec(String(of[`${prefix}.range`] ?? ''));
  if (typeof uri !== 'string' || range === null) return undefined;
  const [startLine, startColumn, endLine, endColumn] = range.slice(1).map(Number) as [number, number, number, number];
  return { uri, range: { start: { line: startLine, column: startColumn }, end: { line: endLine, column: endColumn } } };
}

function placeOf(value: unknown): TracePlace | undefined {
  if (!isObject(value) || typeof value.uri !== 'string' || !isObject(value.range)) return undefined;
  const start = positionOf(value.range.start);
  const end = positionOf(value.range.end);
  return start === undefined || end === undefined ? undefined : { uri: value.uri, range: { start, end } };
}

function positionOf(value: unknown): TraceRange['start'] | undefined {
  if (!isObject(value) || typeof value.line !== 'number' || typeof value.column !== 'number') return undefined;
  return { line: value.line, column: value.column };
}

function effectOf(value: unknown): Effect | undefined {
  return EFFECTS.find((each) => each === value);
}

function texts(value: unknown): readonly string[] {
  return listOf(value).filter((each) => typeof each === 'string');
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
