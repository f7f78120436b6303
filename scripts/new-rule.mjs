// Begins a rule of the catalogue: its file, its page, and its line in the registry.
//
//   node scripts/new-rule.mjs some-id family ["One sentence that says what it finds."]

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isMain, root } from './lib/paths.mjs';

const DIRECTORY = 'server/src/core/analysis/rules';

/** The files of a new rule: path relative to the root to text. `index` is the registry as it is. */
export function newRule(id, family, summary, index) {
  if (!/^[a-z]+(-[a-z]+)+$/.test(id)) throw new Error(`"${id}" is no rule id: write words in lower case, with dashes`);
  if (index.includes(`'./${id}.ts'`)) throw new Error(`there is a rule ${id} already`);
  const name = id.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
  return {
    [`${DIRECTORY}/${id}.ts`]: `import type { CatalogueRule } from '../catalogue-rule.ts';

export const ${name}: CatalogueRule = {
  id: '${id}',
  family: '${family}',
  summary: '${summary.replaceAll("'", "\\'")}',
  severity: 'warning',
  confidence: 'heuristic',
  audience: 'strict',
  references: [],
  risk: false,
  since: '${JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).version}',
  checkRole(role, context, report) {
    for (const rule of context.grants('write')) {
      for (const pattern of rule.patterns) {
        if (pattern.text !== 'TODO') continue;
        report({ source: rule.source, span: pattern.span, message: \`\\\`\${pattern.text}\\\` stands for what \${role.name} should not do\` });
      }
    }
  },
};
`,
    [`${DIRECTORY}/${id}.md`]: `# ${id}

${summary}

## Reported

\`\`\`yaml
kind: AgentRole
version: 1
name: fixer
purpose: Looks after the payments service.
owner: team-payments
allow:
  - write: ["TODO"]
  #          ^^^^ should not do
\`\`\`

## Not reported

\`\`\`yaml
kind: AgentRole
version: 1
name: fixer
purpose: Looks after the payments service.
owner: team-payments
allow:
  - write: ["src/**"]
\`\`\`

## What to do

## When to suppress
`,
    [`${DIRECTORY}/index.ts`]: registered(index, id, name),
  };
}

/** The registry with one rule more, in alphabetical order. */
function registered(index, id, name) {
  const insert = (text, pattern, line, keyOf) => {
    const lines = text.split('\n');
    const places = lines.flatMap((each, at) => (pattern.test(each) ? [at] : []));
    const before = places.find((at) => keyOf(lines[at]) > keyOf(line)) ?? places.at(-1) + 1;
    lines.splice(before, 0, line);
    return lines.join('\n');
  };
  const withImport = insert(
    index,
    /^import \{ .* \} from '\.\/[a-z-]+\.ts';$/,
    `import { ${name} } from './${id}.ts';`,
    (line) => /'\.\/(.*)\.ts'/.exec(line)[1],
  );
  return insert(withImport, /^ {2}\w+,$/, `  ${name},`, (line) => line.trim());
}

if (isMain(import.meta.url)) {
  const [id, family, summary = 'A sentence that says what it finds.'] = process.argv.slice(2);
  if (!id || !family) {
    console.error('usage: node scripts/new-rule.mjs some-id family ["One sentence that says what it finds."]');
    process.exitCode = 2;
  } else {
    const index = readFileSync(path.join(root, DIRECTORY, 'index.ts'), 'utf8');
    for (const [file, text] of Object.entries(newRule(id, family, summary, index))) {
      const full = path.join(root, file);
      const known = existsSync(full);
      mkdirSync(path.dirname(full), { recursive: true });
      writeFileSync(full, text);
      console.log(`${known ? 'changed' : 'wrote'} ${file}`);
    }
    console.log(`now: node scripts/run-tests.mjs test/rule-pages.test.ts --test-name-pattern=${id}`);
  }
}
