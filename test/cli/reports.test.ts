import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { LineMap } from '../../server/src/cli/lines.ts';
import { githubReport } from '../../server/src/cli/report/github.ts';
import { jsonReport } from '../../server/src/cli/report/json.ts';
import { createLocator, type Report } from '../../server/src/cli/report/located.ts';
import { markdownReport } from '../../server/src/cli/report/markdown.ts';
import { sarifReport } from '../../server/src/cli/report/sarif.ts';
import { textReport } from '../../server/src/cli/report/text.ts';
import { plain } from '../../server/src/cli/terminal.ts';
import { type Finding, finding } from '../../server/src/core/finding.ts';
import type { Source } from '../../server/src/core/source.ts';
import { checkSarif } from '../support/sarif.ts';

const TEXT = `kind: AgentRole
name: fixer
allow:
  - run: ["git **"]
  - write: ["package.json",
            "src/**"]
`;
const source: Source = { uri: 'file:///w/roles/fixer.agent-role.yaml', text: TEXT };
const lines = new LineMap(TEXT);

function at(text: string): { readonly source: Source; readonly span: Finding['span'] } {
  const start = TEXT.indexOf(text);
  assert(start >= 0);
  return { source, span: { start, end: start + text.length } };
}

const FINDINGS: readonly Finding[] = [
  finding({
    rule: 'prefix-reaches-exec',
    severity: 'error',
    message: "`git **` runs any program, for example `git -c alias.z='!sh' z`; nothing holds what that program does",
    ...at('git **'),
    witness: {
      role: 'fixer',
      steps: [
        { action: { verb: 'run', value: "git -c alias.z='!sh' z" }, expect: 'allow', achieves: 'runs any program' },
      ],
      harmless: "git -c alias.z='!touch ran' z",
    },
    fixes: [
      {
        title: 'Narrow to the 2 commands seen in scripts',
        kind: 'offer',
        edits: [{ ...at('"git **"'), newText: '"git status", "git diff"' }],
        loses: ['git push'],
      },
    ],
    references: [{ name: 'OWASP ASI05:2026' }],
    related: [{ ...at('name: fixer'), message: 'this role has no sandbox' }],
  }),
  finding({
    rule: 'write-then-run',
    severity: 'warning',
    confidence: 'modelled',
    message: 'what is written here, 100% of it, is run later: a, b | c\nand more',
    ...at('"package.json",\n            "src/**"'),
    witness: {
      role: 'fixer',
      steps: [
        { action: { verb: 'write', value: 'package.json' }, expect: 'allow' },
        { action: { verb: 'run', value: 'git status' }, expect: 'allow' },
      ],
    },
  }),
  finding({ rule: 'no-budget', severity: 'info', message: 'nothing ends this role', ...at('fixer') }),
];

const locate = createLocator(
  (place) => ({
    file: 'roles/fixer.agent-role.yaml',
    range: { start: lines.position(place.span.start), end: lines.position(place.span.end) },
    lines,
  }),
  ({ rule }) =>
    rule === 'prefix-reaches-exec'
      ? {
          identity: { subject: 'AgentRole fixer', role: 'fixer', capability: 'allow run git **' },
          proof: {
            decidedBy: [undefined],
            files: [undefined],
            commands: [{ id: 'git/exec/1', verified: 'executed', source: 'https://git-scm.com/docs/git' }],
          },
        }
      : {},
);
const located = FINDINGS.map((each) => locate(each)!);
const ACCEPTED = locate(
  finding({ rule: 'missing-owner', severity: 'warning', message: 'nobody answers', ...at('fixer') }),
)!;
const REPORT: Report = {
  findings: located,
  suppressed: [
    { finding: ACCEPTED, reason: 'it is a demonstration', until: Date.parse('2027-02-28T23:59:59.999Z') },
    { finding: ACCEPTED, reason: undefined, until: undefined },
  ],
  hidden: 4,
  files: 3,
};

/** Compares with a file beside this test; `UPDATE=1` writes it. */
function checkGolden(name: string, text: string): void {
  const file = `test/cli/golden/${name}`;
  if (process.env.UPDATE) writeFileSync(file, text);
  assert.equal(text, readFileSync(file, 'utf8'));
}

describe('reports', () => {
  test('text', () => checkGolden('findings.txt', textReport(REPORT, plain, 100)));
  test('text in a narrow terminal', () => {
    const text = textReport(REPORT, plain, 44);
    checkGolden('findings-narrow.txt', text);
  });
  test('json', () =>
    checkGolden(
      'findings.json.txt',
      jsonReport(REPORT, () => undefined),
    ));
  test('github', () => checkGolden('findings.github.txt', githubReport(REPORT)));
  test('markdown', () => checkGolden('findings.md.txt', markdownReport(REPORT)));
  test('sarif', () => checkGolden('findings.sarif', sarifReport(REPORT, [], '/w')));

  test('nothing found is said, with what is hidden', () => {
    assert.equal(
      textReport({ findings: [], suppressed: [], hidden: 0, files: 1 }, plain, 80),
      'Nothing found in 1 file; none hidden.\n',
    );
    assert.match(textReport({ findings: [], suppressed: [], hidden: 2, files: 3 }, plain, 80), /; 2 hidden, /);
  });

  test('text of the workspace cannot move a terminal', () => {
    const evil: Report = {
      findings: [{ ...located[0]!, message: 'red \u001b[31m and \u202e turned', rule: 'a' }],
      suppressed: [],
      hidden: 0,
      files: 1,
    };
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what has to be absent.
    for (const text of [textReport(evil, plain, 80), markdownReport(evil)]) assert.doesNotMatch(text, /[\u001b\u202e]/);
  });
});

describe('fingerprints', () => {
  test('stay where lines move, and differ for two findings that look the same', () => {
    const of = (text: string) => {
      const moved: Source = { uri: source.uri, text };
      const map = new LineMap(text);
      const locateMoved = createLocator((place) => ({
        file: 'a',
        range: { start: map.position(place.span.start), end: map.position(place.span.end) },
        lines: map,
      }));
      return [...text.matchAll(/git \*\*/g)].map((match) => {
        const span = { start: match.index, end: match.index + match[0].length };
        return locateMoved(finding({ rule: 'x', severity: 'info', message: '', source: moved, span }))?.fingerprint;
      });
    };
    assert.deepEqual(of('git **'), of('\n\n  git **'));
    const [first, second] = of('git **, git **');
    assert.notEqual(first, second);
  });
});

describe('SARIF', () => {
  const text = sarifReport(REPORT, [], '/w', () => '# a-rule\n\nWhat it is.\n\n## What to do\n\nMend it.\n');
  const log = JSON.parse(text);
  const [run] = log.runs;

  test('is valid by the schema of the format', () => checkSarif(text));

  test('the schema is looked at', () => {
    assert.throws(() => checkSarif(text.replace('"level": "error"', '"level": "fatal"')), /level/);
    assert.throws(() => checkSarif(text.replace('"physicalLocation"', '"place"')), /additional properties/);
  });

  test('a rule has its page, and a witness of several steps a flow', () => {
    const [rule] = run.tool.driver.rules;
    assert.equal(rule.help.text, 'What it is.\n\nMend it.');
    const flows = run.results.flatMap((each: { codeFlows?: unknown[] }) => each.codeFlows ?? []);
    assert.equal(flows.length, 1);
    const [{ locations }] = flows[0].threadFlows;
    assert.deepEqual(
      locations.map(({ location }: { location: { message: { text: string } } }) => location.message.text),
      ['write package.json: allow', 'run git status: allow'],
    );
  });

  test('what a comment accepts is suppressed, with the reason', () => {
    const suppressions = run.results.flatMap((each: { suppressions?: unknown[] }) => each.suppressions ?? []);
    assert.deepEqual(suppressions, [
      {
        kind: 'inSource',
        status: 'accepted',
        justification: 'it is a demonstration',
        properties: { until: '2027-02-28T23:59:59.999Z' },
      },
      { kind: 'inSource', status: 'accepted' },
    ]);
  });

  test('has what the schema requires', () => {
    assert.equal(log.version, '2.1.0');
    assert.equal(typeof run.tool.driver.name, 'string');
    for (const result of run.results) {
      assert.equal(typeof result.message.text, 'string');
      assert.equal(run.tool.driver.rules[result.ruleIndex].id, result.ruleId);
      assert(['none', 'note', 'warning', 'error'].includes(result.level));
      for (const { physicalLocation } of result.locations) {
        const { region, artifactLocation } = physicalLocation;
        assert(region.startLine >= 1 && region.startColumn >= 1 && region.endLine >= region.startLine);
        assert(!artifactLocation.uri.startsWith('/') && !artifactLocation.uri.includes('\\'));
        assert(run.originalUriBaseIds[artifactLocation.uriBaseId].uri.endsWith('/'));
      }
      for (const fix of result.fixes ?? []) {
        assert(fix.artifactChanges.length > 0);
        for (const change of fix.artifactChanges) assert(change.replacements.length > 0);
      }
    }
    for (const rule of run.tool.driver.rules) assert.doesNotThrow(() => new URL(rule.helpUri));
  });
});
