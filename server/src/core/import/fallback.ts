import { domainOf } from '../authority/region.ts';
import type { Action } from '../decide/action.ts';
import type { ForeignDecision } from '../dialects/dialect.ts';
import { UNMATCHED, unmatchedIn } from './witnesses.ts';

/**
 * Whether an action is decided as a value that nobody has named is: then it is not its name that the tool holds back, but the
 * grant that does less there than it seems to.
 */
export function fallbackOf(
  directory: string,
  theirsOf: (action: Action) => ForeignDecision,
): (action: Action, theirs: ForeignDecision) => boolean {
  const keyOf = ({ value }: Action, { effect, words }: ForeignDecision): string =>
    JSON.stringify([effect, words.replaceAll(value, '')]);
  const groups = [...UNMATCHED, ...unmatchedIn(directory)].map(({ verb, patterns, values }) => {
    const actions = values.map((value): Action => ({ verb, value }));
    const keys = actions.map((action) => keyOf(action, theirsOf(action)));
    return { verb, scope: patterns.map((text) => ({ text, negated: false })), keys: new Set(keys) };
  });
  return (action, theirs) =>
    theirs.rules.length === 0 &&
    groups.some(
      ({ verb, scope, keys }) =>
        verb === action.verb && keys.has(keyOf(action, theirs)) && domainOf(verb).has(scope, action.value),
    );
}
