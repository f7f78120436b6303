import type { Json } from '../../decide/action.ts';
import type { Finding, Reference } from '../../finding.ts';
import type { Effect } from '../../model/manifest.ts';
import type { Source } from '../../source.ts';
import type { Span } from '../../span.ts';
import type { MapNode, Node } from '../../syntax/node.ts';
import { reported, textOf } from '../findings.ts';
import { regexSearch } from '../regex/search.ts';
import { entryIn, parseToml } from '../toml/tree.ts';
import { DOCS } from './docs.ts';
import { type ArgsTest, prefixTest, regexTest } from './rule.ts';
import { mcpToolName } from './tools.ts';

/** One `[[rule]]` of a policy file, before its lists are taken apart. */
export interface RuleDraft {
  readonly source: Source;
  /** Of the whole table. */
  readonly table: Span;
  /** The words that it is shown by: its first line of conditions. */
  readonly span: Span;
  readonly node: MapNode;
  readonly text: string;
  /** As written. */
  readonly toolNames: readonly string[];
  readonly mcpName?: string;
  readonly subagent?: string;
  readonly annotations?: Readonly<Record<string, Json>>;
  readonly effect: Effect;
  /** From 0 to 999. */
  readonly priority: number;
  readonly modes: readonly string[];
  readonly interactive?: boolean;
  readonly allowsRedirection: boolean;
  /** One for each prefix; `any` where nothing is said about arguments. */
  readonly args: readonly (ArgsTest | 'any' | Refused)[];
}

/** An expression that the loader drops the rule for. */
export interface Refused {
  readonly refused: string;
}

export interface CheckerDraft {
  readonly toolNames: readonly string[];
  readonly mcpName?: string;
  readonly modes: readonly string[];
  readonly args: readonly (ArgsTest | 'any' | Refused)[];
  readonly name: string;
}

export interface PolicyFile {
  readonly source: Source;
  readonly rules: readonly RuleDraft[];
  readonly checkers: readonly CheckerDraft[];
  /** Why Gemini CLI drops the whole file, and how many of its rules ask or deny. */
  readonly dropped?: {
    readonly why: string;
    readonly span: Span;
    readonly reference: Reference;
    readonly held: number;
  };
  /** What in a file that is loaded does nothing. */
  readonly findings: readonly Finding[];
}

const EFFECTS: Readonly<Record<string, Effect>> = { allow: 'allow', ask_user: 'ask', deny: 'deny' };
const MODES = ['default', 'autoEdit', 'yolo', 'plan'];

const known = new WeakMap<Source, PolicyFile>();

/** Reads a policy file as Gemini CLI's loader does: one thing that is wrong drops all of it. Total; memoised by source. */
export function readPolicyFile(source: Source): PolicyFile {
  let file = known.get(source);
  if (!file) {
    file = readFile(source);
    known.set(source, file);
  }
  return file;
}

class Dropped extends Error {
  readonly span: Span;
  readonly reference: Reference;
  constructor(why: string, span: Span, reference: Reference = DOCS.schema) {
    super(why);
    this.span = span;
    this.reference = reference;
  }
}

function readFile(source: Source): PolicyFile {
  const { node, problem } = parseToml(source);
  const findings: Finding[] = [];
  const tables = tablesOf(node, 'rule');
  try {
    if (problem) throw new Dropped(problem.message.replace(/^This is/, 'this is'), problem.span, DOCS.loader);
    if (source.text.startsWith('\uFEFF')) {
      throw new Dropped('it begins with a byte order mark', { start: 0, end: 1 }, DOCS.loader);
    }
    checkOldToml(node, source.text);
    const rules = listOf(node, 'rule').map((table) => readRule(source, table, findings));
    const checkers = listOf(node, 'safety_checker').map(readChecker);
    for (const { key } of node.entries) {
      if (key.text === 'rule' || key.text === 'safety_checker') continue;
      const instead = key.text === 'rules' ? '; rules are written `[[rule]]`' : '';
      const severity = key.text === 'rules' ? 'error' : 'info';
      const message = `\`${key.text}\` does nothing: a policy file has \`[[rule]]\` and \`[[safety_checker]]\` only${instead}`;
      findings.push(
        reported('setting-without-effect', severity, source, key.span, message, { reference: DOCS.schema }),
      );
    }
    return { source, rules, checkers, findings };
  } catch (error) {
    if (!(error instanceof Dropped)) throw error;
    const held = tables.filter((table) =>
      ['deny', 'ask_user'].includes(textOf(nodeAt(table, 'decision')) ?? ''),
    ).length;
    const { message: why, span, reference } = error;
    return { source, rules: [], checkers: [], dropped: { why, span, reference, held }, findings: [] };
  }
}

function nodeAt(node: Node | undefined, key: string): Node | undefined {
  return entryIn(node, key)?.value;
}

function tablesOf(root: MapNode, key: string): readonly MapNode[] {
  const value = nodeAt(root, key);
  return value?.kind === 'seq' ? value.items.filter((item): item is MapNode => item?.kind === 'map') : [];
}

function listOf(root: MapNode, key: string): readonly MapNode[] {
  const entry = entryIn(root, key);
  if (!entry) return [];
  const { value } = entry;
  if (value?.kind !== 'seq') {
    throw new Dropped(`\`${key}\` is a list: write \`[[${key}]]\`, with two brackets`, entry.key.span);
  }
  const other = value.items.findIndex((item) => item?.kind !== 'map');
  if (other >= 0) throw new Dropped(`every \`${key}\` is a table`, value.itemSpans[other]!);
  return value.items as readonly MapNode[];
}

/** The loader's TOML is of version 0.5: what came later is a mistake to it. */
function checkOldToml(node: Node, text: string): void {
  if (node.kind === 'map') {
    if (text[node.span.start] === '{') checkOneLine(node, text);
    for (const { value } of node.entries) if (value) checkOldToml(value, text);
  } else if (node.kind === 'seq') {
    const types = node.items.map((item) => item && typeOf(item));
    const other = types.findIndex((type) => type !== undefined && types[0] !== undefined && type !== types[0]);
    if (other >= 0) {
      const why = `a list has items of one type only, not ${types[0]} and ${types[other]}`;
      throw new Dropped(why, node.itemSpans[other]!, DOCS.loader);
    }
    for (const item of node.items) if (item) checkOldToml(item, text);
  } else if (node.kind === 'scalar' && !node.plain && text[node.span.start - 1] === '"') {
    const newer = /^(?:[^\\]|\\[^ex])*?(\\[ex])/.exec(text.slice(node.span.start, node.span.end));
    if (newer) throw new Dropped(`\`${newer[1]}\` is no escape in its version of TOML`, node.span, DOCS.loader);
  }
}

function checkOneLine({ entries, span }: MapNode, text: string): void {
  let at = span.start;
  for (const entry of [...entries, { span: { start: span.end, end: span.end } }]) {
    if (text.slice(at, entry.span.start).includes('\n')) {
      throw new Dropped('a table between braces stands on one line', { start: at, end: entry.span.start }, DOCS.loader);
    }
    at = entry.span.end;
  }
}

function typeOf(node: Node): string {
  if (node.kind === 'map') return 'tables';
  if (node.kind === 'seq') return 'lists';
  if (node.kind !== 'scalar') return 'values';
  if (typeof node.value === 'boolean') return 'booleans';
  if (typeof node.value === 'number') return /^[+-]?[0-9_]+$|^0[xob]/.test(node.text) ? 'integers' : 'floats';
  return 'texts';
}

function integerOf(node: Node | undefined): number | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'number' && Number.isInteger(node.value)
    ? node.value
    : undefined;
}

/** Keys of a rule, as the loader knows them, and those that only tell people something. */
const RULE_KEYS = new Set(
  `toolName subagent mcpName argsPattern commandPrefix commandRegex decision priority modes interactive toolAnnotations
allowRedirection allow_redirection denyMessage deny_message`.split(/\s+/),
);
const REMARKS = new Set('name description comment note reason id source title message'.split(' '));

function readRule(source: Source, table: MapNode, findings: Finding[]): RuleDraft {
  const toolNames = textsOf(table, 'toolName', true);
  const mcpName = optionalText(table, 'mcpName');
  const subagent = optionalText(table, 'subagent');
  const args = readArgs(table);
  const effect = EFFECTS[textOf(nodeAt(table, 'decision')) ?? ''];
  if (effect === undefined) throw wrong(table, 'decision', 'is one of `allow`, `ask_user`, `deny`');
  const priority = priorityOf(table);
  const modes = modesOf(table);
  const interactive = optionalBoolean(table, 'interactive');
  const annotations = optionalTable(table, 'toolAnnotations');
  const allows = optionalBoolean(table, 'allowRedirection') ?? optionalBoolean(table, 'allow_redirection');
  for (const key of ['allow_redirection', 'allowRedirection']) optionalBoolean(table, key);
  for (const key of ['denyMessage', 'deny_message']) optionalText(table, key);
  for (const { key } of table.entries) {
    if (RULE_KEYS.has(key.text) || REMARKS.has(key.text)) continue;
    const message = `\`${key.text}\` does nothing: it is no key of a rule, and the rule holds without it`;
    findings.push(reported('setting-without-effect', 'warning', source, key.span, message, { reference: DOCS.schema }));
  }
  const span = shownSpan(table);
  const draft: RuleDraft = {
    source,
    table: table.span,
    span,
    node: table,
    text: source.text.slice(span.start, span.end),
    toolNames,
    ...(mcpName === undefined ? {} : { mcpName }),
    ...(subagent === undefined ? {} : { subagent }),
    ...(annotations ? { annotations } : {}),
    effect,
    priority,
    modes,
    ...(interactive === undefined ? {} : { interactive }),
    allowsRedirection: allows ?? false,
    args,
  };
  findings.push(...passedOver(draft));
  return draft;
}

/** The line by which a rule is known: what it says about arguments, else the tool or the server. */
function shownSpan(table: MapNode): Span {
  for (const key of ['commandPrefix', 'commandRegex', 'argsPattern', 'toolName', 'mcpName']) {
    const entry = entryIn(table, key);
    if (entry && !(key === 'toolName' && textOf(entry.value) === '*' && entryIn(table, 'mcpName'))) return entry.span;
  }
  return table.span;
}

function passedOver({ source, node }: RuleDraft): Finding[] {
  const findings: Finding[] = [];
  const add = (key: string, why: string, severity: 'warning' | 'error' = 'warning') => {
    const entry = entryIn(node, key);
    if (entry) {
      const message = `\`${key}\` does nothing here: ${why}`;
      findings.push(
        reported('setting-without-effect', severity, source, entry.key.span, message, { reference: DOCS.shell }),
      );
    }
  };
  const prefix = nodeAt(node, 'commandPrefix');
  const hasPrefix = prefix !== undefined && textOf(prefix) !== '';
  const regex = textOf(nodeAt(node, 'commandRegex'));
  if (hasPrefix) {
    if (regex !== undefined) add('commandRegex', 'of `commandPrefix` and `commandRegex` the first counts alone');
    add('argsPattern', 'with `commandPrefix` it counts for nothing');
  } else if (regex) add('argsPattern', 'with `commandRegex` it counts for nothing');
  if (textOf(prefix) === '')
    add('commandPrefix', 'an empty prefix is none, and the rule holds for every command', 'error');
  if (regex === '' && !hasPrefix)
    add('commandRegex', 'an empty expression is none, and the rule holds for every command', 'error');
  return findings;
}

function readChecker(table: MapNode): CheckerDraft {
  const toolNames = textsOf(table, 'toolName', true);
  const mcpName = optionalText(table, 'mcpName');
  const args = readArgs(table);
  const priority = nodeAt(table, 'priority');
  if (priority && integerOf(priority) === undefined) throw wrong(table, 'priority', 'is a whole number');
  const modes = modesOf(table);
  optionalTable(table, 'toolAnnotations');
  const checker = nodeAt(table, 'checker');
  const name = textOf(nodeAt(checker, 'name'));
  const type = textOf(nodeAt(checker, 'type'));
  const isKnown = type === 'external' || (type === 'in-process' && (name === 'allowed-path' || name === 'conseca'));
  if (!isKnown || name === undefined) throw wrong(table, 'checker', 'has a `type` and a `name` that are known');
  return { toolNames, ...(mcpName === undefined ? {} : { mcpName }), modes, args, name };
}

function readArgs(table: MapNode): readonly (ArgsTest | 'any' | Refused)[] {
  const pattern = optionalText(table, 'argsPattern');
  const prefixes = textsOf(table, 'commandPrefix', false);
  const regex = optionalText(table, 'commandRegex');
  const isList = nodeAt(table, 'commandPrefix')?.kind === 'seq';
  if (isList || (prefixes[0] ?? '') !== '') return prefixes.map((prefix) => prefixOf(prefix));
  if (regex) return [testOf(`"command":"${regex}`)];
  return [pattern ? testOf(pattern) : 'any'];
}

function prefixOf(prefix: string): ArgsTest | Refused {
  // The expression that the loader makes of it is longer than the prefix, and is measured like any other.
  const escaped = JSON.stringify(prefix)
    .slice(0, -1)
    .replace(/[-[\]{}()*+?.,\\^$|#\s"]/g, '\\$&').length;
  return escaped + LENGTH_AROUND > LONGEST ? { refused: TOO_LONG } : prefixTest(prefix);
}

const LONGEST = 2048;
const TOO_LONG = `it is longer than ${LONGEST.toLocaleString('en')} characters`;
/** Of `\"command\":` before the prefix, and the end of a word after it. */
const LENGTH_AROUND = 12 + 13;

function testOf(regex: string): ArgsTest | Refused {
  const { invalid } = regexSearch(regex);
  if (invalid !== undefined) return { refused: `it is no regular expression: ${invalid}` };
  if (regex.length > LONGEST) return { refused: TOO_LONG };
  if (isNested(regex)) return { refused: 'a group with a quantifier in it is followed by a quantifier' };
  return regexTest(regex);
}

/**
 * What Gemini CLI takes for an expression that may hang: a `(` with a quantifier after it and no `)` between them, and later on
 * the same line a `)` with a quantifier right behind it.
 */
function isNested(regex: string): boolean {
  let isOpen = false;
  let isWaiting = false;
  for (let at = 0; at < regex.length; at++) {
    const sign = regex[at]!;
    if (sign === ')' && isWaiting && /[*+?{]/.test(regex[at + 1] ?? '')) return true;
    if (sign === '(') isOpen = true;
    else if (sign === ')') isOpen = false;
    else if (/[\n\r\u2028\u2029]/.test(sign)) isWaiting = false;
    else if (isOpen && /[*+?{]/.test(sign)) isWaiting = true;
  }
  return false;
}

function wrong(table: MapNode, key: string, what: string): Dropped {
  const entry = entryIn(table, key);
  if (!entry && key === 'toolName' && entryIn(table, 'mcpName')) {
    const why = '`toolName` is missing; for every tool of a server, `toolName = "*"` stands beside `mcpName`';
    return new Dropped(why, entryIn(table, 'mcpName')!.span, DOCS.mcp);
  }
  return entry
    ? new Dropped(`\`${key}\` ${what}`, entry.span)
    : new Dropped(`a rule has no \`${key}\`, which ${what}`, headOf(table));
}

function headOf(table: MapNode): Span {
  return { start: table.span.start, end: Math.min(table.span.end, table.span.start + '[[rule]]'.length) };
}

function textsOf(table: MapNode, key: string, isRequired: boolean): readonly string[] {
  const entry = entryIn(table, key);
  if (!entry && !isRequired) return [];
  const { value } = entry ?? {};
  const items = value?.kind === 'seq' ? value.items : [value];
  const texts = items.map(textOf);
  if (texts.includes(undefined)) throw wrong(table, key, 'is a text, or a list of texts');
  return texts as readonly string[];
}

function optionalText(table: MapNode, key: string): string | undefined {
  const entry = entryIn(table, key);
  if (!entry) return undefined;
  const text = textOf(entry.value);
  if (text === undefined) throw wrong(table, key, 'is a text');
  return text;
}

function optionalBoolean(table: MapNode, key: string): boolean | undefined {
  const entry = entryIn(table, key);
  if (!entry) return undefined;
  if (entry.value?.kind !== 'scalar' || typeof entry.value.value !== 'boolean')
    throw wrong(table, key, 'is true or false');
  return entry.value.value;
}

function optionalTable(table: MapNode, key: string): Readonly<Record<string, Json>> | undefined {
  const entry = entryIn(table, key);
  if (!entry) return undefined;
  if (entry.value?.kind !== 'map') throw wrong(table, key, 'is a table');
  const pairs = entry.value.entries.map((each) => [each.key.text, jsonOf(each.value)] as const);
  return Object.fromEntries(pairs);
}

/** Lists and tables are never the same as what a tool says, so that they may be anything. */
function jsonOf(node: Node | undefined): Json {
  return node?.kind === 'scalar' ? node.value : [];
}

function priorityOf(table: MapNode): number {
  const number = integerOf(nodeAt(table, 'priority'));
  if (number === undefined || number < 0 || number > 999) {
    throw wrong(table, 'priority', 'is a whole number from 0 to 999');
  }
  return number;
}

function modesOf(table: MapNode): readonly string[] {
  const entry = entryIn(table, 'modes');
  if (!entry) return [];
  const items = entry.value?.kind === 'seq' ? entry.value.items.map(textOf) : [undefined];
  const other = items.findIndex((item) => item === undefined || !MODES.includes(item));
  if (other >= 0) {
    const span = entry.value?.kind === 'seq' ? entry.value.itemSpans[other]! : entry.span;
    throw new Dropped(`\`modes\` is a list of ${MODES.map((mode) => `\`${mode}\``).join(', ')}`, span);
  }
  return items as readonly string[];
}

/** The name that a rule is compared by: with a server, that of the server's tool. */
export function effectiveName(toolName: string, mcpName: string | undefined): string {
  return mcpName ? mcpToolName(mcpName, toolName) : toolName;
}
