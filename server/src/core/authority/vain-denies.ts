import type { RoleContext } from '../analysis/catalogue-rule.ts';
import { entryLine, fitted, patternWords, SHOWN } from '../analysis/command-line.ts';
import { contextOf } from '../analysis/context.ts';
import { type CommandEntry, commandEntries, entriesOf } from '../analysis/data/commands/index.ts';
import { candidatesOf } from '../analysis/data/sensitive-paths.ts';
import { step } from '../analysis/words.ts';
import type { WitnessStep } from '../finding.ts';
import type { Pattern, Rule } from '../model/manifest.ts';
import { matchesPath } from '../scope/path.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';
import { carried } from './carrier.ts';
import { commandReach } from './command-reach.ts';
import { wayTo } from './effective.ts';
import type { Grant } from './reach.ts';
import { regionOf, regionOfPattern, regionWitness } from './region.ts';
import { reachesPath, reachesUrl } from './sandbox.ts';

/** A deny that holds back less than it says. */
export interface VainDeny {
  readonly rule: Rule;
  readonly pattern: Pattern;
  /** `side-door`: what it denies happens all the same. `nothing-to-deny`: no grant would have allowed it. */
  readonly kind: 'side-door' | 'nothing-to-deny';
  /** For a side door: what is denied, then the way round it. */
  readonly steps: readonly WitnessStep[];
  /** The grant that is the door. */
  readonly door?: Grant;
  /** The way in which the door's command does it; absent where it runs any program, and so does everything. */
  readonly entry?: CommandEntry;
  /** Half a sentence. */
  readonly words: string;
}

const known = new WeakMap<ResolvedRole, { readonly now: number; readonly found: readonly VainDeny[] }>();

/** The denies of a role that are in vain, its inherited ones included. */
export function vainDenies(role: ResolvedRole, now: number): readonly VainDeny[] {
  const before = known.get(role);
  if (before?.now === now) return before.found;
  const context = contextOf(role, now);
  const found: VainDeny[] = [];
  for (const rule of role.role.foreign ? [] : context.inForce) {
    if (rule.effect !== 'deny') continue;
    for (const pattern of rule.patterns) {
      if (pattern.negated) continue;
      const vain = sideDoor(role, context, rule, pattern) ?? nothingToDeny(role, context, rule, pattern);
      if (vain) found.push(vain);
    }
  }
  known.set(role, { now, found });
  return found;
}

function sideDoor(role: ResolvedRole, context: RoleContext, rule: Rule, pattern: Pattern): VainDeny | undefined {
  switch (rule.verb) {
    case 'read':
    case 'write':
      return pathDoor(role, context, rule, pattern, rule.verb);
    case 'run':
      return commandDoor(role, context, rule, pattern);
    case 'fetch':
      return programDoor(role, context, rule, pattern, addressIn(pattern), `curl ${addressIn(pattern)}`, 'reaches it');
    default:
      return undefined;
  }
}

function pathDoor(
  role: ResolvedRole,
  context: RoleContext,
  rule: Rule,
  pattern: Pattern,
  verb: 'read' | 'write',
): VainDeny | undefined {
  const path = deniedPath(role, rule, pattern, verb);
  if (path === undefined || !reachesPath(role.role.sandbox, verb, path)) return undefined;
  if (context.decide({ verb, value: path }).decision !== 'deny') return undefined;
  const hole = verb === 'read' ? { secret: path } : { out: path };
  // A command that names the file: one that only shows that it could is no door to this one.
  const names = verb === 'read' ? '{secret}' : '{out}';
  const isDoor = ({ effect, words, stdin }: CommandEntry) =>
    effect === verb && `${words.join(' ')} ${stdin ?? ''}`.includes(names);
  const reach = commandReach(role, context, isDoor, [{ ...SHOWN, ...hole }]);
  if (reach?.action.value.includes(path)) {
    const { action, entry, grant } = reach;
    const does = verb === 'read' ? 'reads' : 'writes';
    return {
      rule,
      pattern,
      kind: 'side-door',
      steps: [step({ verb, value: path }, 'is denied', 'deny'), step(action, `${does} it all the same`)],
      ...(grant ? { door: grant } : {}),
      entry,
      words: `\`${action.value}\` ${does} it all the same`,
    };
  }
  const command = verb === 'read' ? `cat ${path}` : `touch ${path}`;
  return programDoor(role, context, rule, pattern, path, command, verb === 'read' ? 'reads it' : 'writes it');
}

/** A path that the deny is about: one that exists, else a usual one, else one that its pattern stands for. */
function deniedPath(role: ResolvedRole, rule: Rule, pattern: Pattern, verb: 'read' | 'write'): string | undefined {
  const scope = [pattern, ...rule.patterns.filter(({ negated }) => negated)];
  const { paths } = role.facts.files;
  const usual =
    verb === 'read'
      ? candidatesOf('secret', paths)
      : [...candidatesOf('authority', paths), ...candidatesOf('ci', paths)];
  const found =
    usual.find(({ path }) => matchesPath(scope, path))?.path ?? paths.find((path) => matchesPath(scope, path));
  const sample = pattern.text.replaceAll('**/', '').replaceAll(/\*+/g, 'x');
  return found ?? (!/[?[{\\]/.test(sample) && matchesPath(scope, sample) ? sample : undefined);
}

/** The same effect by a command that the deny does not cover. */
function commandDoor(role: ResolvedRole, context: RoleContext, rule: Rule, pattern: Pattern): VainDeny | undefined {
  const words = patternWords(pattern.text);
  const isOpen = words[0]?.includes('*') === true;
  for (const denied of isOpen ? commandEntries() : entriesOf(words[0] ?? '')) {
    if (denied.effect === 'exec' || denied.effect === 'env') continue;
    // What the deny names has to be what the effect comes of: `--force`, and not that a push reaches a host as well.
    if (!isOpen && !words.slice(1).every((word) => word.includes('*') || denied.words.includes(word))) continue;
    const line = isOpen ? entryLine(denied, SHOWN) : fitted(words, denied, SHOWN);
    if (line === undefined) continue;
    const decision = context.decide({ verb: 'run', value: line });
    if (decision.reason !== 'denied-by-rule' || !decision.rules.includes(rule)) continue;
    return doorAround(role, context, rule, pattern, denied, line);
  }
  return undefined;
}

/** What the denied command achieves, by another one. */
function doorAround(
  role: ResolvedRole,
  context: RoleContext,
  rule: Rule,
  pattern: Pattern,
  denied: CommandEntry,
  line: string,
): VainDeny | undefined {
  const reach = commandReach(
    role,
    context,
    ({ effect, achieves }) => effect === denied.effect && achieves === denied.achieves,
  );
  if (reach) {
    return {
      rule,
      pattern,
      kind: 'side-door',
      steps: [step({ verb: 'run', value: line }, 'is denied', 'deny'), step(reach.action, reach.entry.achieves)],
      ...(reach.grant ? { door: reach.grant } : {}),
      entry: reach.entry,
      words: `\`${reach.action.value}\` ${reach.entry.achieves} all the same`,
    };
  }
  return programDoor(role, context, rule, pattern, line, line, 'runs it');
}

/** Whoever runs any program does it with that. */
function programDoor(
  role: ResolvedRole,
  context: RoleContext,
  rule: Rule,
  pattern: Pattern,
  value: string,
  command: string,
  does: string,
): VainDeny | undefined {
  const { sandbox } = role.role;
  if (rule.verb === 'fetch' && !reachesUrl(sandbox, value)) return undefined;
  const way = wayTo(role, context, 'run');
  if (!way || context.decide({ verb: rule.verb, value }).decision !== 'deny') return undefined;
  const steps = carried(way, command, `${does} all the same`);
  if (!steps.every(({ action }) => context.allows(action))) return undefined;
  const door = way.grants.at(-1);
  return {
    rule,
    pattern,
    kind: 'side-door',
    steps: [step({ verb: rule.verb, value }, 'is denied', 'deny'), ...steps],
    ...(door ? { door } : {}),
    words: `${way.words}, which ${does} all the same`,
  };
}

function addressIn(pattern: Pattern): string {
  const text = pattern.text.replaceAll('**.', 'x.').replaceAll('*', 'x');
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}/`;
}

function nothingToDeny(role: ResolvedRole, context: RoleContext, rule: Rule, pattern: Pattern): VainDeny | undefined {
  const grants = context.inForce.filter(({ effect }) => effect !== 'deny');
  // A deny of these holds for known programs too.
  const byCommands = rule.verb !== 'run' && rule.verb !== 'call' && grants.some(({ verb }) => verb === 'run');
  if (byCommands) return undefined;
  const met = grants.some((grant) => {
    if (grant.verb !== rule.verb) return false;
    const all = [regionOfPattern(rule, pattern), regionOf(grant)];
    return regionWitness({ all, none: [], tools: role.tools, plain: true }).kind !== 'empty';
  });
  if (met) return undefined;
  return { rule, pattern, kind: 'nothing-to-deny', steps: [], words: 'nothing would have allowed it' };
}
