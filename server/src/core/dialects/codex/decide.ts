import type { Json } from '../../decide/action.ts';
import { normalisePath } from '../../scope/path.ts';
import { patchedFiles, textIn } from '../calls.ts';
import type { ForeignDecision, ForeignRule, ToolCall } from '../dialect.ts';
import type { CodexConfig } from './config.ts';
import { isDangerous, knownEffects } from './effects.ts';
import { accessTo, type FileAnswer } from './filesystem.ts';
import { matches, type RuleSet, strictest } from './match.ts';
import { nearRules } from './near.ts';
import { plainCommands } from './plain-commands.ts';
import { type CommandRule, isLoaded, type SettingRules } from './rules.ts';
import type { CodexDecision } from './rules-file.ts';
import { EFFECT_OF } from './servers.ts';

/** Everything that decides in one session. */
export interface Policy {
  readonly config: CodexConfig;
  readonly set: RuleSet;
  readonly commands: readonly CommandRule[];
  readonly settings: SettingRules;
  /** What lets files of the workspace be written without asking. */
  readonly writes?: ForeignRule;
  /** Why we cannot be certain of the rules. */
  readonly unknown?: string;
}

type Parts = NonNullable<ForeignDecision['parts']>;

/** What Codex decides about a call. Total. */
export function decideCall(policy: Policy, call: ToolCall): ForeignDecision {
  const command = commandOf(call);
  if (command) return decideCommand(policy, command);
  if (call.tool === 'apply_patch') return decidePatch(policy, textIn(call.input, 'input', 'patch'));
  if (call.tool === 'view_image') return decideRead(policy, textIn(call.input, 'path'));
  const mcp = /^mcp__(.+?)__(.+)$/.exec(call.tool);
  if (mcp) return decideTool(policy, mcp[1]!, mcp[2]!);
  if (KNOWN.has(call.tool)) return answer('allow', 'engine', [], `Codex does not ask before \`${call.tool}\``);
  return {
    ...answer('deny', 'engine', [], `Codex has no tool \`${call.tool}\` that these files tell of`),
    documented: false,
  };
}

/** Tools that touch nothing outside of the session. */
const KNOWN = new Set([
  'update_plan',
  'web_search',
  'spawn_agent',
  'send_message',
  'wait_agent',
  'list_agents',
  'followup_task',
  'request_user_input',
]);

function answer(
  effect: ForeignDecision['effect'],
  enforcer: ForeignDecision['enforcer'],
  rules: readonly ForeignRule[],
  words: string,
): ForeignDecision {
  return { effect, enforcer, rules, near: [], documented: true, words };
}

interface Command {
  readonly argv: readonly string[];
  /** Whether the model asks to leave the sandbox. */
  readonly escalated: boolean;
}

const isWords = (value: Json | undefined): value is readonly string[] =>
  Array.isArray(value) && value.length > 0 && value.every((word) => typeof word === 'string');

/** The argument vector of a call that runs something. A text is run by the user's shell. */
function commandOf({ tool, input }: ToolCall): Command | undefined {
  if (!['exec_command', 'shell', 'shell_command', 'local_shell', 'container.exec'].includes(tool)) return undefined;
  const escalated = input.sandbox_permissions === 'require_escalated' || input.with_escalated_permissions === true;
  const list = [input.command, input.cmd, input.argv].find(isWords);
  if (list) return { argv: list, escalated };
  const text = textIn(input, 'cmd', 'command');
  return { argv: ['bash', '-lc', text], escalated };
}

/** The text that a shell is given. */
function scriptOf(argv: readonly string[]): string | undefined {
  const [shell, flag, script] = argv;
  if (argv.length !== 3 || (flag !== '-lc' && flag !== '-c')) return undefined;
  return /^(.*\/)?(bash|zsh|sh)$/.test(shell!) ? script : undefined;
}

interface Judged {
  readonly words: readonly string[];
  readonly decision: CodexDecision;
  readonly rules: readonly CommandRule[];
  readonly isDangerous: boolean;
}

function decideCommand(policy: Policy, { argv, escalated }: Command): ForeignDecision {
  const script = scriptOf(argv);
  const reading = script === undefined ? undefined : plainCommands(script);
  const commands = reading?.kind === 'plain' || reading?.kind === 'heredoc' ? reading.commands : [argv];
  const judged = commands.map((words) => judge(policy, words, escalated));
  const line = script ?? argv.join(' ');
  const text = (words: readonly string[]) => (words === argv && script !== undefined ? script : words.join(' '));
  const strict = (['forbidden', 'prompt', 'allow'] as const).find((each) =>
    judged.some(({ decision }) => decision === each),
  )!;
  const deciding = judged.filter(({ decision }) => decision === strict);
  const rules = [...new Set(deciding.flatMap((each) => each.rules))];
  const parts: Parts = judged.map((each) => ({
    text: text(each.words),
    effect: EFFECT[each.decision],
    rules: each.rules,
  }));
  const result = finish(policy, { judged, strict, rules, line, escalated });
  const uncertain =
    policy.unknown ??
    (reading?.kind === 'unknown' ? 'how Codex takes this line apart is not known for certain' : undefined);
  const base = { ...result, parts };
  const decision = uncertain === undefined ? base : stricterReading(policy, base, script, uncertain);
  let near: ForeignDecision['near'] | undefined;
  return Object.defineProperty(decision, 'near', {
    enumerable: true,
    // Found when somebody reads them: the analysis takes thousands of decisions and reads few.
    get() {
      near ??= rules.length > 0 ? [] : nearRules(policy.commands, commands);
      return near;
    },
  });
}

const EFFECT = { allow: 'allow', prompt: 'ask', forbidden: 'deny' } as const;

function judge(policy: Policy, words: readonly string[], escalated: boolean): Judged {
  const found = matches(policy.set, words);
  const dangerous = found.length === 0 && isDangerous(words);
  const decision = strictest(found) ?? fallback(policy, dangerous, escalated);
  const rules = found.flatMap(({ rule }) =>
    rule.decision === decision ? policy.commands.filter((each) => each.prefix === rule) : [],
  );
  return { words, decision, rules, isDangerous: dangerous };
}

/** What is decided where no rule matches: `render_decision_for_unmatched_command` in `codex-rs/core/src/exec_policy.rs`. */
function fallback({ config }: Policy, dangerous: boolean, escalated: boolean): CodexDecision {
  const { approval, sandbox } = config;
  if (dangerous) return approval.policy === 'never' ? 'forbidden' : 'prompt';
  if (approval.policy === 'never' || sandbox.kind === 'danger-full-access') return 'allow';
  return escalated ? 'prompt' : 'allow';
}

interface Finishing {
  readonly judged: readonly Judged[];
  readonly strict: CodexDecision;
  readonly rules: readonly CommandRule[];
  readonly line: string;
  readonly escalated: boolean;
}

function finish(policy: Policy, { judged, strict, rules, line, escalated }: Finishing): ForeignDecision {
  const { approval, sandbox } = policy.config;
  const byRule = rules[0];
  const dangerous = judged.find((each) => each.isDangerous && each.decision === strict);
  const cause = byRule ? `\`${byRule.text}\`` : dangerous ? 'a forced `rm`' : 'leaving the sandbox';
  if (strict === 'forbidden') {
    const never = byRule ? '' : ', and `approval_policy` is `never`';
    return answer(
      'deny',
      'engine',
      withApproval(policy, rules, !byRule),
      `forbidden by ${byRule ? cause : `Codex itself: ${cause}`}${never}`,
    );
  }
  if (strict === 'prompt') {
    const may =
      approval.policy !== 'never' &&
      (approval.policy !== 'granular' || (byRule ? approval.rules : approval.escalation));
    if (!may)
      return answer(
        'deny',
        'engine',
        withApproval(policy, rules, true),
        `${cause} needs an approval, which \`approval_policy\` rules out`,
      );
    const who = approval.reviewer === 'model' ? 'a model is asked' : 'a person is asked';
    return answer('ask', 'prompt-only', rules, `${who}: ${byRule ? cause : `${cause} needs an approval`}`);
  }
  const bypass = judged.length > 0 && judged.every((each) => each.rules.length > 0);
  if (bypass) return answer('allow', 'none', rules, `allowed by ${cause}, without asking and outside of the sandbox`);
  if (sandbox.kind === 'danger-full-access') {
    return answer(
      'allow',
      'none',
      policy.settings.sandbox ? [policy.settings.sandbox] : [],
      'no rule, and there is no sandbox: it runs without asking',
    );
  }
  if (escalated && approval.policy === 'never') {
    return answer(
      'deny',
      'engine',
      withApproval(policy, [], true),
      'the sandbox is not left where `approval_policy` is `never`',
    );
  }
  return inSandbox(policy, line);
}

function withApproval(policy: Policy, rules: readonly ForeignRule[], decides: boolean): readonly ForeignRule[] {
  return decides && policy.settings.approval ? [...rules, policy.settings.approval] : rules;
}

/** What the operating system makes of a line that runs in the sandbox, as far as it is known what the line does. */
function inSandbox(policy: Policy, line: string): ForeignDecision {
  const { sandbox } = policy.config;
  for (const { verb, path } of knownEffects(line)) {
    if (verb === 'network') {
      if (!sandbox.network)
        return answer(
          'deny',
          'os',
          policy.settings.sandbox ? [policy.settings.sandbox] : [],
          `it runs in the sandbox, which keeps it from the network: ${path}`,
        );
      continue;
    }
    if (NOWHERE.has(path)) continue;
    const found = accessTo(sandbox.entries, path);
    const held = found.access === 'deny' || (verb === 'write' && found.access === 'read');
    if (held)
      return answer(
        'deny',
        'os',
        fileRules(policy, found),
        `it runs in the sandbox, which keeps it from ${verb === 'read' ? 'reading' : 'writing'} ${path}`,
      );
  }
  const rules = policy.settings.sandbox ? [policy.settings.sandbox] : [];
  return answer('allow', 'os', rules, `no rule: it runs without asking, in the sandbox (${sandbox.text})`);
}

/** Every sandbox lets commands write here. */
const NOWHERE = new Set(['/dev/null', '/dev/stdout', '/dev/stderr', '/dev/tty']);

function fileRules({ settings }: Policy, { entry }: FileAnswer): readonly ForeignRule[] {
  const own = settings.files.find(({ source, span }) => source === entry?.place?.source && span === entry?.place?.span);
  if (own) return [own.rule];
  return settings.sandbox ? [settings.sandbox] : [];
}

/** The stricter of what a line may be to Codex: one argument of its shell, or the commands that a shell would run. */
function stricterReading(
  policy: Policy,
  base: ForeignDecision,
  script: string | undefined,
  why: string,
): ForeignDecision {
  const pieces =
    script === undefined ? [] : script.split(/&&|\|\||[;|&\n()`]|\$\(/).map((piece) => piece.trim().split(/\s+/));
  const found = pieces.flatMap((words) => matches(policy.set, words));
  const decision = strictest(found);
  const unsure = { ...base, documented: false, words: `${base.words}; ${why}` };
  if (decision !== 'forbidden' && decision !== 'prompt') return unsure;
  if (base.effect === 'deny' || (base.effect === 'ask' && decision === 'prompt')) return unsure;
  const rules = policy.commands.filter((each) =>
    found.some(({ rule }) => rule === each.prefix && rule.decision === decision),
  );
  const effect = EFFECT[decision];
  return {
    ...unsure,
    effect,
    enforcer: effect === 'deny' ? 'engine' : 'prompt-only',
    rules,
    words: `\`${rules[0]?.text}\` may match; ${why}`,
  };
}

/** Patches are applied by Codex itself: within what may be written without asking. */
function decidePatch(policy: Policy, patch: string): ForeignDecision {
  const files = patch.includes('*** Begin Patch') ? patchedFiles(patch) : [];
  if (files.length === 0)
    return { ...answer('ask', 'engine', [], 'this is no patch that is read here'), documented: false };
  const { approval, sandbox } = policy.config;
  if (sandbox.kind === 'danger-full-access')
    return answer(
      'allow',
      'none',
      policy.settings.sandbox ? [policy.settings.sandbox] : [],
      'there is no sandbox: it is applied without asking',
    );
  const outside = files
    .map((file) => ({ file, found: accessTo(sandbox.entries, normalisePath(file)) }))
    .find(({ found }) => found.access !== 'write');
  if (!outside) {
    return answer(
      'allow',
      'engine',
      writingRules(policy, files),
      `applied without asking: it lies in what may be written (${sandbox.text})`,
    );
  }
  const rules = fileRules(policy, outside.found);
  const { file } = outside;
  if (outside.found.access === 'deny' && outside.found.entry?.place)
    return answer('deny', 'engine', rules, `\`${file}\` is denied`);
  if (approval.policy === 'never' || (approval.policy === 'granular' && !approval.escalation))
    return answer(
      'deny',
      'engine',
      withApproval(policy, rules, true),
      `\`${file}\` lies outside of what may be written, and \`approval_policy\` rules asking out`,
    );
  const who = approval.reviewer === 'model' ? 'a model is asked' : 'a person is asked';
  return answer('ask', 'prompt-only', rules, `${who}: \`${file}\` lies outside of what may be written`);
}

/** The entries that let files be written. The sandbox as a whole is named only for files that it is worth telling about. */
function writingRules(policy: Policy, files: readonly string[]): readonly ForeignRule[] {
  const own = files.flatMap((file) => {
    const { entry } = accessTo(policy.config.sandbox.entries, normalisePath(file));
    const found = policy.settings.files.find(
      ({ source, span }) => source === entry?.place?.source && span === entry?.place?.span,
    );
    if (found) return [found.rule];
    return policy.writes && isLoaded(normalisePath(file)) ? [policy.writes] : [];
  });
  return [...new Set(own)];
}

function decideRead(policy: Policy, path: string): ForeignDecision {
  const { sandbox } = policy.config;
  if (sandbox.kind === 'danger-full-access') return answer('allow', 'none', [], 'there is no sandbox');
  const found = accessTo(sandbox.entries, normalisePath(path));
  const rules = fileRules(policy, found);
  if (found.access === 'deny') return answer('deny', 'os', rules, `the sandbox keeps \`${path}\` from being read`);
  return answer('allow', 'os', rules, `the sandbox lets \`${path}\` be read`);
}

function decideTool(policy: Policy, id: string, tool: string): ForeignDecision {
  const server = policy.config.servers.find((each) => each.id === id || each.id.replace(/[^\w-]/g, '_') === id);
  if (!server) return { ...answer('deny', 'engine', [], `these files name no server \`${id}\``), documented: false };
  const rule = policy.settings.servers.get(server.id);
  const rules = rule ? [rule] : [];
  if (!server.enabled) return answer('deny', 'engine', rules, `the server \`${id}\` is switched off`);
  if (server.only && !server.only.includes(tool))
    return answer('deny', 'engine', rules, `\`enabled_tools\` of \`${id}\` leaves \`${tool}\` out`);
  if (server.without.includes(tool))
    return answer('deny', 'engine', rules, `\`disabled_tools\` of \`${id}\` takes \`${tool}\` out`);
  const mode = server.approvalOf(tool);
  const { approval, sandbox } = policy.config;
  if (EFFECT_OF[mode] === 'allow') return answer('allow', 'none', rules, `\`${tool}\` is approved in advance`);
  if (approval.policy === 'never') {
    if (sandbox.kind === 'danger-full-access')
      return answer('allow', 'none', rules, 'nobody is asked, and there is no sandbox');
    return {
      ...answer(
        'deny',
        'engine',
        withApproval(policy, rules, true),
        `\`${tool}\` may need an approval, and nobody is asked`,
      ),
      documented: false,
    };
  }
  const unless = mode === 'prompt' ? '' : ', unless the server says that the tool only reads';
  return answer('ask', 'prompt-only', rules, `a person is asked before \`${tool}\`${unless}`);
}
