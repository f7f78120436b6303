import type { JSONPath } from 'jsonc-parser';
import type { Effect } from '../../model/manifest.ts';
import type { Source } from '../../source.ts';
import type { Span } from '../../span.ts';
import type { MapEntry, Node } from '../../syntax/node.ts';
import type { Generation } from './ruleset.ts';

/** A rule as it stands in a file, before it is known what it does. One object for each place, shared by all principals. */
export interface Draft {
  readonly source: Source;
  readonly span: Span;
  readonly text: string;
  readonly permission: string;
  readonly pattern: string;
  readonly effect: Effect;
  readonly generation: Generation;
  /** Where it stands in a JSON file; undefined in Markdown. */
  readonly path: JSONPath | undefined;
  /** True for `"bash": false`, which has no words for asking. */
  readonly isSwitch: boolean;
  /** True where it stands in a map of patterns, where the home directory is put in. */
  readonly inMap: boolean;
}

/** Names of V2's own where V1 had others. Source: `normalizeAction` in V2's migration; opencode.ai/v2/docs/migrate-v1. */
const RENAMED: Readonly<Record<string, string>> = { bash: 'shell', task: 'subagent', write: 'edit', patch: 'edit' };

/** The permission that a rule is about: V2 reads V1's words too, and has other names for some of them. */
export function permissionFor({ permission, generation }: Draft, reader: Generation): string {
  return reader === 2 && generation === 1 ? inWordsOf(permission, reader) : permission;
}

/** A name of V1's in the words of a generation. */
export function inWordsOf(permission: string, generation: Generation): string {
  return generation === 2 ? (RENAMED[permission] ?? permission) : permission;
}

/** A value that opencode refuses, and with it the whole file or the whole start. */
export interface Refusal {
  readonly source: Source;
  readonly span: Span;
  readonly rule: 'wrong-type' | 'unknown-value';
  /** Half a sentence. */
  readonly why: string;
}

/** The rules that one place in one file gives, in the order in which a JavaScript object would have them. */
export type DraftMap = ReadonlyMap<string, Draft | ReadonlyMap<string, Draft>>;

export interface DraftReading {
  readonly drafts: Draft[];
  readonly refusals: Refusal[];
}

/** Permissions that take one effect and no patterns in V1. Source: `PermissionConfig` in opencode 1.18.33. */
const ONE_EFFECT = new Set(['todowrite', 'question', 'webfetch', 'websearch', 'doom_loop']);

/**
 * What stands under `permission`: one effect for everything, or permissions with one effect or a map of patterns each. A
 * key that stands twice in one object has its last value, at its first place, as in JavaScript.
 */
export function readPermission(
  reading: DraftReading,
  source: Source,
  entry: MapEntry,
  path: JSONPath | undefined,
): DraftMap {
  const { value } = entry;
  if (value?.kind !== 'map') {
    const draft = draftOf(reading, source, entry, value, '*', '*', path, false);
    return draft ? new Map([['*', draft]]) : new Map();
  }
  const found = new Map<string, Draft | ReadonlyMap<string, Draft>>();
  for (const each of value.entries) {
    const key = each.key.text;
    const below = path && [...path, key];
    if (each.value?.kind !== 'map') {
      const draft = draftOf(reading, source, each, each.value, key, '*', below, false);
      if (draft) found.set(key, draft);
      continue;
    }
    if (ONE_EFFECT.has(key)) {
      const why = `\`${key}\` takes one effect and no patterns`;
      reading.refusals.push({ source, span: each.key.span, rule: 'wrong-type', why });
    }
    const patterns = new Map<string, Draft>();
    for (const inner of each.value.entries) {
      const pattern = inner.key.text;
      const draft = draftOf(reading, source, inner, inner.value, key, pattern, below && [...below, pattern], true);
      if (draft) patterns.set(pattern, draft);
    }
    found.set(key, patterns);
  }
  return found;
}

/** What stands under `tools`: names that are switched on or off, the old words for an effect on everything. */
export function readTools(
  reading: DraftReading,
  source: Source,
  value: Node | undefined,
  path: JSONPath | undefined,
): DraftMap {
  const found = new Map<string, Draft>();
  if (value?.kind !== 'map') return found;
  for (const each of value.entries) {
    const scalar = each.value?.kind === 'scalar' ? each.value.value : undefined;
    if (typeof scalar !== 'boolean') {
      const why = 'a tool is switched by `true` or `false`';
      reading.refusals.push({ source, span: (each.value ?? each.key).span, rule: 'wrong-type', why });
      continue;
    }
    const name = each.key.text;
    const permission = name === 'write' || name === 'patch' ? 'edit' : name;
    const draft: Draft = {
      source,
      span: each.span,
      text: textOf(source, each.span),
      permission,
      pattern: '*',
      effect: scalar ? 'allow' : 'deny',
      generation: 1,
      path: path && [...path, name],
      isSwitch: true,
      inMap: false,
    };
    reading.drafts.push(draft);
    found.set(permission, draft);
  }
  return found;
}

/** The list under `permissions`, in V2's words. */
export function readList(
  reading: DraftReading,
  source: Source,
  value: Node | undefined,
  path: JSONPath | undefined,
): readonly Draft[] {
  const found: Draft[] = [];
  if (value?.kind !== 'seq') return found;
  for (const [index, item] of value.items.entries()) {
    const field = (key: string): string | undefined => {
      const own = item?.kind === 'map' ? item.entries.findLast((entry) => entry.key.text === key)?.value : undefined;
      return own?.kind === 'scalar' && typeof own.value === 'string' ? own.value : undefined;
    };
    const [permission, pattern, effect] = [field('action'), field('resource'), field('effect')];
    const span = item?.span ?? value.itemSpans[index] ?? value.span;
    if (permission === undefined || pattern === undefined || !isEffect(effect)) {
      const why = 'a rule has an `action`, a `resource` and an `effect`, which is allow, ask or deny';
      reading.refusals.push({ source, span, rule: 'wrong-type', why });
      continue;
    }
    const draft: Draft = {
      source,
      span,
      text: textOf(source, span),
      permission,
      pattern,
      effect,
      generation: 2,
      path: path && [...path, index],
      isSwitch: false,
      inMap: true,
    };
    reading.drafts.push(draft);
    found.push(draft);
  }
  return found;
}

/** V2's order: what the file says, one after the other. */
export function asList(map: DraftMap): readonly Draft[] {
  return [...map].sort(byObjectOrder).flatMap(([, value]) => (isDraft(value) ? [value] : [...value.values()]));
}

/**
 * What opencode makes of two such maps, the second being of the file that is read later: an object in the place of another
 * is merged into it, anything else is replaced, and a key keeps the place that it had.
 */
export function merged(first: DraftMap, second: DraftMap): DraftMap {
  const all = new Map(first);
  for (const [key, value] of second) {
    const before = all.get(key);
    if (before !== undefined && !isDraft(before) && !isDraft(value)) {
      const patterns = new Map(before);
      for (const [pattern, draft] of value) patterns.set(pattern, draft);
      all.set(key, patterns);
    } else {
      all.set(key, value);
    }
  }
  return all;
}

/** As a JavaScript object would list them: keys that are numbers first, by their size. */
export function flattened(map: DraftMap): readonly Draft[] {
  return [...map]
    .sort(byObjectOrder)
    .flatMap(([, value]) => (isDraft(value) ? [value] : [...value].sort(byObjectOrder).map(([, draft]) => draft)));
}

function byObjectOrder([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  const [first, second] = [indexOf(a), indexOf(b)];
  return first === second ? 0 : first - second;
}

function indexOf(key: string): number {
  return /^(?:0|[1-9]\d{0,9})$/.test(key) && Number(key) < 4_294_967_295 ? Number(key) : Number.POSITIVE_INFINITY;
}

function isDraft(value: Draft | ReadonlyMap<string, Draft>): value is Draft {
  return 'effect' in value;
}

function draftOf(
  reading: DraftReading,
  source: Source,
  entry: MapEntry,
  value: Node | undefined,
  permission: string,
  pattern: string,
  path: JSONPath | undefined,
  inMap: boolean,
): Draft | undefined {
  const effect = value?.kind === 'scalar' ? value.value : undefined;
  if (!isEffect(effect)) {
    const isText = typeof effect === 'string';
    const why = `${isText ? `\`${effect}\`` : 'this'} is no effect: allow, ask and deny are`;
    const span = (value ?? entry.key).span;
    reading.refusals.push({ source, span, rule: isText ? 'unknown-value' : 'wrong-type', why });
    return undefined;
  }
  const draft: Draft = {
    source,
    span: entry.span,
    text: textOf(source, entry.span),
    permission,
    pattern,
    effect,
    generation: 1,
    path,
    isSwitch: false,
    inMap,
  };
  reading.drafts.push(draft);
  return draft;
}

function isEffect(value: unknown): value is Effect {
  return value === 'allow' || value === 'ask' || value === 'deny';
}

function textOf(source: Source, span: Span): string {
  const text = source.text.slice(span.start, span.end).replace(/\s+/g, ' ').trim();
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}
