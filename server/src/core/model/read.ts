import type { Source } from '../source.ts';
import type { MapNode, Node } from '../syntax/node.ts';
import { parse } from '../syntax/parse.ts';
import { problemsToFindings } from '../syntax/problem.ts';
import type { Work } from '../syntax/work.ts';
import { kindOfPath } from '../workspace/manifest-path.ts';
import type { ReadSource } from '../workspace/workspace.ts';
import { fieldOf, type Reading, textOf } from './fields.ts';
import type { Kind, Manifest, UnknownManifest } from './manifest.ts';
import { readBoundary, readRole } from './read-role.ts';
import { readScenario } from './read-scenario.ts';
import { readTool } from './read-tool.ts';

export const KINDS: readonly Kind[] = ['AgentRole', 'ToolScope', 'Scenario', 'Boundary'];

const READERS: { readonly [K in Kind]: (reading: Reading, map: MapNode) => Manifest } = {
  AgentRole: readRole,
  ToolScope: readTool,
  Scenario: readScenario,
  Boundary: readBoundary,
};

const read = new WeakMap<Source, ReadSource>();

/** Reads one manifest: syntax, schema and model, with all that is wrong with it as findings. Memoised by source. */
export function readManifest(source: Source, work?: Work): ReadSource {
  const known = read.get(source);
  if (known) return known;
  const { node, findings } = parse(source, work);
  if (work) work.manifestsRead++;
  const reading: Reading = { source, problems: [] };
  const manifest = readNode(reading, node);
  const result = { source, manifest, findings: [...findings, ...problemsToFindings(source, reading.problems)] };
  read.set(source, result);
  return result;
}

function readNode(reading: Reading, node: Node | undefined): Manifest | UnknownManifest {
  const { source } = reading;
  if (node?.kind !== 'map') return { kind: 'unknown', source, node };
  const text = textOf(fieldOf(node, 'kind'))?.value ?? kindOfPath(source.uri);
  const kind = KINDS.find((each) => each === text);
  return kind ? READERS[kind](reading, node) : { kind: 'unknown', source, node };
}
