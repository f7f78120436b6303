import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyzeFile } from '../../server/src/core/analysis/analyze.ts';
import { actionsFor, allSafeEdits, rewritesAt } from '../../server/src/core/features/code-actions.ts';
import { inlayHints } from '../../server/src/core/features/inlay-hints.ts';
import { readManifest } from '../../server/src/core/model/read.ts';
import { at, edited, OPTIONS } from './at.ts';

const HEAD = '//- a.agent-role.yaml\nkind: AgentRole\nversion: 1\nname: a\nowner: t\nexpires: 2027-02-28\n';

function actionsAt(text: string) {
  const { snapshot, file, source, offset } = at(HEAD + text);
  const findings = analyzeFile(snapshot, file.document.uri, OPTIONS).findings.filter(
    (each) => each.source === source && each.span.start <= offset && offset <= each.span.end,
  );
  return { snapshot, actions: findings.flatMap((each) => actionsFor(snapshot, each)) };
}

test('a risk can be replayed, fixed, or accepted with a reason', () => {
  const { actions } = actionsAt('allow:\n  - run: ["git $0**"]\n');
  assert(actions.some((each) => each.kind === 'replay'));
  assert(actions.some((each) => each.kind === 'fix'));
  const accept = actions.find((each) => each.kind === 'suppress');
  assert.match(
    accept!.kind === 'suppress' ? accept!.edit.newText : '',
    /^ {2}# bailiwick: ignore prefix-reaches-exec -- \$\{1:reason\}\n$/,
  );
});

test('accepting a second finding adds to the comment that is there', () => {
  const { snapshot, actions } = actionsAt(
    'allow:\n  # bailiwick: ignore other-rule -- looked at\n  - run: ["git $0**"]\n',
  );
  const accept = actions.find((each) => each.kind === 'suppress' && each.finding.rule === 'prefix-reaches-exec');
  assert(accept?.kind === 'suppress');
  assert.match(
    edited(snapshot, [accept.edit])['a.agent-role.yaml']!,
    /ignore other-rule, prefix-reaches-exec -- looked at/,
  );
});

test('accepting takes the finding away', () => {
  const { snapshot, actions } = actionsAt('allow:\n  - run: ["git $0**"]\n');
  const accept = actions.find((each) => each.kind === 'suppress');
  assert(accept?.kind === 'suppress');
  const text = edited(snapshot, [accept.edit])['a.agent-role.yaml']!.replace('${1:reason}', 'only in the sandbox');
  const after = at(`//- a.agent-role.yaml\n${text}$0`);
  const rules = analyzeFile(after.snapshot, after.file.document.uri, OPTIONS).findings.map((each) => each.rule);
  assert(!rules.includes(accept.finding.rule), rules.join(', '));
});

test('a JSON file takes no comments, and text that cannot be read cannot be accepted', () => {
  const json = at(
    '//- a.agent-role.json\n{ "kind": "AgentRole", "version": 1, "name": "a", "allow": [{ "run": ["git **"] }] }$0',
  );
  const found = analyzeFile(json.snapshot, json.file.document.uri, OPTIONS).findings;
  assert(found.length > 0);
  assert(!found.flatMap((each) => actionsFor(json.snapshot, each)).some((each) => each.kind === 'suppress'));
  const { actions } = actionsAt('allow: [$0\n');
  assert(!actions.some((each) => each.kind === 'suppress' && each.finding.rule === 'syntax-error'));
});

test('safe fixes that touch the same text are not applied together', () => {
  const { snapshot, file } = at(`${HEAD}allow:\n  - read: [*.md, *.ts]$0\n`);
  const { findings } = analyzeFile(snapshot, file.document.uri, OPTIONS);
  const edits = allSafeEdits(snapshot, [...findings, ...findings]);
  for (const edit of edits) {
    const others = edits.filter(
      (each) => each !== edit && each.span.start < edit.span.end && edit.span.start < each.span.end,
    );
    assert.deepEqual(others, []);
  }
});

test('an allow becomes an ask', () => {
  const { snapshot, source, offset } = at(`${HEAD}allow:\n  - run: ["npm test", "git $0push"]\n`);
  const [rewrite] = rewritesAt(readManifest(source), offset);
  assert.equal(rewrite?.title, 'Ask before `run git push`');
  const text = edited(snapshot, rewrite!.edits)['a.agent-role.yaml']!;
  assert.match(text, /allow:\n {2}- run: \["npm test"\]\n/);
  assert.match(text, /ask:\n {2}- run: \["git push"\]/);
});

test('hints stand only where a grant is more than it says', () => {
  const hints = (text: string) => {
    const { snapshot, source } = at(`${HEAD}${text}$0`);
    return inlayHints(snapshot, readManifest(source), OPTIONS).map(
      ({ offset, label }) => `${source.text.slice(0, offset).split('\n').length} ${label}`,
    );
  };
  assert.deepEqual(hints('allow:\n  - read: ["docs/a.md"]\n'), []);
  assert.deepEqual(hints('allow:\n  - run: ["git **"]\n'), ['7 → runs any program']);
});
