import { denyPaths, pathsReached } from '../by-path.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { candidatesOf } from '../data/sensitive-paths.ts';
import { ASI03, ASI10, atlas, cve } from '../references.ts';
import { nameIn, pathWords, quoted, step, witnessOf } from '../words.ts';

const USUAL = [
  '**/AGENTS.md',
  '**/CLAUDE.md',
  '**/CLAUDE.local.md',
  '**/GEMINI.md',
  '**/.claude/**',
  '**/.mcp.json',
  '**/.cursor/**',
  '.vscode/mcp.json',
  '**/.codex/**',
  '**/.gemini/**',
  '**/.kiro/**',
  '**/opencode.json*',
  '.github/copilot-instructions.md',
  '.github/instructions/**',
  '.github/chatmodes/**',
  '.github/agents/**',
  '**/CODEOWNERS',
  '**/bailiwick.yaml',
  '**/*.agent-role.*',
  '**/*.tool-scope.*',
  '**/*.boundary.*',
];

export const ownPolicyWritable: CatalogueRule = {
  id: 'own-policy-writable',
  family: 'files',
  summary: 'A grant lets the role change what it, or another agent, may do.',
  severity: 'error',
  confidence: 'proven',
  audience: 'default',
  references: [atlas('AML.T0081'), ASI10, ASI03, cve('CVE-2025-53773'), cve('CVE-2025-54135')],
  risk: true,
  since: '0.1.0',
  foreign: true,
  checkRole(role, context, report) {
    const { paths } = role.facts.files;
    const manifests = paths
      .filter((path) => /\.(agent-role|tool-scope|boundary)\.(ya?ml|json)$/.test(path))
      .slice(0, 100);
    const own = context.path;
    const candidates = [
      ...(own === undefined ? [] : [{ path: own, what: `which says what ${nameIn(role)} may do`, exists: true }]),
      ...manifests
        .filter((path) => path !== own)
        .map((path) => ({ path, what: 'which says what agents may do', exists: true })),
      ...candidatesOf('authority', paths),
    ];
    for (const { rule, pattern, action, first, all } of pathsReached(context, ['write'], candidates, 'authority')) {
      report({
        source: rule.source,
        span: pattern.span,
        message: `${quoted(rule, pattern)} lets ${nameIn(role)} change what agents here may do: it can write ${pathWords(first)}${all.length > 1 ? ` (and ${all.length - 1} more)` : ''}`,
        witness: witnessOf(role, [step(action, 'changes what agents here may do')]),
        fixes: denyPaths(role, 'write', USUAL),
      });
    }
  },
};
