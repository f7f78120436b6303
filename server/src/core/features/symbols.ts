import { actionToWords } from '../decide/action-json.ts';
import type { Manifest, Operation, Rule, Step, UnknownManifest } from '../model/manifest.ts';
import type { Place } from '../source.ts';
import type { Span } from '../span.ts';
import type { ReadSource, Snapshot } from '../workspace/workspace.ts';

/** An entry of a manifest's outline. */
export interface OutlineSymbol {
  readonly name: string;
  readonly detail: string;
  readonly kind: 'role' | 'tool' | 'scenario' | 'boundary' | 'rule' | 'operation' | 'step' | 'part';
  readonly span: Span;
  /** What is selected when somebody goes there: the name. Within `span`. */
  readonly nameSpan: Span;
  readonly children: readonly OutlineSymbol[];
}

/** The outline of one manifest: itself, with its rules, operations or steps beneath. */
export function outlineOf({ manifest }: ReadSource): OutlineSymbol[] {
  if (manifest.kind === 'unknown') return [];
  const name = manifest.name;
  return [
    {
      name: titleOf(manifest),
      detail: manifest.kind,
      kind: KIND_OF[manifest.kind],
      span: manifest.span,
      nameSpan: name ? within(name.span, manifest.span) : firstLine(manifest),
      children: childrenOf(manifest),
    },
  ];
}

export interface WorkspaceSymbol extends Place {
  readonly name: string;
  readonly kind: OutlineSymbol['kind'];
  /** What it is in: the role of a rule, the tool of an operation. */
  readonly container: string;
}

/** Roles, tools, operations, scenarios, boundaries and named rules whose name has the query's letters in order. At most `most`. */
export function workspaceSymbols(snapshot: Snapshot, query: string, most = 500): WorkspaceSymbol[] {
  const found: WorkspaceSymbol[] = [];
  const wanted = query.toLowerCase();
  const add = (symbol: WorkspaceSymbol) => {
    if (found.length < most && hasInOrder(symbol.name.toLowerCase(), wanted)) found.push(symbol);
  };
  for (const { manifest, source } of snapshot.sources) {
    if (manifest.kind === 'unknown') continue;
    const title = titleOf(manifest);
    const span = manifest.name?.span ?? firstLine(manifest);
    add({ name: title, kind: KIND_OF[manifest.kind], container: manifest.kind, source, span });
    if (manifest.kind === 'ToolScope') {
      for (const { name } of manifest.operations) {
        add({ name: `${title}/${name.value}`, kind: 'operation', container: title, source, span: name.span });
      }
    }
    if (manifest.kind === 'AgentRole' || manifest.kind === 'Boundary') {
      for (const { id } of manifest.rules) {
        if (id) add({ name: id.value, kind: 'rule', container: title, source, span: id.span });
      }
    }
  }
  return found;
}

const KIND_OF = { AgentRole: 'role', ToolScope: 'tool', Scenario: 'scenario', Boundary: 'boundary' } as const;

function titleOf(manifest: Manifest): string {
  if (manifest.name) return manifest.name.value || '(no name)';
  if (manifest.kind === 'Scenario') return manifest.role ? `scenario of ${manifest.role.value}` : 'scenario';
  return '(no name)';
}

function childrenOf(manifest: Exclude<Manifest, UnknownManifest>): OutlineSymbol[] {
  switch (manifest.kind) {
    case 'AgentRole':
    case 'Boundary':
      return manifest.rules.map(ruleSymbol);
    case 'ToolScope':
      return manifest.operations.map(operationSymbol);
    case 'Scenario':
      return manifest.steps.map(stepSymbol);
  }
}

function ruleSymbol(rule: Rule): OutlineSymbol {
  return {
    name: `${rule.effect} ${rule.verb} ${patternsText(rule)}`.trim(),
    detail: rule.id?.value ?? rule.because?.value ?? '',
    kind: 'rule',
    span: rule.span,
    nameSpan: within(rule.verbSpan, rule.span),
    children: [],
  };
}

function operationSymbol(operation: Operation): OutlineSymbol {
  const does = operation.does.map((each) => each.value);
  return {
    name: operation.name.value,
    detail: does.join(', '),
    kind: 'operation',
    span: operation.span,
    nameSpan: within(operation.name.span, operation.span),
    children: [],
  };
}

function stepSymbol(step: Step, index: number): OutlineSymbol {
  const expected = step.kind === 'action' && step.expect ? `expect ${step.expect.value}` : '';
  const value = step.kind === 'action' ? step.value : step.kind === 'revoke' ? step.target : step.duration;
  return {
    name: `${index + 1}. ${stepWords(step)}`,
    detail: expected,
    kind: 'step',
    span: step.span,
    nameSpan: within(value.span, step.span),
    children: [],
  };
}

function stepWords(step: Step): string {
  if (step.kind === 'revoke') return `revoke ${step.target.value}`;
  if (step.kind === 'wait') return 'wait';
  return actionToWords({ verb: step.verb, value: step.value.value });
}

/** A rule's patterns on one line, cut where they are many. */
export function patternsText(rule: Rule, longest = 60): string {
  const text = rule.patterns.map((each) => (each.negated ? `!${each.text}` : each.text)).join(', ');
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

/** The protocol demands that the selected part is inside the whole. */
function within(inner: Span, outer: Span): Span {
  const start = Math.min(Math.max(inner.start, outer.start), outer.end);
  return { start, end: Math.max(start, Math.min(inner.end, outer.end)) };
}

function firstLine(manifest: Manifest): Span {
  const first = manifest.node.entries[0];
  return within(first?.span ?? manifest.span, manifest.span);
}

function hasInOrder(text: string, letters: string): boolean {
  let at = 0;
  for (const letter of letters) {
    at = text.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
