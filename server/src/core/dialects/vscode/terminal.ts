import type { Effect } from '../../model/manifest.ts';
import { normalisePath } from '../../scope/path.ts';
import type { ForeignDecision, ForeignRule } from '../dialect.ts';
import { WORD_END } from '../regex/beginnings.ts';
import { type WrittenLine, writtenCommands } from '../shell/written-commands.ts';
import type { CommandKey } from './command-key.ts';

/** A rule about commands as it is evaluated. */
export interface TerminalRule {
  readonly text: string;
  readonly key: CommandKey;
  readonly approve: boolean;
  /** About the whole line, and not about each command in it. */
  readonly wholeLine: boolean;
  /** The rule of a file; absent for what VS Code brings along. */
  readonly written?: ForeignRule;
}

export interface Terminal {
  /** `chat.tools.terminal.enableAutoApprove`. */
  readonly enabled: boolean;
  readonly rules: readonly TerminalRule[];
  readonly fileWrites: 'never' | 'outsideWorkspace' | 'all';
  /** Whether a script of a `package.json` beside may be what a command runs. */
  readonly scripts: boolean;
}

interface Judged {
  readonly text: string;
  readonly answer: 'asked' | 'approved' | 'none' | 'script' | 'unknown';
  readonly rule?: TerminalRule;
  readonly words?: string;
}

/**
 * A line of a shell such as bash or zsh. Every command in it is asked about where a rule with `false` is about it or about
 * the line; it runs where all of them, or the line, are approved. Assignments and declarations, and files that are written
 * outside of the workspace, are asked about whatever the rules say. Source: `commandLineAutoApproveAnalyzer.ts`,
 * `commandLineFileWriteAnalyzer.ts` and `runInTerminalTool.ts` of VS Code 1.139.1. That a person has once accepted that
 * commands are approved at all is taken as given.
 */
export function decideTerminal(terminal: Terminal, given: string): ForeignDecision {
  const line = given.trimStart();
  if (!terminal.enabled)
    return asks('`chat.tools.terminal.enableAutoApprove` is off, so that every command is asked about');
  if (line === '') return { ...asks(''), effect: 'allow', enforcer: 'none', words: 'an empty line needs no approval' };
  const written = writtenCommands(line);
  const commands = written.commands.map(({ text }) => judgeCommand(terminal, text));
  const whole = judge(terminal, line, true);
  const parts = commands.map((each) => ({
    text: each.text,
    effect: (each.answer === 'approved' ? 'allow' : 'ask') as Effect,
    rules: writtenOf([each.rule]),
  }));
  const answer = { parts, near: nearOf(terminal, commands) };
  const refused = commands.find((each) => each.answer === 'asked') ?? (whole.answer === 'asked' ? whole : undefined);
  if (refused) {
    return { ...asks(refused.words ?? byRule('asked about by', refused)), ...answer, rules: writtenOf([refused.rule]) };
  }
  const unsure = written.problem ?? undefined;
  if (unsure !== undefined) {
    return { ...asks(`how VS Code divides this line is not certain: ${unsure}`), ...answer, documented: false };
  }
  if (commands.length === 0) return { ...asks('VS Code finds no command in this line, and asks'), ...answer };
  if (written.declares) {
    return { ...asks('a line that sets a variable by itself is asked about, whatever the rules say'), ...answer };
  }
  const unknown = [...commands, whole].find((each) => each.answer === 'unknown');
  const isApproved = commands.every((each) => each.answer === 'approved');
  const byLine = whole.answer === 'approved';
  const file = fileWritten(terminal, written);
  if ((isApproved || byLine) && file !== undefined) return { ...asks(file), ...answer };
  if (unknown && (unknown.rule?.approve === false || !(isApproved || byLine))) {
    const why = unknown.rule?.key.unknown ?? 'the text is too long for it';
    const words = `whether \`${unknown.rule?.text ?? ''}\` is about this is not known: ${why}`;
    return { ...asks(words), ...answer, documented: false };
  }
  if (isApproved || byLine) {
    const deciding = isApproved ? commands : [whole];
    const rules = writtenOf(deciding.map(({ rule }) => rule));
    return {
      effect: 'allow',
      enforcer: 'engine',
      rules,
      ...answer,
      near: [],
      documented: true,
      words: byRule('approved by', deciding[0]!),
    };
  }
  const open = commands.find((each) => each.answer !== 'approved' && each.answer !== 'script');
  if (!open) {
    const words =
      'a script of this name in the `package.json` beside would be run with nobody asked, and is not looked for here';
    return { ...asks(words), ...answer, documented: false };
  }
  return { ...asks(`no rule approves \`${clipped(open.text)}\`, and VS Code asks`), ...answer };
}

function asks(words: string): ForeignDecision {
  return { effect: 'ask', enforcer: 'prompt-only', rules: [], near: [], documented: true, words };
}

function byRule(verb: string, { text, rule }: Judged): string {
  return `\`${clipped(text)}\` is ${verb} \`${rule?.text ?? ''}\`${rule?.written ? '' : ", one of VS Code's own rules"}`;
}

function clipped(text: string): string {
  const line = text.split('\n')[0]!;
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}

function writtenOf(rules: readonly (TerminalRule | undefined)[]): readonly ForeignRule[] {
  return [...new Set(rules.flatMap((rule) => (rule?.written ? [rule.written] : [])))];
}

function judgeCommand(terminal: Terminal, text: string): Judged {
  if (/^[A-Z_][A-Z0-9_]*=/i.test(text)) {
    return {
      text,
      answer: 'asked',
      words: 'a command that begins with an assignment is asked about, whatever the rules say',
    };
  }
  const found = judge(terminal, text, false);
  return found.answer === 'none' && terminal.scripts && scriptOf(text) ? { text, answer: 'script' } : found;
}

/** A rule with `false` first, then one with `true`. */
function judge(terminal: Terminal, text: string, wholeLine: boolean): Judged {
  let unknown: TerminalRule | undefined;
  for (const approve of [false, true]) {
    for (const rule of rulesFor(terminal, text)) {
      if (rule.approve !== approve || rule.wholeLine !== wholeLine) continue;
      const matches = rule.key.matches(text);
      if (matches === undefined) unknown ??= rule;
      else if (matches && !(approve && unknown?.approve === false)) {
        return { text, answer: approve ? 'approved' : 'asked', rule };
      }
    }
  }
  return unknown ? { text, answer: 'unknown', rule: unknown } : { text, answer: 'none' };
}

const byBeginning = new WeakMap<Terminal, ReadonlyMap<string, readonly TerminalRule[]>>();

/** The rules, in their order, that may be about texts that begin as this one does. */
function rulesFor(terminal: Terminal, text: string): readonly TerminalRule[] {
  let lists = byBeginning.get(terminal);
  if (!lists) {
    const made = new Map<string, TerminalRule[]>([['', []]]);
    const first = terminal.rules.map(({ key }) => beginningOf(key));
    for (const each of first) for (const character of each ?? []) if (!made.has(character)) made.set(character, []);
    for (const [index, rule] of terminal.rules.entries()) {
      const own = first[index];
      for (const [character, list] of made) if (!own || own.has(character)) list.push(rule);
    }
    lists = made;
    byBeginning.set(terminal, lists);
  }
  return lists.get(text.charAt(0)) ?? lists.get('')!;
}

/** The characters that texts in a key begin with; undefined where there may be others. */
function beginningOf({ kind, beginnings }: CommandKey): ReadonlySet<string> | undefined {
  if (kind === 'nothing') return new Set();
  if (!beginnings || beginnings.some((each) => each.charAt(0) <= ' ' || /[/\\]/.test(each))) return undefined;
  return new Set(beginnings.map((each) => each.charAt(0)));
}

/** Words of yarn and pnpm that are no scripts. Source: `npmScriptAutoApprover.ts`. */
const NO_SCRIPT =
  /^(?:yarn\s+(?:add|audit|autoclean|bin|cache|check|config|create|dedupe|dlx|exec|explain|generate-lock-entry|global|help|import|info|init|install|licenses|link|list|login|logout|node|outdated|owner|pack|patch|patch-commit|plugin|policies|publish|rebuild|remove|run|search|set|stage|tag|team|unlink|unplug|up|upgrade|upgrade-interactive|version|versions|why|workspace|workspaces)|pnpm\s+(?:add|audit|bin|config|dedupe|deploy|dlx|doctor|env|exec|fetch|import|init|install|install-test|licenses|link|list|ln|ls|outdated|pack|patch|patch-commit|patch-remove|prune|publish|rb|rebuild|remove|rm|root|run|server|setup|store|un|uninstall|unlink|up|update|why))$/i;

/** Whether npm, yarn or pnpm would run a script by this. */
function scriptOf(text: string): boolean {
  if (/^npm\s+(?:run(?:-script)?)\s+[^\s&|;]+/i.test(text) || /^npm\s+(?:test|start|stop|restart)\b/i.test(text))
    return true;
  const found = /^(yarn|pnpm)\s+(?:run\s+)?([^\s&|;]+)/i.exec(text);
  return found !== null && !NO_SCRIPT.test(`${found[1]} ${found[2]}`);
}

/** Why a line is asked about for a file that it is seen to write; a file that is read by `<` counts as well. */
function fileWritten({ fileWrites }: Terminal, { targets, commands }: WrittenLine): string | undefined {
  if (fileWrites === 'never') return undefined;
  const files = [...targets.filter(isSeen), ...commands.flatMap(({ text }) => inPlace(text))].filter(
    (file) => file !== '/dev/null',
  );
  for (const file of files) {
    if (fileWrites === 'all') return `it redirects to \`${file}\`, and \`blockDetectedFileWrites\` is \`all\``;
    const path = file.replace(/^(['"])(.*)\1$/s, '$2');
    if (/[$(){}`~%]|![^!\r\n]+!/.test(path)) return `where \`${file}\` leads is not known to VS Code, and it asks`;
    const clean = normalisePath(path);
    if (clean.startsWith('/') || clean === '..' || clean.startsWith('../')) {
      return `\`${file}\` is outside of the workspace, and VS Code asks`;
    }
  }
  return undefined;
}

/** The grammar has no word for a target that is an expansion alone, or a number, and VS Code does not look at it. */
function isSeen(target: string): boolean {
  if (/^\d+$/.test(target)) return false;
  if (/^"[^"]*"$/.test(target))
    return /[^"]/.test(target.replace(/\$(?:\w+|\{[^}]*\}|[?#$!@*-])|\$\([^)]*\)|`[^`]*`/g, ''));
  return !/^(?:\$(?:\w+|\{[^}]*\}|[?#$!@*-])|\$\([^)]*\)|`[^`]*`|[<>]\([^)]*\))$/.test(target);
}

/** Files that `sed -i` changes, as far as they are plain. Source: the reader of sed in `treeSitterCommandParser.ts`. */
function inPlace(command: string): readonly string[] {
  if (!/^sed\s+/.test(command) || !/(?:^|\s)(?:-[a-zA-Z]*[iI]\S*|--in-place(?:=\S*)?)(?:\s|$)/.test(command)) return [];
  const words = command.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? [];
  const files: string[] = [];
  let script = false;
  for (let at = 1; at < words.length; at++) {
    const word = words[at]!;
    if (word === '-e' || word === '-f' || word === '--expression' || word === '--file') {
      script = true;
      at++;
    } else if (word.startsWith('-')) script ||= /^--(?:expression|file)=/.test(word);
    else if (!script) script = true;
    else files.push(word.replace(/^(['"])(.*)\1$/s, '$2'));
  }
  return files;
}

const MOST_NEAR = 4;

/** Rules that name the same program and are not about the command. */
function nearOf({ rules }: Terminal, commands: readonly Judged[]): ForeignDecision['near'] {
  const near: { rule: ForeignRule; why: string }[] = [];
  for (const { text, answer } of commands) {
    if (answer === 'approved') continue;
    const program = text.split(/\s/, 1)[0]!;
    for (const { written, key, wholeLine } of rules) {
      if (near.length >= MOST_NEAR) return near;
      if (!written || near.some(({ rule }) => rule === written)) continue;
      const begins = key.beginnings?.some((each) => each.replaceAll(WORD_END, ' ').split(/\s/, 1)[0] === program);
      if (!begins || key.matches(text) !== false) continue;
      const why = wholeLine
        ? 'is about the whole line, and this line is another'
        : key.kind === 'words'
          ? 'compares the first words as they are written'
          : 'its expression matches other commands';
      near.push({ rule: written, why });
    }
  }
  return near;
}
