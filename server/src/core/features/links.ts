import type { Place } from '../source.ts';
import type { Located, Span } from '../span.ts';
import type { ReadSource, Snapshot } from '../workspace/workspace.ts';

export type DocumentLink =
  | { readonly kind: 'url'; readonly span: Span; readonly url: string }
  /** A file of the workspace, relative to its root. */
  | { readonly kind: 'path'; readonly span: Span; readonly path: string }
  | { readonly kind: 'place'; readonly span: Span; readonly place: Place };

/** What can be opened from a manifest: extended roles, addresses of runbooks and servers, paths that exist. */
export function documentLinks(snapshot: Snapshot, { manifest }: ReadSource): DocumentLink[] {
  const links: DocumentLink[] = [];
  const toText = (text: Located<string> | undefined) => {
    if (!text) return;
    if (/^https?:\/\/[^\s]+$/.test(text.value)) links.push({ kind: 'url', span: text.span, url: text.value });
    else if (snapshot.facts.files.has(text.value)) links.push({ kind: 'path', span: text.span, path: text.value });
  };
  const toRole = (name: Located<string> | undefined) => {
    const role = name && snapshot.roles.get(name.value);
    if (role)
      links.push({
        kind: 'place',
        span: name.span,
        place: { source: role.source, span: role.name?.span ?? role.span },
      });
  };
  switch (manifest.kind) {
    case 'AgentRole':
      for (const each of manifest.extends) toRole(each);
      toText(manifest.revoke?.how);
      toText(manifest.trace?.sink);
      for (const rule of manifest.rules) {
        if (rule.verb !== 'read' && rule.verb !== 'write' && rule.verb !== 'delete') continue;
        for (const pattern of rule.patterns) {
          if (!pattern.negated) toText({ value: pattern.text, span: pattern.span });
        }
      }
      break;
    case 'ToolScope':
      toText(manifest.server?.url);
      break;
    case 'Scenario':
      toRole(manifest.role);
      for (const step of manifest.steps) {
        if (step.kind === 'action' && (step.verb === 'read' || step.verb === 'write')) toText(step.value);
      }
  }
  return links;
}
