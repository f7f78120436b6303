import type { Rule } from '../model/manifest.ts';
import { compiledPaths, matchesCompiled, matchesPath, normalisePath, rootOf } from '../scope/path.ts';
import type { Decision } from './decision.ts';
import { nearestPath } from './nearest-path.ts';
import { rulesForPath } from './rule-index.ts';
import { type Asked, invalid, type Question, weigh } from './weigh.ts';

/** `read`, `write` and `delete` of one path. */
export function decidePath({ role, action, state }: Asked): Decision {
  const { verb } = action;
  if (verb !== 'read' && verb !== 'write' && verb !== 'delete') return invalid(`${verb} takes no path`);
  if (action.value.includes('\0')) return invalid('a path has no NUL character');
  const path = normalised(action.value, action.context?.directory ?? '');
  const at = rootOf(path);
  const question: Question = {
    role,
    verb,
    state,
    rules: rulesForPath(role, verb, path),
    matches: (indexed) => {
      indexed.paths ??= compiledPaths(indexed.scope);
      return matchesCompiled(indexed.paths, at) ? 'yes' : 'no';
    },
    patternOf: (rule) => pathPatternOf(rule, path),
    nearest: () => nearestPath(role, verb, path, state),
  };
  return weigh(question);
}

/** Most paths are normal already, and that is cheaper to see than to make. */
function normalised(path: string, directory: string): string {
  const isNormal = directory === '' && /^[\w@][^/]*(?:\/[^/.][^/]*)*$/.test(path);
  return isNormal ? path : normalisePath(path, directory);
}

/** The pattern of the rule that has this path; its first one when none has alone. */
export function pathPatternOf(rule: Rule, path: string): string {
  if (rule.patterns.length === 1) return rule.patterns[0]!.text;
  const found = rule.patterns.find((pattern) => !pattern.negated && matchesPath([pattern], path));
  return (found ?? rule.patterns[0])?.text ?? '';
}
