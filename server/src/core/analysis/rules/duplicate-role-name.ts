import type { AgentRole, ToolScope } from '../../model/manifest.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI03 } from '../references.ts';

export const duplicateRoleName: CatalogueRule = {
  id: 'duplicate-role-name',
  family: 'identity',
  summary: 'Two roles, or two tool scopes, have one name.',
  severity: 'error',
  confidence: 'proven',
  audience: 'default',
  references: [ASI03],
  risk: false,
  since: '0.1.0',
  checkWorkspace(snapshot, report) {
    const first = new Map<string, AgentRole | ToolScope>();
    for (const { manifest } of snapshot.sources) {
      if (manifest.kind !== 'AgentRole' && manifest.kind !== 'ToolScope') continue;
      if (!manifest.name || manifest.name.value === '') continue;
      const key = `${manifest.kind} ${manifest.name.value}`;
      const other = first.get(key);
      if (!other) {
        first.set(key, manifest);
        continue;
      }
      const what = manifest.kind === 'AgentRole' ? 'role' : 'tool scope';
      report({
        source: manifest.source,
        span: manifest.name.span,
        message: `another ${what} is called \`${manifest.name.value}\`: wherever the name is used the other one counts, and this one does not`,
        related: [{ source: other.source, span: other.name!.span, message: 'the one that counts' }],
      });
    }
  },
};
