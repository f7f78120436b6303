import type { Rule } from '../model/manifest.ts';
import { compiledPaths, matchesCompiled, matchesPath, normalisePath, rootOf } from '../scope/path.ts';
import type { Match } from '../scope/question.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';
import type { Decision, NearestMiss } from './decision.ts';
import { nearestPath } from './nearest-path.ts';
import { type IndexedRule, rulesForPath, type VerbRules } from './rule-index.ts';
import type { RunState } from './run-state.ts';
import { type Asked, invalid, type Question, weigh } from './weigh.ts';

/** `read`, `write` and `delete` of one path. */
export function decidePath({ role, action, state }: Asked): Decision {
  const { verb } = action;
  if (verb !== 'read' && verb !== 'write' && verb !== 'delete') return invalid(`${verb} takes no path`);
  if (action.value.includes('\0')) return invalid('a path has no NUL character');
  return weigh(new PathQuestion(role, verb, normalised(action.value, action.context?.directory ?? ''), state));
}

/** A class, since the analysis asks thousands: its functions are made once. */
class PathQuestion implements Question {
  readonly role: ResolvedRole;
  readonly verb: 'read' | 'write' | 'delete';
  readonly state: RunState;
  readonly rules: VerbRules;
  private readonly path: string;
  private readonly at: ReturnType<typeof rootOf>;

  constructor(role: ResolvedRole, verb: 'read' | 'write' | 'delete', path: string, state: RunState) {
    this.role = role;
    this.verb = verb;
    this.state = state;
    this.rules = rulesForPath(role, verb, path);
    this.path = path;
    this.at = rootOf(path);
  }

  matches(indexed: IndexedRule): Match {
    indexed.paths ??= compiledPaths(indexed.scope);
    return matchesCompiled(indexed.paths, this.at) ? 'yes' : 'no';
  }

  patternOf(rule: Rule): string {
    return pathPatternOf(rule, this.path);
  }

  nearest(): NearestMiss | undefined {
    return nearestPath(this.role, this.verb, this.path, this.state);
  }
}

/** Most paths are normal already, and that is cheaper to see than to make. */
function normalised(path: string, directory: string): string {
  const isNormal =
    directory === '' && /^[\w@]/.test(path) && !path.includes('/.') && !path.includes('//') && !path.endsWith('/');
  return isNormal ? path : normalisePath(path, directory);
}

/** The pattern of the rule that has this path; its first one when none has alone. */
export function pathPatternOf(rule: Rule, path: string): string {
  if (rule.patterns.length === 1) return rule.patterns[0]!.text;
  const found = rule.patterns.find((pattern) => !pattern.negated && matchesPath([pattern], path));
  return (found ?? rule.patterns[0])?.text ?? '';
}
