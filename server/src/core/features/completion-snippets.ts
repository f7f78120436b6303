// biome-ignore-all lint/suspicious/noTemplateCurlyInString: an editor fills these placeholders.
import { RULES } from '../analysis/rules/index.ts';
import type { Instant } from '../decide/run-state.ts';
import type { Source } from '../source.ts';
import { kindOfPath } from '../workspace/manifest-path.ts';
import type { Completion, CompletionContext } from './completion.ts';
import { templatesAt } from './templates.ts';
import { ITEM, type Writing } from './writing.ts';

/** In a file that says nothing yet: whole manifests to begin with. */
export function wholeManifests(source: Source, writing: Writing, now: Instant): Completion[] {
  const kind = kindOfPath(source.uri);
  return templatesAt(now)
    .filter((template) => kind === undefined || template.kind === kind)
    .map((template) => ({
      label: template.label,
      kind: 'snippet',
      replace: writing.word,
      detail: template.kind,
      documentation: `${template.description}\n\n\`\`\`yaml\n${template.text}\n\`\`\``,
      text: template.text,
      filter: `${writing.typed}${template.label}`,
    }));
}

interface RuleSnippet {
  readonly label: string;
  readonly effects: readonly string[];
  readonly lines: readonly string[];
  readonly documentation: string;
}

const RULE_SNIPPETS: readonly RuleSnippet[] = [
  {
    label: 'read files',
    effects: ['allow', 'ask'],
    lines: ['read: ["${1:src/**}"]', 'because: ${2:what it is needed for}'],
    documentation: 'Files that may be read.',
  },
  {
    label: 'run a command',
    effects: ['allow'],
    lines: ['run: ["${1:npm test}"]', 'because: ${2:what it is needed for}', 'limit: { calls: ${3:20}/run }'],
    documentation: 'A command exactly as it stands, so many times in a run.',
  },
  {
    label: 'fetch an address',
    effects: ['allow', 'ask'],
    lines: ['fetch: ["https://${1:api.example.com}/${2:v1}/**"]', 'methods: [GET]'],
    documentation: 'Pages under one address, to be read and not written to.',
  },
  {
    label: 'call an operation',
    effects: ['allow', 'ask'],
    lines: ['call: [${1:tool}/${2:operation}]', 'where: { ${3:argument}: { in: [${4:value}] } }'],
    documentation: 'One operation of a tool, with bounds for its arguments.',
  },
  {
    label: 'ask a person',
    effects: ['ask'],
    lines: [
      '${1|write,run,call,fetch|}: ["${2:src/**}"]',
      'approval: { from: [${3:code-owners}], evidence: [${4:diff}], within: ${5:30m} }',
    ],
    documentation: 'Something that a person agrees to first, on evidence and within a time.',
  },
  {
    label: 'deny secrets',
    effects: ['deny'],
    lines: ['read: ["**/.env*", "!**/.env.example", "**/*.pem", "**/*.key", "~/.ssh/**", "~/.aws/**"]'],
    documentation:
      'Files that hold keys and passwords. A deny holds over every allow, and for programs such as `cat` too.',
  },
  {
    label: 'deny changes to what runs by itself',
    effects: ['deny'],
    lines: ['write: [".git/**", ".github/workflows/**", "package.json", "Makefile"]'],
    documentation: 'Files from which commands are started later, by others.',
  },
];

/** Whole rules, where a rule begins. */
export function wholeRules({ writing, kind }: CompletionContext): Completion[] {
  if (kind !== 'AgentRole' && kind !== 'Boundary') return [];
  const [effect, item, ...further] = writing.path;
  const dashed = item === ITEM && further.length === 0;
  const bare = item === undefined && effect !== undefined && writing.lineStart;
  if ((!dashed && !bare) || writing.siblings.length > 0 || writing.bracket !== '') return [];
  const dash = bare ? '- ' : '';
  return RULE_SNIPPETS.filter((each) => each.effects.includes(effect!)).map((each) => ({
    label: each.label,
    kind: 'snippet',
    replace: writing.word,
    snippet: each.lines.map((line, index) => `${index === 0 ? dash : '  '}${line}`).join('\n'),
    documentation: each.documentation,
    detail: `a whole ${effect} rule`,
  }));
}

/** Rule ids in `# bailiwick: ignore …`. Elsewhere in comments nothing is offered. */
export function ruleIdCompletions(source: Source, offset: number): Completion[] {
  const lineStart = source.text.lastIndexOf('\n', offset - 1) + 1;
  const before = source.text.slice(lineStart, offset);
  const match = /#\s*bailiwick:\s*ignore\s+((?:[a-z0-9-]+\s*,\s*)*)([a-z0-9-]*)$/.exec(before);
  if (!match) return [];
  const typed = match[2]!;
  const rest = /^[a-z0-9-]*/.exec(source.text.slice(offset))![0];
  return RULES.map((rule) => ({
    label: rule.id,
    kind: 'rule',
    replace: { start: offset - typed.length, end: offset + rest.length },
    documentation: rule.summary,
    detail: rule.family,
  }));
}
