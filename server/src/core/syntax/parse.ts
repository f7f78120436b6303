import type { Finding } from '../finding.ts';
import type { Source } from '../source.ts';
import type { Node } from './node.ts';
import { type Problem, problemsToFindings } from './problem.ts';
import type { Work } from './work.ts';
import { yamlTree } from './yaml-tree.ts';

export { splitSources } from './split.ts';

/** Reads the text of one manifest into a tree. Never throws: what cannot be read is a finding, and the rest is in the tree. */
export function parse(
  source: Source,
  work?: Work,
): { readonly node: Node | undefined; readonly findings: readonly Finding[] } {
  const { node, problems } = parseProblems(source, work);
  return { node, findings: problemsToFindings(source, problems) };
}

interface Parsed {
  readonly node: Node | undefined;
  readonly problems: readonly Problem[];
}

const known = new WeakMap<Source, Parsed>();

/** The same with problems as they were met, for readers that have some of their own to add. Memoised by source. */
export function parseProblems(source: Source, work?: Work): Parsed {
  const before = known.get(source);
  if (before) return before;
  if (work) {
    work.sourcesParsed++;
    work.chunksParsed++;
  }
  const result = yamlTree(source.text);
  known.set(source, result);
  return result;
}
