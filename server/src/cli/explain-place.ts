import { explainFile } from '../core/features/explain.ts';
import type { Arguments } from './arguments.ts';
import type { FilePlace } from './explain.ts';
import { type Io, UsageError } from './io.ts';
import { LineMap } from './lines.ts';
import { load, momentOf } from './load.ts';
import { markdownText } from './report/markdown-text.ts';
import { type Paint, widthOf } from './terminal.ts';

/** What the manifests of a file, or the grant on one of its lines, really allow: the same words as in the editor's hover. */
export function explainPlace({ file, line }: FilePlace, parsed: Arguments, io: Io, paint: Paint): string {
  const { roots } = load([file], momentOf(parsed.value('at'), io), io);
  const pages: string[] = [];
  for (const { snapshot, asked, options } of roots) {
    for (const uri of asked) {
      const read = snapshot.files.get(uri);
      if (!read) continue;
      const offset = line === undefined ? undefined : offsetOf(read.document.text, line, file);
      pages.push(explainFile(snapshot, read, options, offset));
    }
  }
  const page = pages.filter((each) => each.trim() !== '').join('\n\n');
  if (page === '')
    throw new UsageError(
      `there is no manifest ${line === undefined ? 'in' : 'at'} ${file}${line === undefined ? '' : `:${line}`}`,
    );
  return markdownText(page, paint, widthOf(io));
}

/** Where the line's text begins, after its indentation. */
function offsetOf(text: string, line: number, file: string): number {
  const bounds = new LineMap(text).bounds(line);
  if (!bounds) throw new UsageError(`${file} has no line ${line}`);
  const [start, end] = bounds;
  return start + /^\s*(?:- )?/.exec(text.slice(start, end))![0].length;
}
