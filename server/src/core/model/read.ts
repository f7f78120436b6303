import { checkSchema } from '../schema/check.ts';
import { closest } from '../schema/closest.ts';
import type { Source } from '../source.ts';
import type { MapNode, Node } from '../syntax/node.ts';
import { entryOf } from '../syntax/node-json.ts';
import { parseProblems } from '../syntax/parse.ts';
import { type Problem, problemsToFindings } from '../syntax/problem.ts';
import type { Work } from '../syntax/work.ts';
import { shown } from '../syntax/yaml-errors.ts';
import { kindOfPath } from '../workspace/manifest-path.ts';
import type { ReadSource } from '../workspace/workspace.ts';
import { fieldOf, type Reading, report, textOf } from './fields.ts';
import type { Kind, Manifest, UnknownManifest } from './manifest.ts';
import { readBoundary, readRole } from './read-role.ts';
import { readScenario } from './read-scenario.ts';
import { readTool } from './read-tool.ts';

/*
 * The manifest language, as far as it is decided here and not in the schemas:
 *
 * - Keys are written in the order of the schemas' `properties`: `keyOrder(kind)` and `RULE_KEYS` in schema/schemas.ts.
 * - Where a list of texts is expected, one text may stand alone. `yes`, `no`, `true` and `false` are booleans.
 * - A day means its end in UTC for `expires` and `until`, and its start for a scenario's `at`.
 * - Durations: 45s, 30m, 2h, 90d, 1w, 1y (365 days), also 1h30m. Quantities: 20/run, 5 USD/day.
 * - Of a key that stands twice the first counts, except that the rules of all `allow`, `ask` and `deny` lists count.
 * - A pattern's span is that of the text as written, with its `!` and without quotes.
 * - A manifest without `kind`, or with a mistyped one, is read as the kind meant: by the file's name, or the nearest word.
 */

export const KINDS: readonly Kind[] = ['AgentRole', 'ToolScope', 'Scenario', 'Boundary'];

const READERS: { readonly [K in Kind]: (reading: Reading, map: MapNode) => Manifest } = {
  AgentRole: readRole,
  ToolScope: readTool,
  Scenario: readScenario,
  Boundary: readBoundary,
};

const known = new WeakMap<Source, ReadSource>();

/** Reads one manifest: syntax, schema and model, with all that is wrong with it as findings. Memoised by source. */
export function readManifest(source: Source, work?: Work): ReadSource {
  const before = known.get(source);
  if (before) return before;
  const { node, problems } = parseProblems(source, work);
  if (work) work.manifestsRead++;
  const reading: Reading = { source, problems: [], patterns: 0 };
  const manifest = readNode(reading, node, problems.length === 0);
  const result = { source, manifest, findings: problemsToFindings(source, [...problems, ...reading.problems]) };
  known.set(source, result);
  return result;
}

function readNode(reading: Reading, node: Node | undefined, clean: boolean): Manifest | UnknownManifest {
  const { source } = reading;
  const unknown: UnknownManifest = { kind: 'unknown', source, node };
  if (!node) {
    if (clean) {
      const what = kindOfPath(source.uri) ?? 'AgentRole';
      reading.problems.push({
        rule: 'empty-manifest',
        severity: 'info',
        message: `There is no manifest here yet: begin with \`kind: ${what}\``,
        start: 0,
        end: 0,
      });
    }
    return unknown;
  }
  if (node.kind !== 'map') {
    // Somebody has just begun to write, and the finding for that is there already.
    const end = Math.min(node.span.end, endOfLine(source.text, node.span.start));
    const message = `A manifest is a mapping of keys to values: begin with \`kind: ${kindOfPath(source.uri) ?? 'AgentRole'}\``;
    report(reading, 'not-a-manifest', { start: node.span.start, end }, message);
    return unknown;
  }
  const kind = readKind(reading, node);
  if (!kind) return unknown;
  const versionKnown = checkVersion(reading, node);
  const manifest = READERS[kind](reading, node);
  // What a schema of another version would say is not known.
  if (versionKnown)
    addUnlessThere(
      reading.problems,
      checkSchema(kind, node, source.text).filter((each) => !isKindProblem(each, node)),
    );
  return manifest;
}

/** A place that the model has something to say about needs no second opinion from the schema. */
function addUnlessThere(problems: Problem[], more: readonly Problem[]): void {
  const places = new Set(problems.map((each) => `${each.start}:${each.end}`));
  for (const each of more) if (!places.has(`${each.start}:${each.end}`)) problems.push(each);
}

function isKindProblem(problem: Problem, node: MapNode): boolean {
  const value = entryOf(node, 'kind')?.value;
  return problem.rule === 'unknown-value' && value !== undefined && problem.start === value.span.start;
}

function readKind(reading: Reading, node: MapNode): Kind | undefined {
  const byPath = kindOfPath(reading.source.uri);
  const text = textOf(fieldOf(node, 'kind'));
  if (!text) {
    const begin = node.entries[0]?.key.span ?? node.span;
    if (!byPath)
      report(reading, 'missing-key', begin, `The manifest does not say its kind: one of ${KINDS.join(', ')}`);
    return byPath;
  }
  const kind = KINDS.find((each) => each === text.value);
  if (kind) return kind;
  const meant = closest(text.value, KINDS);
  const message = meant
    ? `\`${shown(text.value)}\` is no kind of manifest; did you mean ${meant}?`
    : `\`${shown(text.value)}\` is no kind of manifest that this version of Bailiwick knows: ${KINDS.join(', ')}. Update Bailiwick if it is a newer one`;
  reading.problems.push({
    rule: 'unknown-kind',
    severity: 'error',
    message,
    start: text.span.start,
    end: text.span.end,
    ...(meant ? { fix: { title: `Change to \`${meant}\``, kind: 'offer', ...text.span, newText: meant } } : {}),
  });
  return meant as Kind | undefined;
}

/** Whether the manifest is written in a version that is known here, or in none. */
function checkVersion(reading: Reading, node: MapNode): boolean {
  const version = textOf(fieldOf(node, 'version'));
  if (!version || version.value === '1') return true;
  const newer = /^\d+(\.\d+)*$/.test(version.value) && Number.parseFloat(version.value) > 1;
  const message = newer
    ? `Version ${version.value} of the language is not known here: update Bailiwick, or write the manifest in version 1`
    : `\`${shown(version.value)}\` is no version of the language: write \`version: 1\``;
  report(reading, 'unknown-version', version.span, message);
  return false;
}

function endOfLine(text: string, from: number): number {
  const newline = text.indexOf('\n', from);
  return newline < 0 ? text.length : newline;
}
