import { explainForeign } from '../core/features/explain.ts';
import { explanationsOf } from '../core/features/explanation.ts';
import { pageOf } from '../core/features/explanation-page.ts';
import type { Page } from '../core/features/page.ts';
import type { Arguments } from './arguments.ts';
import type { FilePlace } from './explain.ts';
import { type Io, UsageError } from './io.ts';
import { LineMap } from './lines.ts';
import { type LoadedRoot, load, momentOf } from './load.ts';
import { explanationToJson } from './report/explanation-json.ts';
import { markdownText } from './report/markdown-text.ts';
import { pageMarkdown } from './report/page-markdown.ts';
import { pageText } from './report/page-text.ts';
import { type Paint, widthOf } from './terminal.ts';

/** What the manifests of a file, or the grant on one of its lines, really allow. */
export function explainPlace({ file, line }: FilePlace, parsed: Arguments, io: Io, paint: Paint): string {
  const { roots, locate } = load([file], momentOf(parsed.value('at'), io), io);
  const format = parsed.value('format');
  const found = roots.flatMap((root) => root.asked.map((uri) => ({ root, uri, line: lineIn(root, uri, line, file) })));
  const explanations = found.flatMap(({ root, uri, line: at }) => {
    const read = root.snapshot.files.get(uri);
    return read ? explanationsOf(root.snapshot, read, at).map((explanation) => ({ root, explanation })) : [];
  });
  if (format === 'json') {
    if (explanations.length === 0) throw nothingThere(file, line);
    const shown = explanations.map(({ root, explanation }) => explanationToJson(root.snapshot, explanation, locate));
    return `${JSON.stringify({ explanations: shown }, null, 2)}\n`;
  }
  const pages: Page[] = explanations.map(({ root, explanation }) => pageOf(root.snapshot, explanation));
  const width = widthOf(io);
  const texts = pages.map((page) =>
    format === 'markdown' ? pageMarkdown(page, locate) : pageText(page, locate, paint, width),
  );
  for (const { root, uri, line: at } of found) {
    const read = root.snapshot.files.get(uri);
    const page = read ? explainForeign(root.snapshot, read, root.options, at?.start) : '';
    if (page !== '') texts.push(format === 'markdown' ? `${page}\n` : markdownText(page, paint, width));
  }
  if (texts.length === 0) throw nothingThere(file, line);
  return texts.join('\n');
}

function nothingThere(file: string, line: number | undefined): UsageError {
  return new UsageError(
    `there is no manifest ${line === undefined ? 'in' : 'at'} ${file}${line === undefined ? '' : `:${line}`}`,
  );
}

/** The line's text, from after its indentation to its end. */
function lineIn(
  { snapshot }: LoadedRoot,
  uri: string,
  line: number | undefined,
  file: string,
): { readonly start: number; readonly end: number } | undefined {
  const text = snapshot.files.get(uri)?.document.text;
  if (line === undefined || text === undefined) return undefined;
  const bounds = new LineMap(text).bounds(line);
  if (!bounds) throw new UsageError(`${file} has no line ${line}`);
  const [start, end] = bounds;
  return { start: start + /^\s*(?:- )?/.exec(text.slice(start, end))![0].length, end };
}
