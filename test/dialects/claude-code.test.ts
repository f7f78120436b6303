import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import ignore from 'ignore';
import { analyzeFile } from '../../server/src/core/analysis/analyze.ts';
import { matchesPathPattern, pathPattern } from '../../server/src/core/dialects/claude-code/gitignore.ts';
import { confirms } from '../../server/src/core/simulate/simulate.ts';
import { checkMarks, withBlankCarets } from '../support/markers.ts';
import { uriOf, workspaceOf } from '../support/workspace.ts';

const OPTIONS = { audience: 'default', rules: {} } as const;

/** The findings of these rules in a file are exactly those under whose words carets stand: `rule-id: words`. */
function check(path: string, text: string, rules: RegExp, others: Readonly<Record<string, string>> = {}): void {
  const { snapshot } = workspaceOf({ ...others, [path]: withBlankCarets(text) });
  const found = analyzeFile(snapshot, uriOf(path), OPTIONS).findings.filter(({ rule }) => rules.test(rule));
  for (const { witness, message } of found) if (witness) assert(confirms(snapshot, witness), message);
  checkMarks(
    text,
    found.map(({ rule, span, message }) => ({ start: span.start, end: span.end, text: `${rule}: ${message}` })),
  );
}

suite('Claude Code: what the files come to', () => {
  test('keys that do nothing where they stand', () =>
    check(
      '.claude/settings.json',
      `{
  "deny": ["Bash(rm *)"],
// ^^^^ setting-without-effect: so nothing in it holds; there is \`permissions.deny\`
  "allowManagedPermissionRulesOnly": true,
// ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ setting-without-effect: read from managed settings only
  "permissions": { "deny": ["Bash(curl *)"] },
// ^^^^^^^^^^^ setting-without-effect: stands twice, and only the last counts
  "permissions": { "defaultMode": "auto" }
//                                 ^^^^ setting-without-effect: does not take effect from a file of the project
}
`,
      /^setting-/,
    ));

  test('files that are skipped as a whole', () => {
    check(
      '.claude/settings.json',
      `{ "permissions": { "deny": ["Bash(rm *)"], } }
//                                         ^ file-without-effect: rules and all (1 in \`deny\`)
`,
      /^file-/,
    );
    check(
      '.claude/settings.json',
      `{ "permissions": { "defaultMode": "yolo", "deny": [] } }
//                                 ^^^^ file-without-effect: is no mode
`,
      /^file-/,
    );
    check(
      '.claude/agents/a.md',
      `---
name: reviewer
#     ^^^^^^^^ file-without-effect: it has a name and no description
tools: Read
---
`,
      /^file-/,
    );
  });

  test('modes, servers and hooks', () =>
    check(
      '.claude/settings.json',
      `{
  "enableAllProjectMcpServers": true,
// ^^^^^^^^^^^^^^^^^^^^^^^^^^ servers-approved-unseen: every server
  "permissions": { "defaultMode": "bypassPermissions" },
//                                 ^^^^^^^^^^^^^^^^^ prompts-skipped: nobody asked
  "hooks": {
    "PreToolUse": [
      { "matcher": "Bash(git *)", "hooks": [{ "type": "command", "command": "./check.sh" }] },
//                  ^^^^^^^^^^^ setting-without-effect: this hook never runs
      { "matcher": "Bash", "hooks": [{ "type": "command", "command": "$CLAUDE_PROJECT_DIR/scripts/check.sh" }] }
//                                                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hook-writable: runs it on PreToolUse
    ]
  }
}
`,
      /^(servers|prompts|setting|hook)-/,
    ));

  test('an agent that asks nobody, and tools that are none', () =>
    check(
      '.claude/agents/fixer.md',
      `---
name: fixer
description: Fixes.
tools: Read, bash, Bash
#            ^^^^ setting-without-effect: there is \`Bash\`
permissionMode: bypassPermissions
#               ^^^^^^^^^^^^^^^^^ prompts-skipped: this agent works with nobody asked
---
`,
      /^(setting|prompts)-/,
      { '.claude/settings.json': '{}' },
    ));

  test('what a skill allows is looked at where it stands', () =>
    check(
      '.claude/skills/deploy/SKILL.md',
      `---
name: deploy
description: Deploys.
allowed-tools: Bash(git *), Read
#              ^^^^^^^^^^^ prefix-reaches-exec: lets Claude Code with the skill deploy run any program
---
`,
      /^prefix-/,
    ));
});

suite('Claude Code: paths are gitignore patterns', () => {
  const name = fc.constantFrom('a', 'b', 'src', '.env', 'x.ts', 'secrets', 'node');
  const part = fc.oneof(name, fc.constantFrom('*', '**', '*.ts', '.e*', 's?c', '[ab]', 'x.*'));
  const pattern = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
  const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));

  test('as the npm package `ignore` has them', () => {
    fc.assert(
      fc.property(pattern, path, fc.boolean(), (text, file, anchored) => {
        const written = anchored ? `/${text}` : `**/${text}`;
        const expected = ignore({ ignorecase: false }).add(written).ignores(file);
        assert.equal(matchesPathPattern(pathPattern(text, anchored), file), expected, `${written} on ${file}`);
      }),
      { numRuns: 5000 },
    );
  });
});
