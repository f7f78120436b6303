import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { analyserOf, analyzeFile } from '../server/src/core/analysis/analyze.ts';
import { editedText } from '../server/src/core/analysis/apply-edits.ts';
import type { CatalogueRule } from '../server/src/core/analysis/catalogue-rule.ts';
import { RULES } from '../server/src/core/analysis/rules/index.ts';
import { verifyFix } from '../server/src/core/analysis/verify-fix.ts';
import { actionToWords } from '../server/src/core/decide/action-json.ts';
import type { Finding } from '../server/src/core/finding.ts';
import { confirms } from '../server/src/core/simulate/simulate.ts';
import { isManifestPath } from '../server/src/core/workspace/manifest-path.ts';
import type { Snapshot } from '../server/src/core/workspace/workspace.ts';
import { checkMarks, type Mark, splitFiles, withBlankCarets } from './support/markers.ts';
import { readPage } from './support/rule-page.ts';
import { uriOf, workspaceOf } from './support/workspace.ts';

const DIRECTORY = 'server/src/core/analysis/rules';
const SECTIONS = ['Reported', 'Not reported', 'What to do', 'When to suppress'];

/** What a block shows beside the manifests: paths of other files, and commands that the workspace's scripts run. */
interface Block {
  readonly files: Readonly<Record<string, string>>;
  readonly snapshot: Snapshot;
}

for (const rule of RULES) {
  suite(rule.id, () => {
    const page = readPage(readFileSync(`${DIRECTORY}/${rule.id}.md`, 'utf8'));
    const of = (section: string) => page.blocks.filter((block) => block.section === section).map(({ text }) => text);

    test('its page has every section', () => {
      assert.equal(page.title, rule.id);
      assert.match(page.summary, /\S.*\.$/s);
      for (const section of SECTIONS) assert(page.sections.has(section), `no section ${section}`);
      assert(of('Reported').length > 0, 'nothing is shown as reported');
      assert(of('Not reported').length > 0, 'nothing is shown as not reported');
      if (rule.references.length > 0) assert(page.sections.has('References'), 'no section References');
    });

    of('Reported').forEach((text, index) => {
      test(`reported ${index + 1}`, () => {
        const block = blockOf(text);
        const findings = findingsOf(block, rule);
        assert(findings.length > 0, 'nothing is reported');
        for (const [path, content] of Object.entries(splitFiles(text))) {
          if (path in block.files) checkMarks(content, marksIn(block, path, findings));
        }
        for (const finding of findings) checkProof(rule, block, finding);
      });
    });

    of('Not reported').forEach((text, index) => {
      test(`not reported ${index + 1}`, () => {
        const block = blockOf(text);
        assert.deepEqual(
          findingsOf(block, rule).map(({ message }) => message),
          [],
        );
      });
    });

    const fixed = of('Fixed');
    if (fixed.length > 0) {
      test('the first fix gives the text under Fixed, and allows nothing new', () => {
        const block = blockOf(of('Reported')[0]!);
        const [finding] = findingsOf(block, rule);
        const fix = finding?.fixes[0];
        assert(finding && fix, 'no fix is offered');
        const file = block.snapshot.files.get(finding.source.uri)!;
        assert.equal(withoutCarets(editedText(file, fix.edits)!), withoutCarets(fixed[0]!));
        assert.equal(verifyFix(block.snapshot, finding, fix, analyserOf()), undefined);
      });
    }

    const witness = /^```\n([\s\S]*?)^```$/m.exec(page.sections.get('Witness') ?? '')?.[1];
    if (witness !== undefined) {
      test('the witness is the one on the page', () => {
        const [finding] = findingsOf(blockOf(of('Reported')[0]!), rule);
        assert.equal(finding?.witness?.steps.map(({ action }) => actionToWords(action)).join('\n'), witness.trim());
      });
    }

    if (rule.risk) test('its page shows the witness', () => assert(witness !== undefined));
  });
}

test('every page has its rule, and every rule its page', () => {
  const pages = readdirSync(DIRECTORY).filter((name) => name.endsWith('.md'));
  assert.deepEqual(pages.map((name) => name.replace(/\.md$/, '')).sort(), RULES.map(({ id }) => id).sort());
});

test('fixes that are offered are sound, on every page', () => {
  for (const rule of RULES) {
    const page = readPage(readFileSync(`${DIRECTORY}/${rule.id}.md`, 'utf8'));
    for (const { text } of page.blocks.filter(({ section }) => section === 'Reported')) {
      const block = blockOf(text);
      for (const finding of findingsOf(block, rule)) {
        for (const fix of finding.fixes) {
          const problem = verifyFix(block.snapshot, finding, fix, analyserOf());
          assert.equal(problem, undefined, `${rule.id}: ${fix.title}`);
        }
      }
    }
  }
});

const blocks = new Map<string, Block>();

/** A block is read once, and analysed once, however many tests look at it. */
function blockOf(text: string): Block {
  let block = blocks.get(text);
  if (!block) {
    block = readBlock(text);
    blocks.set(text, block);
  }
  return block;
}

function readBlock(text: string): Block {
  const all = splitFiles(text);
  const files: Record<string, string> = {};
  const paths: string[] = [];
  const commands: { command: string; path: string }[] = [];
  for (const [path, content] of Object.entries(all)) {
    if (path === 'files')
      paths.push(
        ...content
          .split('\n')
          .map((line) => line.replace(/^# /, '').trim())
          .filter(Boolean),
      );
    else if (path === 'commands') {
      commands.push(
        ...content
          .split('\n')
          .map((line) => line.replace(/^# /, '').trim())
          .filter(Boolean)
          .map((command) => ({ command, path: 'package.json' })),
      );
    } else files[path] = isManifestPath(path) ? content : withBlankCarets(content);
  }
  return { files, snapshot: workspaceOf(files, { paths, commands }).snapshot };
}

function catalogue(snapshot: Snapshot, uri: string): readonly Finding[] {
  return analyzeFile(snapshot, uri, { audience: 'audit', rules: {} }).findings;
}

function findingsOf({ files, snapshot }: Block, rule: CatalogueRule): Finding[] {
  return Object.keys(files).flatMap((path) => catalogue(snapshot, uriOf(path)).filter((each) => each.rule === rule.id));
}

function marksIn(block: Block, path: string, findings: readonly Finding[]): Mark[] {
  const file = block.snapshot.files.get(uriOf(path));
  return findings
    .filter(({ source }) => source.uri === uriOf(path))
    .map(({ source, span, message }) => {
      const start = file?.starts[file.sources.indexOf(source)] ?? 0;
      return { start: start + span.start, end: start + span.end, text: message };
    });
}

/** A claim that the role can do something comes with a run that the simulator confirms. */
function checkProof(rule: CatalogueRule, { snapshot }: Block, finding: Finding): void {
  if (rule.risk) assert(finding.witness, 'no witness');
  if (finding.witness) assert(confirms(snapshot, finding.witness), 'the simulator does not confirm the witness');
  assert(!finding.message.endsWith('.'), `the message ends in a full stop: ${finding.message}`);
}

function withoutCarets(text: string): string {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('//-') && !/^\s*#\s*(\^+|<-+)/.test(line))
    .join('\n');
}
