import type { Place } from '../../source.ts';
import { remembering } from '../calls.ts';
import type { Dialect, DialectReading, ForeignFile, ForeignPolicy, Layer } from '../dialect.ts';
import { isOwn, readProjects } from '../projects.ts';
import { actionOf, callsFor } from './calls.ts';
import { combineConfig } from './config.ts';
import { type ConfigFile, readConfigFile } from './config-file.ts';
import { decideCall, type Policy } from './decide.ts';
import { VERSION } from './docs.ts';
import { editsOf } from './edits.ts';
import { loadRules } from './load.ts';
import { commandRules, deadAlternatives, defaultSandboxRule, networkRules, settingRules } from './rules.ts';

const CONFIG = /(^|\/)\.codex\/config\.toml$/;
const RULES = /(^|\/)\.codex\/rules\/[^/]+\.rules$/;

/** Codex: its rules and its configuration. https://developers.openai.com/codex/rules, …/permissions, …/config-reference */
export const codex: Dialect = {
  id: 'codex',
  title: 'Codex',
  version: VERSION,
  effectWords: { ask: 'prompt', deny: 'forbidden' },
  kindOf(path) {
    if (CONFIG.test(path)) return 'config';
    return RULES.test(path) ? 'rules' : undefined;
  },
  read(files) {
    return readProjects(files, projectOf, (project) => readProject(project, files));
  },
};

/** The directory that holds `.codex`. */
function projectOf(path: string): string {
  return /^(.*?)\/?\.codex\//.exec(path)?.[1] ?? '';
}

const STRENGTH: readonly Layer[] = ['user', 'project', 'local', 'managed'];

/** The files that count in a directory, the weakest first: the user's, then those of every directory from the root down. */
function filesFor(project: string, files: readonly ForeignFile[]): ForeignFile[] {
  return files
    .filter((file) => !isOwn(file) || isWithin(project, projectOf(file.path)))
    .sort((a, b) => {
      const layers = STRENGTH.indexOf(a.layer) - STRENGTH.indexOf(b.layer);
      if (layers !== 0) return layers;
      const depth = projectOf(a.path).length - projectOf(b.path).length;
      return depth !== 0 ? depth : a.path < b.path ? -1 : 1;
    });
}

function isWithin(directory: string, outer: string): boolean {
  return outer === '' || directory === outer || directory.startsWith(`${outer}/`);
}

const configs = new WeakMap<ForeignFile, ConfigFile>();

function configOf(file: ForeignFile): ConfigFile {
  let read = configs.get(file);
  if (!read) {
    read = readConfigFile(file.source, file.layer, isOwn(file) ? file.path : '~/.codex/config.toml');
    configs.set(file, read);
  }
  return read;
}

function readProject(project: string, all: readonly ForeignFile[]): DialectReading {
  const files = filesFor(project, all);
  const head = files.filter(isOwn)[0] ?? files[0];
  if (!head) return { policies: [], findings: [], tools: [] };
  const configFiles = files.filter(({ path }) => codex.kindOf(path) === 'config').map(configOf);
  const config = combineConfig(configFiles);
  const loaded = loadRules(files.filter(({ path }) => codex.kindOf(path) === 'rules'));
  const commands = commandRules(loaded.files);
  const settings = settingRules(config);
  const findings = [
    ...configFiles.flatMap((file) => file.findings),
    ...config.findings,
    ...loaded.findings,
    ...deadAlternatives(commands),
  ];
  const isShown = new Set(
    files.filter((file) => !isOwn(file) || projectOf(file.path) === project).map(({ source }) => source),
  );
  const leaving = commands.find(
    ({ source, prefix, liveness }) => isShown.has(source) && prefix.decision === 'allow' && liveness.state === 'live',
  );
  const isDefault = settings.sandbox === undefined && config.sandbox.kind === 'workspace-write';
  // What is written in the sandbox is worth telling where a rule takes commands out of it.
  const writes = leaving && (isDefault ? defaultSandboxRule(leaving) : settings.sandbox);
  const policy: Policy = {
    config,
    set: loaded.set,
    commands,
    settings,
    ...(writes && { writes }),
    ...(loaded.unknown !== undefined && { unknown: loaded.unknown }),
  };
  const rules = [
    ...commands,
    ...(isDefault && writes ? [writes] : []),
    ...networkRules(loaded.files),
    ...[settings.sandbox, settings.network, settings.approval].filter((rule) => rule !== undefined),
    ...settings.files.map(({ rule }) => rule),
    ...settings.servers.values(),
  ];
  const place: Place = { source: head.source, span: { start: 0, end: Math.min(1, head.source.text.length) } };
  const base = [...new Set(all.filter(isOwn).map((file) => projectOf(file.path)))]
    .filter((outer) => outer !== project && isWithin(project, outer))
    .sort((a, b) => b.length - a.length)[0];
  return { policies: [foreignOf(project, policy, rules, place, isShown, base)], findings, tools: [] };
}

const nameOf = (project: string): string => (project === '' ? 'codex' : `codex:${project}`);

function foreignOf(
  project: string,
  policy: Policy,
  rules: ForeignPolicy['rules'],
  head: Place,
  shown: ReadonlySet<Place['source']>,
  base: string | undefined,
): ForeignPolicy {
  const { sandbox, approval } = policy.config;
  const answer = remembering((call) => decideCall(policy, call));
  // A rule that allows takes its commands out of the sandbox, so that with one the sandbox does not hold what is granted.
  const leaves = policy.commands.some(
    ({ prefix, liveness }) => prefix.decision === 'allow' && liveness.state === 'live',
  );
  const holds = sandbox.kind !== 'danger-full-access' && !leaves;
  const writable = sandbox.entries
    .filter(({ access, isGlob }) => access === 'write' && !isGlob)
    .map(({ path }) => path);
  const place = sandbox.written ?? head;
  const home = policy.commands.find(({ source }) => shown.has(source))?.source;
  return {
    dialect: codex,
    name: nameOf(project),
    title: project === '' ? 'Codex' : `Codex in ${project}`,
    head,
    ...(base === undefined ? {} : { base: nameOf(base), own: rules.filter(({ source }) => shown.has(source)) }),
    rules,
    modes: [],
    ...(approval.policy === 'never' && approval.written
      ? { attended: { value: false, span: approval.written.span } }
      : {}),
    ...(holds ? { sandbox: { place, write: writable, ...(sandbox.network ? {} : { network: [] }) } } : {}),
    decide: (call) => answer(call, ''),
    callsFor,
    actionOf,
    edits: editsOf(policy.commands, home),
    // A rule for a path hides those for its program's bare name.
    isMonotone: policy.commands.every(({ prefix }) => prefix.pattern[0]!.every(({ value }) => !value.includes('/'))),
  };
}
