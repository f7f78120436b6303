import { classOf } from '../analysis/data/sensitive-paths.ts';
import { decide } from '../decide/decide.ts';
import { freshRun } from '../decide/run-state.ts';
import type { Operation, Rule } from '../model/manifest.ts';
import { matchesName } from '../scope/name.ts';
import { matchesPath } from '../scope/path.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';

/** What of the workspace a rule's patterns match, whatever other rules say. */
export interface Matched {
  readonly count: number;
  readonly of: number;
  readonly examples: readonly string[];
}

/** Files that the patterns of a `read`, `write` or `delete` rule match, and the most sensitive of them with what they are. */
export function filesMatched(
  role: ResolvedRole,
  rule: Rule,
): Matched & { readonly sensitive: readonly { readonly path: string; readonly what: string }[] } {
  const { paths } = role.facts.files;
  const matched = paths.filter((path) => matchesPath(rule.patterns, path));
  const sensitive: { path: string; what: string; rank: number }[] = [];
  for (const path of matched) {
    const known = classOf(path);
    if (known) sensitive.push({ path, what: known.what, rank: RANK.indexOf(known.class) });
  }
  sensitive.sort((a, b) => a.rank - b.rank);
  return { count: matched.length, of: paths.length, examples: matched.slice(0, 3), sensitive: sensitive.slice(0, 3) };
}

const RANK = ['secret', 'authority', 'ci', 'autorun'];

/** Commands of the workspace's own files that the patterns of a `run` rule match. */
export function commandsMatched(role: ResolvedRole, rule: Rule, now: number): Matched {
  // The rule alone, as a grant: whether it covers a whole line is the decision engine's to say, not a second matcher's.
  const alone: ResolvedRole = { ...withoutExpiry(role), rules: [{ ...rule, effect: 'allow' }], boundaries: [] };
  const commands = [...new Set(role.facts.commands.map(({ command }) => command))];
  const matched = commands.filter(
    (command) => decide(alone, { verb: 'run', value: command }, freshRun(now)).decision === 'allow',
  );
  return { count: matched.length, of: commands.length, examples: matched.slice(0, 3) };
}

function withoutExpiry(role: ResolvedRole): ResolvedRole {
  const { expires: _, ...rest } = role;
  return rest;
}

/** The operations of known tools that a `call` rule's patterns match. */
export function operationsMatched(
  role: ResolvedRole,
  rule: Rule,
): readonly { readonly name: string; readonly operation: Operation }[] {
  return [...role.tools].flatMap(([tool, scope]) =>
    scope.operations
      .map((operation) => ({ name: `${tool}/${operation.name.value}`, operation }))
      .filter(({ name }) => matchesName(rule.patterns, name)),
  );
}
