import type { Source } from '../../source.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI01, cve } from '../references.ts';

/** Soft hyphen, zero width, bidirectional controls, odd separators, variation selectors in rows and tag characters; see CVE-2021-42574 and Unicode Technical Report 36. */
const HIDDEN =
  /[\u00AD\u061C\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\u3164\uFFA0]|(?!^)\uFEFF|[\uFE00-\uFE0F]{2,}|(?:\uDB40[\uDC00-\uDDEF])+/g;

export const hiddenUnicode: CatalogueRule = {
  id: 'hidden-unicode',
  family: 'hygiene',
  summary: 'The text has characters that nobody sees and that agents and matchers read.',
  severity: 'error',
  confidence: 'proven',
  audience: 'default',
  references: [cve('CVE-2021-42574'), ASI01],
  risk: false,
  since: '0.1.0',
  foreign: true,
  checkWorkspace(snapshot, report) {
    for (const { source } of [...snapshot.sources, ...snapshot.foreign.files]) {
      for (const { start, end, words } of hiddenIn(source)) {
        report({
          source,
          span: { start, end },
          message: `here is a character that nobody sees (${words}): what is read is not what is matched`,
          fixes: [{ title: 'Remove it', kind: 'offer', edits: [{ source, span: { start, end }, newText: '' }] }],
        });
      }
    }
  },
};

interface Hidden {
  readonly start: number;
  readonly end: number;
  readonly words: string;
}

const found = new WeakMap<Source, readonly Hidden[]>();
const MOST = 20;

function hiddenIn(source: Source): readonly Hidden[] {
  let known = found.get(source);
  if (!known) {
    const all: Hidden[] = [];
    for (const match of source.text.matchAll(HIDDEN)) {
      if (all.length >= MOST) break;
      all.push({ start: match.index, end: match.index + match[0].length, words: wordsOf(match[0]) });
    }
    known = all;
    found.set(source, known);
  }
  return known;
}

/** Tag characters stand for letters: what they say is shown. */
function wordsOf(text: string): string {
  const points = [...text].map((each) => each.codePointAt(0)!);
  const said = points
    .filter((point) => point >= 0xe0020 && point < 0xe007f)
    .map((point) => String.fromCharCode(point - 0xe0000))
    .join('');
  const code = `U+${points[0]!.toString(16).toUpperCase().padStart(4, '0')}`;
  return said === '' ? code : `${code}, which says "${said.slice(0, 60)}"`;
}
