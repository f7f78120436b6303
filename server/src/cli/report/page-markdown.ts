import type { Page } from '../../core/features/page.ts';
import { visible } from '../terminal.ts';
import type { Locate } from './located.ts';
import { placeText } from './page-text.ts';

/** A page for a pull request. */
export function pageMarkdown(page: Page, locate: Locate): string {
  const at = (place: Page['place']) => {
    const text = placeText(place, locate);
    return text === undefined ? '' : ` (\`${text}\`)`;
  };
  const lines = [`## ${page.title}${at(page.place)}`, '', ...page.lead.flatMap((words) => [words, ''])];
  for (const { title, rows } of page.sections) {
    lines.push(`### ${title}`, '');
    for (const { words, place, more, done } of rows) {
      const box = done === undefined ? '' : done ? '[x] ' : '[ ] ';
      const details = (more ?? []).map((each) => (typeof each === 'string' ? { words: each } : each));
      lines.push(
        `- ${box}${words}${at(place)}`,
        ...details.map((detail) => `  - ${detail.words}${at('place' in detail ? detail.place : undefined)}`),
      );
    }
    lines.push('');
  }
  return `${visible(lines.join('\n')).trimEnd()}\n`;
}
