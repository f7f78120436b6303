import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import type { Action } from '../server/src/core/decide/action.ts';
import { readAction } from '../server/src/core/decide/action-json.ts';
import { decide } from '../server/src/core/decide/decide.ts';
import { freshRun } from '../server/src/core/decide/run-state.ts';
import { simulate } from '../server/src/core/simulate/simulate.ts';
import { checkMarks } from './support/markers.ts';
import { TEST_NOW, workspaceOf } from './support/workspace.ts';

/**
 * Every YAML block of the documentation is read, and has the findings that carets in it say, or none. A block of rules
 * is put into a role called `example`. A block of decisions is about the role that was last read; the manifests of
 * earlier blocks on the page are its workspace.
 */
interface Block {
  readonly language: string;
  readonly text: string;
  readonly line: number;
}

function blocksOf(page: string): Block[] {
  return [...page.matchAll(/^```(\S+)\n([\s\S]*?)^```$/gm)].map((match) => ({
    language: match[1]!,
    text: match[2]!,
    line: page.slice(0, match.index).split('\n').length,
  }));
}

const EXAMPLE = 'kind: AgentRole\nversion: 1\nname: example\n';

function asManifest(text: string): string {
  return /^kind:/m.test(text) ? text : EXAMPLE + text;
}

function checkPage(page: string): void {
  const workspace: Record<string, string> = {};
  let last: string | undefined;
  for (const { language, text, line } of blocksOf(page)) {
    if (language === 'yaml') {
      const manifest = asManifest(text);
      const path = pathOf(manifest);
      workspace[path] = manifest;
      checkReading(workspace, path);
      last = [...manifest.matchAll(/^kind: AgentRole[\s\S]*?^name: (\S+)/gm)].at(-1)?.[1] ?? last;
    } else if (language === 'decisions') {
      assert(last, `line ${line}: no role to decide`);
      checkDecisions(workspace, last, text);
    }
  }
  checkScenarios(workspace);
}

/** One file for each first name, so that a later block replaces an earlier one of the same name. */
function pathOf(manifest: string): string {
  return `${/^name: (\S+)/m.exec(manifest)?.[1] ?? 'example'}.agent-role.yaml`;
}

function checkReading(workspace: Readonly<Record<string, string>>, path: string): void {
  const { snapshot } = workspaceOf(workspace);
  const file = [...snapshot.files.values()].find(({ document }) => document.uri.endsWith(`/${path}`))!;
  const found = snapshot.sources
    .filter(({ source }) => file.sources.includes(source))
    .flatMap(({ source, findings }) => {
      const start = file.starts[file.sources.indexOf(source)]!;
      return findings.map((each) => ({
        start: start + each.span.start,
        end: start + each.span.end,
        text: `${each.rule}: ${each.message}`,
      }));
    });
  checkMarks(file.document.text, found);
}

function checkDecisions(workspace: Readonly<Record<string, string>>, name: string, text: string): void {
  const { snapshot } = workspaceOf(workspace);
  const role = snapshot.role(name);
  assert(role, `no role ${name}`);
  const expected = text.trimEnd();
  const actual = expected.split('\n').map((line) => {
    const parsed = /^(allow|ask|deny)(\s+)(.*?)(\s{2,}\(([a-z-]+)\))?$/.exec(line);
    assert(parsed, `cannot read ${JSON.stringify(line)}`);
    const decision = decide(role, actionOf(parsed[3]!), freshRun(TEST_NOW));
    const reason = parsed[4] ? parsed[4].replace(parsed[5]!, decision.reason) : '';
    return `${decision.decision.padEnd(parsed[1]!.length + parsed[2]!.length)}${parsed[3]}${reason}`;
  });
  assert.equal(actual.join('\n'), expected);
}

/** `run git push`, `fetch POST https://x`, `call github/x {"owner":"acme"}`. */
function actionOf(words: string): Action {
  const [, verb, rest] = /^(\S+) (.*)$/.exec(words)!;
  const json: Record<string, unknown> = { [verb!]: rest };
  const call = verb === 'call' ? /^(\S+) (\{.*\})$/.exec(rest!) : null;
  if (call) Object.assign(json, { call: call[1], with: JSON.parse(call[2]!) });
  const fetch = verb === 'fetch' ? /^([A-Z]+) (.*)$/.exec(rest!) : null;
  if (fetch) Object.assign(json, { fetch: fetch[2], method: fetch[1] });
  const read = readAction(json);
  assert('action' in read, 'problem' in read ? read.problem : '');
  return read.action;
}

function checkScenarios(workspace: Readonly<Record<string, string>>): void {
  const { snapshot } = workspaceOf(workspace);
  for (const scenario of snapshot.scenarios) {
    const run = simulate(snapshot, scenario);
    assert.deepEqual(run.problems, []);
    for (const step of run.steps) {
      assert(!step.failed, `${run.title}, step ${step.number}: ${step.decision?.decision} (${step.decision?.words})`);
    }
  }
}

describe('documentation', () => {
  for (const page of readdirSync('docs').filter((file) => file.endsWith('.md'))) {
    test(page, () => checkPage(readFileSync(`docs/${page}`, 'utf8')));
  }

  // Of these the examples stand alone, and only have to read well.
  for (const page of ['README.md', ...readdirSync('walkthrough').map((file) => `walkthrough/${file}`)]) {
    test(page, () => {
      for (const { language, text } of blocksOf(readFileSync(page, 'utf8'))) {
        if (language !== 'yaml') continue;
        const manifest = asManifest(text);
        checkReading({ [pathOf(manifest)]: manifest }, pathOf(manifest));
      }
    });
  }
});
