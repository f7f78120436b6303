import { type Paint, plain, visible, wrap } from '../terminal.ts';

/** The Markdown of hovers and pages as text: emphasis becomes colour or nothing, links become their words. Code blocks stay as they are. */
export function markdownText(markdown: string, paint: Paint, width: number): string {
  const lines: string[] = [];
  let fenced = false;
  for (const raw of markdown.trimEnd().split('\n')) {
    const line = visible(raw);
    if (/^```/.test(line)) {
      fenced = !fenced;
    } else if (fenced) {
      lines.push(`    ${line}`);
    } else if (line.startsWith('#')) {
      lines.push(
        paint(
          'bold',
          inline(line.replace(/^#+\s*/, ''), (_, text) => text),
        ),
      );
    } else if (line.trim() === '---') {
      lines.push('');
    } else {
      const [, indent = '', bullet = '', rest = ''] = /^(\s*)([-*] |\d+\. )?(.*)$/.exec(line)!;
      const hang = ' '.repeat(indent.length + bullet.length);
      wrap(rest.trimEnd(), Math.max(24, width - hang.length)).forEach((part, index) => {
        lines.push((index === 0 ? indent + bullet : hang) + part);
      });
    }
  }
  // Emphasis may go over several lines after wrapping, so it is painted last, in the text as a whole.
  return `${inline(lines.join('\n'), paint).replace(/\n{3,}/g, '\n\n')}\n`;
}

/** Markdown within a line as text. */
export function inlineText(markdown: string, paint: Paint): string {
  return inline(markdown, paint);
}

/** Links, emphasis, code and escapes, in one pass, so that nothing in code is taken for emphasis. */
function inline(text: string, paint: Paint): string {
  const token =
    /(`+)([\s\S]*?[^`])\1(?!`)|\[((?:\\.|`[^`]*`|[^\]\\`])*)\]\([^)]*\)|\*\*((?:\\.|`[^`]*`|[^*\\`])+)\*\*|\*((?:\\.|`[^`]*`|[^*\\`])+)\*|\\([\\`*_[\]<>#|!])|&nbsp;|<br>/g;
  return text.replace(token, (whole, _ticks, code, link, strong, soft, escaped) => {
    // Without colour the backticks stay: `git **` is not the same as git **.
    if (code !== undefined) return paint === plain ? whole : paint('cyan', code);
    if (link !== undefined) return inline(link, paint);
    if (strong !== undefined) return paint('bold', inline(strong, paint === plain ? plain : (_, each) => each));
    if (soft !== undefined) return inline(soft, paint);
    if (escaped !== undefined) return escaped;
    return whole === '<br>' ? '\n' : ' ';
  });
}
