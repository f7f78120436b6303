import type { Effect } from '../../model/manifest.ts';
import { normalisePath } from '../../scope/path.ts';
import { readUrl } from '../../scope/url-read.ts';
import { textIn } from '../calls.ts';
import type { ForeignDecision, ForeignRule, ToolCall } from '../dialect.ts';
import { filesOf, urlsOf } from './calls.ts';
import { NEVER_APPROVED } from './defaults.ts';
import { matchesGlob } from './glob.ts';
import { decideTerminal, type Terminal } from './terminal.ts';
import { hasTool, kindOfTool, settingNames } from './tools.ts';
import { LONGEST_URL, matchesUrlPattern } from './url.ts';

/** The levels of approval that a session may have. The first is what the settings below are asked in. */
export const MODES = ['default', 'autoApprove', 'autopilot'] as const;
export type Mode = (typeof MODES)[number];

export interface EditRule {
  readonly pattern: string;
  readonly approve: boolean;
  readonly written?: ForeignRule;
}

export interface UrlRule {
  readonly pattern: string;
  /** Undefined where the rule leaves it to those that follow. */
  readonly request: boolean | undefined;
  readonly response: boolean | undefined;
  readonly written?: ForeignRule;
}

export interface Policy {
  readonly mode: Mode;
  readonly terminal: Terminal;
  /** The last match counts. */
  readonly edits: readonly EditRule[];
  /** The first match counts. */
  readonly urls: readonly UrlRule[];
  /** Tools that are always asked about. */
  readonly neverApproved: ReadonlyMap<string, ForeignRule>;
  /** `chat.tools.global.autoApprove` of a person's own settings. */
  readonly everything?: ForeignRule;
  /** The sandbox in which commands run, where one is switched on. */
  readonly sandbox?: { readonly network: 'open' | 'listed' };
}

const LEVEL: Readonly<Record<Mode, string>> = {
  default: 'Default Permissions',
  autoApprove: 'Bypass Approvals',
  autopilot: 'Autopilot',
};

/** What VS Code would do about a call of its agent. Total. */
export function decideCall(policy: Policy, call: ToolCall, mode: Mode): ForeignDecision {
  if (mode !== 'default') return plain('allow', 'none', `in ${LEVEL[mode]} nobody is asked`);
  const decision = decideByDefault(policy, call);
  const named = settingNames(call).flatMap((name) => policy.neverApproved.get(name) ?? []);
  const [never] = named;
  if (never && decision.effect === 'allow' && decision.enforcer !== 'os') {
    return {
      ...plain('ask', 'prompt-only', `\`${never.text}\`: this tool is asked about each time`),
      rules: [never],
      ...(decision.parts ? { parts: decision.parts } : {}),
    };
  }
  if (decision.effect === 'ask' && policy.everything && !never) {
    return {
      ...plain('allow', 'none', '`chat.tools.global.autoApprove` approves every tool'),
      rules: [policy.everything],
    };
  }
  return decision;
}

/** What is decided where an agent's file lists other tools than the one of a call. */
export function refused(tools: readonly string[], call: ToolCall): ForeignDecision | undefined {
  if (hasTool(tools, call.tool)) return undefined;
  return plain('deny', 'engine', `its \`tools\` do not give it \`${call.tool}\``);
}

function decideByDefault(policy: Policy, call: ToolCall): ForeignDecision {
  switch (kindOfTool(call.tool)) {
    case 'terminal':
      return onCommand(policy, textIn(call.input, 'command'));
    case 'edit':
      return strictest(filesOf(call).map((file) => onEdit(policy, file)));
    case 'read':
      return strictest(filesOf(call).map(onRead));
    case 'fetch':
      return strictest(urlsOf(call).map((url) => onUrl(policy, url)));
    case 'subagent':
      return plain('allow', 'none', 'handing over to another agent is not asked about');
    case 'server':
      return plain(
        'ask',
        'prompt-only',
        'tools of servers are asked about, unless their server says that they only read',
      );
    default:
      return { ...plain('ask', 'prompt-only', `what \`${call.tool}\` asks is not known here`), documented: false };
  }
}

const STRICTNESS: Readonly<Record<Effect, number>> = { allow: 0, ask: 1, deny: 2 };

function strictest(decisions: readonly ForeignDecision[]): ForeignDecision {
  let worst: ForeignDecision | undefined;
  for (const each of decisions) if (!worst || STRICTNESS[each.effect] > STRICTNESS[worst.effect]) worst = each;
  return (
    worst ?? { ...plain('ask', 'prompt-only', 'the call names nothing that could be looked at'), documented: false }
  );
}

function plain(effect: Effect, enforcer: ForeignDecision['enforcer'], words: string): ForeignDecision {
  return { effect, enforcer, rules: [], near: [], documented: true, words };
}

/** With the sandbox on its commands are not asked about, as long as they stay in it. Source: `commandLineSandboxAnalyzer.ts`. */
function onCommand({ terminal, sandbox }: Policy, command: string): ForeignDecision {
  const decision = decideTerminal(terminal, command);
  if (!sandbox || !terminal.enabled || decision.effect === 'allow') return decision;
  if (sandbox.network === 'listed' && /\w\.[a-z]{2,}\b|:\/\/|localhost/i.test(command)) {
    return {
      ...decision,
      documented: false,
      words: 'a host that is not listed would be asked about, and otherwise it runs in the sandbox unasked',
    };
  }
  return {
    ...plain('allow', 'os', 'it runs in the sandbox, and nobody is asked'),
    ...(decision.parts && { parts: decision.parts }),
  };
}

function onEdit({ edits }: Policy, file: string): ForeignDecision {
  const path = inside(file);
  if (path === undefined) return plain('ask', 'prompt-only', 'it is outside of the workspace, and VS Code asks');
  const guarded = NEVER_APPROVED.find((pattern) => matchesGlob(pattern, path));
  if (guarded !== undefined) {
    return plain('ask', 'prompt-only', `\`${guarded}\` is asked about, whatever the settings say`);
  }
  // A rule counts where it changes what was said so far, so that of equal ones the first is named.
  let decided: EditRule | undefined;
  for (const rule of edits) {
    if (rule.approve !== (decided?.approve ?? true) && matchesGlob(rule.pattern, path)) decided = rule;
  }
  const near = edits.flatMap(({ written, pattern, approve }) =>
    written && decided && approve !== decided.approve && matchesGlob(pattern, path)
      ? [{ rule: written, why: 'matches too, and a later one counts' }]
      : [],
  );
  const rules = decided?.written ? [decided.written] : [];
  const whose = decided ? `\`${decided.pattern}\`${decided.written ? '' : ", one of VS Code's own patterns"}` : '';
  if (decided && !decided.approve) {
    return { ...plain('ask', 'prompt-only', `asked about by ${whose}, the last one that matches`), rules, near };
  }
  return {
    ...plain('allow', 'engine', decided ? `approved by ${whose}` : 'edits in the workspace are approved'),
    rules,
    near,
  };
}

function onRead(file: string): ForeignDecision {
  if (inside(file) !== undefined) return plain('allow', 'none', 'reading the workspace is not asked about');
  return { ...plain('ask', 'prompt-only', 'it is outside of the workspace'), documented: false };
}

/** The path from the workspace folder; undefined where it leads out of it. */
function inside(file: string): string | undefined {
  const path = normalisePath(file);
  return /^[/~]/.test(path) || path === '..' || path.startsWith('../') ? undefined : path;
}

/** What is sent is approved by the first rule that says so, and what comes back by the first that speaks of that. */
function onUrl({ urls }: Policy, text: string): ForeignDecision {
  const url = readUrl(text);
  if (text.length > LONGEST_URL || 'problem' in url) {
    return { ...plain('ask', 'prompt-only', 'the address cannot be compared'), documented: false };
  }
  const about = urls.filter(({ pattern }) => matchesUrlPattern(pattern, url));
  const request = about.find((rule) => rule.request !== undefined);
  const response = about.find((rule) => rule.response !== undefined);
  const deciding = request?.request === true ? response : request;
  const rules = [...new Set([request, response].flatMap((rule) => (rule?.written ? [rule.written] : [])))];
  const whose = deciding ? `\`${deciding.pattern}\`${deciding.written ? '' : ', which VS Code brings along'}` : '';
  if (request?.request === true && response?.response === true) {
    return { ...plain('allow', 'engine', `approved by ${whose}`), rules };
  }
  const own = deciding?.written ? [deciding.written] : [];
  if (!deciding) return plain('ask', 'prompt-only', 'no pattern approves this address, and VS Code asks');
  const what = deciding === response ? 'what comes back is asked about' : 'asked about';
  return { ...plain('ask', 'prompt-only', `${what}, by ${whose}`), rules: own };
}
