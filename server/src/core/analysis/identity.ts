import type { Finding } from '../finding.ts';
import type { Manifest, Pattern, Rule, UnknownManifest } from '../model/manifest.ts';
import type { Span } from '../span.ts';
import type { MapNode, Node } from '../syntax/node.ts';

/** What a finding is about, in words that stay when lines move, quotes change or a list is written differently. */
export interface FindingIdentity {
  /** The manifest: its kind and name. Undefined where it has no name. */
  readonly subject: string | undefined;
  /** The role that the finding is about, where it is about one. */
  readonly role: string | undefined;
  /** `allow run git **`, `trace.retain`. */
  readonly capability: string;
}

export function identityOf(finding: Finding, manifest: Manifest | UnknownManifest | undefined): FindingIdentity {
  const marked = flat(finding.source.text.slice(finding.span.start, finding.span.end));
  if (!manifest || manifest.kind === 'unknown' || manifest.source !== finding.source) {
    return { subject: undefined, role: finding.witness?.role, capability: marked };
  }
  const name = manifest.name?.value;
  return {
    subject: name === undefined || name === '' ? undefined : `${manifest.kind} ${name}`,
    role: finding.witness?.role ?? (manifest.kind === 'AgentRole' ? name : undefined),
    capability: capabilityOf(finding.span, manifest, marked),
  };
}

function capabilityOf(span: Span, manifest: Manifest, marked: string): string {
  const rules = manifest.kind === 'AgentRole' || manifest.kind === 'Boundary' ? manifest.rules : [];
  const rule = rules.find((each) => contains(each.span, span));
  if (rule) {
    const pattern = rule.patterns.find((each) => contains(each.span, span));
    if (pattern) return `${rule.effect} ${rule.verb} ${patternText(rule, pattern)}`;
    const patterns = rule.patterns.map((each) => patternText(rule, each)).sort();
    return `${rule.effect} ${rule.verb} ${patterns.join(', ')} / ${pathOf(rule.node, span).join('.')} ${marked}`;
  }
  const path = pathOf(manifest.node, span);
  // The value of a key may change without the finding becoming another one; of several items in a list, each is its own.
  return path.length > 0 && !isInList(manifest.node, span) ? path.join('.') : [...path, marked].join('.');
}

function patternText({ verb }: Rule, { text, negated }: Pattern): string {
  const plain = verb === 'read' || verb === 'write' || verb === 'delete' ? text.replace(/^(\.\/)+/, '') : text;
  return (negated ? '!' : '') + flat(plain);
}

/** The keys that lead to a place. */
function pathOf(node: MapNode, span: Span): string[] {
  const entry = node.entries.find((each) => contains(each.span, span));
  if (!entry) return [];
  return [entry.key.text, ...(entry.value?.kind === 'map' ? pathOf(entry.value, span) : [])];
}

function isInList(node: Node | undefined, span: Span): boolean {
  if (node?.kind === 'seq') return true;
  if (node?.kind !== 'map') return false;
  return isInList(node.entries.find((each) => contains(each.span, span))?.value, span);
}

function contains(outer: Span, inner: Span): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}

function flat(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
