import { type Finding, finding } from '../../finding.ts';
import type { Place } from '../../source.ts';
import type { Dialect, DialectReading, ForeignFile, ForeignPolicy, ForeignRule } from '../dialect.ts';
import { actionOf, callsFor } from './calls.ts';
import { decideCall, type Policy } from './decide.ts';
import { BUILT_IN, defaultsOf } from './defaults.ts';
import { CONFIG, V2, VERSION } from './docs.ts';
import { type AgentPart, type OpenDocument, readDocument } from './documents.ts';
import { asList, type Draft, type DraftMap, flattened, inWordsOf, merged, permissionFor } from './draft.ts';
import { editsOf } from './edits.ts';
import { type Fate, fateOfLost, fatesOf } from './liveness.ts';
import { isNarrower } from './narrower.ts';
import { outlinesOf } from './outlines.ts';
import { expandHome, type Generation, type OpenRule, rulesetOf } from './ruleset.ts';

/**
 * opencode's configuration and its agents. V1 (`permission`, an object whose key order counts) is what opencode 1.18 reads;
 * V2 (`permissions`, a list) is opencode 2's, which reads V1's words too. https://opencode.ai/v1/docs/permissions,
 * https://opencode.ai/v2/docs/permissions
 */
export const opencode: Dialect = {
  id: 'opencode',
  title: 'opencode',
  version: VERSION,
  kindOf,
  layerOf: (path) => (/(^|\/)\.config\/opencode\//.test(path) ? 'user' : 'project'),
  read(files): DialectReading {
    const findings: Finding[] = [];
    const projects = projectsOf(files);
    const servers = [...new Set(files.flatMap((file) => documentOf(file).servers))];
    const policies = [...projects].flatMap(([project, own]) => policiesOf(project, own, servers, findings));
    for (const file of files) findings.push(...documentOf(file).findings);
    return { policies, findings, tools: [] };
  },
};

function kindOf(path: string): 'config' | 'agent' | 'mode' | undefined {
  if (/(^|\/)opencode\.jsonc?$/.test(path)) return 'config';
  if (/(^|\/)(\.opencode|\.config\/opencode)\/agents?\/.+\.md$/.test(path)) return 'agent';
  return /(^|\/)(\.opencode|\.config\/opencode)\/modes?\/[^/]+\.md$/.test(path) ? 'mode' : undefined;
}

function documentOf(file: ForeignFile): OpenDocument {
  return readDocument(file, kindOf(file.path) ?? 'config');
}

/** The directory that a file is about: the one that holds `.opencode`, or the file itself. */
function projectOf(path: string): string {
  const inside = /^(?:(.*?)\/)?\.opencode\//.exec(path) ?? /^(.*?\.config\/opencode)\//.exec(path);
  return (inside ?? /^(.*)\/opencode\.jsonc?$/.exec(path))?.[1] ?? '';
}

/**
 * For each directory in which opencode may be started, its files in the order in which they are read: configurations from
 * the root downwards, then the `.opencode` directories from here upwards, each with its agents. Source: opencode 1.18.33.
 */
function projectsOf(files: readonly ForeignFile[]): ReadonlyMap<string, readonly ForeignFile[]> {
  const projects = new Map<string, readonly ForeignFile[]>();
  for (const project of new Set(files.map(({ path }) => projectOf(path)))) {
    const above = files.filter(({ path }) => isAbove(projectOf(path), project));
    const depth = (file: ForeignFile): number => projectOf(file.path).length;
    const direct = above.filter(({ path }) => !/(^|\/)\.opencode\//.test(path) && kindOf(path) === 'config');
    const nested = above.filter((file) => !direct.includes(file));
    const rank = ({ path }: ForeignFile): number =>
      path.endsWith('.json') ? 0 : path.endsWith('.jsonc') ? 1 : kindOf(path) === 'agent' ? 2 : 3;
    const byName = (a: ForeignFile, b: ForeignFile) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);
    projects.set(project, [
      ...direct.sort((a, b) => depth(a) - depth(b) || rank(a) - rank(b)),
      ...nested.sort((a, b) => depth(b) - depth(a) || rank(a) - rank(b) || byName(a, b)),
    ]);
  }
  return projects;
}

/** A user's own configuration is of no project. */
function isAbove(directory: string, project: string): boolean {
  if (directory === project) return true;
  if (directory.endsWith('.config/opencode') || project.endsWith('.config/opencode')) return false;
  return directory === '' || project.startsWith(`${directory}/`);
}

function policiesOf(
  project: string,
  files: readonly ForeignFile[],
  servers: readonly string[],
  findings: Finding[],
): ForeignPolicy[] {
  const documents = files.map(documentOf);
  const own = files.filter(({ path }) => projectOf(path) === project).map(documentOf);
  const second = documents.find((document) => document.secondGeneration)?.secondGeneration;
  const generation: Generation = second ? 2 : 1;
  if (second && own.some(({ source }) => source === second.source)) findings.push(secondGeneration(second));
  const refused = generation === 1 ? documents.find(({ refusals }) => refusals.length > 0) : undefined;
  for (const document of own) findings.push(...refusalFindings(document, generation));
  const broken = generation === 1 ? (documents.find(({ isBroken }) => isBroken) ?? refused) : undefined;

  const global = generation === 1 ? globalRules(documents) : globalList(documents);
  const agents = agentsOf(documents, generation);
  const sources = new Set(own.map(({ source }) => source));
  const active = [...global, ...[...agents.values()].flatMap(({ drafts }) => drafts)];
  const fates = new Map<Draft, Fate>(fatesOf(global, generation, servers));
  for (const { drafts } of agents.values()) for (const each of fatesOf(drafts, generation, servers)) fates.set(...each);
  const lost: Draft[] = [];
  for (const draft of own.flatMap(({ drafts }) => drafts)) {
    const fate = active.includes(draft) ? undefined : fateOfLost(draft, active, generation);
    if (!fate) continue;
    lost.push(draft);
    fates.set(draft, fate);
  }
  const rules = new Map<Draft, ForeignRule>();
  const foreign = (draft: Draft): ForeignRule => {
    let rule = rules.get(draft);
    if (!rule) {
      rule = {
        source: draft.source,
        span: draft.span,
        text: draft.text,
        effect: draft.effect,
        enforcer: draft.effect === 'ask' ? 'prompt-only' : 'engine',
        liveness: { state: 'live' },
        outlines: outlinesOf({ ...draft, permission: permissionFor(draft, generation) }, servers),
      };
      // What a file above this directory says may well do something there.
      const fate = sources.has(draft.source) ? fates.get(draft) : undefined;
      if (fate) {
        const by = fate.by ? { by: [foreign(fate.by)] } : {};
        rule = { ...rule, liveness: { ...fate.liveness, ...by } };
      }
      rules.set(draft, rule);
    }
    return rule;
  };
  const place = project === '' ? '' : ` in ${project}`;
  const prefix = project === '' ? 'opencode' : `opencode:${project}`;
  const home =
    own.find(({ agents: parts, head }) => parts.length === 0 || head.span.start > 0) ?? own[0] ?? documents[0];
  if (!home) return [];
  const policyFor = (
    name: string,
    title: string,
    head: Place,
    drafts: readonly Draft[],
    others: readonly Draft[],
  ): ForeignPolicy => {
    const counting = [...global, ...drafts];
    const policy: Policy = {
      generation,
      rules: rulesetOf([
        ...defaultsOf(name === '' ? 'build' : name).map((rule) => ({
          ...rule,
          permission: inWordsOf(rule.permission, generation),
        })),
        ...counting.map((draft) => openRule(draft, foreign(draft), generation)),
      ]),
      broken: broken ? brokenWords(broken) : undefined,
    };
    const made: ForeignPolicy = {
      dialect: opencode,
      name: name === '' ? prefix : `${prefix}/${name}`,
      title,
      head,
      rules: [...others.map(foreign), ...counting.map(foreign)],
      modes: ['default', 'auto'],
      decide: (call, options) => decideCall(policy, call, options?.mode),
      callsFor: (action) => callsFor(action, generation),
      actionOf: (call) => actionOf(call, servers),
      ...(name === '' && counting.length <= MOST_EDITED ? { edits: editsOf(home.source, generation, rules) } : {}),
      isWithin: (other) => {
        const before = lowered.get(other);
        return before !== undefined && isNarrower(policy, before);
      },
    };
    lowered.set(made, policy);
    return made;
  };
  const main = agents.get('build');
  const policies: ForeignPolicy[] = [];
  const isOwn = (place: Place) => sources.has(place.source);
  if (!main?.disabled) {
    const drafts = main?.drafts ?? [];
    policies.push(policyFor('', `opencode${place}`, home.head, drafts, lost));
  }
  for (const [name, agent] of agents) {
    if (name === 'build' || agent.disabled || !isOwn(agent.head)) continue;
    const words = BUILT_IN.includes(name) ? `opencode's own agent ${name}` : `opencode agent ${name}`;
    policies.push(policyFor(name, `${words}${place}`, agent.head, agent.drafts, []));
  }
  return policies;
}

const lowered = new WeakMap<ForeignPolicy, Policy>();

/** Each change that is offered is verified by reading and asking everything anew: of more rules than this, none are. */
const MOST_EDITED = 200;

function openRule(draft: Draft, written: ForeignRule, generation: Generation): OpenRule {
  const permission = permissionFor(draft, generation);
  return {
    permission,
    pattern: draft.inMap ? expandHome(draft.pattern, permission, generation) : draft.pattern,
    effect: draft.effect,
    written,
  };
}

function globalRules(documents: readonly OpenDocument[]): readonly Draft[] {
  const tools = documents.reduce<DraftMap>((all, document) => merged(all, document.tools), new Map());
  const permission = documents.reduce<DraftMap>((all, document) => merged(all, document.permission), new Map());
  return flattened(merged(tools, permission));
}

function globalList(documents: readonly OpenDocument[]): readonly Draft[] {
  return documents.flatMap(({ tools, permission, list }) => [...asList(tools), ...asList(permission), ...list]);
}

interface Agent {
  readonly drafts: readonly Draft[];
  readonly head: Place;
  readonly disabled: boolean;
}

/** What the documents say of each agent together, in the order in which they are read; those of `mode` come last in V1. */
function agentsOf(documents: readonly OpenDocument[], generation: Generation): ReadonlyMap<string, Agent> {
  const parts = new Map<string, AgentPart[]>();
  for (const document of documents) {
    for (const part of document.agents) parts.set(part.name, [...(parts.get(part.name) ?? []), part]);
  }
  return new Map(
    [...parts].map(([name, all]) => {
      const last = all.at(-1)!;
      const drafts =
        generation === 1
          ? flattened(all.reduce<DraftMap>((rules, part) => merged(rules, part.rules), new Map()))
          : all.flatMap((part) => [...asList(part.rules), ...part.list]);
      return [name, { drafts, head: last.head, disabled: last.disabled }];
    }),
  );
}

function secondGeneration({ source, span }: Place): Finding {
  return finding({
    rule: 'setting-without-effect',
    severity: 'info',
    message: 'opencode 1 does not start with `permissions`; these rules are read as opencode 2 reads them',
    source,
    span,
    references: [V2],
  });
}

function refusalFindings({ refusals }: OpenDocument, generation: Generation): Finding[] {
  return refusals.map(({ source, span, rule, why }) =>
    finding({
      rule,
      severity: generation === 1 ? 'error' : 'warning',
      message: generation === 1 ? `opencode does not start with this file: ${why}` : `opencode leaves this out: ${why}`,
      source,
      span,
      references: [generation === 1 ? CONFIG : V2],
    }),
  );
}

function brokenWords({ source, refusals }: OpenDocument): string {
  const file = source.uri.slice(source.uri.lastIndexOf('/') + 1);
  return `opencode does not start with ${file}: ${refusals[0]?.why ?? 'it cannot be read'}`;
}
