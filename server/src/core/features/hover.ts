import type { AnalysisOptions } from '../analysis/analyze.ts';
import type { Rule } from '../model/manifest.ts';
import { readManifest } from '../model/read.ts';
import type { Source } from '../source.ts';
import { contains, type Span } from '../span.ts';
import { referencesOf } from '../workspace/references.ts';
import type { ReadSource, Snapshot } from '../workspace/workspace.ts';
import { type Cursor, cursorAt } from './cursor.ts';
import { foreignHoverAt } from './hover-foreign.ts';
import { hoverGrant } from './hover-grant.ts';
import { hoverName } from './hover-names.ts';
import { hoverStep } from './hover-step.ts';
import { documentationOf, schemaAt } from './schema-at.ts';
import { dayInWords } from './words.ts';

export interface Hover {
  readonly span: Span;
  readonly markdown: string;
}

export interface HoverOptions {
  readonly options: AnalysisOptions;
  /** The file's text at the base of the change under review, and what to call that: "since main". */
  readonly base?: { readonly text: string; readonly label: string };
}

/** What there is to say about the word at an offset; undefined where there is nothing. */
export function hoverAt(snapshot: Snapshot, source: Source, offset: number, options: HoverOptions): Hover | undefined {
  if (snapshot.foreign.has(source)) return foreignHoverAt(snapshot, source, offset, options);
  const read = readManifest(source);
  const { manifest } = read;
  const cursor = cursorAt(manifest.node, offset);
  if (!cursor.scalar) return undefined;
  const at = (markdown: string | undefined, span = cursor.scalar!.span): Hover | undefined =>
    markdown ? { span, markdown } : undefined;

  if (manifest.kind === 'AgentRole' || manifest.kind === 'Boundary') {
    const rule = manifest.rules.find((each) => contains(each.span, offset));
    if (rule && isGrantWord(rule, offset)) {
      const use = referencesOf(snapshot).at(source, offset);
      const name = use && use.kind !== 'rule' ? hoverName(snapshot, use) : undefined;
      const grant = hoverGrant(snapshot, read, rule, offset, options);
      return at([grant, ...(name ? [name] : [])].join('\n\n---\n\n'));
    }
  }
  if (manifest.kind === 'Scenario') {
    const index = manifest.steps.findIndex((each) => contains(each.span, offset));
    const step = manifest.steps[index];
    const onStep = step && (cursor.on === 'key' || contains(stepWord(step), offset)) && cursor.path.length === 3;
    if (onStep) {
      const schema = cursor.on === 'key' ? keyWords(read, cursor) : undefined;
      const isVerb = step.kind !== 'action' || cursor.scalar.text === step.verb || cursor.on === 'value';
      if (isVerb) return at(hoverStep(snapshot, manifest, index));
      if (schema) return at(schema);
    }
  }
  const use = referencesOf(snapshot).at(source, offset);
  if (use) {
    const name = hoverName(snapshot, use);
    if (name) return at(name, use.span);
  }
  return at(cursor.on === 'key' ? keyWords(read, cursor) : valueWords(snapshot, read, cursor));
}

function stepWord(step: { readonly kind: string }): Span {
  if ('value' in step) return (step.value as { span: Span }).span;
  if ('target' in step) return (step.target as { span: Span }).span;
  return (step as unknown as { duration: { span: Span } }).duration.span;
}

/** A rule is asked about on its verb and its patterns; its conditions have words of their own. */
function isGrantWord(rule: Rule, offset: number): boolean {
  return contains(rule.verbSpan, offset) || rule.patterns.some((each) => contains(each.span, offset));
}

function keyWords({ manifest }: ReadSource, cursor: Cursor): string | undefined {
  if (manifest.kind === 'unknown') return undefined;
  return documentationOf(schemaAt(manifest.kind, cursor.path));
}

function valueWords(snapshot: Snapshot, { manifest }: ReadSource, cursor: Cursor): string | undefined {
  if (manifest.kind === 'unknown' || !cursor.scalar) return undefined;
  const own = schemaAt(manifest.kind, cursor.path);
  const schema = own?.enum ? own : (own?.items ?? own);
  const { text } = cursor.scalar;
  const key = cursor.path.findLast((each) => typeof each === 'string');
  if ((key === 'expires' || key === 'until' || key === 'at') && /^\d{4}-\d{2}-\d{2}/.test(text)) {
    return dateWords(snapshot, key, text);
  }
  const index = schema?.enum?.findIndex((value) => String(value) === text) ?? -1;
  const description = schema?.enumDescriptions?.[index];
  if (description) return `**${text}**: ${description}`;
  return documentationOf(own);
}

function dateWords(snapshot: Snapshot, key: string, text: string): string | undefined {
  const day = Date.parse(text.slice(0, 10));
  if (Number.isNaN(day)) return undefined;
  const words = dayInWords(day, snapshot.now);
  if (key === 'at') return `The run begins ${words}.`;
  const past = day < Math.floor(snapshot.now / 86_400_000) * 86_400_000;
  const subject = key === 'expires' ? 'The role’s authority' : 'This rule';
  return past ? `${subject} ended with ${words}.` : `${subject} holds through ${words}, in UTC.`;
}
