import type { ToolScope } from '../../model/manifest.ts';
import type { Span } from '../../span.ts';
import type { CatalogueRule, Report } from '../catalogue-rule.ts';
import { ASI01, ASI04, atlas } from '../references.ts';

/** What no description of a tool has to say; after the notification on tool poisoning of Invariant Labs (2025) and what scanners look for since. */
const SPEAKS_TO_THE_MODEL: readonly { readonly like: RegExp; readonly why: string }[] = [
  {
    like: /<\s*\/?\s*(?:important|system|instructions?|secret|hidden|admin|assistant|critical)\s*>/i,
    why: 'it has a tag as of a prompt',
  },
  {
    like: /\b(?:ignore|disregard|forget|override)\s+(?:all\s+|any\s+)?(?:the\s+|your\s+)?(?:previous|prior|above|earlier|other|existing)\s+(?:instructions?|rules?|prompts?|guidelines|tools?)/i,
    why: 'it tells the model to disregard what it was told',
  },
  {
    like: /\b(?:do\s+not|don't|never|must\s+not|without)\s+(?:ever\s+)?(?:tell(?:ing)?|mention(?:ing)?|inform(?:ing)?|show(?:ing)?|reveal(?:ing)?|notify(?:ing)?|alert(?:ing)?|ask(?:ing)?)\b[^.]{0,30}\b(?:user|human|person|operator)\b/i,
    why: 'it tells the model to keep something from the person',
  },
  {
    like: /\b(?:read|cat|open|include|pass|send|attach|provide|copy)\b[^.]{0,80}(?:~\/\.|\.ssh\b|id_rsa|\.env\b|\.aws\b|mcp\.json|credentials file|private key|api[ _-]?keys?\b)/i,
    why: 'it asks for files with credentials',
  },
  {
    like: /\b(?:include|pass|send|provide|summari[sz]e|append|put)\b[^.]{0,60}\b(?:system prompt|chat history|conversation (?:history|so far)|previous messages|full conversation|entire conversation)\b/i,
    why: 'it asks for the conversation',
  },
  {
    like: /\bbefore\s+(?:using|calling|invoking|you\s+(?:use|call))\s+(?:this|any|every|all|the)\s+(?:other\s+)?tools?\b/i,
    why: 'it tells the model what to do before other tools',
  },
];

/** What hides a part of a description from whoever reads it in a window. */
const HIDES: readonly { readonly like: RegExp; readonly why: string }[] = [
  { like: /<!--[\s\S]*?-->/, why: 'it has a comment that renders as nothing' },
  { like: /\S[^\S\n]{40,}\S|\n{10,}\S/, why: 'it goes on far to the right or far below' },
  { like: /[A-Za-z0-9+/]{120,}={0,2}/, why: 'it has a long stretch that nobody can read' },
];

/** Words by which one tool puts itself before others: bad manners, or worse. */
const PUSHES =
  /\b(?:always|must)\s+(?:use|call|prefer|invoke)\s+this\s+(?:tool|operation|function)\b|\binstead\s+of\s+(?:any\s+)?other\s+tools?\b|\bthis\s+tool\s+(?:replaces|supersedes|overrides)\b/i;

export const poisonedDescription: CatalogueRule = {
  id: 'poisoned-description',
  family: 'tools',
  summary: 'What a tool says of itself speaks to the model, and not of the tool.',
  severity: 'error',
  confidence: 'heuristic',
  audience: 'default',
  references: [atlas('AML.T0110'), atlas('AML.T0051'), ASI01, ASI04],
  risk: false,
  since: '0.1.0',
  checkTool(tool, report) {
    for (const { text, span, of } of descriptionsOf(tool)) check(tool, text, span, of, report);
  },
};

interface Description {
  readonly text: string;
  readonly span: Span;
  readonly of: string;
}

/** Everything that a client shows to the model: of the tool, of each operation, of each argument. */
function descriptionsOf(tool: ToolScope): readonly Description[] {
  const { purpose, operations } = tool;
  return [
    ...(purpose ? [{ text: purpose.value, span: purpose.span, of: tool.name?.value ?? 'this tool' }] : []),
    ...operations.flatMap(({ name, description, arguments: taken }) => [
      ...(description ? [{ text: description.value, span: description.span, of: name.value }] : []),
      ...taken.flatMap((argument) =>
        typeof argument.schema.description === 'string'
          ? [{ text: argument.schema.description, span: argument.span, of: `${name.value}(${argument.name.value})` }]
          : [],
      ),
    ]),
  ];
}

function check(tool: ToolScope, text: string, span: Span, of: string, report: Report): void {
  const found = [...SPEAKS_TO_THE_MODEL, ...HIDES].find(({ like }) => like.test(text));
  if (found) {
    const words = found.like.exec(text)![0].replace(/\s+/g, ' ').slice(0, 60);
    report({
      source: tool.source,
      span,
      message: `the description of \`${of}\` speaks to the model: ${found.why} ("${words}")`,
    });
    return;
  }
  const pushes = PUSHES.exec(text)?.[0];
  if (pushes === undefined) return;
  report({
    source: tool.source,
    span,
    severity: 'warning',
    audience: 'strict',
    message: `the description of \`${of}\` asks to be preferred to other tools ("${pushes}")`,
  });
}
