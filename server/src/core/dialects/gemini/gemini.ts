import type { Finding } from '../../finding.ts';
import { normalisePath } from '../../scope/path.ts';
import type { Place } from '../../source.ts';
import { fromProject, remembering } from '../calls.ts';
import type {
  Dialect,
  DialectReading,
  ForeignDecision,
  ForeignFile,
  ForeignPolicy,
  ForeignRule,
  Layer,
  ToolCall,
} from '../dialect.ts';
import { reported } from '../findings.ts';
import { isOwn, readProjects } from '../projects.ts';
import { type AgentFile, hasTool, readAgent } from './agents.ts';
import { BUILT_IN_RULES } from './builtins.ts';
import { actionOf, callsFor } from './calls.ts';
import { Engine, type Session } from './decide.ts';
import { DOCS, VERSION } from './docs.ts';
import { editsOf } from './edits.ts';
import { checked, refusedPath } from './file-access.ts';
import { fateOf, meantBy, shadowsOf } from './liveness.ts';
import { engineRulesOf } from './lower.ts';
import { outlinesOf } from './outlines.ts';
import { type CheckerDraft, effectiveName, type PolicyFile, type RuleDraft, readPolicyFile } from './policy-file.ts';
import type { EngineRule, Mode } from './rule.ts';
import { readSettings, type Settings } from './settings.ts';
import { type SettingsRules, settingsRules } from './settings-rules.ts';
import { CLASSES, isMcpName, namesOf, serverAndTool } from './tools.ts';
import { decisionOf } from './words.ts';

/** Gemini CLI: its settings, its policies and its agents. https://github.com/google-gemini/gemini-cli/blob/main/docs/reference/policy-engine.md */
export const gemini: Dialect = {
  id: 'gemini',
  title: 'Gemini CLI',
  version: VERSION,
  kindOf,
  layerOf: (path) => (SYSTEM.test(path) ? 'managed' : 'project'),
  read(files): DialectReading {
    return readProjects(files, projectOf, (project) => readProject(project, files));
  },
};

/** What an administrator puts beside the program. */
const SYSTEM = /(^|\/)etc\/gemini-cli\/(settings\.json|system-defaults\.json|policies\/[^/]+\.toml)$/;

function kindOf(path: string): 'settings' | 'policy' | 'agent' | undefined {
  if (/(^|\/)\.gemini\/settings\.json$/.test(path)) return 'settings';
  if (/(^|\/)\.gemini\/policies\/[^/]+\.toml$/.test(path)) return 'policy';
  if (/(^|\/)\.gemini\/agents\/[^/_][^/]*\.md$/.test(path)) return 'agent';
  if (!SYSTEM.test(path)) return undefined;
  return path.endsWith('.toml') ? 'policy' : 'settings';
}

/** The directory that holds `.gemini`: Gemini CLI reads that of the directory in which it is started, and no other. */
function projectOf(path: string): string {
  return /^(.*?)\/?\.gemini\//.exec(path)?.[1] ?? '';
}

/** The weakest first: defaults of the system, the user's, the project's, and what the system has the last word in. */
function strengthOf({ path, layer }: ForeignFile): number {
  if (path.endsWith('system-defaults.json')) return 0;
  return ['user', 'project', 'local', 'managed'].indexOf(layer) + 1;
}

const TIERS: Readonly<Record<'user' | 'managed', number>> = { user: 4, managed: 5 };

/** A policy file with the tier that its rules have; none where Gemini CLI does not read it. */
interface TieredFile {
  readonly path: string;
  readonly file: PolicyFile;
  readonly tier: number | undefined;
}

function readProject(project: string, all: readonly ForeignFile[]): DialectReading {
  const files = all.filter((file) => !isOwn(file) || projectOf(file.path) === project);
  const head = files.filter(isOwn)[0] ?? files[0];
  if (!head) return { policies: [], findings: [], tools: [] };
  const findings: Finding[] = [];
  const settings = readSettings(
    files.filter(({ path }) => kindOf(path) === 'settings').sort((a, b) => strengthOf(a) - strengthOf(b)),
  );
  findings.push(...settings.findings);
  const tiered = tieredFiles(project, files, settings);
  findings.push(...unseenPolicies(project, tiered, settings));
  const servers = serversOf(settings, tiered);
  const fromSettings = settingsRules(settings, servers);
  const drafts = new Map<ForeignRule, RuleDraft>();
  const engineRules: EngineRule[] = [];
  let refused = settings.refused;
  for (const { file, tier } of tiered) {
    findings.push(...fileFindings(file, tier));
    if (tier === undefined) continue;
    for (const draft of file.rules) {
      const rule = foreignOf(draft, servers);
      drafts.set(rule, draft);
      engineRules.push(...engineRulesOf(draft, tier, rule));
      const empty = refusalOf(draft);
      if (empty === undefined) continue;
      refused ??= empty;
      findings.push(
        reported(
          'tool-refuses-to-start',
          'error',
          draft.source,
          draft.span,
          `Gemini CLI does not start with this file: ${empty}`,
          {
            reference: DOCS.engine,
          },
        ),
      );
    }
  }
  const engine = new Engine([...engineRules, ...fromSettings.engine, ...BUILT_IN_RULES], servers);
  // A rule is given its liveness in place: the engine's rules point to it.
  const live = new Map<ForeignRule, ForeignRule>();
  const shadows = shadowsOf(engine.rules);
  for (const rule of [...drafts.keys(), ...fromSettings.written]) {
    const by = shadows.get(rule);
    if (rule.liveness.state !== 'live' || !by) continue;
    const draft = drafts.get(rule);
    const why = by.written
      ? `\`${by.written.text}\` comes first and matches all that it matches`
      : `${by.why ?? 'a default of Gemini CLI'}, and that comes first`;
    live.set(rule, {
      ...rule,
      liveness: {
        state: 'shadowed',
        why,
        reference: DOCS.tiers,
        ...(by.written ? { by: [by.written] } : {}),
        ...(draft ? meantBy(draft) : {}),
      },
    });
  }
  const final = (rule: ForeignRule): ForeignRule => live.get(rule) ?? rule;
  const rules = [...drafts.keys(), ...fromSettings.written].map(final);
  const finalDrafts = new Map([...drafts].map(([rule, draft]) => [final(rule), draft]));
  const finalPaths = new Map([...fromSettings.paths].map(([rule, path]) => [final(rule), path]));
  const agents = files
    .filter(({ path }) => kindOf(path) === 'agent')
    .flatMap(({ source }) => readAgent(source, findings) ?? []);
  const context: Context = {
    project,
    head: { source: head.source, span: { start: 0, end: Math.min(1, head.source.text.length) } },
    engine,
    settings,
    excluded: fromSettings.excluded,
    servers,
    rules,
    checkers: tiered.flatMap(({ file, tier }) => (tier === undefined ? [] : file.checkers)),
    refused,
    final,
    edits: editsOf(finalDrafts, finalPaths),
  };
  return {
    policies: [policyOf(context, undefined), ...agents.map((agent) => policyOf(context, agent))],
    findings,
    tools: [],
  };
}

/** The files of policies that are read, those of the system first, and the others of the project. */
function tieredFiles(project: string, files: readonly ForeignFile[], settings: Settings): readonly TieredFile[] {
  const policies = files
    .filter(({ path }) => kindOf(path) === 'policy')
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const given = settings.policyPaths?.map(({ value }) => normalisePath(value)) ?? [];
  const tierOf = ({ path, layer }: ForeignFile): number | undefined => {
    if (layer === 'managed') return TIERS.managed;
    // Paths that are given take the place of the user's own directory.
    if (layer === 'user') return given.length > 0 ? undefined : TIERS.user;
    const own = project === '' ? path : path.slice(project.length + 1);
    return given.some((each) => each === own || each === '.gemini/policies') ? TIERS.user : undefined;
  };
  const order: readonly Layer[] = ['managed', 'user', 'project', 'local'];
  return policies
    .sort((a, b) => order.indexOf(a.layer) - order.indexOf(b.layer))
    .map((file) => ({ path: file.path, file: readPolicyFile(file.source), tier: tierOf(file) }));
}

/** Policies that the settings name and that are not among the files at hand: what they decide is not known. */
function unseenPolicies(project: string, tiered: readonly TieredFile[], settings: Settings): readonly Finding[] {
  const seen = tiered.flatMap(({ path, tier }) => (tier === TIERS.user ? [fromProject(path, project)] : []));
  return (settings.policyPaths ?? []).flatMap(({ source, span, value }) => {
    const path = normalisePath(value);
    if (seen.some((each) => each === path || each.startsWith(`${path}/`))) return [];
    const message = `what the policies at \`${value}\` decide is not known here: only files in \`.gemini/policies\` are read`;
    return [reported('file-not-understood', 'warning', source, span, message, { reference: DOCS.tiers })];
  });
}

function serversOf(settings: Settings, tiered: readonly TieredFile[]): readonly string[] {
  const names = [
    ...settings.servers.map(({ name }) => name),
    ...(settings.allowedServers ?? []).map(({ value }) => value),
    ...(settings.excludedServers ?? []).map(({ value }) => value),
    ...tiered.flatMap(({ file }) => file.rules.flatMap(({ mcpName }) => mcpName ?? [])),
  ];
  return [...new Set(names)].filter((name) => name !== '*' && name !== '');
}

function fileFindings(file: PolicyFile, tier: number | undefined): readonly Finding[] {
  const { source, dropped, rules } = file;
  const findings: Finding[] = [];
  if (tier === undefined) {
    const held = dropped?.held ?? rules.filter(({ effect }) => effect !== 'allow').length;
    const lost =
      held === 0
        ? ''
        : `; ${held === 1 ? 'a rule that asks or denies does' : `${held} rules that ask or deny do`} nothing`;
    const message = `Gemini CLI does not read policies of a workspace, whose tier is switched off${lost}. It reads ~/.gemini/policies, and what \`--policy\` names`;
    const span = { start: 0, end: Math.max(1, source.text.indexOf('\n')) };
    findings.push(
      reported('file-without-effect', held > 0 ? 'error' : 'warning', source, span, message, { reference: DOCS.tiers }),
    );
  }
  if (dropped) {
    const held = dropped.held;
    const lost =
      held === 0
        ? ''
        : `, and ${held === 1 ? 'a rule that asks or denies does' : `${held} rules that ask or deny do`} nothing`;
    const message = `Gemini CLI drops this whole file${lost}: ${dropped.why}`;
    findings.push(
      reported('file-without-effect', 'error', source, dropped.span, message, { reference: dropped.reference }),
    );
  }
  return [...findings, ...file.findings];
}

/** What the engine throws at. */
function refusalOf({ toolNames, mcpName, subagent, args }: RuleDraft): string | undefined {
  if (args.length === 0) return undefined;
  if (toolNames.includes('') && !mcpName) return '`toolName` is empty; `*` stands for every tool';
  if (mcpName === '') return '`mcpName` is empty';
  return subagent === '' ? '`subagent` is empty' : undefined;
}

function foreignOf(draft: RuleDraft, servers: readonly string[]): ForeignRule {
  const fate = fateOf(draft);
  const span = fate?.span ?? draft.span;
  const outlines = draft.args.flatMap((args) => {
    if (typeof args === 'object' && 'refused' in args) return [];
    const test = args === 'any' ? undefined : args;
    return draft.toolNames.flatMap((name) => outlinesOf(effectiveName(name, draft.mcpName), test, span, servers));
  });
  return {
    source: draft.source,
    span,
    text: draft.source.text.slice(span.start, span.end).split('\n')[0]!.trim(),
    effect: draft.effect,
    enforcer: draft.effect === 'ask' ? 'prompt-only' : 'engine',
    liveness: fate?.liveness ?? { state: 'live' },
    outlines,
  };
}

interface Context {
  readonly project: string;
  readonly head: Place;
  readonly engine: Engine;
  readonly settings: Settings;
  readonly excluded: SettingsRules['excluded'];
  readonly servers: readonly string[];
  readonly rules: readonly ForeignRule[];
  readonly checkers: readonly CheckerDraft[];
  readonly refused: string | undefined;
  /** A rule with all that is known of it in the end. */
  final(rule: ForeignRule): ForeignRule;
  readonly edits: NonNullable<ForeignPolicy['edits']>;
}

const MODES: readonly Mode[] = ['default', 'autoEdit', 'yolo', 'plan'];
const HEADLESS = 'headless';

/** Each mode with a person there, and with nobody. */
function modesFrom(first: Mode): readonly string[] {
  const modes = [first, ...MODES.filter((mode) => mode !== first)];
  return [...modes, ...modes.map((mode) => (mode === 'default' ? HEADLESS : `${HEADLESS}-${mode}`))];
}

function sessionOf(mode: string | undefined, settings: Settings): Session {
  const interactive = !mode?.startsWith(HEADLESS);
  const named = interactive ? mode : (mode?.slice(HEADLESS.length + 1) ?? '') || 'default';
  return { mode: MODES.find((each) => each === named) ?? settings.mode, interactive };
}

function policyOf(context: Context, agent: AgentFile | undefined): ForeignPolicy {
  const { project, settings, servers } = context;
  const name = project === '' ? 'gemini' : `gemini:${project}`;
  const place = project === '' ? '' : ` in ${project}`;
  const answer = remembering((call, mode) => decided(context, agent, call, mode));
  return {
    dialect: gemini,
    name: agent ? `${name}/${agent.name}` : name,
    title: agent ? `Gemini CLI agent ${agent.name}${place}` : `Gemini CLI${place}`,
    head: agent?.head ?? context.head,
    ...(agent ? { base: name, own: [] } : {}),
    rules: context.rules,
    modes: modesFrom(settings.mode),
    decide: (call, options) => answer(call, options?.mode ?? ''),
    callsFor,
    actionOf: (call) => actionOf(call, servers),
    edits: context.edits,
  };
}

function decided(
  context: Context,
  agent: AgentFile | undefined,
  call: ToolCall,
  mode: string | undefined,
): ForeignDecision {
  const { engine, settings, refused } = context;
  const session = sessionOf(mode, settings);
  const denied = (words: string, rules: readonly ForeignRule[] = []): ForeignDecision => ({
    effect: 'deny',
    enforcer: 'engine',
    rules: rules.map(context.final),
    near: [],
    documented: true,
    words,
  });
  if (refused !== undefined) return denied(`Gemini CLI does not start: ${refused}`);
  if (session.mode === 'yolo' && settings.isYoloDisabled)
    return denied('Gemini CLI does not start in yolo: `security.disableYoloMode`');
  if (agent && !hasTool(agent.tools, call.tool)) return denied(`the agent ${agent.name} does not have this tool`);
  const missing = missingTool(context, call);
  if (missing) return denied(missing.words, missing.rules);
  const path = refusedPath(call, settings.directories);
  if (path !== undefined) return denied(path);
  const verdict = engine.decide(call, agent ? { ...session, subagent: agent.name } : session);
  const decision = decisionOf(engine, call, verdict);
  const safety = decision.effect === 'deny' ? undefined : checked(call, session.mode, context.checkers);
  if (safety === 'unknown') return { ...denied('what a safety checker says of it is not known'), documented: false };
  if (safety === 'ask' && decision.effect === 'allow') {
    const words = 'files of `.vscode` are asked about, whatever the rules say';
    return { ...decision, effect: 'ask', enforcer: 'prompt-only', rules: [], words };
  }
  return {
    ...decision,
    rules: decision.rules.map(context.final),
    near: decision.near.map(({ rule, why }) => ({ rule: context.final(rule), why })),
    ...(decision.parts
      ? { parts: decision.parts.map((part) => ({ ...part, rules: part.rules.map(context.final) })) }
      : {}),
  };
}

/** Why the model is not shown a tool at all. */
function missingTool(
  { settings, excluded, servers }: Context,
  { tool }: ToolCall,
): { readonly words: string; readonly rules: readonly ForeignRule[] } | undefined {
  const server = serverAndTool(tool, servers);
  const names = [...namesOf(tool), ...(server ? [server.tool] : classesOf(tool))];
  const rule = names.map((name) => excluded.get(name)).find((each) => each !== undefined);
  if (rule) return { words: `\`tools.exclude\` takes the tool away: \`${rule.text}\``, rules: [rule] };
  if (server) {
    if (settings.isBlocked(server.server))
      return { words: `\`mcp\` keeps \`${server.server}\` from being started`, rules: [] };
    const own = settings.servers.find(({ name }) => name === server.server);
    if (own?.without.includes(server.tool))
      return { words: `\`excludeTools\` of \`${own.name}\` takes the tool away`, rules: [] };
    const isListed = (each: string) => each === server.tool || each.startsWith(`${server.tool}(`);
    if (own?.only && !own.only.some(isListed))
      return { words: `\`includeTools\` of \`${own.name}\` does not name the tool`, rules: [] };
    return undefined;
  }
  if (!settings.core || isMcpName(tool)) return undefined;
  const own = [tool, ...classesOf(tool)];
  const isThere = settings.core.some(({ value }) => own.some((name) => value === name || value.startsWith(`${name}(`)));
  return isThere ? undefined : { words: '`tools.core` does not name the tool, so that it is not there', rules: [] };
}

function classesOf(tool: string): readonly string[] {
  return Object.keys(CLASSES).filter((name) => CLASSES[name] === tool);
}
