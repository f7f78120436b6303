import type { Effect } from '../../model/manifest.ts';
import { normalisePath } from '../../scope/path.ts';
import { textIn } from '../calls.ts';
import type { Enforcer, ForeignDecision, ToolCall } from '../dialect.ts';
import { hostOf } from '../url-host.ts';
import { type Match, matchPath, surest } from './glob.ts';
import { type Line, lineOf, mayRunIn, onCommand, onHost, onPath, onServerTool } from './match.ts';
import type { CursorRule } from './rule.ts';

/** What one of Cursor's agents is held to. */
export interface Policy {
  /** Whose rules these are: the command line denies, the editor has allow lists only. */
  readonly surface: 'cli' | 'editor';
  /** In the order in which they are read. */
  readonly rules: readonly CursorRule[];
  /** Allow rules of a file above, which a list further down may take the place of: not documented. */
  readonly uncertain: ReadonlySet<CursorRule>;
  /** Lists of the editor that a file gives; those of its settings are not seen. */
  readonly lists: ReadonlySet<'terminal' | 'mcp'>;
  /** `readBoundary` of the sandbox: `workspace` asks before anything outside is read. */
  readonly asksOutside: boolean;
}

export type Mode = 'allowlist' | 'auto-review' | 'unrestricted';

/** What decides, and how surely. */
interface Verdict {
  readonly effect: Effect;
  readonly rules: readonly CursorRule[];
  readonly documented: boolean;
  readonly words: string;
  readonly enforcer?: Enforcer;
  readonly near?: ForeignDecision['near'];
  readonly parts?: ForeignDecision['parts'];
}

/** Decides as Cursor would: deny, then allow, then what it does where no rule is. Total. */
export function decideCall(policy: Policy, call: ToolCall, mode: Mode): ForeignDecision {
  const verdict = inMode(decided(policy, call), mode);
  const { effect, rules, documented, words, near = [], parts } = verdict;
  return {
    effect,
    rules,
    documented,
    words,
    near,
    enforcer: verdict.enforcer ?? (effect === 'ask' ? 'prompt-only' : 'engine'),
    ...(parts ? { parts } : {}),
  };
}

/** `--force` and the mode that goes with it answer every question with yes; a classifier's answer is nobody's to foretell. */
function inMode(verdict: Verdict, mode: Mode): Verdict {
  if (verdict.effect !== 'ask' || mode === 'allowlist') return verdict;
  if (mode === 'unrestricted') {
    const words = `${verdict.words}; in this mode everything that is not denied runs`;
    return { ...verdict, effect: 'allow', enforcer: 'none', words };
  }
  const words = `${verdict.words}; in this mode a sandbox or a classifier takes the place of the question, and what it says is not documented`;
  return { ...verdict, documented: false, words };
}

function decided(policy: Policy, call: ToolCall): Verdict {
  switch (call.tool) {
    case 'Shell':
    case 'Bash':
      return onLine(policy, textIn(call.input, 'command'));
    case 'Read':
    case 'Grep':
    case 'Glob':
    case 'LS':
      return onRead(policy, textIn(call.input, 'path', 'file_path', 'target_file') || '.');
    case 'Write':
    case 'Edit':
      return onWrite(policy, textIn(call.input, 'path', 'file_path', 'target_file'));
    case 'Delete':
      return {
        ...plain('ask', 'which rule a deletion is held to is not documented, and Cursor asks before it'),
        documented: policy.surface === 'editor',
      };
    case 'WebFetch':
    case 'Fetch':
      return onFetch(policy, textIn(call.input, 'url'));
    case 'Mcp':
    case 'MCP':
      return onServer(policy, textIn(call.input, 'server'), textIn(call.input, 'tool'));
    default: {
      const named = /^([^:()]+):([^:()]+)$/.exec(call.tool);
      if (named) return onServer(policy, named[1]!, named[2]!);
      const words = `no rule is about \`${call.tool}\`, and what Cursor does then is not documented`;
      return { ...plain('ask', words), documented: false };
    }
  }
}

function plain(effect: Effect, words: string): Verdict {
  return { effect, rules: [], documented: true, words };
}

type Found = readonly { readonly rule: CursorRule; readonly match: Match }[];

/** Rules of one effect; those about commands whose name has no sign in it are found by that name. */
interface Index {
  readonly named: ReadonlyMap<string, readonly CursorRule[]>;
  readonly others: readonly CursorRule[];
  readonly all: readonly CursorRule[];
}

const indexes = new WeakMap<readonly CursorRule[], Readonly<Partial<Record<Effect, Index>>>>();

function indexOf({ rules }: Policy, effect: Effect): Index {
  let known = indexes.get(rules);
  if (!known) {
    known = { allow: indexed(rules, 'allow'), deny: indexed(rules, 'deny') };
    indexes.set(rules, known);
  }
  return known[effect] ?? NO_RULES;
}

const NO_RULES: Index = { named: new Map(), others: [], all: [] };

function indexed(rules: readonly CursorRule[], effect: Effect): Index {
  const all = rules.filter(
    (rule) => rule.effect === effect && (rule.enforcer === 'engine' || rule.enforcer === 'none'),
  );
  const named = new Map<string, CursorRule[]>();
  const others: CursorRule[] = [];
  for (const rule of all) {
    const { matcher } = rule;
    const name =
      matcher.kind === 'shell'
        ? matcher.base
        : matcher.kind === 'prefix'
          ? /^[^\s:]*/.exec(matcher.text)![0]
          : undefined;
    if (name === undefined || /[*?]/.test(name)) others.push(rule);
    else {
      const list = named.get(name);
      if (list) list.push(rule);
      else named.set(name, [rule]);
    }
  }
  return { named, others, all };
}

/** Rules that may be for something; `line` where only those for its commands can be. */
function matching(policy: Policy, effect: Effect, match: (rule: CursorRule) => Match, line?: Line): Found {
  const index = indexOf(policy, effect);
  const names = new Set(
    line?.problem === undefined
      ? [line?.whole, ...(line?.parts ?? [])].flatMap((each) => (each ? [each.base, each.plainly?.base] : []))
      : [],
  );
  const candidates =
    line === undefined || line.problem !== undefined
      ? index.all
      : [...[...names].flatMap((name) => (name === undefined ? [] : (index.named.get(name) ?? []))), ...index.others];
  return candidates.flatMap((rule) => {
    const found = match(rule);
    return found === 'no' ? [] : [{ rule, match: policy.uncertain.has(rule) ? ('maybe' as const) : found }];
  });
}

function sure(found: Found): readonly CursorRule[] {
  return found.flatMap(({ rule, match }) => (match === 'yes' ? [rule] : []));
}

/** A rule that denies, surely or perhaps: both stop the agent here, and only the one is documented. */
function denial(found: Found): Verdict | undefined {
  const certain = sure(found);
  if (certain.length > 0) {
    return { effect: 'deny', rules: certain, documented: true, words: `denied by \`${certain[0]!.text}\`` };
  }
  const [first] = found;
  if (!first) return undefined;
  return {
    effect: 'deny',
    rules: found.map(({ rule }) => rule),
    documented: false,
    words: `it is not documented whether \`${first.rule.text}\` is for this; it is taken to deny it`,
  };
}

/** What is left where no rule surely allows; rules that may allow are told, and do not. */
function otherwise(found: Found, rest: Verdict): Verdict {
  const [first] = found;
  if (!first || rest.effect === 'allow') return rest;
  return {
    ...rest,
    documented: false,
    words: `it is not documented whether \`${first.rule.text}\` is for this; without it, ${rest.words}`,
    near: found.slice(0, MOST_NEAR).map(({ rule }) => ({ rule, why: 'may be meant for this, and no page says so' })),
  };
}

const MOST_NEAR = 5;

function byRules(policy: Policy, match: (rule: CursorRule) => Match, rest: Verdict): Verdict {
  const denied = denial(matching(policy, 'deny', match));
  if (denied) return denied;
  const allowed = matching(policy, 'allow', match);
  const certain = sure(allowed);
  if (certain.length === 0) return otherwise(allowed, rest);
  return { effect: 'allow', rules: certain, documented: true, words: `allowed by \`${certain[0]!.text}\`` };
}

function onRead(policy: Policy, path: string): Verdict {
  return byRules(policy, (rule) => onPath(rule, 'Read', path), unmatchedRead(policy, path));
}

/** Reading needs no approval: https://cursor.com/docs/agent/security. Outside of the workspace the sandbox's `readBoundary` says. */
function unmatchedRead({ surface, asksOutside }: Policy, path: string): Verdict {
  if (!isOutside(path)) return plain('allow', 'no rule, and reading files needs no approval');
  if (surface === 'cli') {
    const words =
      'no rule, and whether the command line asks before it reads outside of the workspace is not documented';
    return { ...plain('ask', words), documented: false };
  }
  return asksOutside
    ? plain('ask', 'outside of the workspace, and `readBoundary` says that Cursor asks')
    : plain('allow', 'reading files needs no approval, and no `readBoundary` keeps it to the workspace');
}

/** Files of tools and editors that are written only with somebody's approval. https://cursor.com/docs/reference/sandbox#protected-paths */
const PROTECTED = [
  '.cursor/*.json',
  '.cursor/**/*.json',
  '.cursor/.workspace-trusted',
  '.claude/*.json',
  '.claude/**/*.json',
  '.vscode/**',
  '*.code-workspace',
  '.git/hooks/**',
  '.git/config',
  '.git/info/attributes',
  '.cursorignore',
];

function onWrite(policy: Policy, path: string): Verdict {
  return byRules(policy, (rule) => onPath(rule, 'Write', path), unmatchedWrite(policy, path));
}

function unmatchedWrite({ surface }: Policy, path: string): Verdict {
  if (surface === 'cli') {
    const words = 'no rule, and one page says that rules and `--force` control what is written without a question';
    return { ...plain('ask', words), documented: false };
  }
  if (isOutside(path)) return plain('ask', 'files outside of the workspace are written only with approval');
  const given = normalisePath(path);
  const isProtected = PROTECTED.some((pattern) => matchPath(pattern, given) !== 'no');
  return isProtected
    ? plain('ask', 'configuration files are written only with approval')
    : plain('allow', 'files of the workspace are written without approval');
}

function isOutside(path: string): boolean {
  const given = normalisePath(path);
  return /^(?:\/|~(?:$|\/)|\.\.(?:$|\/))/.test(given);
}

function onFetch(policy: Policy, url: string): Verdict {
  const host = hostOf(url);
  const rest = plain(
    'ask',
    policy.surface === 'cli' ? 'no rule, and each fetch is asked about' : 'Cursor asks before it fetches',
  );
  return byRules(policy, (rule) => onHost(rule, host), rest);
}

function onServer(policy: Policy, server: string, tool: string): Verdict {
  const isEditor = policy.surface === 'editor';
  const rest = plain(
    'ask',
    isEditor && !policy.lists.has('mcp')
      ? 'no file has an `mcpAllowlist`, and the one in the editor’s settings is not seen'
      : 'no rule, and each call of a server’s tool is asked about',
  );
  return byRules(policy, (rule) => onServerTool(rule, server, tool, isEditor), rest);
}

/**
 * The first word of a line decides, the page says, and nothing of lines with several commands. Denied where the line or any
 * command in it is; allowed where every command is.
 */
function onLine(policy: Policy, text: string): Verdict {
  const line = lineOf(text);
  const denied = denial(
    matching(
      policy,
      'deny',
      (rule) => {
        const whole = onCommand(rule, line.whole);
        if (whole === 'yes') return 'yes';
        const inside = surest([whole, ...line.parts.map((part) => onCommand(rule, part))]);
        return inside !== 'no' || mayRunIn(rule, line) ? 'maybe' : 'no';
      },
      line,
    ),
  );
  const parts = partsOf(policy, line);
  const shown = parts && parts.length > 1 ? { parts } : {};
  if (denied) return { ...denied, ...shown };
  const whole = matching(policy, 'allow', (rule) => onCommand(rule, line.whole), line);
  const each = line.parts.map((part) => matching(policy, 'allow', (rule) => onCommand(rule, part), line));
  const rest = plain(
    'ask',
    policy.surface === 'editor' && !policy.lists.has('terminal')
      ? 'no file has a `terminalAllowlist`, and the one in the editor’s settings is not seen'
      : 'no rule, and Cursor asks before it runs a command',
  );
  const certain = each.map(sure);
  if (line.problem !== undefined) {
    if (whole.length === 0) return { ...rest, ...shown };
    return {
      ...otherwise(whole, rest),
      words: `how Cursor reads this line is not documented: ${line.problem}`,
      ...shown,
    };
  }
  if (certain.some((rules) => rules.length === 0) || sure(whole).length === 0) {
    const perhaps = [...whole, ...each.flat()].filter(
      (found, at, all) => all.findIndex(({ rule }) => rule === found.rule) === at,
    );
    const left = otherwise(perhaps, rest);
    if (perhaps.length > 0 && line.parts.length > 1) {
      const words =
        'no rule allows every command in this line, and how Cursor reads a line of several is not documented';
      return { ...left, words, ...shown };
    }
    return { ...left, near: left.near ?? nearOf(policy, line), ...shown };
  }
  const written = line.targets.map((target) => onWrite(policy, target));
  const stopped = written.find(({ effect }) => effect !== 'allow');
  if (stopped) {
    const words = `it writes a file, and whether rules about writing hold for a redirection is not documented: ${stopped.words}`;
    return { ...stopped, documented: false, words, ...shown };
  }
  const rules = [...new Set(certain.flat())];
  return { effect: 'allow', rules, documented: true, words: `allowed by \`${rules[0]!.text}\``, ...shown };
}

function partsOf(policy: Policy, line: Line): ForeignDecision['parts'] {
  return line.parts.map((part) => {
    const denied = denial(matching(policy, 'deny', (rule) => onCommand(rule, part), line));
    if (denied) return { text: part.text, effect: denied.effect, rules: denied.rules };
    const rules = sure(matching(policy, 'allow', (rule) => onCommand(rule, part), line));
    return { text: part.text, effect: rules.length > 0 ? ('allow' as const) : ('ask' as const), rules };
  });
}

/** Rules for the same program that are not for these arguments. */
function nearOf(policy: Policy, { parts }: Line): ForeignDecision['near'] {
  const bases = new Set(parts.map(({ base }) => base));
  return policy.rules
    .flatMap((rule) => {
      const { matcher } = rule;
      const named =
        matcher.kind === 'shell' ? matcher.base : matcher.kind === 'prefix' ? matcher.text.split(/\s/)[0]! : '';
      return bases.has(named) ? [{ rule, why: 'is for other arguments of the same program' }] : [];
    })
    .slice(0, MOST_NEAR);
}
