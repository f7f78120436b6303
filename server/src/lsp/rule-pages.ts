import { pageUrl } from '../core/analysis/page-url.ts';
import { RULES } from '../core/analysis/rules/index.ts';
import { READER_RULES } from '../core/syntax/problem.ts';
import type { ClientFacts } from './capabilities.ts';

/** The scheme of texts that the server itself provides, so that they can be read without a network. */
export const CONTENT_SCHEME = 'bailiwick';

const IDS: ReadonlySet<string> = new Set(RULES.map((rule) => rule.id));

/** Where a rule's page can be opened: in the editor where it shows texts of ours, else on the web. */
export function rulePageUrl(rule: string, client: ClientFacts): string | undefined {
  if (client.opensTexts) return hasPage(rule) ? `${CONTENT_SCHEME}:/rules/${rule}.md` : undefined;
  return IDS.has(rule) ? pageUrl(rule) : undefined;
}

/** The rule that such an address is of. */
export function ruleOfUrl(uri: string): string | undefined {
  return /^bailiwick:\/+rules\/([a-z0-9-]+)\.md$/.exec(uri)?.[1];
}

function hasPage(rule: string): boolean {
  return IDS.has(rule) || Object.hasOwn(READER_RULES, rule);
}

/** A rule's page as Markdown; undefined for a rule that there is not. */
export async function rulePage(rule: string): Promise<string | undefined> {
  if (IDS.has(rule)) {
    // Every page is in the bundle; the id comes from the catalogue and so has one.
    const page: { readonly default: string } = await import(`../core/analysis/rules/${rule}.md`);
    return page.default;
  }
  return Object.hasOwn(READER_RULES, rule)
    ? `# ${rule}\n\n${READER_RULES[rule as keyof typeof READER_RULES]}\n`
    : undefined;
}
