import type { Pattern, Rule, Verb } from '../model/manifest.ts';
import { commandWitness } from '../scope/command.ts';
import { nameWitness } from '../scope/name.ts';
import { pathWitness } from '../scope/path.ts';
import type { Answer, Question, Scope } from '../scope/question.ts';
import { urlWitness } from '../scope/url.ts';

/** The exact question about sets of one verb's actions. */
export function witnessFor(verb: Verb, question: Question): Answer {
  switch (verb) {
    case 'read':
    case 'write':
    case 'delete':
      return pathWitness(question);
    case 'run':
      return commandWitness(question);
    case 'fetch':
      return urlWitness(question);
    default:
      return nameWitness(question);
  }
}

/** A rule's pattern as a set: with what the rule itself takes out, and nothing else. */
export function scopeOf(rule: Rule, pattern: Pattern): Scope {
  return [pattern, ...rule.patterns.filter(({ negated }) => negated)];
}

/** Does the rule hold for everything in its patterns, at any time of a run? */
export function isUnconditional(rule: Rule): boolean {
  return rule.where.length === 0 && rule.methods.length === 0 && rule.until === undefined;
}

const covered = new Map<string, boolean>();
const MOST_REMEMBERED = 50_000;

/**
 * Is everything in the first scope in one of the others? Unknown is no. The answer depends on nothing but the texts, so
 * it is remembered by them: after a key in a role all but the questions about the edited rule are the same again.
 */
export function isCovered(verb: Verb, scope: Scope, by: readonly Scope[]): boolean {
  if (by.length === 0) return false;
  const key = `${verb}\n${[scope, ...by].map(textOf).join('\n\n')}`;
  let answer = covered.get(key);
  if (answer === undefined) {
    answer = witnessFor(verb, { all: [scope], none: by, budget: 20_000 }).kind === 'empty';
    if (covered.size >= MOST_REMEMBERED) covered.clear();
    covered.set(key, answer);
  }
  return answer;
}

/** A scope's patterns as one text; a pattern has no line breaks that could make two scopes one, since they are escaped. */
function textOf(scope: Scope): string {
  let text = '';
  for (const each of scope) text += `${each.negated ? '!' : '+'}${each.text.replaceAll('\n', '\\n')}\n`;
  return text;
}

/** Do the scopes have anything in common? Unknown is no. */
export function overlap(verb: Verb, a: Scope, b: Scope): boolean {
  return witnessFor(verb, { all: [a, b], none: [], budget: 20_000 }).kind === 'witness';
}
