import type { AgentRole, Rule, ToolScope } from '../model/manifest.ts';
import type { Located, Span } from '../span.ts';
import type { MapNode } from '../syntax/node.ts';
import type { ResolvedRole, WorkspaceFacts } from '../workspace/workspace.ts';
import type { ForeignPolicy, ForeignRule } from './dialect.ts';

/**
 * A policy of another tool as a role, so that everything that asks a role asks it too. Its rules are outlines, to find
 * candidates by; what is decided about those is the tool's own evaluator's to say. Rules that do nothing are left out.
 */
export function principalOf(
  policy: ForeignPolicy,
  tools: ReadonlyMap<string, ToolScope>,
  facts: WorkspaceFacts,
): ResolvedRole {
  const { source, span } = policy.head;
  const rules = policy.rules.flatMap((rule) => (rule.liveness.state === 'live' ? outlineRules(policy, rule) : []));
  const { sandbox } = policy;
  const role: AgentRole = {
    kind: 'AgentRole',
    source,
    span,
    node: emptyMap(span),
    name: { value: policy.title, span },
    extends: [],
    triggers: policy.triggers ?? [],
    rules,
    foreign: policy,
    ...(policy.attended ? { attended: policy.attended } : {}),
    ...(sandbox
      ? {
          sandbox: {
            span: sandbox.place.span,
            ...(sandbox.read ? { read: located(sandbox.read, sandbox.place.span) } : {}),
            ...(sandbox.write ? { write: located(sandbox.write, sandbox.place.span) } : {}),
            ...(sandbox.network ? { network: located(sandbox.network, sandbox.place.span) } : {}),
          },
        }
      : {}),
  };
  return {
    role,
    name: policy.title,
    lineage: [role],
    rules,
    tools,
    roles: new Map(),
    delegates: new Map(),
    boundaries: [],
    facts,
  };
}

/** What a rule of another tool is about as rules of ours, which stand for its place and decide nothing. Never empty. */
export function outlineRules(policy: ForeignPolicy, foreign: ForeignRule): Rule[] {
  const { source, span, effect } = foreign;
  // A rule that our verbs have no words for stands for itself, and no pattern finds candidates by it.
  const outlines = foreign.outlines.length > 0 ? foreign.outlines : [{ verb: 'call' as const, patterns: [] }];
  return outlines.map(({ verb, patterns }) => ({
    owner: policy.title,
    source,
    span,
    effect,
    verb,
    verbSpan: span,
    patterns,
    methods: [],
    where: [],
    examples: [],
    node: emptyMap(span),
    foreign,
  }));
}

function emptyMap(span: Span): MapNode {
  return { kind: 'map', span, entries: [] };
}

function located(values: readonly string[], span: Span): readonly Located<string>[] {
  return values.map((value) => ({ value, span }));
}
