import type { Detail, Page, Row } from '../../core/features/page.ts';
import type { Place } from '../../core/source.ts';
import { type Paint, plain, type Style, visible, wrap } from '../terminal.ts';
import type { Locate } from './located.ts';
import { inlineText } from './markdown-text.ts';

/** A page for a terminal: what stands in the page's own file has its line in front, the rest its place behind. */
export function pageText(page: Page, locate: Locate, paint: Paint, width: number): string {
  const here = page.place && locate(page.place);
  const lines = [
    `${paint('bold', inlineText(visible(page.title), paint))}${here ? `  ${paint('dim', `${here.file}:${here.range.start.line}`)}` : ''}`,
    ...page.lead.flatMap((words) => paragraph(words, '', paint, width)),
  ];
  for (const { title, rows } of page.sections) {
    lines.push('', paint('bold', inlineText(title, paint)));
    for (const row of rows) lines.push(...rowLines(row, here?.file, locate, paint, width));
  }
  return `${lines.join('\n')}\n`;
}

const GUTTER = 6;
/** What goes on is further in than what begins. */
const HANG = '  ';

function rowLines(row: Row, file: string | undefined, locate: Locate, paint: Paint, width: number): string[] {
  const mark = row.done === undefined ? '' : row.done ? '[x] ' : '[ ] ';
  const lines = placed({ ...row, words: mark + row.words }, GUTTER, file, locate, paint, width);
  for (const detail of row.more ?? []) {
    lines.push(
      ...placed(typeof detail === 'string' ? { words: detail } : detail, GUTTER + 2, file, locate, paint, width),
    );
  }
  return lines;
}

/** Words with their line in front, or with their place behind where that is another file. */
function placed(
  { words, place }: Detail,
  indent: number,
  file: string | undefined,
  locate: Locate,
  paint: Paint,
  width: number,
): string[] {
  const at = place && locate(place);
  const own = at && at.file === file;
  const lines = paragraph(words, ' '.repeat(indent), paint, width);
  if (own) {
    const number = String(at.range.start.line)
      .padStart(GUTTER - 2)
      .padEnd(indent);
    lines[0] = paint('dim', number) + lines[0]!.slice(indent);
  } else if (at) {
    const behind = `${at.file}:${at.range.start.line}`;
    const last = lines.length - 1;
    if (bare(lines[last]!).length + behind.length + 2 <= width) lines[last] += `  ${paint('dim', behind)}`;
    else lines.push(' '.repeat(indent + 2) + paint('dim', behind));
  }
  return lines;
}

/** Wrapped as it will be seen. What stands in code stays on one line, so that it can be copied. */
function paragraph(words: string, indent: string, paint: Paint, width: number): string[] {
  const whole = visible(words).replace(/(`+)([^`]|[^`][\s\S]*?[^`])\1(?!`)/g, (code) => code.replaceAll(' ', BLANK));
  const text = inlineText(whole, paint === plain ? plain : marked);
  return wrap(text, width - indent.length - HANG.length, (word) => word.replace(SIGNS, '').length).map(
    (line, index) => {
      const shown = painted(line.replaceAll(BLANK, ' '), paint);
      return `${indent}${index > 0 ? HANG : ''}${shown}`;
    },
  );
}

/*
 * Until lines are broken, styles are single signs around each word, which nobody's text has, and a blank in code is one
 * too: so a line is as long as it looks.
 */
const STYLES: readonly Style[] = ['bold', 'dim', 'red', 'yellow', 'blue', 'green', 'cyan'];
const FIRST = 0xe000;
const END = '\ue007';
const BLANK = '\ue008';
const SIGNS = /[\ue000-\ue007]/g;

function marked(style: Style, text: string): string {
  const start = String.fromCharCode(FIRST + STYLES.indexOf(style));
  return text.replace(/[^\s\ue000-\ue007]+/g, (word) => start + word + END);
}

function painted(line: string, paint: Paint): string {
  return line.replace(/([\ue000-\ue006])([^\ue000-\ue007]*)\ue007/g, (_, start: string, text: string) =>
    paint(STYLES[start.charCodeAt(0) - FIRST]!, text),
  );
}

function bare(line: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are not seen as text.
  return line.replace(/\u001b\[\d+m/g, '');
}

/** The place of a row as `file:line`, for Markdown and JSON. */
export function placeText(place: Place | undefined, locate: Locate): string | undefined {
  const at = place && locate(place);
  return at && `${at.file}:${at.range.start.line}`;
}
