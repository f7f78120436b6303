import type { AnalysisOptions } from '../analysis/analyze.ts';
import { AUDIENCES, LEVELS, type RuleSetting, readRuleSetting } from '../analysis/rule-options.ts';
import { RULES } from '../analysis/rules/index.ts';
import { type Audience, type Finding, finding } from '../finding.ts';
import { closest } from '../schema/closest.ts';
import type { Document, Source } from '../source.ts';
import type { Span } from '../span.ts';
import type { MapEntry, Node } from '../syntax/node.ts';
import { toJson } from '../syntax/node-json.ts';
import { parse } from '../syntax/parse.ts';
import { READER_RULES } from '../syntax/problem.ts';

export interface Configuration {
  readonly options: AnalysisOptions;
  readonly findings: readonly Finding[];
}

const IDS: readonly string[] = [...RULES.map(({ id }) => id), ...Object.keys(READER_RULES)];

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

/** The same from what an editor's settings say, by rule: a severity, or settings by name. What cannot be used has no effect. */
export function readRuleSettings(given: Readonly<Record<string, unknown>>): AnalysisOptions['rules'] {
  const rules: Record<string, RuleSetting> = {};
  for (const [id, value] of Object.entries(given)) {
    if (!IDS.includes(id)) continue;
    const severity = LEVELS.find((each) => each === value);
    if (severity) rules[id] = { severity };
    if (typeof value !== 'object' || value === null) continue;
    const keys = Object.entries(value).map(([key, own]) => ({ key, keyAt: id, value: own, valueAt: id }));
    rules[id] = readRuleSetting(
      RULES.find((rule) => rule.id === id),
      keys,
      () => {},
    );
  }
  return rules;
}

function configurationOf(source: Source): Configuration {
  let audience: Audience = 'default';
  const rules: Record<string, RuleSetting> = {};
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
        for (const entry of value?.kind === 'map' ? value.entries : []) {
          const setting = settingOf(entry, report);
          if (setting) rules[entry.key.text] = setting;
        }
      } else {
        report('unknown-key', key.span, `\`${key.text}\` is no setting; there are \`audience\` and \`rules\``);
      }
    }
  }
  return { options: { audience, rules }, findings };
}

/** `no-budget: off`, or `short-retention: { severity: warning, shortest: 90d }`. */
function settingOf(
  { key, value }: MapEntry,
  report: (rule: string, span: Span, message: string) => void,
): RuleSetting | undefined {
  if (!IDS.includes(key.text)) {
    const meant = closest(key.text, IDS);
    report('unknown-key', key.span, `There is no rule \`${key.text}\`${meant ? `; did you mean \`${meant}\`?` : ''}`);
    return undefined;
  }
  if (value?.kind === 'map') {
    const given = value.entries.map((entry) => ({
      key: entry.key.text,
      keyAt: entry.key.span,
      value: toJson(entry.value),
      valueAt: entry.value?.span ?? entry.key.span,
    }));
    const rule = RULES.find(({ id }) => id === key.text);
    return readRuleSetting(rule, given, (span, problem, message) => report(problem, span, message));
  }
  const severity = LEVELS.find((each) => each === textOf(value));
  if (severity) return { severity };
  report('unknown-value', value?.span ?? key.span, `The severity of a rule is one of ${LEVELS.join(', ')}`);
  return undefined;
}

function textOf(node: Node | undefined): string | undefined {
  return node?.kind === 'scalar' ? node.text : undefined;
}
