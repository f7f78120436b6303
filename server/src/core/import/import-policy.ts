import { domainOf } from '../authority/region.ts';
import type { Instant } from '../decide/run-state.ts';
import type { ForeignPolicy, ForeignRule } from '../dialects/dialect.ts';
import { type Comparison, compareDecisions } from '../export/compare.ts';
import type { Source } from '../source.ts';
import { createHost } from '../workspace/host.ts';
import type { ResolvedRole, Snapshot, WorkspaceFacts } from '../workspace/workspace.ts';
import { type Fitted, fitRules, shown } from './fit.ts';
import type { Draft, Imported, ImportRow } from './imported.ts';
import { plainRole, roleText, scopeText } from './write-manifest.ts';

/** The principals that a file of another tool is about: those that it defines, else those that it has rules of. */
export function principalsIn(snapshot: Snapshot, source: Source): readonly ResolvedRole[] {
  const { principals } = snapshot.foreign;
  const own = principals.filter(({ role }) => role.source === source);
  return own.length > 0
    ? own
    : principals.filter(({ role }) => role.foreign?.rules.some((rule) => rule.source === source));
}

/**
 * "Write this as an agent role": one principal of another tool as manifests of ours that permit nothing more, with
 * questions where our format says what the other does not. `path` is the file that a person asked about.
 */
export function importPrincipal(snapshot: Snapshot, principal: ResolvedRole, path: string): Imported {
  const policy = principal.role.foreign!;
  const { facts, now } = snapshot;
  const proposed = fitRules(principal, policy, now, directoryOf(path), (drafts) =>
    resolved([plainRole(drafts)], facts, now),
  );
  const name = slug(policy.name);
  const from = `${path} (${policy.dialect.title} ${policy.dialect.version})`;
  const written = (fitted: Fitted) => {
    const scopes = scopesFor(fitted.drafts);
    const texts = [
      roleText({ name, policy, from, drafts: fitted.drafts, left: leftOut(policy, fitted) }),
      ...scopes.written.map(({ tool, operations }) =>
        scopeText(
          tool,
          snapshot.foreign.tools.find((each) => each.name?.value === tool),
          operations,
          from,
        ),
      ),
    ];
    const comparison = compareDecisions(resolved(texts, facts, now), fitted.theirsOf, fitted.actions, now);
    return { fitted, scopes, texts, comparison };
  };
  // What seemed needless stays where leaving it out would permit more.
  const pruned = written(proposed);
  const { fitted, scopes, texts, comparison } =
    pruned.comparison.narrower.length === 0 ? pruned : written({ ...proposed, drafts: proposed.unpruned });
  return {
    name,
    principal: principal.name,
    fileName: `${name}.agent-role.yaml`,
    text: texts.join('---\n'),
    rows: [...rowsOf(policy, fitted, comparison), ...scopes.rows],
    notes: notesOf(policy),
    comparison,
  };
}

/** The servers of a list that holds no permissions, as tool scopes; undefined where the file names none. */
export function importServers(snapshot: Snapshot, source: Source, path: string): Imported | undefined {
  const tools = snapshot.foreign.tools.filter((tool) => tool.source === source && tool.name !== undefined);
  if (tools.length === 0) return undefined;
  const names = tools.map((tool) => tool.name!.value);
  const first = slug(names.length === 1 ? names[0]! : 'servers');
  return {
    name: first,
    fileName: `${first}.tool-scope.yaml`,
    text: tools.map((tool) => scopeText(tool.name!.value, tool, [], path)).join('---\n'),
    rows: names.map((name) => ({
      name: `server ${name}`,
      fidelity: 'exact',
      why: 'its operations are not in the file; until they are written down, the scope lets none be called',
      written: [name],
    })),
    notes: [],
    comparison: undefined,
  };
}

/** Everything that a file of another tool is about, or the one principal of that name. Empty where there is nothing. */
export function importFile(snapshot: Snapshot, source: Source, path: string, wanted?: string): readonly Imported[] {
  const principals = principalsIn(snapshot, source).filter(
    ({ name, role }) => wanted === undefined || name === wanted || role.foreign?.name === wanted,
  );
  if (principals.length > 0) return principals.map((principal) => importPrincipal(snapshot, principal, path));
  const servers = wanted === undefined ? importServers(snapshot, source, path) : undefined;
  return servers ? [servers] : [];
}

/** The directory that a tool's file is about: the one above `.claude`, or that of `opencode.json`. */
function directoryOf(path: string): string {
  const parts = path.split('/').slice(0, -1);
  const hidden = parts.findIndex((part) => part.startsWith('.'));
  return (hidden < 0 ? parts : parts.slice(0, hidden)).join('/');
}

function resolved(texts: readonly string[], facts: WorkspaceFacts, now: Instant): ResolvedRole {
  const host = createHost();
  host.setFacts(facts);
  host.set({ uri: 'import:/imported.agent-role.yaml', text: texts.join('---\n') });
  const snapshot = host.snapshot(now);
  return snapshot.resolve([...snapshot.roles.values()][0]!);
}

/**
 * A tool scope lets nothing be called that it does not list. So one is written only where the rules name every operation
 * that they grant; where a rule grants all that a server has, the server's own list has to be had first.
 */
function scopesFor(drafts: readonly Draft[]): {
  readonly written: readonly { readonly tool: string; readonly operations: readonly string[] }[];
  readonly rows: readonly ImportRow[];
} {
  const named = new Map<string, Set<string>>();
  const open = new Set<string>();
  let all = false;
  for (const { verb, effect, patterns } of drafts) {
    if (verb !== 'call') continue;
    for (const pattern of patterns) {
      const [, tool, operation] = /^([^/*{}]+)\/(.+)$/s.exec(pattern) ?? [];
      if (tool === undefined || operation === undefined) {
        if (effect !== 'deny') all = true;
        continue;
      }
      if (/[*{}\\!]/.test(operation)) {
        if (effect !== 'deny') open.add(tool);
      } else named.set(tool, (named.get(tool) ?? new Set()).add(operation));
    }
  }
  const written: { tool: string; operations: readonly string[] }[] = [];
  const rows: ImportRow[] = [];
  for (const tool of new Set([...named.keys(), ...open])) {
    if (!open.has(tool) && !all) {
      written.push({ tool, operations: [...named.get(tool)!] });
      continue;
    }
    rows.push({
      name: `server ${tool}`,
      fidelity: 'dropped',
      why: 'no tool scope is written: the file does not name all of its operations, and a scope lets no others be called; "New tool scope" makes one from a saved tools/list reply',
      written: [],
    });
  }
  return { written, rows };
}

function leftOut(policy: ForeignPolicy, fitted: Fitted): readonly { readonly name: string; readonly why: string }[] {
  return policy.rules.flatMap((rule) => {
    const why = whyNot(rule, fitted);
    return why === undefined ? [] : [{ name: `${rule.effect} ${rule.text}`, why }];
  });
}

/** Why nothing stands for a rule; undefined where something does. */
function whyNot(rule: ForeignRule, { drafts, left }: Fitted): string | undefined {
  if (rule.liveness.state !== 'live') return `it does nothing there: ${rule.liveness.why}`;
  if (drafts.some(({ from }) => from === rule)) return undefined;
  const why = left.get(rule);
  if (why !== undefined) return why;
  if (rule.outlines.length === 0) return 'there is no verb here for what it is about';
  return undefined;
}

function rowsOf(policy: ForeignPolicy, fitted: Fitted, comparison: Comparison): readonly ImportRow[] {
  const narrower = new Map<ForeignRule | undefined, string>();
  for (const { action, role, target } of comparison.wider) {
    const { rules } = fitted.theirsOf(action);
    const why = `\`${shown(action)}\` is ${PAST[role]} here and ${PAST[target]} there`;
    for (const rule of rules.length > 0 ? rules : [undefined]) if (!narrower.has(rule)) narrower.set(rule, why);
  }
  const rows = policy.rules.map((rule): ImportRow => {
    const name = `${rule.effect} ${rule.text}`;
    const missing = whyNot(rule, fitted);
    if (missing !== undefined) return { name, fidelity: 'dropped', why: missing, written: [], rule };
    const own = fitted.drafts.filter(({ from }) => from === rule);
    const written = own.map(({ effect, verb, patterns, exceptions }) =>
      [effect, verb, ...patterns, ...exceptions.map((each) => `!${each}`)].join(' '),
    );
    if (own.length === 0) {
      const why =
        rule.effect === 'deny' ? 'what nothing allows is denied here' : 'allowed here with all that no rule is about';
      return { name, fidelity: 'exact', why, written, rule };
    }
    const why =
      rule.effect === 'allow'
        ? (own.find((draft) => draft.why !== undefined)?.why ?? narrower.get(rule))
        : own.flatMap((draft) => heldCloser(draft, comparison) ?? [])[0];
    return { name, fidelity: why === undefined ? 'exact' : 'narrower', why: why ?? '', written, rule };
  });
  const others = fitted.drafts.filter(({ from }) => from === undefined);
  const defaults = others.map(
    ({ verb, effect, patterns, why }): ImportRow => ({
      name: `default ${verb} ${patterns.join(' ')}`,
      fidelity: why === undefined ? 'exact' : 'narrower',
      why: why ?? `what the tool does where no rule matches: ${effect}`,
      written: [[effect, verb, ...patterns].join(' ')],
    }),
  );
  const unmatched = narrower.get(undefined);
  return [
    ...rows,
    ...defaults,
    ...(unmatched === undefined
      ? []
      : [{ name: 'default', fidelity: 'narrower' as const, why: unmatched, written: [] }]),
  ];
}

/** An action that a restriction of ours holds back and the tool does not. */
function heldCloser({ verb, patterns, exceptions }: Draft, { wider }: Comparison): string | undefined {
  const scope = [
    ...patterns.map((text) => ({ text, negated: false })),
    ...exceptions.map((text) => ({ text, negated: true })),
  ];
  const found = wider.find(({ action }) => action.verb === verb && domainOf(verb).has(scope, action.value));
  return found && `\`${shown(found.action)}\` is ${PAST[found.role]} here and ${PAST[found.target]} there`;
}

const PAST = { allow: 'allowed', ask: 'asked', deny: 'denied' } as const;

function notesOf({ modes, dialect }: ForeignPolicy): readonly string[] {
  return modes.length > 1
    ? [`Compared in the mode that the files set, ${modes[0]}; in another ${dialect.title} decides otherwise.`]
    : [];
}

function slug(name: string): string {
  const text = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return /^[a-z]/.test(text) ? text : `agent-${text}`.replace(/-$/, '');
}
