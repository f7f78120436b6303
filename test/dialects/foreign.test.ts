import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import picomatch from 'picomatch';
import { analyzeFile } from '../../server/src/core/analysis/analyze.ts';
import { decide } from '../../server/src/core/decide/decide.ts';
import { freshRun } from '../../server/src/core/decide/run-state.ts';
import { isForeignPath } from '../../server/src/core/dialects/index.ts';
import { applyEdits } from '../../server/src/core/edits.ts';
import { allSafeEdits } from '../../server/src/core/features/code-actions.ts';
import { hoverAt } from '../../server/src/core/features/hover.ts';
import type { Effect } from '../../server/src/core/model/manifest.ts';
import { confirms } from '../../server/src/core/simulate/simulate.ts';
import { FOREIGN_FILES } from '../../server/src/protocol/foreign-files.ts';
import { TEST_NOW, uriOf, workspaceOf } from '../support/workspace.ts';

const OPTIONS = { audience: 'default', rules: {} } as const;
const SETTINGS = `{
  "cleanupPeriodDays":    20,
  "permissions": {
    "allow": ["Bash(git *)", "Read(./**)"],
    "deny": ["Bash(git push *)"]
  }
}
`;
const FILES = { '.claude/settings.json': SETTINGS, '.env': '' };

function check(action: Parameters<typeof decide>[1], expected: Effect): void {
  const { snapshot } = workspaceOf(FILES);
  const role = snapshot.role('Claude Code');
  assert(role, 'no principal Claude Code');
  assert.equal(decide(role, action, freshRun(TEST_NOW)).decision, expected);
}

suite('files of other tools', () => {
  test('decisions are the other tool’s own', () => {
    check({ verb: 'run', value: 'git -C . push' }, 'allow');
    check({ verb: 'run', value: 'git push origin' }, 'deny');
    check({ verb: 'run', value: 'git status && make' }, 'ask');
  });

  test('findings stand in the file, and their witnesses replay', () => {
    const { snapshot } = workspaceOf(FILES);
    const { findings } = analyzeFile(snapshot, uriOf('.claude/settings.json'), OPTIONS);
    const rules = findings.map(({ rule }) => rule);
    assert(rules.includes('prefix-reaches-exec') && rules.includes('secret-readable'), rules.join(', '));
    for (const finding of findings) {
      if (finding.witness) assert(confirms(snapshot, finding.witness), finding.message);
      assert.equal(finding.source.uri, uriOf('.claude/settings.json'));
    }
    const git = findings.find(({ rule }) => rule === 'prefix-reaches-exec')!;
    assert.equal(SETTINGS.slice(git.span.start, git.span.end), 'Bash(git *)');
    assert(git.fixes.length > 0, 'no fix is offered');
  });

  test('fixes are in the tool’s own words and leave other text alone', () => {
    const { snapshot } = workspaceOf(FILES);
    const { findings } = analyzeFile(snapshot, uriOf('.claude/settings.json'), OPTIONS);
    const git = findings.find(({ rule }) => rule === 'prefix-reaches-exec')!;
    const asked = applyEdits(SETTINGS, git.fixes.find(({ title }) => title.startsWith('Ask'))!.edits);
    assert.match(asked, /"ask": \[\s*"Bash\(git \*\)"\s*\]/);
    assert(asked.includes('"cleanupPeriodDays":    20,'), 'other text has changed');
    const reads = SETTINGS.replace('"Bash(git *)", ', '');
    const alone = workspaceOf({ ...FILES, '.claude/settings.json': reads }).snapshot;
    const found = analyzeFile(alone, uriOf('.claude/settings.json'), OPTIONS).findings;
    assert.match(applyEdits(reads, allSafeEdits(alone, found)), /Read\(\*\*\/\.env\)/);
  });

  test('a hover says what a rule comes to, and since when', () => {
    const { snapshot } = workspaceOf(FILES);
    const source = snapshot.foreign.files[0]!.source;
    const base = { text: SETTINGS.replace('"Bash(git *)"', '"Bash(git status)"'), label: 'since main' };
    const hover = hoverAt(snapshot, source, SETTINGS.indexOf('git *'), { options: OPTIONS, base });
    assert.match(hover?.markdown ?? '', /runs any program/);
    assert.match(hover?.markdown ?? '', /since main.*new; newly allowed without asking/);
  });

  test('a rule that does nothing may have come close', () => {
    const { snapshot } = workspaceOf({
      'opencode.json': '{"permission": {"bash": {"git push *": "deny", "*": "ask"}}}',
    });
    const { foreign } = decide(snapshot.role('opencode')!, { verb: 'run', value: 'git push x' }, freshRun(TEST_NOW));
    assert.deepEqual(
      foreign?.near.map(({ rule }) => rule.foreign?.text),
      ['"git push *": "deny"'],
    );
  });

  test('what a tool calls deny is called that', () => {
    const rules =
      'prefix_rule(pattern=["git"], decision="forbidden")\nprefix_rule(pattern=["git", "push"], decision="forbidden")\n';
    const path = '.codex/rules/a.rules';
    const { findings } = analyzeFile(workspaceOf({ [path]: rules }).snapshot, uriOf(path), OPTIONS);
    const dead = findings.filter(({ rule }) => rule === 'rule-without-effect').map(({ message }) => message);
    assert.match(dead.join('\n'), /in `forbidden` does nothing/);
  });

  test('an edit elsewhere leaves what was read as it is', () => {
    const { host, snapshot } = workspaceOf({ ...FILES, 'a.agent-role.yaml': 'kind: AgentRole\nversion: 1\nname: a\n' });
    host.set({ uri: uriOf('a.agent-role.yaml'), text: 'kind: AgentRole\nversion: 1\nname: b\n' });
    assert.equal(host.snapshot(TEST_NOW).role('Claude Code'), snapshot.role('Claude Code'));
  });

  test('watchers, document selectors and activation know the same files as the dialects', () => {
    const events = JSON.parse(readFileSync('package.json', 'utf8')).activationEvents as string[];
    for (const glob of FOREIGN_FILES) {
      assert(events.includes(`workspaceContains:${glob}`), `package.json does not activate for ${glob}`);
      for (const path of [glob.replace('**/', ''), glob.replace('**', 'packages/a')]) {
        const plain = path.replaceAll('**/', 'x/').replaceAll('*', 'x');
        assert(isForeignPath(plain), `no dialect reads ${plain}`);
        assert(picomatch.isMatch(plain, glob, { dot: true }), `${glob} does not match ${plain}`);
      }
    }
  });
});
