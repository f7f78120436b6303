import { readUrl } from '../../scope/url-read.ts';
import type { MapEntry, Node } from '../../syntax/node.ts';
import type { Liveness, ToolCall } from '../dialect.ts';
import { isMap } from '../json/tree.ts';
import { EDIT_DEFAULTS, NEVER_APPROVED, URL_DEFAULTS } from './defaults.ts';
import { DOCS } from './docs.ts';
import { matchesGlob } from './glob.ts';
import type { EditRule, UrlRule } from './policy.ts';
import { ruleOf, type VscodeRule } from './rule.ts';
import { lastOf, mergedEntries, type SettingsFile, scalarOf } from './settings.ts';
import { matchesUrlPattern } from './url.ts';

const EDITS = 'chat.tools.edits.autoApprove';
const URLS = 'chat.tools.urls.autoApprove';
export const ELIGIBLE = 'chat.tools.eligibleForAutoApproval';

/** Which files are edited without asking: VS Code's own patterns first, then those of the files in their order. */
export function editRulesOf(files: readonly SettingsFile[]): {
  readonly edits: readonly EditRule[];
  readonly rules: readonly VscodeRule[];
} {
  const merged = mergedEntries(files, EDITS);
  const rules: VscodeRule[] = [];
  const edits: EditRule[] = [];
  const keys = [...EDIT_DEFAULTS.keys(), ...[...merged.keys()].filter((key) => !EDIT_DEFAULTS.has(key))];
  for (const pattern of keys) {
    const found = merged.get(pattern);
    const value = found ? scalarOf(found.entry.value) : EDIT_DEFAULTS.get(pattern);
    const approve = typeof value === 'boolean' ? value : undefined;
    if (!found) {
      edits.push({ pattern, approve: approve === true });
      continue;
    }
    const liveness = editLiveness(pattern, approve);
    const span = found.entry.span;
    const outlines = (['write', 'delete'] as const).map((verb) => ({
      verb,
      patterns: [{ text: pattern, negated: false, span }],
    }));
    const rule = ruleOf({ ...found, setting: EDITS, effect: approve === true ? 'allow' : 'ask', outlines, liveness });
    rules.push(rule);
    if (approve !== undefined) edits.push({ pattern, approve, written: rule });
  }
  return { edits, rules };
}

function editLiveness(pattern: string, approve: boolean | undefined): Liveness {
  if (approve === undefined)
    return { state: 'ignored', why: 'its value is neither `true` nor `false`', reference: DOCS.edits };
  const file = fileIn(pattern);
  const meant = file === undefined ? {} : { meant: edit(file) };
  if (/^[/~]|^[A-Za-z]:|^\.\//.test(pattern)) {
    const why = 'patterns are put to paths from the workspace folder, and none of them begins like this';
    return { state: 'cannot-match', why, reference: DOCS.edits, ...meant };
  }
  if (
    approve &&
    file !== undefined &&
    NEVER_APPROVED.some((each) => each === pattern || (!/[*?{[]/.test(pattern) && matchesGlob(each, file)))
  ) {
    const why = 'VS Code asks about this file whatever the settings say';
    return { state: 'never-consulted', why, reference: DOCS.edits, ...meant };
  }
  return { state: 'live' };
}

/** A file that a pattern is about, for the sake of an example. */
export function fileIn(pattern: string): string | undefined {
  const text = pattern
    .replace(/\.env\.?\*$/, '.env.local')
    .replace(/^(?:~|[A-Za-z]:)?\/+|^\.\//, '')
    .replace(/\{([^{},]*)[^{}]*\}/g, '$1')
    .replaceAll('**/', '')
    .replaceAll('**', 'file')
    .replaceAll(/\*+/g, 'x');
  return /^[\w./-]+$/.test(text) && !text.endsWith('/') ? text : undefined;
}

function edit(filePath: string): ToolCall {
  return { tool: 'replace_string_in_file', input: { filePath } };
}

/** Which addresses are fetched without asking. */
export function urlRulesOf(files: readonly SettingsFile[]): {
  readonly urls: readonly UrlRule[];
  readonly rules: readonly VscodeRule[];
} {
  const merged = mergedEntries(files, URLS);
  const rules: VscodeRule[] = [];
  const urls: UrlRule[] = [];
  const keys = [...URL_DEFAULTS.keys(), ...[...merged.keys()].filter((key) => !URL_DEFAULTS.has(key))];
  for (const pattern of keys) {
    const found = merged.get(pattern);
    if (!found) {
      const approve = URL_DEFAULTS.get(pattern) === true;
      urls.push({ pattern, request: approve, response: approve });
      continue;
    }
    const { request, response } = approvals(found.entry);
    const effect = request === true && response !== false ? 'allow' : 'ask';
    const span = found.entry.span;
    const text = outlineOf(pattern);
    const outlines = text === undefined ? [] : [{ verb: 'fetch' as const, patterns: [{ text, negated: false, span }] }];
    const liveness = urlLiveness(pattern, found.entry.value, { request, response }, urls);
    const rule = ruleOf({ ...found, setting: URLS, effect, outlines, liveness });
    rules.push(rule);
    urls.push({ pattern, request, response, written: rule });
  }
  return { urls, rules };
}

/** With more patterns than this before it one is not compared. */
const MOST_COMPARED = 500;

function approvals({ value }: MapEntry): Pick<UrlRule, 'request' | 'response'> {
  const plain = scalarOf(value);
  if (typeof plain === 'boolean') return { request: plain, response: plain };
  const of = (key: string): boolean | undefined => {
    const found = isMap(value) ? scalarOf(lastOf(value, key)?.value) : undefined;
    return typeof found === 'boolean' ? found : undefined;
  };
  return { request: of('approveRequest'), response: of('approveResponse') };
}

function urlLiveness(
  pattern: string,
  value: Node | undefined,
  { request, response }: Pick<UrlRule, 'request' | 'response'>,
  earlier: readonly UrlRule[],
): Liveness {
  const sample = urlIn(pattern);
  const meant = sample === undefined ? {} : { meant: fetch(sample) };
  if (request === undefined && response === undefined) {
    const why = isMap(value)
      ? 'it has neither `approveRequest` nor `approveResponse`'
      : 'its value is neither `true` nor `false`, nor an object';
    return { state: 'ignored', why, reference: DOCS.urls, ...meant };
  }
  if (sample === undefined) return { state: 'live' };
  const texts = [sample, `${sample}/q7/k`].map(readUrl);
  const by = earlier.slice(0, MOST_COMPARED).find((rule) => {
    const decides =
      (request === undefined || rule.request !== undefined) && (response === undefined || rule.response !== undefined);
    const differs = rule.request !== request || rule.response !== response;
    return decides && differs && texts.every((url) => !('problem' in url) && matchesUrlPattern(rule.pattern, url));
  });
  if (!by) return { state: 'live' };
  const whose = by.written
    ? `\`${by.written.text}\` comes earlier`
    : `\`${by.pattern}\`, which VS Code brings along, comes earlier`;
  return {
    state: 'shadowed',
    why: `${whose} and is about every such address, and of patterns for addresses the first counts`,
    reference: DOCS.urls,
    ...meant,
    ...(by.written ? { by: [by.written] } : {}),
  };
}

/** An address that a pattern is about, with the least after it that there can be; undefined where that is not plain. */
function urlIn(pattern: string): string | undefined {
  const parts = /^(?:(https?):\/\/)?([^/*]+|\*\.[^/*]+)(\/[^*?#]*)?(\*?)$/.exec(pattern);
  if (!parts) return undefined;
  const [, scheme = 'https', host = '', path = ''] = parts;
  return `${scheme}://${host.replace(/^\*\./, 'q7.')}${path.replace(/\/+$/, '')}${parts[4] === '*' ? '/q7' : ''}`;
}

function fetch(url: string): ToolCall {
  return { tool: 'fetch_webpage', input: { urls: [url] } };
}

/** In our patterns: whatever stands below a path. */
function outlineOf(pattern: string): string | undefined {
  const parts = /^(?:(\w+):\/\/)?([\w.*:-]+)((?:\/[\w.%~*-]*)*)$/.exec(pattern);
  if (!parts) return undefined;
  const [, scheme = 'https', host = '', path = ''] = parts;
  if (host === '*') return `${scheme}://**`;
  return `${scheme}://${host.replace(/^\*\./, '**.')}${path.replace(/\/?\*?$/, '')}/**`;
}

/** Tools that `chat.tools.eligibleForAutoApproval` keeps from being approved at all. */
export function eligibleRulesOf(files: readonly SettingsFile[]): readonly VscodeRule[] {
  return [...mergedEntries(files, ELIGIBLE)].flatMap(([key, found]) => {
    if (scalarOf(found.entry.value) !== false) return [];
    const verb = VERBS[key];
    const span = found.entry.span;
    const outlines = verb === undefined ? [] : [{ verb, patterns: [{ text: EVERYTHING[verb], negated: false, span }] }];
    return [ruleOf({ ...found, setting: ELIGIBLE, effect: 'ask' as const, outlines })];
  });
}

const VERBS: Readonly<Record<string, 'run' | 'write' | 'fetch'>> = {
  runInTerminal: 'run',
  'runCommands/runInTerminal': 'run',
  fetch: 'fetch',
};
const EVERYTHING = { run: '**', write: '**', fetch: 'https://**' } as const;
