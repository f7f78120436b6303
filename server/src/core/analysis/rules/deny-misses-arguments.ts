import type { Action } from '../../decide/action.ts';
import type { Fix } from '../../finding.ts';
import type { Pattern, Rule } from '../../model/manifest.ts';
import type { ResolvedRole } from '../../workspace/workspace.ts';
import type { CatalogueRule, RoleContext } from '../catalogue-rule.ts';
import { entryLine, patternWords, SHOWN } from '../command-line.ts';
import { entriesOf } from '../data/commands/index.ts';
import { addPatterns, replacePattern } from '../edits.ts';
import { cwe } from '../references.ts';
import { nameIn, quoted, step, witnessOf } from '../words.ts';

/** What people go on with after words that they deny most often. */
const USUAL: Readonly<Record<string, string>> = {
  'git push': 'origin main',
  'git reset': '--hard HEAD~1',
  'git commit': '-m wip',
  'git commit --no-verify': '-m wip',
  'git clean': '-fd',
  'npm publish': '--access public',
  'rm -rf': 'src',
  'rm -r': 'src',
  rm: '-rf src',
  dd: 'if=/dev/zero of=disk.img',
  'terraform apply': '-auto-approve',
  'terraform destroy': '-auto-approve',
  'docker push': 'example/app',
  'kubectl delete': 'pod web',
  'gh pr merge': '--admin 1',
};

export const denyMissesArguments: CatalogueRule = {
  id: 'deny-misses-arguments',
  family: 'conflicts',
  summary: 'A deny stops a command as it is written, and not the same command with arguments.',
  severity: 'error',
  confidence: 'proven',
  audience: 'default',
  references: [cwe(863, 'Incorrect Authorization')],
  risk: true,
  besideRestrictions: true,
  since: '0.1.0',
  foreign: true,
  checkRole(role, context, report) {
    for (const rule of context.own) {
      if (rule.verb !== 'run' || rule.effect === 'allow') continue;
      for (const pattern of rule.patterns) {
        if (pattern.negated || !isBare(pattern.text)) continue;
        const line = pattern.text;
        if (context.allows({ verb: 'run', value: line })) continue;
        const action = linesWithArguments(line)
          .map((value): Action => ({ verb: 'run', value }))
          .find((each) => context.allows(each) && !isMeant(context, line, each));
        if (!action) continue;
        const does = rule.effect === 'ask' ? 'asks before it runs' : 'may not run';
        report({
          source: rule.source,
          span: pattern.span,
          ...(rule.effect === 'ask' ? { severity: 'warning' } : {}),
          message: `${nameIn(role)} ${does} \`${line}\` alone; with arguments it runs, for example \`${action.value}\`: ${quoted(rule, pattern)} is the command without any`,
          witness: witnessOf(role, [
            step(action, rule.effect === 'ask' ? 'was to be asked about' : 'was to be denied'),
          ]),
          fixes: fixesFor(role, rule, pattern),
        });
      }
    }
  },
};

/** One command and its words, no wildcard among them, that does not end in the very thing it is about. */
function isBare(text: string): boolean {
  const words = patternWords(text);
  return words.length > 0 && !/[*?[\]{}|&;<>$`()\\'"#]/.test(text) && !/[/~.:=]/.test(words.slice(1).join(' '));
}

/** The command with what usually follows, known mischief first, and at last with some word. */
function linesWithArguments(line: string): readonly string[] {
  const usual = Object.hasOwn(USUAL, line) ? [`${line} ${USUAL[line]}`] : [];
  const known = entriesOf(patternWords(line)[0]!)
    .map((entry) => entryLine(entry, SHOWN))
    .filter((each) => each.startsWith(`${line} `) && !/[|&;<>]/.test(each));
  return [...usual, ...known.slice(0, MOST_KNOWN), `${line} x`];
}

const MOST_KNOWN = 3;

/** Whether a grant names the words of the deny and what follows: then the bare command alone was to be stopped. */
function isMeant(context: RoleContext, line: string, action: Action): boolean {
  const grants = context.inForce.filter(({ effect, verb }) => effect === 'allow' && verb === 'run');
  return grants.some((rule) => {
    if (rule.patterns.some(({ negated, text }) => !negated && text.startsWith(`${line} *`))) return true;
    return context.patternFor(rule, action)?.text.startsWith(`${line} `) ?? false;
  });
}

function fixesFor(role: ResolvedRole, rule: Rule, pattern: Pattern): readonly Fix[] {
  const wide = `${pattern.text} **`;
  const edits = replacePattern(rule, pattern, [wide]) ?? addPatterns(role.role, rule.effect, 'run', [wide]);
  if (!edits) return [];
  const verb = rule.effect === 'ask' ? 'Ask about' : 'Deny';
  return [{ title: `${verb} \`${pattern.text}\` with arguments too`, kind: 'offer', edits }];
}
