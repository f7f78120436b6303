/** A YAML block of a rule's page, and the heading that it stands under. */
export interface PageBlock {
  readonly section: string;
  readonly text: string;
}

/** A rule's page, taken apart. */
export interface RulePage {
  readonly title: string;
  /** What and why: the text before the first heading. */
  readonly summary: string;
  readonly sections: ReadonlyMap<string, string>;
  readonly blocks: readonly PageBlock[];
}

export function readPage(markdown: string): RulePage {
  const parts = markdown.split(/^## (.+)$/m);
  const sections = new Map<string, string>();
  for (let index = 1; index < parts.length; index += 2) sections.set(parts[index]!.trim(), parts[index + 1] ?? '');
  return {
    title: /^# (.+)$/m.exec(markdown)?.[1] ?? '',
    summary: (parts[0] ?? '').replace(/^# .+$/m, '').trim(),
    sections,
    blocks: [...sections].flatMap(([section, text]) =>
      [...text.matchAll(/^```ya?ml\n([\s\S]*?)^```$/gm)].map(([, block]) => ({ section, text: block! })),
    ),
  };
}
