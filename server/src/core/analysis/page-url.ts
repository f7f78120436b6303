/**
 * The page of a rule, for output that is read where the pages are not. They are published nowhere yet, so this is under a
 * name that is reserved (RFC 2606) and can never be somebody else's; editors open the page that the server holds.
 */
export function pageUrl(rule: string): string {
  return `https://bailiwick.example/rules/${rule}.md`;
}
