import type { Json } from '../../decide/action.ts';
import type { Effect } from '../../model/manifest.ts';
import type { ToolCall } from '../dialect.ts';
import { commandsIn, unwrapped } from './command-line.ts';
import { isDangerous, isKnownSafe } from './heuristics.ts';
import { isAbout } from './match.ts';
import { argumentText, type EngineRule, type Mode } from './rule.ts';
import { shellWords } from './shell-words.ts';
import { AGENT, namesOf, SHELL, serverAndTool } from './tools.ts';
import { baseName, withinWorkspace } from './workspace-path.ts';

/** In which circumstances a call is made. */
export interface Session {
  readonly mode: Mode;
  readonly interactive: boolean;
  readonly subagent?: string;
  /** What the tool that is called says of itself, where that is known. */
  readonly annotations?: Readonly<Record<string, Json>>;
}

export interface Verdict {
  readonly effect: Effect;
  readonly rule?: EngineRule;
  /** What decided, where it was no rule. */
  readonly why?: string;
  /** Why it is not certain that Gemini CLI would say this; it is the stricter answer then. */
  readonly doubt?: string;
  readonly parts?: readonly VerdictPart[];
}

export interface VerdictPart {
  readonly text: string;
  readonly effect: Effect;
  readonly rule?: EngineRule;
}

const RANK: Readonly<Record<Effect, number>> = { deny: 0, ask: 1, allow: 2 };

/** The policy engine with its rules. Source: `policy/policy-engine.ts` (0.61.0). */
export class Engine {
  /** The highest priority first; what has the same keeps its order. */
  readonly rules: readonly EngineRule[];
  readonly #servers: readonly string[];
  readonly #about = new Map<string, readonly (readonly [EngineRule, 'yes' | 'maybe'])[]>();
  #depth = 0;

  constructor(rules: readonly EngineRule[], servers: readonly string[]) {
    this.rules = [...rules].sort((a, b) => b.priority - a.priority);
    this.#servers = servers;
  }

  /** What the engine says of a call. Total. */
  decide(call: ToolCall, session: Session): Verdict {
    return this.#check(call, session, false);
  }

  #check(call: ToolCall, session: Session, isPart: boolean): Verdict {
    const text = argumentText(call.input);
    const command = call.tool === SHELL || call.tool === 'ShellTool' ? commandOf(call) : undefined;
    const candidates: Verdict[] = [];
    let doubt: string | undefined;
    for (const [rule, sure] of this.#rulesAbout(call, session)) {
      const finds = rule.args ? rule.args.finds(text) : true;
      if (finds === false) continue;
      candidates.push(this.#decidedBy(rule, call, command, session, isPart));
      if (finds === true && sure === 'yes') return settled(candidates, doubt);
      doubt ??=
        finds === undefined
          ? 'what an expression finds in the arguments is not known'
          : 'it rests on what the server says of its tool';
    }
    candidates.push(this.#byDefault(call, command, session, isPart));
    return settled(candidates, doubt);
  }

  #rulesAbout(call: ToolCall, session: Session): readonly (readonly [EngineRule, 'yes' | 'maybe'])[] {
    const { mode, interactive, subagent } = session;
    const server = serverAndTool(call.tool, this.#servers)?.server;
    const agent = call.tool === AGENT && typeof call.input.agent_name === 'string' ? call.input.agent_name : undefined;
    const key = JSON.stringify([mode, interactive, subagent, call.tool, agent, session.annotations]);
    let about = this.#about.get(key);
    if (!about) {
      const facts = {
        names: [...namesOf(call.tool), ...(agent === undefined ? [] : [agent])],
        server,
        mode,
        interactive,
        subagent,
        annotations: session.annotations ?? (server === undefined ? undefined : ('unknown' as const)),
      };
      about = this.rules.flatMap((rule) => {
        const sure = isAbout(rule, facts);
        return sure === 'no' ? [] : [[rule, sure] as const];
      });
      if (this.#about.size >= MOST_REMEMBERED) this.#about.clear();
      this.#about.set(key, about);
    }
    return about;
  }

  #decidedBy(
    rule: EngineRule,
    call: ToolCall,
    command: string | undefined,
    session: Session,
    isPart: boolean,
  ): Verdict {
    if (command === undefined) return protectedFile(call, session, { effect: rule.effect, rule });
    const judged =
      isPart || rule.args || command === '' ? { effect: rule.effect } : heuristics(rule.effect, call, session);
    return outsidePermissions(call, this.#shell(call, command, judged, session, rule));
  }

  #byDefault(call: ToolCall, command: string | undefined, session: Session, isPart: boolean): Verdict {
    if (session.mode === 'yolo')
      return protectedFile(call, session, { effect: 'allow', why: 'no rule matches, and yolo allows' });
    const effect = defaultOf(session);
    const why = `no rule matches, and ${effect === 'ask' ? 'a person is asked' : 'nobody is there to be asked'}`;
    if (command === undefined) return { effect, why };
    const judged = isPart || command === '' ? { effect } : heuristics(effect, call, session);
    const verdict = outsidePermissions(call, this.#shell(call, command, judged, session, undefined));
    return verdict.rule || verdict.why ? verdict : { ...verdict, why };
  }

  /** A command line: what the rule says of it as a whole, and then what the rules say of every part. */
  #shell(
    call: ToolCall,
    command: string,
    judged: { readonly effect: Effect; readonly why?: string },
    session: Session,
    rule: EngineRule | undefined,
  ): Verdict {
    const whole: Verdict = { ...judged, ...(rule && judged.why === undefined ? { rule } : {}) };
    if (command === '' || judged.effect === 'deny') return whole;
    const line = commandsIn(command);
    const unread = (): Verdict => {
      const why = 'Gemini CLI cannot take the line apart';
      if (session.mode !== 'yolo') return { effect: defaultOf(session), why, ...(rule ? { rule } : {}) };
      return { effect: rule?.args ? 'deny' : 'allow', why, ...(rule ? { rule } : {}) };
    };
    if (command.trim() === '' || (line.problem === undefined && line.isEmpty)) return unread();
    if (++this.#depth > DEEPEST) {
      this.#depth--;
      return { ...unread(), doubt: 'it is nested too deeply' };
    }
    const verdict = this.#parts(call, command, whole, session, rule);
    this.#depth--;
    if (line.problem === undefined) return verdict;
    return settled([unread(), verdict], `how Gemini CLI takes the line apart is not certain: ${line.problem}`);
  }

  #parts(call: ToolCall, command: string, whole: Verdict, session: Session, rule: EngineRule | undefined): Verdict {
    const line = commandsIn(command);
    const redirected = (text: string): boolean =>
      !rule?.allowsRedirection && asksForRedirections(session) && commandsIn(text).redirects;
    let now: Verdict = whole;
    let doubt: string | undefined;
    if (now.effect === 'allow' && redirected(command)) now = { effect: 'ask', why: REDIRECTED };
    const parts: VerdictPart[] = [];
    for (const { text, start, isSkipped } of line.parts) {
      if (isSkipped) continue;
      const isWhole = text === command || (start === 0 && text.length === command.length);
      const inner = unwrapped(text);
      const asked = [...(inner === text ? [] : [inner]), ...(isWhole ? [] : [text])];
      for (const each of asked) {
        const dir = call.input.dir_path;
        const input = { command: each, ...(dir === undefined ? {} : { dir_path: dir }) };
        const verdict = this.#check({ tool: call.tool, input }, session, true);
        doubt ??= verdict.doubt;
        const { effect, rule: by } = verdict;
        parts.push({ text: each, effect, ...(by ? { rule: by } : {}) });
        if (effect === 'deny') return { ...verdict, parts, ...(doubt === undefined ? {} : { doubt }) };
        if (effect === 'ask' && now.effect === 'allow') {
          const { parts: _, ...plain } = verdict;
          now = plain;
        } else if (each === text && effect === 'allow' && now.effect === 'allow' && redirected(text)) {
          now = { effect: 'ask', why: REDIRECTED };
        }
      }
    }
    return {
      ...now,
      ...(parts.length > 0 ? { parts } : {}),
      ...(doubt === undefined ? {} : { doubt }),
    };
  }
}

const MOST_REMEMBERED = 2_000;
const DEEPEST = 100;
const REDIRECTED = 'what is redirected is asked about, as the rule does not say `allowRedirection`';

function settled(candidates: readonly Verdict[], doubt: string | undefined): Verdict {
  const last = candidates.at(-1)!;
  if (candidates.every(({ effect }) => effect === last.effect)) return last;
  const strictest = candidates.reduce((a, b) => (RANK[b.effect] < RANK[a.effect] ? b : a));
  return doubt === undefined ? strictest : { ...strictest, doubt };
}

function commandOf({ input }: ToolCall): string {
  return typeof input.command === 'string' ? input.command : '';
}

function defaultOf({ interactive }: Session): Effect {
  return interactive ? 'ask' : 'deny';
}

function asksForRedirections({ mode }: Session): boolean {
  return mode !== 'autoEdit' && mode !== 'yolo';
}

/** What is known of a line as a whole, where the rule is about no arguments. */
function heuristics(
  effect: Effect,
  call: ToolCall,
  { mode }: Session,
): { readonly effect: Effect; readonly why?: string } {
  if (effect === 'deny') return { effect };
  const words = shellWords(commandOf(call));
  if (words === undefined) return { effect };
  const directory = typeof call.input.dir_path === 'string' ? call.input.dir_path : '';
  const from = withinWorkspace(directory);
  if (from === undefined && mode !== 'yolo') return { effect: 'ask', why: 'it starts outside of the workspace' };
  if (isDangerous(words)) {
    return mode === 'yolo' ? { effect } : { effect: 'ask', why: 'Gemini CLI knows the command as dangerous' };
  }
  if (effect === 'ask' && from !== undefined && isKnownSafe(words, from)) {
    return { effect: 'allow', why: 'Gemini CLI knows that the command only reads' };
  }
  return { effect };
}

/** Permissions that a call asks for besides: outside of the workspace, a person is asked. */
function outsidePermissions(call: ToolCall, verdict: Verdict): Verdict {
  if (verdict.effect !== 'allow') return verdict;
  const asked = record(record(call.input.additional_permissions)?.fileSystem);
  if (!asked) return verdict;
  const paths = [asked.read, asked.write].flatMap((list) => (Array.isArray(list) ? (list as readonly Json[]) : []));
  const isOutside = paths.some((path) => typeof path === 'string' && withinWorkspace(path) === undefined);
  return isOutside ? { effect: 'ask', why: 'it asks for files outside of the workspace' } : verdict;
}

function record(value: Json | undefined): { readonly [key: string]: Json } | undefined {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
    ? (value as { readonly [key: string]: Json })
    : undefined;
}

const EDITS = new Set(['write', 'edit', 'replace', 'patch', 'update', 'create', 'append', 'save']);

/** Files that builds are made from are not edited without a person, whatever a rule says; neither does yolo. */
function protectedFile(call: ToolCall, session: Session, given: Verdict): Verdict {
  const verdict = outsidePermissions(call, given);
  if (verdict.effect !== 'allow') return verdict;
  const names = [...namesOf(call.tool), ...(call.tool === AGENT ? [String(call.input.agent_name ?? '')] : [])];
  const edits = names.some((name) =>
    name
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .some((word) => EDITS.has(word)),
  );
  const { file_path, path, filePath, file } = call.input;
  const target = file_path ?? path ?? filePath ?? file;
  if (!edits || typeof target !== 'string' || !isBuildFile(target.trim())) return verdict;
  return { effect: defaultOf(session), why: 'files that builds are made from are asked about, whatever the rules say' };
}

const BUILD_FILES = new Set(
  `BUILD BUILD.bazel WORKSPACE WORKSPACE.bazel MODULE.bazel .bazelrc .blazerc Makefile makefile GNUmakefile CMakeLists.txt
package.json package-lock.json pnpm-lock.yaml yarn.lock bun.lockb setup.py setup.cfg pyproject.toml go.mod go.sum Cargo.toml
Cargo.lock pom.xml build.gradle build.gradle.kts settings.gradle settings.gradle.kts Dockerfile Containerfile`.split(
    /\s+/,
  ),
);

function isBuildFile(path: string): boolean {
  const name = baseName(path);
  if (BUILD_FILES.has(name) || /^(Dockerfile|Containerfile)\./.test(name)) return true;
  return /.\.(bzl|bazel|bzlmod|mk|cmake)$/i.test(name);
}
