import type { Approval, Effect, Rule } from '../model/manifest.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';
import type { Decision, NearestMiss, Obligation, PartDecision, ReasonCode } from './decision.ts';

/**
 * A decision. Where its words or its nearest miss take work, they are made when somebody reads them: the analysis takes
 * thousands of decisions and reads few.
 */
export function outcome(
  decision: Effect,
  reason: ReasonCode,
  rules: readonly Rule[],
  words: string | (() => string),
  more: More = NOTHING_MORE,
): Decision {
  return new LazyDecision(decision, reason, rules, words, more);
}

interface More {
  readonly nearest?: (() => NearestMiss | undefined) | undefined;
  readonly obligations?: readonly Obligation[];
  readonly parts?: readonly PartDecision[];
}

const NOTHING_MORE: More = {};
const NONE: readonly Obligation[] = [];

/** A class, since properties that are defined for one object at a time cost more than the decision itself. */
class LazyDecision implements Decision {
  readonly decision: Effect;
  readonly reason: ReasonCode;
  readonly rules: readonly Rule[];
  readonly obligations: readonly Obligation[];
  readonly parts?: readonly PartDecision[];
  private said: string | (() => string);
  private readonly makeNearest: More['nearest'];
  private missed?: { readonly miss: NearestMiss | undefined };

  constructor(
    decision: Effect,
    reason: ReasonCode,
    rules: readonly Rule[],
    words: string | (() => string),
    { obligations = NONE, parts, nearest }: More,
  ) {
    this.decision = decision;
    this.reason = reason;
    this.rules = rules;
    this.obligations = obligations;
    if (parts) this.parts = parts;
    this.said = words;
    this.makeNearest = nearest;
  }

  get words(): string {
    if (typeof this.said !== 'string') this.said = this.said();
    return this.said;
  }

  get nearest(): NearestMiss | undefined {
    this.missed ??= { miss: this.makeNearest?.() };
    return this.missed.miss;
  }
}

/** `read src/**`: a rule as far as it concerns one of its patterns. */
export function ruleWords(rule: Rule, pattern: string): string {
  const methods = rule.methods.length > 0 ? `${rule.methods.map((each) => each.value).join('/')} ` : '';
  return `${rule.verb} ${methods}${pattern}`;
}

/** Several rules in one sentence: the first by name, the others by number. */
export function rulesWords(rules: readonly Rule[], patternOf: (rule: Rule) => string): string {
  const first = rules[0];
  if (!first) return 'no rule';
  const others = rules.length - 1;
  return `\`${ruleWords(first, patternOf(first))}\`${others === 0 ? '' : ` and ${others} more rule${others === 1 ? '' : 's'}`}`;
}

/** What an ask waits for: who, by when, with what. */
export function approvalWords(approval: Approval | undefined): string {
  const from = approval?.from.map((each) => each.value).join(' or ');
  const count = approval?.count && approval.count.value > 1 ? `${approval.count.value} of ` : '';
  const within = approval?.within ? ` within ${durationWords(approval.within.value)}` : '';
  const evidence = approval?.evidence.map((each) => each.value).join(', ');
  return `needs approval${from ? ` from ${count}${from}` : ''}${within}${evidence ? `, with ${evidence}` : ''}`;
}

/** What becomes of an ask where nobody is there. */
export function unattendedWords(role: ResolvedRole, rules: readonly Rule[]): string {
  if (role.role.attended?.value !== false) return '';
  const allowed = rules.length > 0 && rules.every((rule) => rule.approval?.otherwise?.value === 'allow');
  return allowed ? '; nobody is there to answer, and then it is allowed' : '; nobody is there to answer';
}

function durationWords(milliseconds: number): string {
  const units = [
    [604_800_000, 'w'],
    [86_400_000, 'd'],
    [3_600_000, 'h'],
    [60_000, 'm'],
    [1000, 's'],
  ] as const;
  const [size, unit] = units.find(([size]) => milliseconds >= size && milliseconds % size === 0) ?? [1, 'ms'];
  return `${milliseconds / size}${unit}`;
}

/** A moment in UTC: the day alone where it is the end of one. */
export function momentWords(at: number): string {
  if (!Number.isFinite(at) || Math.abs(at) > 8.64e15) return 'an unknown time';
  const text = new Date(at).toISOString();
  if (text.endsWith('T23:59:59.999Z')) return text.slice(0, 10);
  return text
    .replace(/\.000Z$/, 'Z')
    .replace(/:00Z$/, 'Z')
    .replace('T', ' ')
    .replace('Z', ' UTC');
}
