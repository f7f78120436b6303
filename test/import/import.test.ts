import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DIALECTS } from '../../server/src/core/dialects/index.ts';
import { importFile } from '../../server/src/core/import/import-policy.ts';
import type { Imported } from '../../server/src/core/import/imported.ts';
import { workspaceOf } from '../support/workspace.ts';

function imported(files: Readonly<Record<string, string>>): Imported {
  const { snapshot } = workspaceOf(files);
  const { source, path } = snapshot.foreign.files[0]!;
  const [first] = importFile(snapshot, source, path);
  assert(first, 'nothing was imported');
  return first;
}

/** What keeps a manifest from being read as it stands. */
function errorsIn({ text }: Imported): readonly string[] {
  const { snapshot } = workspaceOf({ 'a.agent-role.yaml': text });
  return snapshot.sources.flatMap(({ findings }) => findings.map(({ message }) => message));
}

/** What stands in the role for each rule that is named, as `fidelity name → what is written`. */
function check(files: Readonly<Record<string, string>>, expected: readonly string[]): Imported {
  const made = imported(files);
  assert.deepEqual(made.comparison?.narrower, []);
  assert.deepEqual(
    made.rows
      .filter(({ rule }) => rule !== undefined)
      .map(({ fidelity, name, written }) => `${fidelity} ${name} → ${written.join('; ')}`),
    expected,
  );
  assert.deepEqual(errorsIn(made), []);
  return made;
}

const claude = (permissions: unknown) => ({ '.claude/settings.json': JSON.stringify({ permissions }) });

test('Claude Code: denies over asks over allows stay what they are', () => {
  check(claude({ allow: ['Bash(npm test)'], ask: ['Bash(git push *)'], deny: ['Bash(curl *)'] }), [
    'exact deny Bash(curl *) → deny run curl **',
    'exact ask Bash(git push *) → ask run git push **',
    'narrower allow Bash(npm test) → allow run npm test',
  ]);
});

test('Claude Code: a deny of reading holds for writing there, and here', () => {
  const { text } = check(claude({ allow: ['Edit(/src/**)'], deny: ['Read(/src/secret/**)'] }), [
    'exact deny Read(/src/secret/**) → deny read src/secret/**; deny write src/secret/**; deny delete src/secret/**',
    'exact allow Edit(/src/**) → allow write src/**',
  ]);
  assert.match(text, /- write:\n {6}- "src\/secret\/\*\*"/);
});

test('Claude Code: dead rules are left out and named', () => {
  const { text } = check(claude({ allow: ['Glob(src/**)'] }), ['dropped allow Glob(src/**) → ']);
  assert.match(text, /^# - allow Glob\(src\/\*\*\): it does nothing there: /m);
});

test('opencode: the last match becomes exceptions of what is stricter', () => {
  check(
    {
      'opencode.json':
        '{"permission": {"bash": {"*": "ask", "git *": "allow", "git push *": "deny", "git push --dry-run *": "allow"}}}',
    },
    [
      'narrower ask "*": "ask" → ask run ** !git ** !git push --dry-run **',
      'narrower allow "git *": "allow" → allow run git **',
      'narrower deny "git push *": "deny" → deny run git push ** !git push --dry-run **',
      'narrower allow "git push --dry-run *": "allow" → allow run git push --dry-run **',
    ],
  );
});

test('opencode: a deny that comes first and is overruled is none', () => {
  check({ 'opencode.json': '{"permission": {"bash": {"git push *": "deny", "*": "ask"}}}' }, [
    'dropped deny "git push *": "deny" → ',
    'narrower ask "*": "ask" → ask run **',
  ]);
});

test('Codex: the strictest rule counts, also by another path of the program', () => {
  check(
    {
      '.codex/rules/a.rules':
        'prefix_rule(pattern=["git"], decision="allow")\nprefix_rule(pattern=["git", "push"], decision="forbidden")\n',
    },
    [
      'narrower allow ["git"] → allow run git **',
      'narrower deny ["git", "push"] → deny run git push ** */git push **',
      'exact allow workspace-write → ',
    ],
  );
});

test('a sandbox that the role cannot declare is no grant', () => {
  const { text } = imported({ '.codex/rules/a.rules': 'prefix_rule(pattern=["git"], decision="allow")\n' });
  assert.match(text, /^ask:[\s\S]*- "\*\*" {2}# asked here: there it runs in a sandbox/m);
});

test('a list of servers becomes tool scopes, without the values of its environment', () => {
  const { text, comparison } = imported({
    '.mcp.json':
      '{"mcpServers": {"hub": {"command": "npx", "args": ["-y", "hub@1.2.3"], "env": {"HUB_TOKEN": "s3cr3t"}}}}',
  });
  assert.equal(comparison, undefined);
  assert.match(text, /^kind: ToolScope$/m);
  assert.match(text, /^server: \{ mcp: \{ command: "npx", args: \["-y","hub@1\.2\.3"\] \} \}$/m);
  assert.match(text, /^# question: credentials: which of HUB_TOKEN/m);
  assert.doesNotMatch(text, /s3cr3t/);
});

test('text of the other file stays in its comment', () => {
  assert.deepEqual(errorsIn(imported(claude({ allow: ['Bash(echo *)', 'Read(./a\nallow: x)'] }))), []);
});

test('every dialect with policies is imported by what its contract says alone', () => {
  assert(DIALECTS.length >= 4);
  const { snapshot } = workspaceOf({
    '.claude/settings.json': '{"permissions": {"allow": ["Bash(ls *)"]}}',
    'opencode.json': '{"permission": {"bash": "ask"}}',
    '.codex/config.toml': 'approval_policy = "untrusted"\n',
    '.mcp.json': '{"mcpServers": {"hub": {"url": "https://hub.example/mcp"}}}',
  });
  for (const { source, path } of snapshot.foreign.files) assert(importFile(snapshot, source, path).length > 0, path);
});
