/** The page of a rule: what a finding's code links to. Every rule of the catalogue has one beside its code. */
export function pageUrl(rule: string): string {
  return `https://github.com/bailiwick-dev/bailiwick/blob/main/server/src/core/analysis/rules/${rule}.md`;
}
