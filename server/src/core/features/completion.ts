import type { Kind } from '../model/manifest.ts';
import { KINDS } from '../model/read.ts';
import type { Source } from '../source.ts';
import type { Span } from '../span.ts';
import { kindOfPath } from '../workspace/manifest-path.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { keyCompletions } from './completion-keys.ts';
import { ruleIdCompletions, wholeManifests, wholeRules } from './completion-snippets.ts';
import { valueCompletions } from './completion-values.ts';
import { type Writing, writingAt } from './writing.ts';

/** Something that can be written at the cursor. The order of a list is the order of offering: the narrow form first. */
export interface Completion {
  readonly label: string;
  readonly kind:
    | 'key'
    | 'verb'
    | 'value'
    | 'role'
    | 'tool'
    | 'operation'
    | 'credential'
    | 'path'
    | 'command'
    | 'argument'
    | 'snippet'
    | 'rule';
  /** What is replaced: the word that the cursor stands in. */
  readonly replace: Span;
  /** What is inserted; the label when absent. */
  readonly text?: string;
  /** What is inserted where the editor knows placeholders (`$1`, `${1:name}`). */
  readonly snippet?: string;
  /** What the typed word is compared with; the label when absent. */
  readonly filter?: string;
  readonly detail?: string;
  /** Markdown. */
  readonly documentation?: string;
  /** True where something is to be chosen next, so that the list opens again. */
  readonly again?: boolean;
}

export interface Completions {
  readonly items: readonly Completion[];
  /** True where more typing brings others. */
  readonly incomplete: boolean;
}

/** More than anybody reads. */
const MOST = 200;

/** What the completions of all kinds are told. */
export interface CompletionContext {
  readonly snapshot: Snapshot;
  readonly source: Source;
  readonly writing: Writing;
  readonly kind: Kind;
}

/** What can be written at an offset, also where the text is half-typed. */
export function completionsAt(snapshot: Snapshot, source: Source, offset: number): Completions {
  const writing = writingAt(source.text, offset);
  const kind = kindOf(source);
  if (writing.at === 'comment') return listed(ruleIdCompletions(source, offset));
  const items: Completion[] = [];
  if (isEmpty(source.text)) items.push(...wholeManifests(source, writing, snapshot.now));
  if (kind) {
    const context = { snapshot, source, writing, kind };
    if (writing.at === 'key') {
      items.push(...keyCompletions(context), ...wholeRules(context));
      // An item of a list of words looks like a key until a colon comes.
      if (writing.path.at(-1) === '-') items.push(...valueCompletions(context));
    } else {
      items.push(...valueCompletions(context));
    }
  } else if (writing.path.length === 0 || writing.path[0] === 'kind') {
    items.push(...kindCompletions(writing));
  }
  return listed(items);
}

function listed(items: readonly Completion[]): Completions {
  const seen = new Set<string>();
  const unique = items.filter((item) => {
    const key = `${item.kind === 'snippet'} ${item.label}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  return { items: unique.slice(0, MOST), incomplete: unique.length > MOST };
}

/** The kind that the text says, else the file's name. From the text, since half-typed text may have no tree. */
function kindOf(source: Source): Kind | undefined {
  const said = /^(?:["']?kind["']?|\{\s*["']?kind["']?)\s*:\s*["']?(\w+)/m.exec(source.text)?.[1];
  return KINDS.find((kind) => kind === said) ?? kindOfPath(source.uri);
}

function kindCompletions(writing: Writing): Completion[] {
  if (writing.at === 'key' && writing.path.length === 0) {
    return [{ label: 'kind', kind: 'key', replace: writing.word, text: 'kind: ', again: true }];
  }
  return KINDS.map((kind) => ({ label: kind, kind: 'value', replace: writing.word }));
}

function isEmpty(text: string): boolean {
  return !/^[^#\s-]\S*\s*:/m.test(text);
}
