import { LOADERS } from '../../analysis/data/sensitive-paths.ts';
import type { Finding } from '../../finding.ts';
import type { Effect, Pattern } from '../../model/manifest.ts';
import { quoteWord } from '../../scope/command-pattern.ts';
import type { Source } from '../../source.ts';
import type { Located, Span } from '../../span.ts';
import type { Enforcer, ForeignRule, Liveness, Outline, ToolCall } from '../dialect.ts';
import { reported } from '../findings.ts';
import type { CodexConfig } from './config.ts';
import { DOCS } from './docs.ts';
import { type LoadedFile, patternText, ruleText } from './load.ts';
import { plainCommands } from './plain-commands.ts';
import { DECISIONS, type NetworkRule, type PrefixRule } from './rules-file.ts';
import { EFFECT_OF } from './servers.ts';
import type { Written } from './setting.ts';

/** A rule of a file of rules as the contract has it, with what it is made from. */
export interface CommandRule extends ForeignRule {
  readonly prefix: PrefixRule;
}

const EFFECTS = { allow: 'allow', prompt: 'ask', forbidden: 'deny' } as const satisfies Record<string, Effect>;
const ENFORCERS = { allow: 'none', prompt: 'prompt-only', forbidden: 'engine' } as const satisfies Record<
  string,
  Enforcer
>;

/** The rules of loaded files, with what each of them does. */
export function commandRules(files: readonly LoadedFile[]): CommandRule[] {
  const rules = files.flatMap(({ source, file }) =>
    file.entries.flatMap((entry) => (entry.kind === 'prefix' ? [commandRule(source, entry)] : [])),
  );
  return rules.map((rule, index) =>
    rule.liveness.state === 'live' ? { ...rule, liveness: shadow(rule, index, rules) } : rule,
  );
}

function commandRule(source: Source, prefix: PrefixRule): CommandRule {
  return {
    source,
    span: prefix.span,
    text: patternText(prefix),
    effect: EFFECTS[prefix.decision],
    enforcer: ENFORCERS[prefix.decision],
    liveness: livenessOf(prefix),
    outlines: [{ verb: 'run', patterns: patternsOf(prefix) }],
    prefix,
  };
}

/** A call of the tool by which commands are run. */
export function commandCall(words: readonly string[]): ToolCall {
  return { tool: 'exec_command', input: { cmd: words.map(quoteWord).join(' ') } };
}

/** Words that stand for any text in other tools, and here for themselves. */
const WILDCARD = /^(\*{1,2}|\.\*|\.\.\.|<[^<>]*>|.*:\*)$/;

function isImpossible(value: string, position: number): string | undefined {
  if (WILDCARD.test(value)) return `words are compared exactly, and \`${value}\` is no word that anybody writes`;
  if (position === 0 && /\s/.test(value))
    return `a pattern has one string for each word, and no program is called \`${value}\``;
  if (position === 0 && value === '') return 'no program has an empty name';
  return undefined;
}

function livenessOf(rule: PrefixRule): Liveness {
  for (const [position, word] of rule.pattern.entries()) {
    const reasons = word.map(({ value }) => isImpossible(value, position));
    if (reasons.some((reason) => reason === undefined)) continue;
    const meant = meantWords(rule);
    const instead = insteadOf(rule);
    return {
      state: 'cannot-match',
      why: reasons[0]!,
      reference: DOCS.execpolicy,
      ...(meant && { meant: commandCall(meant) }),
      ...(instead !== undefined && { instead }),
    };
  }
  const script = scriptOf(rule);
  if (script !== undefined) {
    return {
      state: 'cannot-match',
      why: 'the script of a shell is taken apart, and its commands are looked for instead',
      reference: DOCS.shell,
      meant: { tool: 'exec_command', input: { cmd: script } },
    };
  }
  return { state: 'live' };
}

/** The plain script that a rule names after `bash -lc`: it is taken apart before any rule is asked. */
function scriptOf({ pattern }: PrefixRule): string | undefined {
  const words = pattern.map((word) => (word.length === 1 ? word[0]!.value : undefined));
  const [shell, flag, script, ...more] = words;
  if (more.length > 0 || shell === undefined || script === undefined) return undefined;
  if (!/^(.*\/)?(bash|zsh|sh)$/.test(shell) || (flag !== '-lc' && flag !== '-c')) return undefined;
  return plainCommands(script).kind === 'plain' ? script : undefined;
}

/** Words that the author may have had in mind. */
function meantWords({ pattern }: PrefixRule): string[] | undefined {
  const words = pattern.flatMap((word, i) => {
    const value = word[0]!.value;
    if (i === 0) return value.split(/\s+/).filter((part) => part !== '' && !WILDCARD.test(part));
    return WILDCARD.test(value) ? [SAMPLE] : value.split(/\s+/);
  });
  return words.length > 0 && words[0] !== SAMPLE ? words : undefined;
}

const SAMPLE = 'x';

/** The rule as it was probably meant: without what stands for any words at its end, and with one string a word. */
function insteadOf(rule: PrefixRule): string | undefined {
  const { pattern } = rule;
  if (pattern.some((word) => word.length > 1)) return undefined;
  let words = pattern.flatMap((word, i) => (i === 0 ? word[0]!.value.split(/\s+/) : [word[0]!.value]));
  while (words.length > 0 && WILDCARD.test(words[words.length - 1]!)) words = words.slice(0, -1);
  if (words.length === 0 || words.some((word) => WILDCARD.test(word) || word === '')) return undefined;
  const span = rule.span;
  return ruleText({ ...rule, pattern: words.map((value) => [{ value, span }]) });
}

/** Whether others decide everything that a rule is about. */
function shadow(rule: CommandRule, index: number, rules: readonly CommandRule[]): Liveness {
  const strictness = ({ prefix }: CommandRule) => DECISIONS.indexOf(prefix.decision);
  const by = rules.find((other, i) => {
    if (other === rule || other.liveness.state !== 'live' || strictness(other) < strictness(rule)) return false;
    if (!covers(other.prefix, rule.prefix)) return false;
    return strictness(other) > strictness(rule) || !covers(rule.prefix, other.prefix) || i < index;
  });
  if (!by) return { state: 'live' };
  const same = strictness(by) === strictness(rule);
  const words = rule.prefix.pattern.map((word) => word[0]!.value);
  return {
    state: 'shadowed',
    why: same
      ? 'another rule says the same of everything in it'
      : 'a stricter rule matches everything in it, and the strictest wins',
    reference: DOCS.execpolicy,
    by: [by],
    meant: commandCall(words),
  };
}

/** Whether everything that matches `narrow` matches `wide` too. */
function covers(wide: PrefixRule, narrow: PrefixRule): boolean {
  return (
    wide.pattern.length <= narrow.pattern.length &&
    wide.pattern.every((word, i) => narrow.pattern[i]!.every(({ value }) => word.some((each) => each.value === value)))
  );
}

/** Alternatives that nobody writes, beside others that are words. */
export function deadAlternatives(rules: readonly CommandRule[]): Finding[] {
  return rules.flatMap((rule) =>
    rule.liveness.state === 'cannot-match'
      ? []
      : rule.prefix.pattern.flatMap((word, position) =>
          word.flatMap(({ value, span }) => {
            const why = isImpossible(value, position);
            if (why === undefined) return [];
            return [
              reported('setting-without-effect', 'warning', rule.source, span, `\`${value}\` matches nothing: ${why}`, {
                reference: DOCS.execpolicy,
              }),
            ];
          }),
        ),
  );
}

/** More alternatives than this are not told one by one. */
const MOST_PATTERNS = 64;

function patternsOf({ pattern, span }: PrefixRule): Pattern[] {
  let texts: { readonly text: string; readonly span: Span }[] = [{ text: '', span }];
  for (const word of pattern) {
    if (texts.length * word.length > MOST_PATTERNS) return texts.map(open);
    texts = texts.flatMap(({ text }) =>
      word.map((each: Located<string>) => ({ text: `${text}${escapedWord(each.value)} `, span: each.span })),
    );
  }
  return texts.map(open);
}

const open = ({ text, span }: { readonly text: string; readonly span: Span }): Pattern => ({
  text: `${text}**`,
  negated: false,
  span,
});

/** A word as a pattern of ours that means only itself. */
function escapedWord(word: string): string {
  if (word === '' || /[\s'"]/.test(word)) return `'${word.replaceAll("'", "'\\''")}'`;
  return word.replace(/[*?[\]{},\\]/g, '\\$&').replace(/^!/, '\\!');
}

/**
 * Of all that a sandbox lets be written, the files that commands load: what they come to together with a rule that takes a
 * command out of the sandbox is worth telling. That Codex writes in the directory it works in is what the sandbox is for.
 */
const LOADED: readonly string[] = [...new Set(LOADERS.map(({ file }) => file))];

/** Whether a command loads a file of this name as a program, or as what says which programs to run. */
export function isLoaded(file: string): boolean {
  return LOADED.includes(file);
}

/** The sandbox of a project where no file chooses one, for what follows from it together with a rule. */
export function defaultSandboxRule({ source, span }: CommandRule): ForeignRule {
  return {
    source,
    span,
    text: 'workspace-write',
    effect: 'allow',
    enforcer: 'os',
    liveness: { state: 'live' },
    isDefault: true,
    outlines: [{ verb: 'write', patterns: LOADED.map((text) => ({ text, negated: false, span })) }],
  };
}

/** Settings that allow, ask or deny, as rules: so that decisions can name them. */
export interface SettingRules {
  readonly sandbox?: ForeignRule;
  readonly network?: ForeignRule;
  readonly approval?: ForeignRule;
  /** By the place of the entry in its file. */
  readonly files: readonly { readonly span: Span; readonly source: Source; readonly rule: ForeignRule }[];
  /** By server. */
  readonly servers: ReadonlyMap<string, ForeignRule>;
}

export function settingRules({ sandbox, approval, servers }: CodexConfig): SettingRules {
  const rule = (written: Written, effect: Effect, enforcer: Enforcer, outlines: readonly Outline[]): ForeignRule => ({
    source: written.source,
    span: written.span,
    text: written.text,
    effect,
    enforcer,
    liveness: { state: 'live' },
    outlines,
  });
  const outline = (verb: Outline['verb'], { span }: Written, ...texts: string[]): Outline => ({
    verb,
    patterns: texts.map((text) => ({ text: text.replace(/^!/, ''), negated: text.startsWith('!'), span })),
  });
  const { written, networkWritten } = sandbox;
  const isOpen = sandbox.kind === 'danger-full-access';
  return {
    ...(written && {
      sandbox: rule(
        written,
        'allow',
        isOpen ? 'none' : 'os',
        isOpen
          ? [outline('run', written, '**')]
          : sandbox.kind === 'workspace-write'
            ? [outline('write', written, ...LOADED)]
            : [],
      ),
    }),
    ...(networkWritten && {
      network: rule(networkWritten, 'allow', 'os', [outline('fetch', networkWritten, 'https://**/**')]),
    }),
    ...(approval.written && approval.policy === 'never' && { approval: rule(approval.written, 'deny', 'engine', []) }),
    files: sandbox.entries.flatMap((entry) => {
      if (!entry.place || entry.access === 'read') return [];
      const at: Written = { ...entry.place, text: `${JSON.stringify(entry.text)} = "${entry.access}"` };
      const below = entry.isGlob
        ? [entry.path]
        : entry.path === '.'
          ? ['**']
          : [entry.path, `${entry.path === '/' ? '' : entry.path}/**`];
      const effect = entry.access === 'deny' ? 'deny' : 'allow';
      const outlines =
        effect === 'deny'
          ? [outline('read', at, ...below), outline('write', at, ...below)]
          : [outline('write', at, ...below)];
      return [{ span: at.span, source: at.source, rule: rule(at, effect, 'os', outlines) }];
    }),
    servers: new Map(
      servers.map((server) => {
        const tools = server.only ?? ['*'];
        const outlines = server.enabled
          ? [
              outline(
                'call',
                server.written,
                ...tools.map((tool) => `${server.id}/${tool}`),
                ...server.without.map((tool) => `!${server.id}/${tool}`),
              ),
            ]
          : [];
        const effect = EFFECT_OF[server.approvalOf('')];
        return [server.id, rule(server.written, effect, effect === 'allow' ? 'none' : 'prompt-only', outlines)];
      }),
    ),
  };
}

/** `network_rule`s: they count where Codex's own proxy runs, which no file of a repository can be seen to switch on. */
export function networkRules(files: readonly LoadedFile[]): ForeignRule[] {
  return files.flatMap(({ source, file }) =>
    file.entries.flatMap((entry) => (entry.kind === 'network' ? [networkRule(source, entry)] : [])),
  );
}

function networkRule(source: Source, { host, protocol, decision, span }: NetworkRule): ForeignRule {
  return {
    source,
    span,
    text: `network_rule(host=${JSON.stringify(host.value)}, protocol="${protocol}", decision="${decision}")`,
    effect: EFFECTS[decision],
    enforcer: 'engine',
    liveness: {
      state: 'unknown',
      why: 'it counts where Codex’s own network proxy runs, which these files do not tell',
      reference: DOCS.permissions,
    },
    outlines: [
      {
        verb: 'fetch',
        patterns: [
          { text: `${protocol === 'http' ? 'http' : 'https'}://${host.value}/**`, negated: false, span: host.span },
        ],
      },
    ],
  };
}
