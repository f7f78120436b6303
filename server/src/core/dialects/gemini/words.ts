import type { Effect } from '../../model/manifest.ts';
import type { Enforcer, ForeignDecision, ForeignRule, ToolCall } from '../dialect.ts';
import type { Engine, Verdict } from './decide.ts';
import type { EngineRule } from './rule.ts';
import { SHELL } from './tools.ts';

const PAST = { allow: 'allowed', ask: 'asked about', deny: 'denied' } as const;

/** An answer of the engine, for people. */
export function decisionOf(engine: Engine, call: ToolCall, verdict: Verdict): ForeignDecision {
  const { effect, rule, why, doubt, parts } = verdict;
  return {
    effect,
    enforcer: enforcerOf(effect),
    rules: rule?.written ? [rule.written] : [],
    near: nearOf(engine, call, rule),
    ...(parts
      ? {
          parts: parts.map((part) => ({
            text: part.text,
            effect: part.effect,
            rules: part.rule?.written ? [part.rule.written] : [],
          })),
        }
      : {}),
    documented: doubt === undefined,
    words: doubt ?? wordsOf(effect, rule, why),
  };
}

export function enforcerOf(effect: Effect): Enforcer {
  return effect === 'ask' ? 'prompt-only' : 'engine';
}

function wordsOf(effect: Effect, rule: EngineRule | undefined, why: string | undefined): string {
  if (why !== undefined) return why;
  if (!rule) return `${PAST[effect]} by default`;
  if (rule.written) return `\`${rule.written.text}\` is the rule of the highest priority that matches`;
  return rule.why ?? `no rule that is written matches; Gemini CLI’s own default is that it is ${PAST[effect]}`;
}

const MOST_NEAR = 3;

/** Rules about the same tool that say otherwise: those that match and are less, then prefixes that begin alike. */
function nearOf(engine: Engine, call: ToolCall, by: EngineRule | undefined): ForeignDecision['near'] {
  const near: { rule: ForeignRule; why: string }[] = [];
  if (call.tool !== SHELL || typeof call.input.command !== 'string') return near;
  const [program = '', next = ''] = call.input.command.trim().split(/\s+/, 2);
  for (const rule of engine.rules) {
    const { written, args, toolName } = rule;
    if (near.length >= MOST_NEAR) break;
    if (!written || written === by?.written || toolName !== SHELL || !args?.prefix) continue;
    if (near.some((each) => each.rule === written)) continue;
    const words = args.prefix.trim().split(/\s+/);
    if (words[0] !== program || program === '') continue;
    const isLess = `${call.input.command} `.startsWith(`${args.prefix} `);
    if (isLess) near.push({ rule: written, why: 'matches too, and has a lower priority or comes later' });
    else if (words[1] !== next)
      near.push({ rule: written, why: 'compares the words as they are written, and matches others' });
  }
  return near;
}
