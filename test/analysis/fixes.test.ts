import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyserOf, analyzeFile } from '../../server/src/core/analysis/analyze.ts';
import { editedText } from '../../server/src/core/analysis/apply-edits.ts';
import { checkEdits, verifyFix } from '../../server/src/core/analysis/verify-fix.ts';
import { allSafeEdits } from '../../server/src/core/features/code-actions.ts';
import type { Edit, Finding, Fix } from '../../server/src/core/finding.ts';
import type { Snapshot } from '../../server/src/core/workspace/workspace.ts';
import { uriOf, workspaceOf } from '../support/workspace.ts';

const PATH = 'r.agent-role.yaml';
const HEAD =
  'kind: AgentRole\nversion: 1\nname: r\npurpose: Looks after payments.\nowner: team-payments\nexpires: 2027-02-28\n';
const AUDIT = { audience: 'audit', rules: {} } as const;

function findingOf(snapshot: Snapshot, rule: string, path = PATH): Finding {
  const { findings } = analyzeFile(snapshot, uriOf(path), AUDIT);
  const found = findings.find((each) => each.rule === rule);
  assert(found, `no ${rule} among ${findings.map((each) => each.rule).join(', ')}`);
  return found;
}

/** The verified fixes of the first finding of a rule: `safe: title`, with what else each comes to. */
function checkFixes(files: Readonly<Record<string, string>>, rule: string, expected: readonly string[]): void {
  const { snapshot } = workspaceOf(files);
  const shown = findingOf(snapshot, rule, Object.keys(files)[0]).fixes.map(
    ({ kind, title, breaks = [], brings = [] }) =>
      [`${kind}: ${title}`, ...breaks.map((each) => `breaks ${each}`), ...brings.map((each) => `brings ${each}`)].join(
        '\n',
      ),
  );
  assert.deepEqual(shown, expected);
}

const DENY_CI = 'Deny writing `.github/workflows/**`, `.github/actions/**` and 6 more';
const WRITES = `${HEAD}allow:\n  - write: ["src/**", ".github/**"]\n`;

test('a fix that takes away nothing that is written down as needed is safe', () => {
  checkFixes({ [PATH]: WRITES }, 'ci-writable', [`safe: ${DENY_CI}`]);
});

test('a fix that breaks a declared example is offered, and says so', () => {
  checkFixes({ [PATH]: `${WRITES}    examples: [src/a.ts, .github/workflows/ci.yml]\n` }, 'ci-writable', [
    `offer: ${DENY_CI}\nbreaks \`write .github/workflows/ci.yml\`, an example of what \`r\` is allowed`,
  ]);
});

test('a fix that breaks a step of a scenario is offered, and says so; also where a role that extends this one runs it', () => {
  const scenario = `kind: Scenario\nversion: 1\nname: release\nrole: r\nsteps:\n  - write: src/a.ts\n    expect: allow\n  - write: .github/workflows/ci.yml\n    expect: allow\n`;
  const expected = [
    `offer: ${DENY_CI}\nbreaks \`write .github/workflows/ci.yml\`, as step 2 of scenario release expects it`,
  ];
  checkFixes({ [PATH]: WRITES, 's.scenario.yaml': scenario }, 'ci-writable', expected);
  const child = `kind: AgentRole\nversion: 1\nname: child\nowner: t\npurpose: Releases.\nextends: [r]\n`;
  const files = {
    [PATH]: WRITES,
    'child.agent-role.yaml': child,
    's.scenario.yaml': scenario.replace('role: r', 'role: child'),
  };
  checkFixes(files, 'ci-writable', expected);
});

test('a fix is about the workspace as it is now, whatever the finding was first seen in', () => {
  const { host, snapshot } = workspaceOf({ [PATH]: WRITES });
  assert.equal(findingOf(snapshot, 'ci-writable').fixes[0]?.kind, 'safe');
  host.set({
    uri: uriOf('s.scenario.yaml'),
    text: 'kind: Scenario\nversion: 1\nrole: r\nsteps:\n  - write: .github/workflows/ci.yml\n    expect: allow\n',
  });
  assert.equal(findingOf(host.snapshot(snapshot.now), 'ci-writable').fixes[0]?.kind, 'offer');
});

test('a deny that leaves a side door is offered with it, and never applied unseen', () => {
  const { snapshot } = workspaceOf({ [PATH]: `${HEAD}allow:\n  - read: ["**"]\n  - run: ["git **"]\n` });
  const [fix] = findingOf(snapshot, 'secret-readable').fixes;
  assert.equal(fix?.kind, 'offer');
  assert.match(fix.brings?.join() ?? '', /^deny-has-side-door: /);
});

test('in a file of another tool, a rule that would come to allow something is no fix, whatever it names', () => {
  const checkSettings = (permissions: object, expected: readonly string[]) =>
    checkFixes({ '.claude/settings.json': JSON.stringify({ permissions }) }, 'rule-without-effect', expected);
  // Each names files, hosts or commands that nothing else here does.
  checkSettings({ allow: ['Write(infra/**)'] }, ['offer: Remove `Write(infra/**)`']);
  checkSettings({ allow: ['WebFetch(docs.example.com)'] }, ['offer: Remove `WebFetch(docs.example.com)`']);
  checkSettings({ deny: ['Write(infra/**)'] }, ['safe: Write `Edit(infra/**)`', 'offer: Remove `Write(infra/**)`']);
  checkSettings({ allow: ['Edit(infra/**)', 'Write(infra/**)'] }, ['safe: Remove `Write(infra/**)`']);
});

/** Why a fix that somebody could think of is none. */
function checkRefused(files: Readonly<Record<string, string>>, rule: string, edit: Partial<Edit>, why: RegExp): void {
  const { snapshot } = workspaceOf(files);
  const finding = findingOf(snapshot, rule);
  const { source, span } = finding;
  const fix: Fix = { title: 'x', kind: 'safe', edits: [{ source, span, newText: '', ...edit }] };
  assert.match(verifyFix(snapshot, finding, fix, analyserOf()) ?? 'it is sound', why);
}

test('fixes that are none are refused', () => {
  checkRefused({ [PATH]: WRITES }, 'ci-writable', { newText: '.github/**' }, /it changes nothing/);
  checkRefused({ [PATH]: WRITES }, 'ci-writable', { newText: '.github/w*/**' }, /the finding is still there/);
  checkRefused({ [PATH]: WRITES }, 'ci-writable', { newText: '**/ci/**' }, /it then allows write/);
  checkRefused({ [PATH]: WRITES }, 'ci-writable', { newText: '"' }, /has a mistake/);
  // The other role has the deny through this one.
  const base = `${HEAD}allow:\n  - read: [docs/**]\ndeny:\n  - read: ["**/.env"]\n`;
  const child = `kind: AgentRole\nversion: 1\nname: child\nowner: t\npurpose: Reads.\nextends: [r]\nallow:\n  - read: ["**"]\n`;
  const { snapshot } = workspaceOf({ [PATH]: base, 'child.agent-role.yaml': child });
  const source = snapshot.files.get(uriOf(PATH))!.sources[0]!;
  const start = source.text.indexOf('**/.env');
  const { problem } = checkEdits(snapshot, [{ source, span: { start, end: start + 7 }, newText: 'none' }]);
  assert.match(problem ?? '', /it then allows child read/);
});

test('safe fixes are applied together only as far as they are sound together', () => {
  const { snapshot } = workspaceOf({
    [PATH]: `${HEAD}allow:\n  - read: ["docs/**"]\ndeny:\n  - read: ["docs/**", "docs/*", "docs/*/**"]\n`,
  });
  const { source } = findingOf(snapshot, 'redundant-deny');
  const removal = (text: string): Finding => {
    const start = source.text.indexOf(`"${text}"`);
    const edits = [{ source, span: { start: start - 2, end: start + text.length + 2 }, newText: '' }];
    return { ...findingOf(snapshot, 'redundant-deny'), fixes: [{ title: text, kind: 'safe', edits }] };
  };
  // Each of them is redundant beside the other.
  const edits = allSafeEdits(snapshot, [removal('docs/*/**'), removal('docs/*')]);
  assert.equal(edits.length, 2);
  const whole = source.text.indexOf('["docs/**", "docs/*"') + 1;
  const first: Finding = {
    ...removal('docs/*'),
    fixes: [{ title: 'x', kind: 'safe', edits: [{ source, span: { start: whole, end: whole + 11 }, newText: '' }] }],
  };
  assert.equal(allSafeEdits(snapshot, [first, removal('docs/*')]).length, 1);
  assert.equal(editedText(snapshot.files.get(source.uri)!, edits)?.includes('docs/*/**'), false);
});
