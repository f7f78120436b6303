// docs/rules.md: the catalogue as a table, from the rules themselves.

import { build } from 'esbuild';

const FAMILIES = {
  identity: 'Identity and ownership',
  files: 'Files',
  shell: 'Commands',
  network: 'Network',
  tools: 'Tools',
  secrets: 'Secrets',
  flow: 'Flow',
  delegation: 'Delegation',
  approval: 'Approval',
  trace: 'Trace',
  revocation: 'Revocation and expiry',
  budget: 'Budget',
  memory: 'Memory',
  rollout: 'Rollout',
  conflicts: 'Conflicts',
  hygiene: 'Hygiene',
};

export async function generate(root) {
  const { RULES, READER_RULES, DIALECT_RULES } = await load(root);
  const lines = [
    '# Rules',
    '',
    `${RULES.length} rules look at what manifests allow. Each has a page with examples that are reported, examples that are`,
    'not, and what to do; the examples are executed as tests. `bailiwick explain RULE-ID` shows the page.',
    '',
    'Severity and audience are those of most findings of a rule: some are told more or less loudly, depending on who can',
    'set the role going and what holds it. Audience `default` is shown to everybody; `strict` and `audit` are shown when a',
    'workspace asks for them, and how many are not shown is always told.',
    '',
    'Where a finding claims that a role can do something, *proven* means that the decision engine confirms the run beside',
    'it, and *modelled* that it does and that what the run amounts to is known from documentation. Where a finding is about',
    'the text itself, *proven* means that the text shows it, *modelled* that what it means is documented elsewhere, and',
    '*heuristic* that it is a judgement about words, dates or names.',
    '',
  ];
  for (const [family, title] of Object.entries(FAMILIES)) {
    const rules = RULES.filter((rule) => rule.family === family);
    if (rules.length === 0) continue;
    lines.push(
      `## ${title}`,
      '',
      '| rule | severity | audience | confidence | what it finds |',
      '|---|---|---|---|---|',
    );
    for (const { id, severity, audience, confidence, summary } of rules) {
      const page = `../server/src/core/analysis/rules/${id}.md`;
      lines.push(`| [${id}](${page}) | ${severity} | ${audience} | ${confidence} | ${summary} |`);
    }
    lines.push('');
  }
  lines.push(
    '## Reading',
    '',
    'What reading a manifest reports. These have no page: the message says it all.',
    '',
    '| rule | what it finds |',
    '|---|---|',
  );
  for (const [id, summary] of Object.entries(READER_RULES)) lines.push(`| ${id} | ${summary} |`);
  lines.push(
    '',
    '## Files of other tools',
    '',
    'What reading them reports, beside the rules above.',
    '',
    '| rule | what it finds |',
    '|---|---|',
  );
  for (const [id, summary] of Object.entries(DIALECT_RULES)) lines.push(`| ${id} | ${summary} |`);
  return { 'docs/rules.md': `${lines.join('\n')}\n` };
}

async function load(root) {
  const { outputFiles } = await build({
    stdin: {
      contents: `export { RULES } from './server/src/core/analysis/rules/index.ts';
export { READER_RULES } from './server/src/core/syntax/problem.ts';
export { DIALECT_RULES } from './server/src/core/dialects/findings.ts';`,
      resolveDir: root,
    },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString('base64')}`);
}
