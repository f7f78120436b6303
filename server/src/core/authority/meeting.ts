import type { Pattern, Rule, Verb } from '../model/manifest.ts';
import type { Automaton } from '../scope/automaton.ts';
import { underAssignments } from '../scope/command-pattern.ts';
import { beginOrEndApart } from '../scope/ends.ts';
import { domainOf, type Region } from './region.ts';

/**
 * A region as far as a cheap first look at it goes: by how its patterns begin and end most pairs of a large role are
 * told apart, long before anything exact is asked.
 */
export interface Outline {
  /** Undefined: too large, and nothing is known of it. */
  readonly automata: readonly (Automaton | undefined)[];
}

const ofRules = new WeakMap<Rule, Outline>();
const ofPatterns = new WeakMap<Pattern, Outline>();

export function outlineOf({ rule, patterns }: Region): Outline {
  if (patterns !== rule.patterns)
    return { automata: patterns.flatMap((each) => outlineOfPattern(rule, each).automata) };
  let outline = ofRules.get(rule);
  if (outline === undefined) {
    outline = { automata: patterns.flatMap((each) => outlineOfPattern(rule, each).automata) };
    ofRules.set(rule, outline);
  }
  return outline;
}

function outlineOfPattern({ verb, effect }: Rule, pattern: Pattern): Outline {
  let outline = ofPatterns.get(pattern);
  if (outline === undefined) {
    outline = { automata: pattern.negated ? [] : [automatonOf(verb, effect !== 'allow', pattern.text)] };
    ofPatterns.set(pattern, outline);
  }
  return outline;
}

/** What restricts commands does so behind assignments too: `A=1 git push` is held by a deny of `git push`. */
function automatonOf(verb: Verb, restricts: boolean, text: string): Automaton | undefined {
  return domainOf(verb).automaton(verb === 'run' && restricts ? underAssignments(text) : text);
}

/** False where the two, of one verb, surely have no action in common. */
export function mayMeet(a: Outline, b: Outline): boolean {
  for (const mine of a.automata) {
    for (const theirs of b.automata) {
      if (mine === undefined || theirs === undefined || !beginOrEndApart(mine, theirs)) return true;
    }
  }
  return false;
}
