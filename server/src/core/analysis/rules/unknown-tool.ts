import type { CatalogueRule } from '../catalogue-rule.ts';
import { closestName } from '../closest-name.ts';
import { replaceValue } from '../edits.ts';

export const unknownTool: CatalogueRule = {
  id: 'unknown-tool',
  family: 'tools',
  summary: 'A rule names a tool that has no scope here, so nothing is known of what its operations do.',
  severity: 'info',
  confidence: 'proven',
  audience: 'strict',
  references: [],
  risk: false,
  since: '0.1.0',
  checkWorkspace(snapshot, report) {
    const known = [...snapshot.tools.keys()];
    for (const { source, manifest } of snapshot.sources) {
      if (manifest.kind !== 'AgentRole' && manifest.kind !== 'Boundary') continue;
      const told = new Set<string>();
      for (const rule of manifest.rules) {
        if (rule.verb !== 'call') continue;
        for (const { text, span, negated } of rule.patterns) {
          const tool = text.split('/')[0]!;
          if (negated || tool === '' || tool.includes('*') || snapshot.tools.has(tool) || told.has(tool)) continue;
          told.add(tool);
          const closest = closestName(tool, known);
          report({
            source,
            span,
            // A name that is nearly one of ours is a mistake; with another it may be that nobody has described the tool.
            ...(closest === undefined ? {} : { severity: 'error', audience: 'default' }),
            message: `no tool scope here is called \`${tool}\`, so what its operations do, and with which arguments, is not known${closest === undefined ? '' : `; did you mean \`${closest}\`?`}`,
            fixes:
              closest === undefined
                ? []
                : [
                    {
                      title: `Change to \`${closest}\``,
                      kind: 'offer',
                      edits: replaceValue(source, span, `${closest}${text.slice(tool.length)}`),
                    },
                  ],
          });
        }
      }
    }
  },
};
