import type { Instant } from '../decide/run-state.ts';
import type { Source } from '../source.ts';
import type { Located, Span } from '../span.ts';
import type { MapNode, Node } from '../syntax/node.ts';
import { entryOf } from '../syntax/node-json.ts';
import type { Problem, ReaderRuleId } from '../syntax/problem.ts';
import type { Quantity } from './manifest.ts';
import { type Read, readBoolean, readDuration, readInstant, readQuantity } from './values.ts';

/** What the readers of a manifest's parts share: where the text is from, and where problems go. */
export interface Reading {
  readonly source: Source;
  readonly problems: Problem[];
  /** How many patterns have been read so far. */
  patterns: number;
}

export function report(reading: Reading, rule: ReaderRuleId, span: Span, message: string): void {
  reading.problems.push({ rule, severity: 'error', message, start: span.start, end: span.end });
}

export function fieldOf(map: MapNode | undefined, key: string): Node | undefined {
  return entryOf(map, key)?.value;
}

export function asMap(node: Node | undefined): MapNode | undefined {
  return node?.kind === 'map' ? node : undefined;
}

/** A scalar as the text that was written, so that `version: 1.10` stays `1.10`. Empty texts are texts; `null` is none. */
export function textOf(node: Node | undefined): Located<string> | undefined {
  if (node?.kind !== 'scalar' || node.value === null) return undefined;
  return { value: node.text, span: node.span };
}

/** The texts of a list, or the one text that stands where a list could. */
export function textsOf(node: Node | undefined): Located<string>[] {
  const nodes = node?.kind === 'seq' ? node.items : [node];
  return nodes.flatMap((item) => textOf(item) ?? []);
}

/** A list's nodes that are mappings; a mapping that stands alone is a list of one. */
export function mapsOf(node: Node | undefined): MapNode[] {
  if (node?.kind === 'map') return [node];
  return node?.kind === 'seq' ? node.items.flatMap((item) => asMap(item) ?? []) : [];
}

/** One of the given words; anything else is absent here, and a finding of the schema's. */
export function wordOf<T extends string>(node: Node | undefined, words: readonly T[]): Located<T> | undefined {
  const text = textOf(node);
  const word = words.find((each) => each === text?.value);
  return text && word !== undefined ? { value: word, span: text.span } : undefined;
}

export function booleanOf(node: Node | undefined): Located<boolean> | undefined {
  const text = textOf(node);
  const value = text && readBoolean(text.value);
  return text && value !== undefined ? { value, span: text.span } : undefined;
}

export function numberOf(node: Node | undefined): Located<number> | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'number' ? { value: node.value, span: node.span } : undefined;
}

export function instantOf(
  reading: Reading,
  node: Node | undefined,
  dayMeans: 'its start' | 'its end',
): Located<Instant> | undefined {
  return converted(reading, node, (text) => readInstant(text, dayMeans));
}

export function durationOf(reading: Reading, node: Node | undefined): Located<number> | undefined {
  return converted(reading, node, readDuration);
}

export function quantityOf(
  reading: Reading,
  node: Node | undefined,
  what: 'calls' | 'spend' | 'tokens',
): Located<Quantity> | undefined {
  return converted(reading, node, (text) => readQuantity(text, what));
}

export function converted<T>(
  reading: Reading,
  node: Node | undefined,
  read: (text: string) => Read<T>,
): Located<T> | undefined {
  const text = textOf(node);
  if (!text) return undefined;
  const result = read(text.value);
  if ('value' in result) return { value: result.value, span: text.span };
  report(reading, 'bad-value', text.span, result.problem);
  return undefined;
}

/** Only the properties that have a value: an absent field is absent, not `undefined`. */
export function present<T extends object>(fields: { readonly [K in keyof T]: T[K] | undefined }): T {
  const result: Partial<T> = {};
  for (const key in fields) if (fields[key] !== undefined) result[key] = fields[key] as T[typeof key];
  return result as T;
}
