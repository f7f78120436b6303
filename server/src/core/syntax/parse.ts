import type { Finding } from '../finding.ts';
import type { Source } from '../source.ts';
import type { Node } from './node.ts';
import { problemsToFindings } from './problem.ts';
import type { Work } from './work.ts';
import { yamlTree } from './yaml-tree.ts';

export { splitSources } from './split.ts';

export interface Parsed {
  readonly node: Node | undefined;
  readonly findings: readonly Finding[];
}

const parsed = new WeakMap<Source, Parsed>();

/** Reads the text of one manifest into a tree. Never throws: what cannot be read is a finding, and the rest is in the tree. */
export function parse(source: Source, work?: Work): Parsed {
  const known = parsed.get(source);
  if (known) return known;
  if (work) work.sourcesParsed++;
  const { node, problems } = yamlTree(source.text);
  const result = { node, findings: problemsToFindings(source, problems) };
  parsed.set(source, result);
  return result;
}
