import type { AnalysisOptions } from '../analysis/analyze.ts';
import { type Audience, type Finding, finding, type Severity } from '../finding.ts';
import type { Document, Source } from '../source.ts';
import type { Span } from '../span.ts';
import type { Node } from '../syntax/node.ts';
import { parse } from '../syntax/parse.ts';

const AUDIENCES: readonly Audience[] = ['default', 'strict', 'audit'];
const LEVELS: readonly (Severity | 'off')[] = ['off', 'info', 'warning', 'error'];

export interface Configuration {
  readonly options: AnalysisOptions;
  readonly findings: readonly Finding[];
}

const read = new WeakMap<Document, Configuration>();

/**
 * What a workspace's `bailiwick.yaml` says: whom findings are for, and the severity of single rules. What cannot be
 * used is a finding and has no effect; an empty text is the default. Memoised by document.
 */
export function readConfiguration(document: Document): Configuration {
  const known = read.get(document);
  if (known) return known;
  const source: Source = { uri: document.uri, text: document.text };
  const result = configurationOf(source);
  read.set(document, result);
  return result;
}

function configurationOf(source: Source): Configuration {
  let audience: Audience = 'default';
  const rules: Record<string, Severity | 'off'> = {};
  const findings: Finding[] = [];
  const report = (rule: string, span: Span, message: string) =>
    findings.push(finding({ rule, severity: 'warning', message, source, span }));

  if (source.text.trim() !== '') {
    const { node, findings: syntax } = parse(source);
    // A text of comments only is an empty configuration, and no empty manifest.
    findings.push(...syntax.filter((each) => each.rule !== 'empty-manifest'));
    if (node && node.kind !== 'map') report('wrong-type', node.span, 'The settings are keys with values');
    for (const { key, value } of node?.kind === 'map' ? node.entries : []) {
      if (key.text === 'audience') {
        const word = AUDIENCES.find((each) => each === textOf(value));
        if (word) audience = word;
        else if (value) report('unknown-value', value.span, `\`audience\` is one of ${AUDIENCES.join(', ')}`);
      } else if (key.text === 'rules') {
        for (const { id, level, span } of levelsOf(value)) {
          const word = LEVELS.find((each) => each === level);
          if (word) rules[id] = word;
          else report('unknown-value', span, `The level of a rule is one of ${LEVELS.join(', ')}`);
        }
      } else {
        report('unknown-key', key.span, `\`${key.text}\` is no setting; there are \`audience\` and \`rules\``);
      }
    }
  }
  return { options: { audience, rules }, findings };
}

function levelsOf(node: Node | undefined): { readonly id: string; readonly level: string; readonly span: Span }[] {
  if (node?.kind !== 'map') return [];
  return node.entries.map(({ key, value }) => ({
    id: key.text,
    level: textOf(value) ?? '',
    span: value?.span ?? key.span,
  }));
}

function textOf(node: Node | undefined): string | undefined {
  return node?.kind === 'scalar' ? node.text : undefined;
}
