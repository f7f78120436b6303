import type { Finding } from '../../finding.ts';
import { normalisePath } from '../../scope/path.ts';
import type { Place } from '../../source.ts';
import type { WorkspaceFacts } from '../../workspace/workspace.ts';
import { remembering } from '../calls.ts';
import type { Dialect, DialectReading, ForeignFile, ForeignPolicy, ForeignRule, Layer } from '../dialect.ts';
import { isOwn, readProjects } from '../projects.ts';
import { withTwins } from '../twins.ts';
import { actionOf, callsFor } from './calls.ts';
import { VERSION } from './docs.ts';
import { type AgentFile, readAgent, readSkill, type SkillFile } from './documents.ts';
import { editsOf } from './edits.ts';
import { readHooks } from './hooks.ts';
import { MODES, type Mode } from './keys.ts';
import { type Policy, spares } from './match.ts';
import { decideCall } from './policy.ts';
import { riskFindings } from './risks.ts';
import type { ClaudeRule } from './rule.ts';
import { readSandbox } from './sandbox.ts';
import { isTrue, readSettings, type SettingsFile, valueAt } from './settings.ts';
import { withShadows } from './shadows.ts';
import { canonicalTool } from './tools.ts';

const SETTINGS = /(^|\/)\.claude\/settings(\.local)?\.json$/;
const MANAGED = /(^|\/)(managed-settings\.json|managed-settings\.d\/[^/]+\.json)$/;
const AGENT = /(^|\/)\.claude\/agents\/(?:[^/]+\/)*[^/]+\.md$/;
const SKILL = /(^|\/)\.claude\/(?:skills\/(?:[^/]+\/)*SKILL\.md|commands\/(?:[^/]+\/)*[^/]+\.md)$/;

/** Claude Code: settings, agents, skills and commands of a project. https://code.claude.com/docs/en/permissions */
export const claudeCode: Dialect = {
  id: 'claude-code',
  title: 'Claude Code',
  version: VERSION,
  kindOf(path) {
    if (SETTINGS.test(path) || MANAGED.test(path)) return 'settings';
    if (AGENT.test(path)) return 'agent';
    return SKILL.test(path) ? (path.includes('/commands/') ? 'command' : 'skill') : undefined;
  },
  layerOf: (path) => (MANAGED.test(path) ? 'managed' : path.endsWith('settings.local.json') ? 'local' : 'project'),
  read(files, facts) {
    const shared = files.filter((file) => !isOwn(file));
    return readProjects(files, projectOf, (project, own) => readProject(project, [...shared, ...own], facts));
  },
};

/** The directory that holds `.claude`: a session that is started there reads these files. */
function projectOf(path: string): string {
  return /^(.*?)\/?\.claude\//.exec(path)?.[1] ?? '';
}

const ORDER: readonly Layer[] = ['managed', 'project', 'local', 'user'];

function readProject(project: string, files: readonly ForeignFile[], facts: WorkspaceFacts): DialectReading {
  const findings: Finding[] = [];
  const settings = files
    .filter((file) => claudeCode.kindOf(file.path) === 'settings')
    .sort((a, b) => ORDER.indexOf(a.layer) - ORDER.indexOf(b.layer))
    .map(({ source, layer }) => readSettings(source, layer, project));
  for (const file of settings) findings.push(...file.findings);
  const agents = files.flatMap((file) =>
    claudeCode.kindOf(file.path) === 'agent' ? (readAgent(file.source, findings) ?? []) : [],
  );
  const skills = files.flatMap((file) => {
    const kind = claudeCode.kindOf(file.path);
    return kind === 'skill' || kind === 'command' ? (readSkill(file.source, file.path, file.layer, project) ?? []) : [];
  });
  const main = mainPolicy(project, settings, agents, skills);
  if (!main) return { policies: [], findings, tools: [] };
  const hooks = settings.flatMap((file) => readHooks(file, project, findings));
  findings.push(...riskFindings(main, settings, hooks, agents, facts));
  return {
    policies: [
      main.foreign,
      ...withTwins(agents.map((agent) => agentPolicy(main, agent))),
      ...skills.map((skill) => skillPolicy(main, skill)),
    ],
    findings,
    tools: [],
  };
}

/** The main agent of a project. */
export interface Main {
  readonly foreign: ForeignPolicy;
  readonly policy: Policy;
  readonly project: string;
}

function mainPolicy(
  project: string,
  settings: readonly SettingsFile[],
  agents: readonly AgentFile[],
  skills: readonly SkillFile[],
): Main | undefined {
  const own = settings.filter(({ layer }) => layer === 'project' || layer === 'local');
  const source = (own[0] ?? settings[0])?.source ?? agents[0]?.source ?? skills[0]?.source;
  if (!source) return undefined;
  const managedOnly = settings.some(
    ({ layer, root }) => layer === 'managed' && isTrue(valueAt(root, 'allowManagedPermissionRulesOnly')),
  );
  const written = settings.flatMap(({ rules, layer }) =>
    managedOnly && layer !== 'managed' ? rules.map(ignoredByManaged) : rules,
  );
  const rules = withShadows(written);
  // One value of the strongest file counts.
  const strongest = (['managed', 'local', 'project', 'user'] as const).flatMap((layer) =>
    settings.flatMap((file) => (file.layer === layer && file.mode ? [file.mode.value] : [])),
  )[0];
  const policy: Policy = {
    rules,
    mode: strongest ?? 'default',
    project,
    directories: settings.flatMap(({ directories }) => directories.map((each) => normalisePath(each, project))),
    sandbox: readSandbox(settings),
  };
  const name = project === '' ? 'claude-code' : `claude-code:${project}`;
  const title = project === '' ? 'Claude Code' : `Claude Code in ${project}`;
  const head: Place = {
    source,
    span: headOf(
      settings.find((file) => file.source === source),
      source.text,
    ),
  };
  return {
    foreign: foreignOf(policy, { name, title, head, home: own.find(({ root }) => root)?.source }),
    policy,
    project,
  };
}

function ignoredByManaged(rule: ClaudeRule): ClaudeRule {
  return {
    ...rule,
    liveness: {
      state: 'ignored',
      why: 'managed settings are the only source of rules (`allowManagedPermissionRulesOnly`)',
      reference: {
        name: `Claude Code ${VERSION}: settings-reference#allowmanagedpermissionrulesonly`,
        url: 'https://code.claude.com/docs/en/settings-reference#allowmanagedpermissionrulesonly',
      },
    },
  };
}

/** The key under which permissions stand, or the beginning of the file. */
function headOf(file: SettingsFile | undefined, text: string): { readonly start: number; readonly end: number } {
  const entry = file?.root?.entries.find(({ key }) => key.text === 'permissions') ?? file?.root?.entries[0];
  return entry ? entry.key.span : { start: 0, end: Math.min(1, text.length) };
}

interface Named {
  readonly name: string;
  readonly title: string;
  readonly head: Place;
  readonly home: ForeignPolicy['head']['source'] | undefined;
  readonly base?: string;
  readonly own?: readonly ForeignRule[];
  readonly toolList?: string;
  /** A policy with the same rules: whatever tool both have, both decide alike. */
  readonly like?: ForeignPolicy;
  readonly twin?: ForeignPolicy;
}

function foreignOf(policy: Policy, { name, title, head, home, base, own, toolList, like, twin }: Named): ForeignPolicy {
  const { sandbox, project } = policy;
  const modes = [policy.mode, ...MODES.filter((mode) => mode !== policy.mode)];
  const answer = remembering<Mode>((call, mode) => decideCall(policy, call, mode, claudeCode));
  const holds = sandbox?.required && !sandbox.escapable && sandbox.holdsFiles && sandbox.excluded.length === 0;
  return {
    dialect: claudeCode,
    name,
    title,
    head,
    rules: policy.rules,
    modes,
    ...(base === undefined ? {} : { base }),
    ...(own === undefined ? {} : { own }),
    ...(toolList === undefined ? {} : { toolList }),
    ...(twin ? { twin } : {}),
    ...(policy.mode === 'dontAsk' ? { attended: { value: false, span: head.span } } : {}),
    ...(sandbox && holds
      ? { sandbox: { place: sandbox.place, write: ['.', ...sandbox.write], network: sandbox.domains } }
      : {}),
    decide(call, options = {}) {
      const mode = (MODES.find((each) => each === options.mode) ?? policy.mode) satisfies Mode;
      // What it has in common with the main agent is asked of that one, which remembers.
      return like && (policy.tools?.(canonicalTool(call.tool)) ?? true)
        ? like.decide(call, { mode })
        : answer(call, mode);
    },
    callsFor: (action) => callsFor(action, project),
    actionOf: (call) => actionOf(call, project),
    edits: editsOf(home),
    isMonotone: true,
    sparesSurely: (rule, call) => policy.rules.some((each) => each === rule && spares(each, call)),
  };
}

/** An agent has the rules of the session, fewer tools, and perhaps a mode of its own. */
function agentPolicy(main: Main, agent: AgentFile): ForeignPolicy {
  const { policy, foreign } = main;
  // These are not overridden: https://code.claude.com/docs/en/sub-agents#permission-modes
  const fixed = ['bypassPermissions', 'acceptEdits', 'auto'].includes(policy.mode);
  const mode = fixed ? policy.mode : (agent.mode?.value ?? policy.mode);
  return foreignOf(
    { ...policy, mode, tools: agent.has },
    {
      name: `${foreign.name}/${agent.name}`,
      title: `${foreign.title} agent ${agent.name}`,
      head: { source: agent.source, span: agent.head },
      home: undefined,
      base: foreign.name,
      own: [],
      toolList: agent.toolList,
      like: foreign,
    },
  );
}

/** While a skill is at work its list is allowed besides. https://code.claude.com/docs/en/skills#pre-approve-tools-for-a-skill */
function skillPolicy(main: Main, skill: SkillFile): ForeignPolicy {
  const { policy, foreign } = main;
  const rules = skill.rules.length === 0 ? policy.rules : withShadows([...policy.rules, ...skill.rules]);
  const own = rules.filter(({ source }) => source === skill.source);
  return foreignOf(
    { ...policy, rules },
    {
      name: `${foreign.name}/skill/${skill.name}`,
      title: `${foreign.title} with the skill ${skill.name}`,
      head: { source: skill.source, span: skill.head },
      home: undefined,
      base: foreign.name,
      own,
      ...(rules === policy.rules ? { like: foreign, twin: foreign } : {}),
    },
  );
}
