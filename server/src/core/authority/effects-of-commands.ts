import type { RoleContext } from '../analysis/catalogue-rule.ts';
import { type Payload, SHOWN } from '../analysis/command-line.ts';
import type { CommandEntry } from '../analysis/data/commands/index.ts';
import { candidatesOf, classOf, type PathClass } from '../analysis/data/sensitive-paths.ts';
import { step } from '../analysis/words.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';
import { commandReach, plainCommands } from './command-reach.ts';
import type { Derivation } from './derivation.ts';
import { ownAuthority } from './effective.ts';
import { CLASSES } from './effects-on-files.ts';
import type { EffectClass, Impact } from './impact.ts';
import { patternOf } from './reach.ts';
import { given, mayGrant, type Reachable, reachable } from './reached-effect.ts';
import { reachesPath, reachesUrl } from './sandbox.ts';
import { OUTSIDE_URLS } from './ways-out.ts';

/** Files that a program would be made to write: what they are is what writing them comes to. */
const OUTS: readonly string[] = ['AGENTS.md', '.github/workflows/ci.yml', '~/.bashrc', '.git/hooks/post-checkout', 'x'];
const SECRETS: readonly string[] = ['.env', '.env.production', 'key.pem', '~/.ssh/id_ed25519', '~/.aws/credentials'];
/** Made once, since the lines of the tables are remembered by what is put into them. */
const PAYLOADS = {
  out: new Map(OUTS.map((out) => [out, [{ ...SHOWN, out }]])),
  secret: new Map(SECRETS.map((secret) => [secret, { ...SHOWN, secret }])),
};
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
export function commands(role: ResolvedRole, context: RoleContext, before: readonly Reachable[]): Reachable[] {
  if (!mayGrant(role, context, 'run')) return [];
  const { sandbox } = role.role;
  const found: Reachable[] = [];
  const any = impactOfPrograms(role, context);
  const add = (
    effect: EffectClass,
    impact: Impact,
    wanted: (entry: CommandEntry) => boolean,
    payloads?: readonly Payload[],
  ) => {
    // What is known to happen already, and as bad, needs no second run.
    const known = [...before, ...found].some((each) => each.class === effect && each.impact >= impact);
    const reach = known ? undefined : commandReach(role, context, wanted, payloads);
    if (!reach) return;
    const { entry, action, grant } = reach;
    found.push({
      class: effect,
      impact,
      steps: [step(action, entry.achieves)],
      grants: given(grant),
      words: `${entry.achieves}: \`${action.value}\``,
    });
  };
  const run = plainestWay(ownAuthority(role, context).get('run') ?? []);
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
    add(kind?.class ?? 'files', kind?.impact ?? 1, ({ effect }) => effect === 'write', PAYLOADS.out.get(out));
  }
  const secrets = SECRETS.filter((path) => reachesPath(sandbox, 'read', path));
  if (secrets.length > 0) {
    const payloads = secrets.map((secret) => PAYLOADS.secret.get(secret)!);
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
/** The way with the fewest steps, and of those the one that is read fastest. */
function plainestWay(ways: readonly Derivation[]): Derivation | undefined {
  const length = ({ steps }: Derivation) =>
    steps.reduce((sum, { action }) => sum + action.value.length, 1_000 * steps.length);
  return ways.reduce<Derivation | undefined>(
    (best, way) => (!best || length(way) < length(best) ? way : best),
    undefined,
  );
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
/** Whoever runs any program does all that the sandbox does not hold. */
export function byPrograms(role: ResolvedRole, context: RoleContext, found: readonly Reachable[]): Reachable[] {
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
