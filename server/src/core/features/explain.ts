import type { AnalysisOptions } from '../analysis/analyze.ts';
import type { SourceFile } from '../source.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { explanationsOf } from './explanation.ts';
import { pageOf } from './explanation-page.ts';
import { foreignRuleAt, foreignRuleWords } from './hover-foreign.ts';
import type { Page } from './page.ts';
import { plain } from './words.ts';

/** What a file really allows, as Markdown. With an offset, only what stands there. */
export function explainFile(snapshot: Snapshot, file: SourceFile, options: AnalysisOptions, offset?: number): string {
  const line = offset === undefined ? undefined : { start: offset, end: offset };
  const pages = explanationsOf(snapshot, file, line).map((each) => markdownOf(pageOf(snapshot, each)));
  const foreign = explainForeign(snapshot, file, options, offset);
  return [...pages, ...(foreign === '' ? [] : [foreign])].join('\n\n');
}

function markdownOf({ title, lead, sections }: Page): string {
  const lists = sections.map(({ title: heading, rows }) => {
    const items = rows.map(({ words, more }) =>
      [`- ${words}`, ...(more ?? []).map((each) => `  - ${typeof each === 'string' ? each : each.words}`)].join('\n'),
    );
    return `### ${heading}\n\n${items.join('\n')}`;
  });
  return [`# ${title}`, ...lead, ...lists].join('\n\n');
}

/** Each principal of another tool that has rules in the file, with those rules. With an offset, the rule that it is in. */
export function explainForeign(
  snapshot: Snapshot,
  file: SourceFile,
  options: AnalysisOptions,
  offset: number | undefined,
): string {
  const parts = file.sources.flatMap((source, index) => {
    if (!snapshot.foreign.has(source)) return [];
    if (offset !== undefined) {
      const from = offset - file.starts[index]!;
      const line = source.text.slice(from).search(/[\r\n]|$/);
      for (let at = from; at <= from + line; at++) {
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
  });
  return parts.filter((part) => part !== '').join('\n\n');
}
