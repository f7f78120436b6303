import type { AnalysisOptions } from '../analysis/analyze.ts';
import { readManifest } from '../model/read.ts';
import type { Source, SourceFile } from '../source.ts';
import { contains } from '../span.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { foreignRuleAt, foreignRuleWords } from './hover-foreign.ts';
import { hoverGrant } from './hover-grant.ts';
import { hoverName } from './hover-names.ts';
import { plain } from './words.ts';

/** What a file really allows, as a page: each role with each of its rules. With an offset, only the rule that it is in. */
export function explainFile(snapshot: Snapshot, file: SourceFile, options: AnalysisOptions, offset?: number): string {
  const parts: string[] = [];
  for (const [index, source] of file.sources.entries()) {
    if (snapshot.foreign.has(source)) {
      parts.push(...explainForeign(snapshot, source, options, offset));
      continue;
    }
    const read = readManifest(source);
    const { manifest } = read;
    if (manifest.kind === 'unknown') continue;
    const at = offset === undefined ? undefined : offset - file.starts[index]!;
    if (at !== undefined && !contains(manifest.span, at)) continue;
    parts.push(`# ${manifest.kind} ${plain(manifest.name?.value ?? '')}`.trimEnd());
    if (manifest.kind === 'AgentRole' || manifest.kind === 'Boundary') {
      const rule = at === undefined ? undefined : manifest.rules.find((each) => contains(each.span, at));
      const name = manifest.name?.value;
      if (manifest.kind === 'AgentRole' && name !== undefined && !rule) {
        parts.push(hoverName(snapshot, { kind: 'role', name }) ?? '');
      }
      for (const each of rule ? [rule] : manifest.rules) {
        parts.push(hoverGrant(snapshot, read, each, each.verbSpan.start, { options }));
      }
    } else if (manifest.kind === 'ToolScope' && manifest.name) {
      const name = manifest.name.value;
      parts.push(hoverName(snapshot, { kind: 'tool', name }) ?? '');
    }
  }
  return parts.filter((part) => part !== '').join('\n\n');
}

/** Each principal that has rules in the file, with those rules. With an offset, the rule that it is in. */
function explainForeign(
  snapshot: Snapshot,
  source: Source,
  options: AnalysisOptions,
  offset: number | undefined,
): string[] {
  if (offset !== undefined) {
    const line = source.text.slice(offset).search(/[\r\n]|$/);
    for (let at = offset; at <= offset + line; at++) {
      const found = foreignRuleAt(snapshot, source, at);
      if (found)
        return [`# ${plain(found.role.name)}`, foreignRuleWords(snapshot, found.role, found.rule, { options })];
    }
    return [];
  }
  return snapshot.foreign.principals.flatMap((role) => {
    const rules = role.role.foreign!.rules.filter((rule) => rule.source === source);
    if (rules.length === 0 && role.role.source !== source) return [];
    return [`# ${plain(role.name)}`, ...rules.map((rule) => foreignRuleWords(snapshot, role, rule, { options }))];
  });
}
