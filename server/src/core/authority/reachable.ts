import type { RoleContext } from '../analysis/catalogue-rule.ts';
import { type Payload, SHOWN } from '../analysis/command-line.ts';
import { callsOf, contextOf } from '../analysis/context.ts';
import type { CommandEntry } from '../analysis/data/commands/index.ts';
import { METADATA_URLS } from '../analysis/data/hosts.ts';
import { candidatesOf, classOf, type PathClass, scopeOfClass } from '../analysis/data/sensitive-paths.ts';
import { step } from '../analysis/words.ts';
import type { WitnessStep } from '../finding.ts';
import type { Operation, Rule, Verb } from '../model/manifest.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';
import { commandReach, plainCommands } from './command-reach.ts';
import { wayTo } from './effective.ts';
import type { EffectClass, Gate, Impact } from './impact.ts';
import { decided, type Grant, patternOf, type Reach, reachBeyondTools, reachInto, reachOfGrant } from './reach.ts';
import { reachesPath, reachesUrl } from './sandbox.ts';
import { type Variant, verbsAskedAt, withGranted } from './variant.ts';
import { OUTSIDE_URLS } from './ways-out.ts';

/** Something that the role can bring about with nobody asked, with the run that shows it. */
export interface Reachable {
  readonly class: EffectClass;
  readonly impact: Impact;
  /** Each is allowed. Empty only where that is not known. */
  readonly steps: readonly WitnessStep[];
  readonly grants: readonly Grant[];
  /** Half a sentence that says what it comes to: "changes what agents may do: `AGENTS.md`". */
  readonly words: string;
  /** What is not known about it, and was taken for the worse. */
  readonly assumed?: string;
  /** True where it is one more thing that running any program comes to. */
  readonly implied?: boolean;
  /** The role that does it, where work is handed to another one. */
  readonly by?: string;
}

interface Section {
  /** The verbs that it depends on. */
  readonly verbs: readonly Verb[];
  find(role: ResolvedRole, context: RoleContext): readonly Reachable[];
}

const SECTIONS: readonly Section[] = [
  { verbs: ['read', 'write', 'delete'], find: files },
  // A command may be asked about for what it does to a file or an address.
  { verbs: ['run', 'read', 'write', 'delete', 'fetch'], find: commands },
  { verbs: ['fetch'], find: fetches },
  { verbs: ['call'], find: calls },
  { verbs: ['use', 'remember', 'delegate'], find: names },
];

type Sections = readonly (readonly Reachable[])[];

const sections = new WeakMap<ResolvedRole, Map<Gate, { readonly now: number; readonly found: Sections }>>();
const results = new WeakMap<ResolvedRole, Map<Gate, { readonly now: number; readonly all: readonly Reachable[] }>>();

/**
 * What a role reaches of a fixed list of effects once every ask with no more than this gate is granted, one run for each
 * effect and impact. The list does not depend on the role: whoever may do more reaches at least as much. The rules of the
 * grants are the role's own.
 */
export function reachables(
  role: ResolvedRole,
  gate: Gate,
  now: number,
  visited: ReadonlySet<string> = new Set(),
): readonly Reachable[] {
  const known = results.get(role) ?? new Map();
  const before = known.get(gate);
  if (before?.now === now) return before.all;
  const variant = withGranted(role, gate);
  const context = contextOf(variant.role, now);
  const own = sectionsOf(role, gate, now)
    .flat()
    .map((each) => withOriginals(each, variant));
  const direct = best([...own, ...byPrograms(variant.role, context, own)]);
  const all = best([
    ...direct,
    ...flows(variant.role, context, direct),
    ...delegations(variant.role, context, gate, new Set([...visited, role.name])),
  ]);
  // In a circle of delegates a role is seen without those that led to it, which is not all of it.
  if (visited.size === 0 || role.delegates.size === 0) results.set(role, known.set(gate, { now, all }));
  return all;
}

/** What is not asked about at just this gate is the same as with the gate below. */
function sectionsOf(role: ResolvedRole, gate: Gate, now: number): Sections {
  const known = sections.get(role) ?? new Map();
  const before = known.get(gate);
  if (before?.now === now) return before.found;
  const variant = withGranted(role, gate).role;
  const less = gate === 0 ? undefined : sectionsOf(role, (gate - 1) as Gate, now);
  const asked = verbsAskedAt(role, gate);
  const found = SECTIONS.map(({ verbs, find }, index) =>
    less && !verbs.some((verb) => asked.has(verb)) ? less[index]! : find(variant, contextOf(variant, now)),
  );
  sections.set(role, known.set(gate, { now, found }));
  return found;
}

function withOriginals(each: Reachable, { original }: Variant): Reachable {
  return { ...each, grants: each.grants.map(({ rule, ...rest }) => ({ ...rest, rule: original(rule) })) };
}

/** The first of each effect and impact: the others add nothing that a person would count. */
function best(all: readonly Reachable[]): readonly Reachable[] {
  const first = new Map<string, Reachable>();
  for (const each of all) {
    const key = `${each.class} ${each.impact}`;
    const other = first.get(key);
    // What is known outweighs what was only assumed, and a shorter run a longer one.
    if (!other || rank(each) < rank(other)) first.set(key, each);
  }
  return [...first.values()];
}

function rank({ assumed, steps, by, implied }: Reachable): number {
  return (assumed === undefined ? 0 : 100) + (implied ? 50 : 0) + (by === undefined ? 0 : 10) + steps.length;
}

function reachable(
  reach: Reach | undefined,
  kind: EffectClass,
  impact: Impact,
  words: (value: string) => string,
  achieves?: string,
): Reachable[] {
  if (!reach || reach.kind === 'none') return [];
  if (reach.kind === 'unknown') {
    const text = reach.grant.pattern?.text ?? reach.grant.rule.verb;
    return [
      { class: kind, impact, steps: [], grants: [reach.grant], words: words(text), assumed: `not known: ${reach.why}` },
    ];
  }
  const { action, grant } = reach;
  return [{ class: kind, impact, steps: [step(action, achieves)], grants: given(grant), words: words(action.value) }];
}

function given(grant: Grant | undefined): readonly Grant[] {
  return grant ? [grant] : [];
}

const CLASSES: readonly {
  readonly kind: PathClass;
  readonly verbs: readonly ('read' | 'write' | 'delete')[];
  readonly class: EffectClass;
  readonly impact: Impact;
  readonly achieves: string;
}[] = [
  {
    kind: 'authority',
    verbs: ['write', 'delete'],
    class: 'authority',
    impact: 4,
    achieves: 'changes what agents here may do',
  },
  { kind: 'ci', verbs: ['write'], class: 'pipeline', impact: 4, achieves: 'changes what the pipeline runs' },
  { kind: 'autorun', verbs: ['write'], class: 'persistence', impact: 3, achieves: 'leaves a program to run later' },
  { kind: 'secret', verbs: ['read'], class: 'secrets', impact: 3, achieves: 'reads credentials' },
];

function files(role: ResolvedRole, context: RoleContext): Reachable[] {
  const found: Reachable[] = [];
  for (const { kind, verbs, class: effect, impact, achieves } of CLASSES) {
    for (const verb of verbs) {
      if (!mayGrant(role, context, verb)) continue;
      const own = kind === 'authority' && context.path !== undefined ? [context.path] : [];
      const prefer = [...own, ...candidatesOf(kind, role.facts.files.paths).map(({ path }) => path)];
      const target = [...own.map((text) => ({ text: literal(text), negated: false })), ...scopeOfClass(kind)];
      const reach = reachInto(role, context, verb, target, prefer);
      found.push(...reachable(reach, effect, impact, (path) => `${achieves}: ${verb} \`${path}\``, achieves));
    }
  }
  for (const verb of ['write', 'delete'] as const) {
    if (!mayGrant(role, context, verb)) continue;
    const does = verb === 'write' ? 'changes' : 'deletes';
    const outside = ['/**', '~/**', '../**'].map((text) => ({ text, negated: false }));
    found.push(
      ...reachable(
        reachInto(role, context, verb, outside),
        'beyond',
        2,
        (path) => `${does} files outside the workspace: \`${path}\``,
      ),
      ...reachable(
        reachInto(role, context, verb, EVERYTHING, role.facts.files.paths.slice(0, 100)),
        'files',
        verb === 'write' ? 1 : 2,
        (path) => `${does} files: \`${path}\``,
      ),
    );
  }
  if (mayGrant(role, context, 'read')) {
    const reach = reachInto(role, context, 'read', [...EVERYTHING, ...OUTSIDE], role.facts.files.paths.slice(0, 100));
    found.push(...reachable(reach, 'reading', 1, (path) => `reads files: \`${path}\``));
  }
  return found;
}

const EVERYTHING = [{ text: '**', negated: false }];
const OUTSIDE = ['/**', '~/**', '../**'].map((text) => ({ text, negated: false }));

function literal(path: string): string {
  return path.replaceAll(/[*?[\]{},\\]/g, '\\$&');
}

/** Another tool may allow by default what no rule of its says. */
function mayGrant({ role }: ResolvedRole, context: RoleContext, verb: string): boolean {
  return role.foreign !== undefined || context.inForce.some((rule) => rule.verb === verb && rule.effect === 'allow');
}

/** Files that a program would be made to write: what they are is what writing them comes to. */
const OUTS: readonly string[] = ['AGENTS.md', '.github/workflows/ci.yml', '~/.bashrc', '.git/hooks/post-checkout', 'x'];
const SECRETS: readonly string[] = ['.env', '.env.production', 'key.pem', '~/.ssh/id_ed25519', '~/.aws/credentials'];

/** What running a program of one's choice comes to: the worst that the sandbox lets it. */
export function impactOfPrograms(role: ResolvedRole, context: RoleContext): Impact {
  const { sandbox } = role.role;
  const writes = (path: string) => reachesPath(sandbox, 'write', path);
  const own = context.path === undefined ? [] : [context.path];
  const of = (kind: PathClass) => candidatesOf(kind, role.facts.files.paths).map(({ path }) => path);
  if ([...own, ...of('authority'), ...of('ci')].some(writes)) return 4;
  if (of('autorun').some(writes) || of('secret').some((path) => reachesPath(sandbox, 'read', path))) return 3;
  return 2;
}

function commands(role: ResolvedRole, context: RoleContext): Reachable[] {
  if (!mayGrant(role, context, 'run')) return [];
  const { sandbox } = role.role;
  const found: Reachable[] = [];
  const any = impactOfPrograms(role, context);
  const add = (
    effect: EffectClass,
    impact: Impact | ((entry: CommandEntry, payload: Payload) => Impact),
    wanted: (entry: CommandEntry) => boolean,
    payloads?: readonly Payload[],
  ) => {
    const reach = commandReach(role, context, wanted, payloads);
    if (!reach) return;
    const { entry, action, grant, payload } = reach;
    found.push({
      class: effect,
      impact: typeof impact === 'number' ? impact : impact(entry, payload),
      steps: [step(action, entry.achieves)],
      grants: given(grant),
      words: `${entry.achieves}: \`${action.value}\``,
    });
  };
  const run = wayTo(role, context, 'run');
  if (run) {
    found.push({
      class: 'program',
      impact: any,
      steps: run.steps,
      grants: run.grants.map(({ rule, pattern }) => {
        const used = run.steps.find(({ action }) => action.verb === rule.verb)?.action;
        return { rule, pattern: pattern ?? (used && patternOf(context, rule, used)) };
      }),
      words: `runs any program: ${run.words}`,
    });
  } else {
    add('program', any, ({ effect, needs }) => effect === 'exec' && needs === undefined);
  }
  add('elevation', any, ({ effect }) => effect === 'elevate');
  add('agents', any, ({ effect }) => effect === 'agent');
  add('persistence', 3, ({ effect }) => effect === 'defer');
  add('code', 2, ({ effect, needs }) => effect === 'exec' && needs !== undefined);
  for (const impact of [4, 3, 2] as const) {
    add('destruction', impact, (entry) => entry.effect === 'destroy' && impactOfDestroying(role, entry) === impact);
    add('publication', impact, (entry) => entry.effect === 'publish' && impactOfPublishing(entry) === impact);
  }
  for (const out of OUTS.filter((path) => reachesPath(sandbox, 'write', path))) {
    const kind = CLASSES.find((each) => each.kind === classOf(out)?.class);
    add(kind?.class ?? 'files', kind?.impact ?? 1, ({ effect }) => effect === 'write', [{ ...SHOWN, out }]);
  }
  const secrets = SECRETS.filter((path) => reachesPath(sandbox, 'read', path));
  if (secrets.length > 0) {
    const payloads = secrets.map((secret) => ({ ...SHOWN, secret }));
    add('secrets', 3, ({ effect }) => effect === 'read', payloads);
  }
  add('secrets', 3, ({ effect }) => effect === 'env');
  if (reachesUrl(sandbox, OUTSIDE_URLS[0]!)) add('send', 2, ({ effect }) => effect === 'net');
  const plain = plainCommands(role, context);
  for (const { action, grant, runs } of plain.commands) {
    const code = runs !== 'known';
    found.push({
      class: code ? 'code' : 'reading',
      impact: code ? 2 : 1,
      steps: [step(action)],
      grants: given(grant),
      words: code ? `runs code of the workspace: \`${action.value}\`` : `runs \`${action.value}\``,
      ...(runs === 'unknown' ? { assumed: `what \`${action.value}\` does is not known` } : {}),
    });
  }
  for (const reach of plain.unknown)
    found.push(...reachable(reach, 'program', any, (text) => `may run any program by \`${text}\``));
  return found;
}

/** Programs that destroy what is on this machine, which a sandbox holds; of anything else that is not known. */
const LOCAL: ReadonlySet<string> = new Set(
  'rm rmdir shred truncate find fd dd mv cp rsync git sed sqlite3 make mkfs tar unlink wipe srm'.split(' '),
);

function impactOfDestroying(role: ResolvedRole, { program, words }: CommandEntry): Impact {
  const local = LOCAL.has(program) && !words.includes('push');
  if (local) return program === 'git' || role.role.sandbox?.write !== undefined ? 2 : 3;
  return role.role.sandbox?.network?.length === 0 ? 2 : 4;
}

/** A pushed commit can be reverted; a published version is for ever. */
function impactOfPublishing({ program, words }: CommandEntry): Impact {
  if (program === 'git') return 2;
  return words.includes('merge') ? 3 : 4;
}

function fetches(role: ResolvedRole, context: RoleContext): Reachable[] {
  if (!mayGrant(role, context, 'fetch')) return [];
  const found: Reachable[] = [];
  for (const { url, what } of METADATA_URLS) {
    // Whatever listens on the machine is not known to have credentials.
    const reach = /^https?:\/\/(127\.|localhost|10\.)/.test(url)
      ? undefined
      : decided(context, { verb: 'fetch', value: url });
    if (reach?.kind !== 'allowed') continue;
    found.push(...reachable(reach, 'secrets', 3, (value) => `reads ${what}: \`${value}\``, `reads ${what}`));
    break;
  }
  for (const value of OUTSIDE_URLS) {
    const reach = decided(context, { verb: 'fetch', value });
    if (!reach) continue;
    found.push(...reachable(reach, 'send', 2, (url) => `sends to strangers: \`${url}\``, 'carries data out'));
    break;
  }
  for (const rule of context.inForce) {
    if (rule.verb !== 'fetch' || rule.effect !== 'allow') continue;
    for (const pattern of rule.patterns) {
      if (pattern.negated) continue;
      const reach = reachOfGrant(role, context, rule, pattern);
      found.push(...reachable(reach, 'reading', 1, (url) => `fetches \`${url}\``));
      if (reach.kind !== 'allowed') continue;
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
        const changing = decided(context, { ...reach.action, method });
        if (!changing) continue;
        found.push(...reachable(changing, 'shared', 2, (url) => `sends ${method} to \`${url}\``));
        break;
      }
    }
  }
  return found;
}

function calls(role: ResolvedRole, context: RoleContext): Reachable[] {
  const found: Reachable[] = [];
  for (const rule of context.inForce) {
    if (rule.verb !== 'call' || rule.effect !== 'allow') continue;
    for (const pattern of rule.patterns) {
      if (pattern.negated) continue;
      const other = reachBeyondTools(role, context, rule, pattern);
      for (const each of reachable(
        other,
        'unknown',
        4,
        (name) => `calls \`${name}\`, a tool that no scope describes`,
      )) {
        found.push({ assumed: 'what the tool does is not said', ...each });
      }
      for (const { operation, name } of callsOf(role, {
        ...rule,
        patterns: [pattern, ...rule.patterns.filter((each) => each.negated)],
      })) {
        const reach = reachInto(role, context, 'call', [{ text: literal(name), negated: false }]);
        for (const effect of effectsOfCall(operation, rule, name)) {
          for (const each of reachable(reach, effect.class, effect.impact, () => effect.words, effect.words)) {
            found.push({ ...(effect.assumed ? { assumed: effect.assumed } : {}), ...each });
          }
        }
      }
    }
  }
  return found;
}

interface CallEffect {
  readonly class: EffectClass;
  readonly impact: Impact;
  readonly words: string;
  readonly assumed?: string;
}

/** What calling an operation comes to, by what its tool scope says. What it leaves out counts as the worse. */
function effectsOfCall(operation: Operation, rule: Rule, name: string): CallEffect[] {
  const undone = operation.reversible?.value === true;
  const unsaid = operation.reversible === undefined;
  const assumed = unsaid ? { assumed: `whether \`${name}\` can be undone is not said` } : {};
  const does = operation.does.map(({ value }) => value);
  const call = `calls \`${name}\``;
  const effects: CallEffect[] = does.flatMap((each): CallEffect[] => {
    switch (each) {
      case 'destroy':
        return [{ class: 'destruction', impact: undone ? 2 : 4, words: `${call}, which destroys`, ...assumed }];
      case 'spend': {
        const impact = undone ? 2 : boundsAmount(operation, rule) ? 3 : 4;
        return [{ class: 'money', impact, words: `${call}, which spends money`, ...assumed }];
      }
      case 'execute':
        return [{ class: 'program', impact: 4, words: `${call}, which runs what it is told` }];
      case 'write':
        return [
          { class: 'shared', impact: undone ? 2 : 3, words: `${call}, which changes something shared`, ...assumed },
        ];
      case 'send':
        return [{ class: 'send', impact: 2, words: `${call}, which sends` }];
      default:
        return [{ class: 'reading', impact: 1, words: call }];
    }
  });
  if (does.length === 0) {
    effects.push({ class: 'unknown', impact: 4, words: call, assumed: `what \`${name}\` does is not said` });
  }
  if (operation.sends.some(({ value }) => value === 'network') && !does.includes('send') && !does.includes('write')) {
    effects.push({ class: 'send', impact: 2, words: `${call}, which sends` });
  }
  if (operation.returns.some(({ value }) => value === 'secret')) {
    effects.push({ class: 'secrets', impact: 3, words: `${call}, which returns secrets` });
  }
  return effects;
}

/** Is there a most that one call can spend, by the rule or by the tool? */
function boundsAmount(operation: Operation, rule: Rule): boolean {
  const argument = operation.spends?.value;
  if (argument === undefined) return false;
  const tests = rule.where.find((each) => each.argument.value === argument)?.tests ?? [];
  if (tests.some(({ kind }) => kind === 'max' || kind === 'is' || kind === 'in')) return true;
  const schema = operation.arguments.find((each) => each.name.value === argument)?.schema;
  return typeof schema?.maximum === 'number' || Array.isArray(schema?.enum) || schema?.const !== undefined;
}

function names(role: ResolvedRole, context: RoleContext): Reachable[] {
  const found: Reachable[] = [];
  for (const rule of context.inForce) {
    if (rule.effect !== 'allow' || (rule.verb !== 'use' && rule.verb !== 'remember')) continue;
    for (const pattern of rule.patterns) {
      if (pattern.negated) continue;
      const reach = reachOfGrant(role, context, rule, pattern);
      found.push(
        ...(rule.verb === 'use'
          ? reachable(reach, 'credential', 3, (name) => `uses the credential \`${name}\``)
          : reachable(reach, 'memory', 2, (name) => `keeps \`${name}\` for later runs`)),
      );
    }
  }
  for (const rule of context.inForce) {
    if (rule.effect !== 'allow' || rule.verb !== 'delegate') continue;
    for (const pattern of rule.patterns) {
      if (pattern.negated || pattern.text.includes('*') || role.roles.has(pattern.text)) continue;
      const reach = reachOfGrant(role, context, rule, pattern);
      for (const each of reachable(reach, 'unknown', 4, (name) => `hands work to \`${name}\``)) {
        found.push({ assumed: `what \`${pattern.text}\` may do is not known`, ...each });
      }
    }
  }
  return found;
}

/** Whoever runs any program does all that the sandbox does not hold. */
function byPrograms(role: ResolvedRole, context: RoleContext, found: readonly Reachable[]): Reachable[] {
  const program = found.find((each) => each.class === 'program');
  if (!program) return [];
  const { sandbox } = role.role;
  const own = context.path === undefined ? [] : [context.path];
  const paths = (kind: PathClass) => candidatesOf(kind, role.facts.files.paths).map(({ path }) => path);
  const writes = (kind: PathClass) => paths(kind).some((path) => reachesPath(sandbox, 'write', path));
  const kinds: [EffectClass, Impact, boolean][] = [
    ['authority', 4, writes('authority') || own.some((path) => reachesPath(sandbox, 'write', path))],
    ['pipeline', 4, writes('ci')],
    ['persistence', 3, writes('autorun')],
    ['secrets', 3, paths('secret').some((path) => reachesPath(sandbox, 'read', path))],
    ['send', 2, reachesUrl(sandbox, OUTSIDE_URLS[0]!)],
  ];
  return kinds.flatMap(([kind, impact, reached]) =>
    reached ? [{ ...program, class: kind, impact, implied: true }] : [],
  );
}

/** What another role does on its behalf counts as what it does. */
function delegations(role: ResolvedRole, context: RoleContext, gate: Gate, visited: ReadonlySet<string>): Reachable[] {
  const found: Reachable[] = [];
  for (const [name, delegate] of role.delegates) {
    if (visited.has(name)) continue;
    const reach = decided(context, { verb: 'delegate', value: name });
    if (reach?.kind !== 'allowed') continue;
    for (const each of reachables(delegate, gate, context.now, visited)) {
      found.push({
        ...each,
        steps: [step(reach.action, 'hands the work over'), ...each.steps],
        grants: [...each.grants, ...given(reach.grant)],
        words: `\`${name}\`, to which it hands work, ${each.words}`,
        by: each.by ?? name,
      });
    }
  }
  return found;
}

/** Private data, and a way for it to leave. */
function flows(role: ResolvedRole, context: RoleContext, found: readonly Reachable[]): Reachable[] {
  const secret = found.find((each) => each.class === 'secrets' && each.by === undefined);
  const personal = secret ? undefined : personalCall(role, context);
  const read = secret ?? personal;
  const out = found.find((each) => each.class === 'send' && each.by === undefined);
  const any = found.find((each) => each.class === 'program' && each.by === undefined);
  const way = out ?? (any && reachesUrl(role.role.sandbox, OUTSIDE_URLS[0]!) ? any : undefined);
  if (!read || !way) return [];
  const assumed = read.assumed ?? way.assumed;
  if (secret?.implied) return [{ ...secret, class: 'outside', implied: true }];
  return [
    {
      class: 'outside',
      impact: 3,
      steps: [...read.steps, ...way.steps].slice(0, 5),
      grants: [...read.grants, ...way.grants],
      words: `${read.words}, and ${way.words}`,
      ...(assumed ? { assumed } : {}),
    },
  ];
}

function personalCall(
  role: ResolvedRole,
  context: RoleContext,
): Pick<Reachable, 'steps' | 'grants' | 'words' | 'assumed'> | undefined {
  for (const rule of context.inForce) {
    if (rule.effect !== 'allow') continue;
    for (const { operation, name } of callsOf(role, rule)) {
      if (!operation.returns.some(({ value }) => value === 'personal')) continue;
      const reach = reachInto(role, context, 'call', [{ text: literal(name), negated: false }]);
      const [found] = reachable(reach, 'reading', 1, () => `calls \`${name}\`, which returns personal data`);
      if (found) return found;
    }
  }
  return undefined;
}
