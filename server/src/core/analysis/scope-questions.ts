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

/** Is everything in the first scope in one of the others? Unknown is no. */
export function isCovered(verb: Verb, scope: Scope, by: readonly Scope[]): boolean {
  return by.length > 0 && witnessFor(verb, { all: [scope], none: by, budget: 20_000 }).kind === 'empty';
}

/** Do the scopes have anything in common? Unknown is no. */
export function overlap(verb: Verb, a: Scope, b: Scope): boolean {
  return witnessFor(verb, { all: [a, b], none: [], budget: 20_000 }).kind === 'witness';
}
