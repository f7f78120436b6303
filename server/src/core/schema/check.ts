import type { Kind } from '../model/manifest.ts';
import { VERBS } from '../model/manifest.ts';
import type { Span } from '../span.ts';
import type { MapNode, Node } from '../syntax/node.ts';
import { entryOf, toJson } from '../syntax/node-json.ts';
import type { Problem, ReaderRuleId } from '../syntax/problem.ts';
import { shown } from '../syntax/yaml-errors.ts';
import { spanWithQuotes } from '../syntax/yaml-tree.ts';
import { closest } from './closest.ts';
import type { JsonSchema, SchemaError, Validate } from './json-schema.ts';
import { SCHEMAS, schemaAt, VALIDATORS } from './schemas.ts';

/** Errors that are put into words; the rest would be beyond the cap on findings anyway. */
const MOST_ERRORS = 200;

/** What the schema of its kind says against a manifest, in our words and at the exact place. `text` is what the tree was read from. */
export function checkSchema(kind: Kind, map: MapNode, text: string): Problem[] {
  return checkAgainst(SCHEMAS[kind], VALIDATORS[kind], map, text, (path) => schemaAt(kind, path), kind);
}

/** The same for any schema with its validator. */
export function checkAgainst(
  root: JsonSchema,
  validate: Validate,
  map: MapNode,
  text: string,
  schemaOf: (path: readonly string[]) => JsonSchema | undefined,
  kind?: Kind,
): Problem[] {
  if (validate(toJson(map))) return [];
  const problems: Problem[] = [];
  const check: Check = { root, map, text, schemaOf, kind };
  for (const error of (validate.errors ?? []).slice(0, MOST_ERRORS)) {
    const problem = inWords(check, error);
    if (problem) problems.push(problem);
  }
  return problems;
}

interface Check {
  readonly root: JsonSchema;
  readonly map: MapNode;
  readonly text: string;
  readonly schemaOf: (path: readonly string[]) => JsonSchema | undefined;
  readonly kind: Kind | undefined;
}

/** What an error is about: the node, the key that it stands under, and the schema for it. */
interface Target {
  readonly path: readonly string[];
  readonly node: Node | undefined;
  /** The key or list item that the node belongs to. */
  readonly keySpan: Span;
  readonly keyText: string | undefined;
  readonly schema: JsonSchema | undefined;
}

function inWords(check: Check, error: SchemaError): Problem | undefined {
  const target = targetOf(check, error.instancePath);
  const { node, schema } = target;
  const { params } = error;
  switch (error.keyword) {
    case 'additionalProperties':
      return unknownKey(check, target, String(params.additionalProperty));
    case 'required':
      // Which verb is missing is said once, for all of them.
      if (error.schemaPath.includes('/oneOf/')) return undefined;
      return missingKey(check, target, String(params.missingProperty));
    case 'dependentRequired':
      return misplaced(target, String(params.property), String(params.missingProperty));
    case 'oneOf':
      return verbs(check, target);
    case 'type':
    case 'const':
    case 'enum':
      if (!node) return unwritten(target, schema);
      if (error.keyword === 'type') return wrongType(check, target);
      return unknownValue(check, target);
    case 'pattern':
      // Dates, durations and quantities are read by the model, which says more exactly what is wrong with them.
      if (!node || possibleValues(schema).length === 0) return undefined;
      return unknownValue(check, target);
    case 'minLength':
      return {
        ...errorAt('bad-value', node ? spanWithQuotes(check.text, node)! : target.keySpan),
        message: `${named(target)} is empty`,
      };
    case 'minItems':
      return { ...errorAt('bad-value', node?.span ?? target.keySpan), message: `${named(target)} is an empty list` };
    case 'minimum':
      return {
        ...errorAt('bad-value', node?.span ?? target.keySpan),
        message: `${named(target)} has to be at least ${String(params.limit)}`,
      };
    default:
      return undefined;
  }
}

function errorAt(rule: ReaderRuleId, span: Span): Pick<Problem, 'rule' | 'severity' | 'start' | 'end'> {
  return { rule, severity: 'error', start: span.start, end: span.end };
}

function unknownKey(check: Check, target: Target, key: string): Problem | undefined {
  const map = target.node?.kind === 'map' ? target.node : undefined;
  const entry = entryOf(map, key);
  if (!entry) return undefined;
  // A key without its colon yet is already reported as that.
  if (!entry.value && !check.text.slice(entry.key.span.end, entry.span.end).includes(':')) return undefined;
  const known = Object.keys(target.schema?.properties ?? {});
  const written = writtenKeys(map!);
  const meant = closest(
    key,
    known.filter((each) => !written.has(each)),
  );
  const problem = errorAt('unknown-key', entry.key.span);
  if (meant !== undefined) {
    return {
      ...problem,
      message: `\`${shown(key)}\` is not known here; did you mean \`${meant}\`?`,
      fix: { title: `Change to \`${meant}\``, kind: 'offer', ...entry.key.span, newText: meant },
    };
  }
  return { ...problem, message: `\`${shown(key)}\` is not known here${elsewhere(check, target, key)}` };
}

const writtenMemo = new WeakMap<MapNode, ReadonlySet<string>>();

function writtenKeys(map: MapNode): ReadonlySet<string> {
  let written = writtenMemo.get(map);
  if (!written) {
    written = new Set(map.entries.map((each) => each.key.text));
    writtenMemo.set(map, written);
  }
  return written;
}

/** Where an unknown key would be right. */
function elsewhere(check: Check, target: Target, key: string): string {
  if (target.path.length === 0 && check.kind) {
    const rules = 'allow' in (check.root.properties ?? {});
    if (rules && (VERBS as readonly string[]).includes(key))
      return ': a rule stands in a list under `allow`, `ask` or `deny`';
    const other = (Object.keys(SCHEMAS) as Kind[]).find(
      (kind) => kind !== check.kind && key in (SCHEMAS[kind].properties ?? {}),
    );
    if (other) return `: it belongs into ${other === 'AgentRole' ? 'an' : 'a'} ${other}`;
  }
  const known = Object.keys(target.schema?.properties ?? {}).filter((each) => each !== '$schema');
  return known.length > 0 && known.length <= 12 ? `; possible: ${known.join(', ')}` : '';
}

function missingKey(check: Check, target: Target, key: string): Problem {
  if (target.path.length === 0 && check.kind && (key === 'kind' || key === 'version')) {
    const written = key === 'kind' ? `kind: ${check.kind}` : 'version: 1';
    return {
      ...errorAt('missing-key', headOf(check, target)),
      message: `The manifest has no \`${key}\`: write \`${written}\``,
    };
  }
  const what = target.path.length === 0 ? (check.kind ?? 'The file') : 'This';
  const description = target.schema?.properties?.[key]?.description;
  const why = description
    ? `: ${description.charAt(0).toLowerCase()}${description.slice(1).replace(/\.( .*)?$/s, '')}`
    : '';
  return { ...errorAt('missing-key', headOf(check, target)), message: `${what} has no \`${key}\`${why}` };
}

/** Where to say that something is missing from a mapping: at what it is called, never at all of it. */
function headOf(check: Check, target: Target): Span {
  if (target.path.length > 0) return target.keySpan;
  const head = entryOf(check.map, 'name') ?? entryOf(check.map, 'kind') ?? check.map.entries[0];
  return head?.value?.kind === 'scalar'
    ? head.value.span
    : (head?.key.span ?? { start: check.map.span.start, end: check.map.span.start });
}

function misplaced(target: Target, key: string, needed: string): Problem {
  const entry = target.node?.kind === 'map' ? entryOf(target.node, key) : undefined;
  return {
    ...errorAt('misplaced-key', entry?.key.span ?? target.keySpan),
    message: `\`${key}\` applies to \`${needed}\`, and there is none beside it`,
  };
}

function verbs(check: Check, target: Target): Problem | undefined {
  if (target.node?.kind !== 'map') return undefined;
  const possible = (target.schema?.oneOf ?? []).flatMap((each) => each.required ?? []);
  const written = target.node.entries.filter((each) => possible.includes(each.key.text));
  const what = check.kind === 'Scenario' ? 'step' : 'rule';
  if (written.length === 0) {
    return {
      ...errorAt('no-verb', firstWord(target)),
      message: `This ${what} does not say what it is about: it needs one of ${possible.join(', ')}`,
    };
  }
  const second = written[1];
  if (!second) return undefined;
  const names = written.map((each) => `\`${each.key.text}\``);
  const list = `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;
  return {
    ...errorAt('several-verbs', second.key.span),
    message: `This ${what} is about ${list} at once: write one ${what} for each`,
  };
}

function firstWord(target: Target): Span {
  const map = target.node?.kind === 'map' ? target.node : undefined;
  return map?.entries[0]?.key.span ?? target.keySpan;
}

/** A key, or a list's dash, after which nothing stands yet. */
function unwritten(target: Target, schema: JsonSchema | undefined): Problem {
  const what =
    target.keyText === undefined ? 'This item is still empty' : `\`${shown(target.keyText)}\` has no value yet`;
  const expected = expectation(schema);
  return { ...errorAt('half-written', target.keySpan), message: expected ? `${what}: ${expected} is expected` : what };
}

function wrongType(check: Check, target: Target): Problem {
  const { node, schema } = target;
  const span = node!.kind === 'scalar' ? node!.span : target.keySpan;
  const expected = expectation(schema) ?? 'something else';
  const textExpected = typesOf(schema).includes('string');
  if (node!.kind === 'scalar' && textExpected && typeof node!.value !== 'string') {
    const whole = spanWithQuotes(check.text, node)!;
    const is =
      node!.value === null ? 'as nothing' : typeof node!.value === 'number' ? 'as a number' : 'as true or false';
    return {
      ...errorAt('wrong-type', span),
      message: `\`${shown(node!.text)}\` is read ${is}, and a text is expected: put it in quotes`,
      fix: {
        title: `Put \`${shown(node!.text)}\` in quotes`,
        kind: 'offer',
        ...whole,
        newText: JSON.stringify(node!.text),
      },
    };
  }
  return {
    ...errorAt('wrong-type', span),
    message: `${named(target)} is ${kindOf(node!)}, and ${expected} is expected`,
  };
}

function unknownValue(check: Check, target: Target): Problem {
  const { node, schema } = target;
  const possible = possibleValues(schema);
  const span = node!.kind === 'scalar' ? node!.span : target.keySpan;
  if (node!.kind !== 'scalar')
    return {
      ...errorAt('wrong-type', span),
      message: `${named(target)} is ${kindOf(node!)}, and one of ${possible.join(', ')} is expected`,
    };
  const meant = closest(node!.text, possible);
  const problem = errorAt('unknown-value', span.end > span.start ? span : spanWithQuotes(check.text, node)!);
  const none = possible.length === 1 ? `has to be ${possible[0]}` : `is none of ${possible.join(', ')}`;
  return {
    ...problem,
    message: `\`${shown(node!.text)}\` ${none}${meant === undefined || possible.length === 1 ? '' : `; did you mean ${meant}?`}`,
    ...(meant === undefined
      ? {}
      : { fix: { title: `Change to \`${meant}\``, kind: 'offer' as const, ...problem, newText: meant } }),
  };
}

function possibleValues(schema: JsonSchema | undefined): string[] {
  if (schema?.const !== undefined) return [String(schema.const)];
  // `yes` and `no` stand for true and false too, and are nicer to read.
  const values = schema?.enum ?? schema?.then?.enum;
  if (values) return values.filter((each) => typeof each !== 'boolean').map(String);
  // The short forms of operations and arguments are patterns of alternatives.
  const alternatives = /^\^\(([a-z|]+)\)/.exec(schema?.pattern ?? '');
  return alternatives ? alternatives[1]!.split('|') : [];
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'a text',
  array: 'a list',
  object: 'a mapping',
  number: 'a number',
  integer: 'a whole number',
};

function typesOf(schema: JsonSchema | undefined): readonly string[] {
  const { type } = schema ?? {};
  return type === undefined ? [] : typeof type === 'string' ? [type] : type;
}

function expectation(schema: JsonSchema | undefined): string | undefined {
  const words = typesOf(schema).flatMap((type) => TYPE_WORDS[type] ?? []);
  if (words.length > 0)
    return words.length === 1 ? words[0] : `${words.slice(0, -1).join(', ')} or ${words[words.length - 1]}`;
  const values = possibleValues(schema);
  return values.length > 1 ? `one of ${values.join(', ')}` : values[0];
}

function kindOf(node: Node): string {
  if (node.kind === 'map') return 'a mapping';
  if (node.kind === 'seq') return 'a list';
  if (node.value === null) return 'null';
  return typeof node.value === 'string' ? 'a text' : typeof node.value === 'number' ? 'a number' : 'true or false';
}

function named(target: Target): string {
  return target.keyText === undefined ? 'This item' : `\`${shown(target.keyText)}\``;
}

function targetOf(check: Check, pointer: string): Target {
  const path = pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  let node: Node | undefined = check.map;
  let keySpan: Span = { start: check.map.span.start, end: check.map.span.start };
  let keyText: string | undefined;
  for (const step of path) {
    if (node?.kind === 'map') {
      const entry = entryOf(node, step);
      node = entry?.value;
      keySpan = entry?.key.span ?? keySpan;
      keyText = entry?.key.text;
    } else if (node?.kind === 'seq') {
      const index = Number(step);
      const span: Span | undefined = node.itemSpans[index];
      node = node.items[index];
      // Of a long item the first line is enough to point at.
      if (span) keySpan = firstLine(check.text, span);
      keyText = undefined;
    }
  }
  return { path, node, keySpan, keyText, schema: check.schemaOf(path) };
}

function firstLine(text: string, span: Span): Span {
  const newline = text.indexOf('\n', span.start);
  return { start: span.start, end: newline < 0 ? span.end : Math.min(span.end, newline) };
}
