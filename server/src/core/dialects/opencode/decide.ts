import type { Effect } from '../../model/manifest.ts';
import type { Enforcer, ForeignDecision, ForeignRule, ToolCall } from '../dialect.ts';
import { permissionOf, requestsOf, shellRequests } from './calls.ts';
import {
  evaluate,
  type Generation,
  hiddenBy,
  type OpenRule,
  type Request,
  type Ruleset,
  strictest,
  type Verdict,
} from './ruleset.ts';
import { slashed } from './wildcard.ts';

/** What one agent is held to. */
export interface Policy {
  readonly generation: Generation;
  /** opencode's defaults first, then what is configured, in the order in which it counts. */
  readonly rules: Ruleset;
  /** Why opencode does not start at all. */
  readonly broken: string | undefined;
}

/** What opencode would do about a call. `auto` answers every question with yes, and denies as before. */
export function decideCall(policy: Policy, call: ToolCall, mode: string | undefined): ForeignDecision {
  const decision = decided(policy, call);
  if (mode !== 'auto' || decision.effect !== 'ask' || policy.broken !== undefined) return decision;
  return { ...decision, effect: 'allow', enforcer: 'none', words: `${decision.words}; --auto says yes to it` };
}

function decided(policy: Policy, call: ToolCall): ForeignDecision {
  const { rules, generation, broken } = policy;
  if (broken !== undefined) return plain('deny', 'engine', broken);
  const hidden = hiddenBy(rules, permissionOf(call.tool, generation));
  if (hidden && !isGate(call.tool)) {
    const words = hidden.written
      ? `the model is not shown this tool: \`${hidden.written.text}\` is the last rule about it`
      : 'the model is not shown this tool';
    return { ...plain('deny', 'engine', words), rules: writtenOf([hidden]) };
  }
  if (call.tool === 'bash' || call.tool === 'shell') return decideShell(policy, call);
  const verdicts = requestsOf(call, generation).flatMap((request) => verdictsOf(rules, request));
  const worst = strictest(verdicts);
  if (!worst) return plain('ask', 'prompt-only', 'the call names nothing that could be asked about');
  return {
    effect: worst.effect,
    enforcer: enforcerOf(worst.effect),
    rules: writtenOf([worst.rule]),
    get near() {
      return nearOf(rules, worst, permissionOf(call.tool, generation));
    },
    documented: true,
    words: wordsOf(worst),
  };
}

/** Permissions that no tool of this name goes with. */
function isGate(tool: string): boolean {
  return tool === 'external_directory' || tool === 'doom_loop';
}

function verdictsOf(rules: Ruleset, { permission, resources }: Request): Verdict[] {
  return resources.map((resource) => evaluate(rules, permission, resource));
}

/** Directories outside first, then command by command; the strictest answer is the line's. */
function decideShell(policy: Policy, call: ToolCall): ForeignDecision {
  const { rules, generation } = policy;
  const permission = generation === 1 ? 'bash' : 'shell';
  const { line, outside, commands } = shellRequests(call, generation);
  const ways = outside ? verdictsOf(rules, outside) : [];
  const parts = commands.map((command) => evaluate(rules, permission, command));
  const all = [...ways, ...parts];
  const worst = strictest(all);
  const shown = parts.map(({ resource, effect, rule }) => ({ text: resource, effect, rules: writtenOf([rule]) }));
  if (line.problem !== undefined && !isCertain(rules, permission)) {
    const text = typeof call.input.command === 'string' ? call.input.command : '';
    const effect = worst?.effect === 'deny' || evaluate(rules, permission, text).effect === 'deny' ? 'deny' : 'ask';
    return {
      effect,
      enforcer: enforcerOf(effect),
      rules: writtenOf([worst?.effect === effect ? worst.rule : undefined]),
      near: [],
      parts: shown,
      documented: false,
      words: `how opencode divides this line is not certain: ${line.problem}`,
    };
  }
  if (!worst) {
    return plain(
      'allow',
      'none',
      'opencode asks about commands, and its parser finds none in this line, so it asks nothing',
    );
  }
  const deciding = all.filter(({ effect }) => effect === worst.effect);
  const isDirectory = ways.includes(worst);
  return {
    effect: worst.effect,
    enforcer: enforcerOf(worst.effect),
    rules: writtenOf(deciding.map(({ rule }) => rule)),
    get near() {
      return nearOf(rules, worst, permission);
    },
    parts: shown,
    documented: !(isDirectory && outside?.guessed && new Set(ways.map(({ effect }) => effect)).size > 1),
    words: isDirectory ? `outside of the project: ${wordsOf(worst)}` : wordsOf(worst),
  };
}

/** True where one rule decides about every command, however a line is divided. */
function isCertain(rules: Ruleset, permission: string): boolean {
  return rules.about(permission).at(-1)?.rule.pattern === '*';
}

function enforcerOf(effect: Effect): Enforcer {
  return effect === 'ask' ? 'prompt-only' : 'engine';
}

function plain(effect: Effect, enforcer: Enforcer, words: string): ForeignDecision {
  return { effect, enforcer, rules: [], near: [], documented: true, words };
}

function writtenOf(rules: readonly (OpenRule | undefined)[]): readonly ForeignRule[] {
  return [...new Set(rules.flatMap((rule) => (rule?.written ? [rule.written] : [])))];
}

const PAST = { allow: 'allowed', ask: 'asked', deny: 'denied' } as const;

function wordsOf({ effect, rule, resource }: Verdict): string {
  if (!rule) return 'no rule matches, and opencode asks then';
  if (!rule.written)
    return `no rule matches; opencode's own default ${effect === 'ask' ? 'asks' : effect === 'deny' ? 'denies' : 'allows'}`;
  const what = resource.length > 0 && resource.length <= 60 && !resource.includes('\n') ? `\`${resource}\` is ` : '';
  return `${what}${PAST[effect]} by \`${rule.written.text}\`, the last rule that matches`;
}

/** Rules that match as well and come earlier, the last first; then those for the same program that match something else. */
function nearOf(rules: Ruleset, { rule, resource }: Verdict, permission: string): ForeignDecision['near'] {
  const overridden: { rule: ForeignRule; why: string }[] = [];
  const others: { rule: ForeignRule; why: string }[] = [];
  const text = slashed(resource);
  const given = text.split(/\s+/, MOST_WORDS);
  const about = rules.about(permission);
  for (let at = about.length - 1; at >= 0 && overridden.length < MOST_NEAR; at--) {
    const { rule: each, matches } = about[at]!;
    if (!each.written || each.effect === rule?.effect) continue;
    if (matches(text)) {
      const why = `matches too, and \`${rule?.written?.text ?? rule?.pattern}\` comes later`;
      overridden.push({ rule: each.written, why });
    } else if (others.length < MOST_NEAR && each.pattern.startsWith(given[0] ?? '') && isAbout(each.pattern, given)) {
      others.push({ rule: each.written, why: 'compares the words as they are written, and matches others' });
    }
  }
  return [...overridden, ...others.reverse()].slice(0, MOST_NEAR);
}

const MOST_NEAR = 5;
const MOST_WORDS = 50;

/** Whether a pattern names the same program, and its next word is one of those given. */
function isAbout(pattern: string, given: readonly string[]): boolean {
  const [program, next] = pattern.split(/\s+/, 2);
  if (program === undefined || program.replace(/\*+$/, '') !== given[0]) return false;
  return next === undefined || next.startsWith('*') || given.includes(next.replace(/\*+$/, ''));
}
