import type { Action } from '../../core/decide/action.ts';
import { actionToWords } from '../../core/decide/action-json.ts';
import type { Decision, PartDecision } from '../../core/decide/decision.ts';
import type { Effect, Rule } from '../../core/model/manifest.ts';
import { type Paint, type Style, visible, wrap } from '../terminal.ts';
import { counted, type Locate } from './located.ts';

export const DECISION_STYLES: Readonly<Record<Effect, Style>> = { allow: 'green', ask: 'yellow', deny: 'red' };

/** A decision for people: the action, the decision, and below it why; a command line part by part. */
export function decisionText(action: Action, decision: Decision, locate: Locate, paint: Paint, width: number): string {
  const head = visible(actionToWords(action));
  const verdict = paint(DECISION_STYLES[decision.decision], decision.decision.toUpperCase());
  return [`${verdict}  ${paint('bold', head)}`, ...reasonLines(decision, locate, paint, width), ''].join('\n');
}

/** The lines below a decision's first, indented by eight. */
export function reasonLines(decision: Decision, locate: Locate, paint: Paint, width: number): string[] {
  const parts = decision.parts ?? [];
  if (parts.length > 1 || parts.some((part) => part.decision.decision !== decision.decision)) {
    return partLines(parts, locate, paint, width);
  }
  return indented(8, why(decision, locate), width);
}

function partLines(parts: readonly PartDecision[], locate: Locate, paint: Paint, width: number): string[] {
  const label = (part: PartDecision) =>
    visible(part.action.verb === 'run' ? part.text : actionToWords(part.action)).replace(/\s+/g, ' ');
  const longest = Math.max(8, Math.min(28, ...[Math.max(...parts.map((part) => label(part).length))]));
  return parts.flatMap((part) => {
    const text = label(part);
    const short = text.length > longest ? `${text.slice(0, longest - 1)}…` : text.padEnd(longest);
    const verdict = paint(DECISION_STYLES[part.decision.decision], part.decision.decision.padEnd(5));
    const indent = 8 + longest + 9;
    const [first = '', ...more] = wrap(why(part.decision, locate), Math.max(24, width - indent));
    return [`        ${short}  ${verdict}  ${first}`, ...more.map((line) => ' '.repeat(indent) + line)];
  });
}

/** Where a decision comes from: the first rule's place and what it says, or the nearest miss with its place and what failed. */
function why(decision: Decision, locate: Locate): string {
  const { nearest, rules } = decision;
  const [first] = rules;
  if (first) {
    const more = rules.length > 1 ? ` (and ${counted(rules.length - 1, 'rule')} more)` : '';
    return visible(`${placeOf(first, locate)}  ${decision.words}${more}`);
  }
  if (nearest) {
    const pattern = nearest.rule.foreign?.text ?? `${nearest.rule.verb} ${nearest.pattern}`;
    return visible(`no rule; nearest: ${pattern} (${placeOf(nearest.rule, locate)}): ${nearest.words}`);
  }
  return visible(decision.words);
}

function placeOf(rule: Rule, locate: Locate): string {
  const at = locate(rule);
  return at ? `${at.file}:${at.range.start.line}` : rule.owner;
}

function indented(by: number, text: string, width: number): string[] {
  return wrap(text, Math.max(24, width - by)).map((line) => ' '.repeat(by) + line);
}
