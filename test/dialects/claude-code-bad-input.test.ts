import { suite, test } from 'node:test';
import fc from 'fast-check';
import { analyzeFile } from '../../server/src/core/analysis/analyze.ts';
import { uriOf, workspaceOf } from '../support/workspace.ts';

suite('Claude Code: bad input', () => {
  const texts = [
    '',
    ' ',
    '{',
    '[]',
    'null',
    '{"permissions": []}',
    '{"permissions": {"allow": {}}}',
    '{"permissions": {"allow": [1, null, [], {}, "", "(", ")", "()", "Bash(", "Bash()", "Bash(()", "\\u0000"]}}',
    '{"permissions": {"deny": ["Read([)", "Read([a-)", "Read(\\\\)", "Read(**/**/**)", "Read(/)", "Read(//)", "Read(~)"]}}',
    '{"hooks": {"PreToolUse": [1, {"hooks": 1}, {"matcher": "(((", "hooks": [{"command": 1}]}]}}',
    '{"sandbox": {"enabled": true, "filesystem": 1}}',
    '['.repeat(10_000),
    '{"a":'.repeat(5_000),
    '\uFEFF{"permissions": {"allow": ["Bash(git *)"]}}',
  ];

  test('gives findings or nothing, and never an exception', () => {
    for (const text of texts) {
      for (const path of ['.claude/settings.json', '.claude/agents/a.md', '.claude/skills/x/SKILL.md', '.mcp.json']) {
        const { snapshot } = workspaceOf({ [path]: text });
        analyzeFile(snapshot, uriOf(path), { audience: 'audit', rules: {} });
      }
    }
  });

  test('the same for rules of any text', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 30 }), { maxLength: 5 }), (rules) => {
        const permissions = {
          allow: rules.map((rule) => `Bash(${rule})`),
          deny: rules.map((rule) => `Read(${rule})`),
          ask: rules,
        };
        const { snapshot } = workspaceOf({ '.claude/settings.json': JSON.stringify({ permissions }) });
        const role = snapshot.role('claude-code')!;
        for (const rule of rules) {
          role.role.foreign!.decide({ tool: 'Bash', input: { command: rule } });
          role.role.foreign!.decide({ tool: 'Read', input: { file_path: rule } });
        }
      }),
      { numRuns: 200 },
    );
  });
});
