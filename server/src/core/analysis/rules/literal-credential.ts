import type { Source } from '../../source.ts';
import type { CatalogueRule, Report } from '../catalogue-rule.ts';
import { ASI03, atlas, cwe } from '../references.ts';

/** Credentials that say what they are, by the prefixes that their issuers publish. */
const TOKENS: readonly { readonly what: string; readonly like: RegExp }[] = [
  { what: 'a GitHub token', like: /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{60,})/g },
  { what: 'a GitLab token', like: /\bglpat-[A-Za-z0-9_-]{20,}/g },
  { what: 'an npm token', like: /\bnpm_[A-Za-z0-9]{36}/g },
  { what: 'an AWS access key', like: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g },
  { what: 'a Google API key', like: /\bAIza[0-9A-Za-z_-]{35}/g },
  { what: 'a Slack token', like: /\bxox[abprs]-[A-Za-z0-9-]{10,}/g },
  { what: 'a Slack webhook', like: /https:\/\/hooks\.slack\.com\/services\/T[A-Z0-9]+\/B[A-Z0-9]+\/[A-Za-z0-9]+/g },
  { what: 'a Stripe key', like: /\b[sr]k_live_[A-Za-z0-9]{16,}/g },
  { what: 'an OpenAI key', like: /\bsk-(?:proj-)?[A-Za-z0-9_-]{32,}/g },
  { what: 'an Anthropic key', like: /\bsk-ant-[A-Za-z0-9_-]{20,}/g },
  { what: 'a PyPI token', like: /\bpypi-[A-Za-z0-9_-]{40,}/g },
  { what: 'a private key', like: /-----BEGIN [A-Z ]*PRIVATE KEY-----(?=(?:\\[rn]|\s)*[A-Za-z0-9+/=:, -]{16})/g },
  { what: 'a signed token', like: /\beyJ[A-Za-z0-9_-]{15,}\.eyJ[A-Za-z0-9_-]{15,}\.[A-Za-z0-9_-]{10,}/g },
  { what: 'a password in an address', like: /\b[a-z][a-z0-9+.-]*:\/\/[^\s:@/"'{}$]+:[^\s:@/"'{}$*]{3,}@/g },
];

/** `password=…`, `client_secret: …`, `Authorization: Bearer …`: the value is long, mixed, and no reference. */
const ASSIGNED =
  /\b(?:password|passwd|secret|client_secret|api[_-]?key|apikey|access[_-]?token|auth[_-]?token|token)\b["']?\s*[=:]\s*["']?([A-Za-z0-9+/_=-]{16,})|\bBearer\s+([A-Za-z0-9+/_=.-]{16,})/gi;

/** A password in an address that documentation everywhere writes for one. */
const MADE_UP =
  /:\/\/[^:@]*:(?:pass(?:w(?:or)?d)?|pwd|pw|secret|user|admin|root|test|postgres|mysql|guest|redis|token|\*+)@/i;

export const literalCredential: CatalogueRule = {
  id: 'literal-credential',
  family: 'tools',
  summary: 'A credential is written out in a manifest, where everybody who reads the repository has it.',
  severity: 'error',
  confidence: 'heuristic',
  audience: 'default',
  references: [atlas('AML.T0083'), ASI03, cwe(798, 'Use of Hard-coded Credentials')],
  risk: false,
  since: '0.1.0',
  foreign: true,
  checkWorkspace(snapshot, report) {
    for (const { source } of [...snapshot.sources, ...snapshot.foreign.files]) check(source, report);
  },
};

const checked = new WeakMap<
  Source,
  readonly { readonly start: number; readonly end: number; readonly what: string }[]
>();

function check(source: Source, report: Report): void {
  let found = checked.get(source);
  if (!found) {
    found = credentialsIn(source.text);
    checked.set(source, found);
  }
  for (const { start, end, what } of found) {
    report({
      source,
      span: { start, end },
      message: `${what} is written out here, and everybody who can read this file has it: revoke it, and name a credential instead`,
    });
  }
}

function credentialsIn(text: string): readonly { start: number; end: number; what: string }[] {
  const found: { start: number; end: number; what: string }[] = [];
  const add = (start: number, value: string, what: string) => {
    if (found.length >= 20 || found.some((each) => start < each.end && start + value.length > each.start)) return;
    if (/example|placeholder|changeme|xxxx|your[_-]|<|\$\{/i.test(value) || MADE_UP.test(value)) return;
    // What goes on with dots is the beginning of one, in a text that explains something.
    if (/^(?:\.\.\.|…)/.test(text.slice(start + value.length)) || value.endsWith('...')) return;
    found.push({ start, end: start + value.length, what });
  };
  for (const { what, like } of TOKENS) for (const match of text.matchAll(like)) add(match.index, match[0], what);
  for (const match of text.matchAll(ASSIGNED)) {
    const value = match[1] ?? match[2]!;
    if (isRandom(value)) add(match.index + match[0].lastIndexOf(value), value, 'What looks like a credential');
  }
  return found;
}

/** Letters and digits mixed, many different ones: a name such as `PAYMENTS_SUPPORT_TOKEN` is none. */
function isRandom(value: string): boolean {
  return (
    /\d/.test(value) &&
    /[a-z]/i.test(value) &&
    new Set(value).size >= 10 &&
    !/^[A-Z0-9_]+$/.test(value) &&
    !/^[a-z]+([-_][a-z0-9]+)+$/.test(value)
  );
}
