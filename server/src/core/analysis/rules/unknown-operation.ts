import { matchesName } from '../../scope/name.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { closestName } from '../closest-name.ts';
import { replaceValue } from '../edits.ts';

export const unknownOperation: CatalogueRule = {
  id: 'unknown-operation',
  family: 'tools',
  summary: 'A rule names an operation that its tool scope does not list, so it matches nothing.',
  severity: 'error',
  confidence: 'proven',
  audience: 'default',
  references: [],
  risk: false,
  covers: ['outside-tool-bounds'],
  since: '0.1.0',
  checkWorkspace(snapshot, report) {
    for (const { source, manifest } of snapshot.sources) {
      if (manifest.kind !== 'AgentRole' && manifest.kind !== 'Boundary') continue;
      for (const rule of manifest.rules) {
        if (rule.verb !== 'call') continue;
        for (const pattern of rule.patterns) {
          const [tool, ...rest] = pattern.text.split('/');
          const operation = rest.join('/');
          const scope = snapshot.tools.get(tool ?? '');
          if (!scope || operation === '') continue;
          const names = scope.operations.map(({ name }) => name.value);
          if (names.some((name) => matchesName([{ ...pattern, negated: false }], `${tool}/${name}`))) continue;
          const closest = operation.includes('*') ? undefined : closestName(operation, names);
          report({
            source,
            span: pattern.span,
            message: `\`${tool}\` lists no operation \`${operation}\`, so this ${rule.effect === 'deny' ? 'denies' : 'grants'} nothing${closest === undefined ? '' : `; did you mean \`${closest}\`?`}`,
            related: [{ source: scope.source, span: scope.name?.span ?? scope.span, message: 'the tool scope' }],
            fixes:
              closest === undefined
                ? []
                : [
                    {
                      title: `Change to \`${tool}/${closest}\``,
                      kind: 'offer',
                      edits: replaceValue(source, pattern.span, `${tool}/${closest}`),
                    },
                  ],
          });
        }
      }
    }
  },
};
