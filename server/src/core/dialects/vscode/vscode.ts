import type { Finding } from '../../finding.ts';
import type { Place } from '../../source.ts';
import type { WorkspaceFacts } from '../../workspace/workspace.ts';
import { remembering } from '../calls.ts';
import type { Dialect, DialectReading, ForeignFile, ForeignPolicy, ForeignRule } from '../dialect.ts';
import { reported } from '../findings.ts';
import { isOwn, readProjects } from '../projects.ts';
import { withTwins } from '../twins.ts';
import { type AgentFile, readAgent } from './agents.ts';
import { actionOf, callsFor } from './calls.ts';
import { DOCS, VERSION } from './docs.ts';
import { editRulesOf, eligibleRulesOf, urlRulesOf } from './edit-url-rules.ts';
import { editsOf } from './edits.ts';
import { decideCall, MODES, type Mode, type Policy, refused } from './policy.ts';
import { commandFindings, settingFindings } from './risks.ts';
import { ruleOf, type VscodeRule } from './rule.ts';
import { entriesOf, readSettings, type SettingsFile, scalarOf, settingOf } from './settings.ts';
import { flag, terminalOf } from './terminal-rules.ts';

const SETTINGS = /(^|\/)\.vscode\/settings\.json$/;
const WORKSPACE = /(^|\/)[^/]+\.code-workspace$/;
const USER = /(^|\/)(?:Code|Code - Insiders|VSCodium)\/User\/settings\.json$/;
const AGENT = /(^|\/)\.github\/agents\/(?!README\.md$)(?:[^/]+\.md|.+\.agent\.md)$/;
const CHATMODE = /(^|\/)\.github\/chatmodes\/[^/]+\.chatmode\.md$/;
const PROMPT = /(^|\/)\.github\/prompts\/[^/]+\.prompt\.md$/;
const TOOL_SET = /(^|\/)[^/]+\.toolsets\.jsonc$/;

/** VS Code with Copilot: what its settings approve, and which tools its agents have. https://code.visualstudio.com/docs/agents/run/approvals */
export const vscode: Dialect = {
  id: 'vscode',
  title: 'VS Code',
  version: VERSION,
  kindOf(path) {
    if (SETTINGS.test(path) || USER.test(path)) return 'settings';
    if (WORKSPACE.test(path)) return 'workspace';
    if (AGENT.test(path)) return 'agent';
    if (CHATMODE.test(path)) return 'chat mode';
    if (PROMPT.test(path)) return 'prompt';
    return TOOL_SET.test(path) ? 'tool sets' : undefined;
  },
  layerOf: (path) => (USER.test(path) ? 'user' : 'project'),
  read(files, facts) {
    const user = files.filter((file) => !isOwn(file) && vscode.kindOf(file.path) === 'settings');
    return readProjects(files, projectOf, (project, own) => readProject(project, own, user, facts));
  },
};

/** The folder that is opened: the one that holds `.vscode` or `.github`, or the workspace file. */
function projectOf(path: string): string {
  return /^(.*?)\/?(?:\.vscode|\.github)\//.exec(path)?.[1] ?? /^(.*)\/[^/]+$/.exec(path)?.[1] ?? '';
}

function readProject(
  project: string,
  own: readonly ForeignFile[],
  user: readonly ForeignFile[],
  facts: WorkspaceFacts,
): DialectReading {
  const findings: Finding[] = [];
  const settingsOf = (files: readonly ForeignFile[]): SettingsFile[] =>
    files.flatMap((file) => readSettings(file) ?? []);
  const personal = settingsOf(user);
  const folder = settingsOf(own.filter(({ path }) => SETTINGS.test(path)));
  const customs: AgentFile[] = [];
  for (const file of own) {
    const kind = vscode.kindOf(file.path);
    if (kind === 'agent' && !isNested(file.path)) customs.push(readAgent(file, 'agent', findings));
    else if (kind === 'chat mode' && isAgentFolder(folder, file.path)) customs.push(readAgent(file, 'agent', findings));
    else if (kind === 'prompt') {
      const prompt = readAgent(file, 'prompt', findings);
      if (prompt.tools) customs.push(prompt);
    } else if (kind !== undefined) findings.push(...unread(file, kind));
  }
  const policies: ForeignPolicy[] = [];
  const hasScripts = facts.files.has(project === '' ? 'package.json' : `${project}/package.json`);
  const main = (name: string, title: string, files: readonly SettingsFile[]): void => {
    const head = headOf(files, customs);
    if (!head) return;
    const combined = combine(files, hasScripts);
    const base = foreignOf(combined, { name, title, head, project, files });
    for (const file of files) findings.push(...file.findings, ...settingFindings(file, base));
    findings.push(...commandFindings(base, combined.rules));
    policies.push(base);
    const agents = name.endsWith('.code-workspace') ? [] : customs;
    policies.push(...withTwins(agents.map((agent) => customPolicy(base, agent, project))));
  };
  const suffix = project === '' ? '' : `:${project}`;
  const where = project === '' ? '' : ` in ${project}`;
  if (folder.length > 0 || customs.length > 0 || (own.length === 0 && personal.length > 0)) {
    main(`vscode${suffix}`, `VS Code${where}`, [...personal, ...folder]);
  }
  for (const file of own.filter(({ path }) => WORKSPACE.test(path))) {
    const settings = readSettings(file);
    if (settings) main(`vscode:${file.path}`, `VS Code with ${file.path}`, [...personal, settings]);
  }
  return { policies, findings, tools: [] };
}

/** Only what stands directly in the folder is an agent. */
function isNested(path: string): boolean {
  return /\.github\/agents\/.*\//.test(path);
}

/** Whether a setting makes the folder of a file one of agents. */
function isAgentFolder(files: readonly SettingsFile[], path: string): boolean {
  const folders = entriesOf(settingOf(files, 'chat.agentFilesLocations')?.entry.value);
  const own = /\.github\/chatmodes/.exec(path)?.[0] ?? '';
  return folders.some(({ key, value }) => key.text.replace(/\/$/, '') === own && scalarOf(value) === true);
}

const UNREAD: Readonly<Record<string, string>> = {
  agent: 'it looks for agents directly in `.github/agents`, and in no folder below',
  'chat mode': 'chat modes are agents now, and it looks for them in `.github/agents`, as `NAME.agent.md`',
  'tool sets': "it looks for tool sets in a person's profile, and nowhere in a workspace",
};

/** Nothing is said of files that would say nothing anyway. */
function unread({ source, path }: ForeignFile, kind: string): readonly Finding[] {
  const why = UNREAD[kind];
  if (why === undefined || source.text.trim() === '') return [];
  const span = { start: 0, end: Math.max(1, source.text.search(/\r?\n|$/)) };
  const message = `VS Code ${VERSION} does not read this file: ${why}`;
  const reference = kind === 'tool sets' ? DOCS.toolSets : DOCS.agents;
  return [
    reported('file-without-effect', path.endsWith('.jsonc') ? 'info' : 'warning', source, span, message, { reference }),
  ];
}

function headOf(files: readonly SettingsFile[], customs: readonly AgentFile[]): Place | undefined {
  const file = files.findLast(isOwn) ?? (customs.length > 0 ? undefined : files.at(-1));
  if (file) {
    const entry = file.root.entries.find(({ key }) => key.text.startsWith('chat.')) ?? file.root.entries[0];
    return { source: file.source, span: entry?.key.span ?? { start: 0, end: 1 } };
  }
  const [agent] = customs;
  return agent && { source: agent.source, span: agent.head };
}

interface Combined {
  readonly policy: Policy;
  readonly rules: readonly VscodeRule[];
}

/** What files come to together, the weakest first. */
function combine(files: readonly SettingsFile[], hasScripts: boolean): Combined {
  const commands = terminalOf(files, hasScripts);
  const edits = editRulesOf(files);
  const urls = urlRulesOf(files);
  const eligible = eligibleRulesOf(files);
  const level = scalarOf(settingOf(files, 'chat.permissions.default')?.entry.value);
  const everything = settingOf(files, 'chat.tools.global.autoApprove');
  const isOn = everything !== undefined && scalarOf(everything.entry.value) === true;
  const global = isOn
    ? ruleOf({
        ...everything,
        setting: everything.entry.key.text,
        effect: 'allow',
        outlines: everythingIn(everything.entry.span),
      })
    : undefined;
  const isSandboxed = scalarOf(settingOf(files, 'chat.agent.sandbox.enabled')?.entry.value) === 'on';
  return {
    policy: {
      mode: MODES.find((mode) => mode === level) ?? 'default',
      terminal: commands.terminal,
      edits: edits.edits,
      urls: urls.urls,
      neverApproved: new Map(eligible.map((rule) => [rule.key, rule])),
      ...(global && { everything: global }),
      ...(isSandboxed && {
        sandbox: {
          network: flag(files, 'chat.agent.sandbox.allowNetwork', true) ? ('open' as const) : ('listed' as const),
        },
      }),
    },
    rules: [...commands.rules, ...edits.rules, ...urls.rules, ...eligible, ...(global ? [global] : [])],
  };
}

function everythingIn(span: Place['span']): ForeignRule['outlines'] {
  return (
    [
      ['run', '**'],
      ['write', '**'],
      ['fetch', 'https://**'],
      ['call', '*/*'],
    ] as const
  ).map(([verb, text]) => ({ verb, patterns: [{ text, negated: false, span }] }));
}

interface Named {
  readonly name: string;
  readonly title: string;
  readonly head: Place;
  readonly project: string;
  readonly files: readonly SettingsFile[];
}

function foreignOf({ policy, rules }: Combined, { name, title, head, project, files }: Named): ForeignPolicy {
  const home = files.find(isOwn);
  const sandboxed = settingOf(files, 'chat.agent.sandbox.enabled');
  const answer = remembering<Mode>((call, mode) => decideCall(policy, call, mode));
  return {
    dialect: vscode,
    name,
    title,
    head,
    rules,
    modes: [policy.mode, ...MODES.filter((mode) => mode !== policy.mode)],
    ...(policy.sandbox && sandboxed
      ? {
          sandbox: {
            place: { source: sandboxed.file.source, span: sandboxed.entry.key.span },
            write: ['.'],
            ...(policy.sandbox.network === 'listed' ? { network: [] } : {}),
          },
        }
      : {}),
    decide: (call, options) => answer(call, MODES.find((each) => each === options?.mode) ?? policy.mode),
    callsFor: (action) => callsFor(action, project),
    actionOf: (call) => actionOf(call, project),
    edits: editsOf(home, rules),
    isMonotone: true,
  };
}

function customPolicy(
  base: ForeignPolicy,
  { source, name, kind, head, tools, dead }: AgentFile,
  project: string,
): ForeignPolicy {
  return {
    dialect: vscode,
    name: `${base.name}/${kind === 'prompt' ? 'prompt/' : ''}${name}`,
    title: `${base.title} ${kind} ${name}`,
    head: { source, span: head },
    base: base.name,
    own: dead,
    ...(tools ? { toolList: JSON.stringify(tools) } : {}),
    rules: [...base.rules, ...dead],
    modes: base.modes,
    ...(base.sandbox ? { sandbox: base.sandbox } : {}),
    decide: tools ? (call, options) => refused(tools, call) ?? base.decide(call, options) : base.decide,
    callsFor: (action) => callsFor(action, project),
    actionOf: (call) => actionOf(call, project),
    isMonotone: true,
  };
}
