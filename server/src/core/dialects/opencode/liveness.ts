import { editDistance } from '../../edit-distance.ts';
import type { Reference } from '../../finding.ts';
import { remembered } from '../../scope/memo.ts';
import type { Liveness, ToolCall } from '../dialect.ts';
import { writtenCommands } from '../shell/written-commands.ts';
import { AVAILABLE, CONFIG, EXTERNAL, GRANULAR, PERMISSIONS, V2 } from './docs.ts';
import { type Draft, permissionFor } from './draft.ts';
import type { Generation } from './ruleset.ts';
import { isInside, matchesWildcard } from './wildcard.ts';

/** Why a rule does nothing. */
interface Why {
  readonly state: 'never-consulted' | 'cannot-match';
  readonly why: string;
  readonly reference: Reference;
  readonly instead?: string;
}

/** Permissions that some tool of opencode asks for. Source: opencode 1.18.33; opencode.ai/v2/docs/permissions, "Actions and resources". */
const ASKED: Readonly<Record<Generation, ReadonlySet<string>>> = {
  1: new Set(
    'bash read edit glob grep task skill lsp question webfetch websearch external_directory doom_loop todowrite plan_enter plan_exit'.split(
      ' ',
    ),
  ),
  2: new Set(
    'shell read edit glob grep subagent skill question webfetch websearch external_directory execute todowrite plan_enter plan_exit'.split(
      ' ',
    ),
  ),
};

/** Names that people write and no tool asks for, with the one that is asked for; undefined where there is none any more. */
const WRONG: Readonly<Record<Generation, Readonly<Record<string, string | undefined>>>> = {
  1: {
    write: 'edit',
    patch: 'edit',
    multiedit: 'edit',
    apply_patch: 'edit',
    shell: 'bash',
    terminal: 'bash',
    command: 'bash',
    run: 'bash',
    subagent: 'task',
    agent: 'task',
    fetch: 'webfetch',
    web_fetch: 'webfetch',
    web_search: 'websearch',
    search: 'websearch',
    ls: undefined,
    list: undefined,
    codesearch: undefined,
    todoread: undefined,
  },
  2: {
    bash: 'shell',
    task: 'subagent',
    write: 'edit',
    patch: 'edit',
    multiedit: 'edit',
    apply_patch: 'edit',
    fetch: 'webfetch',
    list: undefined,
    lsp: undefined,
    doom_loop: undefined,
    codesearch: undefined,
    todoread: undefined,
  },
};

/** Why a rule does nothing in one project, and the rule that decides in its place, where there is one. */
export interface Fate {
  readonly liveness: Exclude<Liveness, { readonly state: 'live' }>;
  readonly by?: Draft;
}

/** Of each rule of one list that does nothing, why. The list is in the order in which it counts. */
export function fatesOf(
  drafts: readonly Draft[],
  generation: Generation,
  servers: readonly string[],
): ReadonlyMap<Draft, Fate> {
  const fates = new Map<Draft, Fate>();
  const asked = drafts.map((draft) => permissionFor(draft, generation));
  for (const [index, draft] of drafts.entries()) {
    const permission = asked[index]!;
    const meant = meantBy(permission, draft.pattern, generation);
    const extra = meant ? { meant } : {};
    const why = nameProblem(draft, permission, generation, servers) ?? patternProblem(draft, permission, generation);
    if (why) {
      fates.set(draft, { liveness: { ...why, ...extra } });
      continue;
    }
    const by = shadowOf(drafts, asked, index);
    if (!by) continue;
    const words = `\`${by.text}\` comes later and matches all that it matches, and the last match counts`;
    const reference = generation === 1 ? GRANULAR : V2;
    fates.set(draft, { liveness: { state: 'shadowed', why: words, reference, ...extra }, by });
  }
  return fates;
}

/**
 * The fate of a rule that is written and not in any list: something with the same key is there in its place. Undefined where
 * that says the same.
 */
export function fateOfLost(draft: Draft, active: readonly Draft[], generation: Generation): Fate | undefined {
  const same = active.filter((each) => each.permission === draft.permission);
  const winner = same.findLast((each) => each.pattern === draft.pattern) ?? same.at(-1);
  if (winner?.pattern === draft.pattern && winner.effect === draft.effect) return undefined;
  const why =
    winner !== undefined && winner.source !== draft.source
      ? 'a file that is read later has the same key, and replaces it'
      : winner !== undefined && winner.isSwitch !== draft.isSwitch
        ? '`permission` has the same name, and replaces it'
        : 'its key stands twice in one object, and the last counts';
  const meant = meantBy(draft.permission, draft.pattern, generation);
  const liveness = { state: 'ignored', why, reference: CONFIG, ...(meant ? { meant } : {}) } as const;
  return { liveness, ...(winner ? { by: winner } : {}) };
}

/** The last rule of the list that matches everything that this one matches, where it has another effect. */
function shadowOf(drafts: readonly Draft[], asked: readonly string[], index: number): Draft | undefined {
  const draft = drafts[index]!;
  const permission = asked[index]!;
  for (let at = drafts.length - 1; at > index; at--) {
    const other = drafts[at]!;
    if (!isInside(draft.pattern, other.pattern) || !isInside(permission, asked[at]!)) continue;
    return other.effect === draft.effect ? undefined : other;
  }
  return undefined;
}

function nameProblem(
  draft: Draft,
  permission: string,
  generation: Generation,
  servers: readonly string[],
): Why | undefined {
  const known = ASKED[generation];
  if (/[*?]/.test(permission) || known.has(permission)) return undefined;
  const reference = generation === 1 ? AVAILABLE : V2;
  const wrong = WRONG[generation];
  if (Object.hasOwn(wrong, permission)) {
    const right = wrong[permission];
    const why = right
      ? `no tool asks for \`${permission}\`; it is \`${right}\` that is asked for`
      : `no tool asks for \`${permission}\``;
    return {
      state: 'never-consulted',
      why,
      reference,
      ...(right ? { instead: renamed(draft, permission, right) } : {}),
    };
  }
  if (servers.includes(permission)) {
    const why = `no tool has the name of a server alone; the tools of \`${permission}\` are \`${permission}_\` and their own name`;
    return { state: 'never-consulted', why, reference, instead: renamed(draft, permission, `${permission}_*`) };
  }
  const claude = /^mcp__(.+?)(?:__(.+))?$/.exec(permission);
  if (claude && !servers.some((server) => permission.startsWith(`${server}_`))) {
    const why = `this is Claude Code's name for a tool; here it is \`${claude[1]}_${claude[2] ?? '*'}\``;
    return {
      state: 'never-consulted',
      why,
      reference,
      instead: renamed(draft, permission, `${claude[1]}_${claude[2] ?? '*'}`),
    };
  }
  const near = [...known].find((each) => each === permission.toLowerCase() || isMistyped(permission, each));
  if (!near) return undefined;
  return {
    state: 'never-consulted',
    why: `no tool asks for \`${permission}\`; it is \`${near}\` that is asked for`,
    reference,
    instead: renamed(draft, permission, near),
  };
}

function isMistyped(written: string, known: string): boolean {
  return written.length > 4 && editDistance(written, known) === 1;
}

/** The rule with another name, where the name stands in it. */
function renamed({ text }: Draft, from: string, to: string): string {
  return text.includes(`"${from}"`) ? text.replace(`"${from}"`, `"${to}"`) : `"${to}"`;
}

function patternProblem(draft: Draft, permission: string, generation: Generation): Why | undefined {
  const { pattern } = draft;
  if (pattern === '*' || !draft.inMap) return undefined;
  const why = whyNothing(permission, pattern, generation);
  return why?.instead === undefined ? why : { ...why, instead: renamed(draft, pattern, why.instead) };
}

function whyNothing(permission: string, pattern: string, generation: Generation): Why | undefined {
  switch (permission) {
    case 'read':
    case 'edit':
      return pathProblem(pattern, generation);
    case 'external_directory':
      return directoryProblem(pattern);
    case 'bash':
    case 'shell':
      return commandProblems(pattern).why;
    case 'webfetch':
      if (/^(?:https?:\/\/|h?[*?])/.test(pattern)) return undefined;
      return {
        state: 'cannot-match',
        why: 'a whole URL is compared, and it begins with http:// or https://',
        reference: PERMISSIONS,
        instead: `https://${pattern.replace(/^\/+/, '')}${pattern.endsWith('*') ? '' : '/*'}`,
      };
  }
  if (ASKED[generation].has(permission) || /[*?]/.test(permission) || matchesWildcard(pattern, '*')) return undefined;
  return {
    state: 'cannot-match',
    why: 'a tool of a server is asked about as a whole, without its arguments',
    reference: generation === 1 ? AVAILABLE : V2,
  };
}

function pathProblem(pattern: string, generation: Generation): Why | undefined {
  const reference = generation === 1 ? GRANULAR : V2;
  if (/^\.[/\\]/.test(pattern)) {
    const why = 'paths are compared without `./`';
    return { state: 'cannot-match', why, reference, instead: pattern.slice(2) };
  }
  if (/[^*?][/\\]$/.test(pattern)) {
    const why = 'no path ends in a slash';
    return { state: 'cannot-match', why, reference, instead: `${pattern}*` };
  }
  if (generation === 1 && /^(?:[/\\]|~(?:$|[/\\])|\$HOME)/.test(pattern)) {
    const why =
      'paths are compared relative to the project, also outside of it (`../../etc/passwd`), and never from the root of the disk';
    return { state: 'cannot-match', why, reference: EXTERNAL };
  }
  return undefined;
}

function directoryProblem(pattern: string): Why | undefined {
  if (!/[*?]$/.test(pattern)) {
    const why = 'what is compared is a directory with `/*` behind it';
    return { state: 'cannot-match', why, reference: EXTERNAL, instead: `${pattern.replace(/\/$/, '')}/*` };
  }
  if (/^(?:[/\\*?]|~|\$HOME|[A-Za-z]:)/.test(pattern)) return undefined;
  return { state: 'cannot-match', why: 'what is compared begins at the root of the disk', reference: EXTERNAL };
}

const commandProblems = remembered((pattern: string) => ({ why: readCommandPattern(pattern) }));

/** A command that the pattern is plainly for, taken apart as opencode takes it apart: does the pattern match any part? */
function readCommandPattern(pattern: string): Why | undefined {
  const reference = GRANULAR;
  const claude = /^(.+?):\*$/.exec(pattern);
  if (claude && !/\s/.test(claude[1]!.at(-1) ?? ' ')) {
    const why = '`:*` is Claude Code’s; here a colon is a colon';
    return { state: 'cannot-match', why, reference, instead: `${claude[1]} *` };
  }
  if (/^(?:cd|chdir|popd|pushd)\b/.test(pattern)) {
    return { state: 'never-consulted', why: 'changing the directory is not asked about', reference };
  }
  const samples = [sampleOf(pattern), sampleOf(pattern.replace(/ \*$/, ' x'))].map(writtenCommands);
  const line = samples.find(({ problem }) => problem === undefined);
  if (!line || line.commands.some(({ statement }) => matchesWildcard(pattern, statement))) return undefined;
  if (line.commands.length > 1) {
    const why = 'a line is divided, and its commands are compared one by one';
    return { state: 'cannot-match', why, reference };
  }
  if (line.commands.length > 0) return undefined;
  return { state: 'never-consulted', why: 'only commands are compared, and the parser finds none in this', reference };
}

/** A text that the pattern matches, with as little as possible in the place of `*`. */
export function sampleOf(pattern: string): string {
  const bare = pattern.replace(/ \*$/, '').replaceAll('?', 'x');
  const text = bare.replace(/(^|[\s/=])\*+(?=$|[\s/.])/g, '$1x').replace(/\*+/g, '');
  return text === '' ? 'x' : text;
}

/** Something that a rule is plainly about, as a call; undefined where a sample would say nothing. */
function meantBy(permission: string, pattern: string, generation: Generation): ToolCall | undefined {
  const sample = sampleOf(pattern);
  switch (permission) {
    case 'bash':
    case 'shell':
    case 'terminal':
    case 'command':
    case 'run':
      return { tool: generation === 1 ? 'bash' : 'shell', input: { command: pattern === '*' ? 'make' : sample } };
    case 'read':
      return { tool: 'read', input: { filePath: pathSample(pattern) } };
    case 'edit':
      return { tool: 'edit', input: { filePath: pathSample(pattern) } };
    case 'write':
    case 'patch':
    case 'multiedit':
    case 'apply_patch':
      return { tool: 'write', input: { filePath: pathSample(pattern) } };
    case 'webfetch':
    case 'fetch':
    case 'web_fetch':
      return {
        tool: 'webfetch',
        input: { url: /^https?:/.test(sample) ? sample : `https://${pattern === '*' ? 'example.com' : sample}` },
      };
    case 'task':
    case 'subagent':
      return {
        tool: generation === 1 ? 'task' : 'subagent',
        input: { subagent_type: pattern === '*' ? 'general' : sample },
      };
    default:
      return undefined;
  }
}

function pathSample(pattern: string): string {
  if (pattern === '*') return 'README.md';
  return sampleOf(pattern.replace(/^\$HOME/, '~').replace(/^\.\//, ''));
}
