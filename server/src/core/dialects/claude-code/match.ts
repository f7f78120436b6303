import type { Json } from '../../decide/action.ts';
import type { Effect } from '../../model/manifest.ts';
import { textIn } from '../calls.ts';
import type { ToolCall } from '../dialect.ts';
import type { Mode } from './keys.ts';
import type { ClaudeRule } from './rule.ts';
import type { Sandbox } from './sandbox.ts';
import { matchesGlob } from './text-glob.ts';
import { mcpName } from './tools.ts';

/** Everything that a decision of Claude Code is taken from. */
export interface Policy {
  /** Rules of all files together that are read. */
  readonly rules: readonly ClaudeRule[];
  readonly mode: Mode;
  /** The directory in which a session starts, relative to the workspace's root. */
  readonly project: string;
  /** Further working directories, normalised. */
  readonly directories: readonly string[];
  readonly sandbox: Sandbox | undefined;
  /** The tools that the agent has; absent: all. */
  readonly tools?: (tool: string) => boolean;
}

/** The rules with one effect that do something, in their order, and those that a command line can be about. */
interface Live {
  readonly all: readonly ClaudeRule[];
  readonly paths: readonly ClaudeRule[];
  /** By the word that every command in the rule begins with; under the empty word those without one. */
  readonly byWord: ReadonlyMap<string, readonly ClaudeRule[]>;
}

const lives = new WeakMap<Policy['rules'], ReadonlyMap<Effect, Live>>();

function liveOf({ rules }: Policy, effect: Effect): Live {
  let live = lives.get(rules);
  if (!live) {
    live = new Map((['allow', 'ask', 'deny'] as const).map((each) => [each, indexOf(rules, each)]));
    lives.set(rules, live);
  }
  return live.get(effect)!;
}

function indexOf(rules: Policy['rules'], effect: Effect): Live {
  const all = rules.filter((rule) => rule.effect === effect && rule.liveness.state === 'live');
  const byWord = new Map<string, ClaudeRule[]>();
  for (const rule of all) {
    const word = beginningOf(rule);
    if (word === undefined) continue;
    const list = byWord.get(word);
    if (list) list.push(rule);
    else byWord.set(word, [rule]);
  }
  return { all, paths: all.filter(({ matcher }) => matcher.kind === 'path'), byWord };
}

/** The word of {@link Live.byWord}; undefined where the rule is about no command. */
function beginningOf({ matcher }: ClaudeRule): string | undefined {
  if (matcher.kind === 'tool') return '';
  if (matcher.kind !== 'command') return undefined;
  const word = firstWord(matcher.pattern.replace(/:\*$/, ' *'));
  return word.includes('*') ? '' : word;
}

/**
 * Whether a rule surely says nothing about a call: one about commands names a word that the line has not. What a shell
 * would make of quotes and variables is not looked into.
 */
export function spares(rule: ClaudeRule, { tool, input }: ToolCall): boolean {
  const word = beginningOf(rule);
  if (word === undefined || word === '' || tool !== 'Bash') return false;
  const command = textIn(input, 'command');
  return !/['"\\$`]/.test(command) && !command.includes(word);
}

function firstWord(text: string): string {
  const end = text.indexOf(' ');
  return end < 0 ? text : text.slice(0, end);
}

export function matching(
  policy: Policy,
  effect: Effect,
  matches: (rule: ClaudeRule) => boolean,
): readonly ClaudeRule[] {
  return liveOf(policy, effect).all.filter(matches);
}

/** Of the rules about files. */
export function matchingPaths(
  policy: Policy,
  effect: Effect,
  matches: (rule: ClaudeRule) => boolean,
): readonly ClaudeRule[] {
  const { paths } = liveOf(policy, effect);
  return paths.length === 0 ? paths : paths.filter(matches);
}

/** Of the rules about commands and whole tools, those that can be about one of these texts. */
export function matchingCommands(
  policy: Policy,
  effect: Effect,
  texts: readonly string[],
  matches: (rule: ClaudeRule) => boolean,
): readonly ClaudeRule[] {
  const { all, byWord } = liveOf(policy, effect);
  if (byWord.size === 0) return [];
  const found = ['', ...new Set(texts.map(firstWord))].flatMap((word) => byWord.get(word)?.filter(matches) ?? []);
  return found.length < 2 ? found : all.filter((rule) => found.includes(rule));
}

/** Whether the rule is about every use of the tool. */
export function isWhole({ matcher }: ClaudeRule, tool: string): boolean {
  if (matcher.kind !== 'tool') return false;
  if (matcher.tool === tool) return true;
  const own = mcpName(matcher.tool);
  if (own && own.tool === undefined && !matcher.tool.includes('*')) return mcpName(tool)?.server === own.server;
  if (matcher.tool === 'Bash' && tool === 'Monitor') return true;
  return matcher.tool.includes('*') && matchesGlob(matcher.tool, tool);
}

export function matchesParameter({ matcher }: ClaudeRule, tool: string, input: ToolCall['input']): boolean {
  if (matcher.kind !== 'parameter') return false;
  if (matcher.tool !== tool && !(matcher.tool.includes('*') && matchesGlob(matcher.tool, tool))) return false;
  if (!Object.hasOwn(input, matcher.parameter)) return false;
  const value: Json = input[matcher.parameter]!;
  if (value === null || typeof value === 'object') return false;
  return matchesGlob(matcher.value, String(value));
}
