import type { Located } from '../../span.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { lookalikeOf, mixedWords } from '../lookalike.ts';
import { ASI01, cwe, UTS39 } from '../references.ts';

export const lookalikeName: CatalogueRule = {
  id: 'lookalike-name',
  family: 'hygiene',
  summary: 'A name mixes letters that look alike, so that it is not what it seems.',
  severity: 'error',
  confidence: 'proven',
  audience: 'default',
  references: [UTS39, cwe(1007, 'Insufficient Visual Distinction of Homoglyphs Presented to User'), ASI01],
  risk: false,
  covers: ['unknown-operation', 'unknown-tool', 'unknown-role'],
  since: '0.1.0',
  checkWorkspace(snapshot, report) {
    for (const { source, manifest } of snapshot.sources) {
      // A manifest in ASCII has none, and most are.
      if (manifest.kind === 'unknown' || !/[^ -~\s]/.test(source.text)) continue;
      const names: Located<string>[] = [manifest.name, manifest.owner].flatMap((name) => (name ? [name] : []));
      if (manifest.kind === 'AgentRole' || manifest.kind === 'Boundary') {
        for (const { patterns } of manifest.rules)
          names.push(...patterns.map(({ text, span }) => ({ value: text, span })));
      }
      if (manifest.kind === 'AgentRole') names.push(...manifest.extends);
      if (manifest.kind === 'ToolScope') names.push(...manifest.operations.map(({ name }) => name));
      for (const { value, span } of names) {
        for (const { word } of mixedWords(value)) {
          const like = lookalikeOf(word);
          if (!like) continue;
          report({
            source,
            span,
            message: `\`${word}\` looks like \`${like.text}\` and is another name: it has ${like.letters}`,
          });
        }
      }
    }
  },
};
