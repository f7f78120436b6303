import type { CatalogueRule } from '../catalogue-rule.ts';
import { removeListItem } from '../edits.ts';

export const extendsCycle: CatalogueRule = {
  id: 'extends-cycle',
  family: 'hygiene',
  summary: 'A role extends itself, through others or directly.',
  severity: 'error',
  confidence: 'proven',
  audience: 'default',
  references: [],
  risk: false,
  since: '0.1.0',
  checkWorkspace(snapshot, report) {
    for (const { manifest } of snapshot.sources) {
      if (manifest.kind !== 'AgentRole' || !manifest.name) continue;
      const name = manifest.name.value;
      for (const each of manifest.extends) {
        const seen = new Set([each.value]);
        for (const next of seen) for (const further of snapshot.roles.get(next)?.extends ?? []) seen.add(further.value);
        if (!seen.has(name)) continue;
        const edits = removeListItem(manifest, 'extends', each);
        report({
          source: manifest.source,
          span: each.span,
          message:
            each.value === name
              ? `\`${name}\` extends itself`
              : `\`${name}\` extends \`${each.value}\`, which extends \`${name}\`: neither can be read by itself`,
          fixes: edits
            ? [{ title: `Do not extend \`${each.value}\``, kind: 'offer', edits, loses: ['its rules'] }]
            : [],
        });
      }
    }
  },
};
