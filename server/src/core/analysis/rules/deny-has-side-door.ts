import { type VainDeny, vainDenies } from '../../authority/vain-denies.ts';
import type { Pattern, Rule } from '../../model/manifest.ts';
import { matchesPath } from '../../scope/path.ts';
import type { ResolvedRole } from '../../workspace/workspace.ts';
import { narrowings } from '../by-pattern.ts';
import type { CatalogueRule, Report, RoleContext } from '../catalogue-rule.ts';
import { entryLine, fitted, HARMLESS, patternWords, SHOWN } from '../command-line.ts';
import { type CommandEntry, entriesOf } from '../data/commands/index.ts';
import { candidatesOf } from '../data/sensitive-paths.ts';
import { ASI02, cve } from '../references.ts';
import { nameIn, quoted, step, witnessOf } from '../words.ts';

export const denyHasSideDoor: CatalogueRule = {
  id: 'deny-has-side-door',
  family: 'secrets',
  summary: 'Something is denied, and a granted command does it nevertheless.',
  severity: 'error',
  confidence: 'proven',
  audience: 'default',
  references: [ASI02, cve('CVE-2026-25724')],
  risk: true,
  besideRestrictions: true,
  since: '0.1.0',
  foreign: true,
  checkRole(role, context, report) {
    if (role.role.foreign) throughForeign(role, context, report);
    else throughCommands(role, context, report);
  },
};

/** What a command does all the same that is denied; what any program does is said of the grant that runs it. */
function throughCommands(role: ResolvedRole, context: RoleContext, report: Report): void {
  const byDoor = new Map<Pattern, VainDeny[]>();
  for (const vain of vainDenies(role, context.now)) {
    const pattern = vain.entry && vain.door?.pattern;
    if (!pattern || !context.own.includes(vain.door.rule)) continue;
    byDoor.set(pattern, [...(byDoor.get(pattern) ?? []), vain]);
  }
  for (const [pattern, all] of byDoor) {
    const shown = all.find((vain) => isForEverybody(vain, context)) ?? all[0]!;
    const entry = shown.entry!;
    const [denied, way] = shown.steps.map(({ action }) => action);
    const { rule } = shown.door!;
    const more = all.length === 1 ? '' : ` (and ${all.length - 1} more ${all.length === 2 ? 'deny' : 'denies'})`;
    report({
      source: rule.source,
      span: pattern.span,
      ...(isForEverybody(shown, context) ? {} : { severity: 'warning', audience: 'strict' }),
      confidence: entry.verified === 'executed' && entry.needs === undefined ? 'proven' : 'modelled',
      message: `${nameIn(role)} may not ${denied!.verb} \`${denied!.value}\`${more}, but ${quoted(rule, pattern)} allows \`${way!.value}\`, which ${entry.achieves}`,
      related: all.map((vain) => ({
        ...context.placeOf(vain.rule, vain.pattern),
        message: `\`${vain.steps[0]!.action.value}\` is denied here`,
      })),
      witness: witnessOf(role, shown.steps, entryLine(entry, HARMLESS)),
      fixes: () => narrowings(role, rule, pattern),
    });
  }
}

/**
 * Where a command writes, and not what, is for those who ask, unless nobody chose its input; so is the line of a file that
 * stands in an error message.
 */
function isForEverybody({ rule, entry }: VainDeny, context: RoleContext): boolean {
  if (/in its error messages/.test(entry!.achieves)) return false;
  return rule.verb !== 'write' || entry!.content || context.unattended || context.exposure.level === 'anyone';
}

function throughForeign(role: ResolvedRole, context: RoleContext, report: Report): void {
  if (role.role.sandbox?.read !== undefined) return;
  for (const deny of context.inForce) {
    if (deny.effect !== 'deny' || deny.verb !== 'read') continue;
    const path = deniedPath(deny, role.facts.files.paths);
    if (path === undefined) continue;
    for (const rule of context.grants('run')) {
      for (const pattern of rule.patterns) {
        const door = pattern.negated ? undefined : doorThrough(pattern.text, path, context);
        if (!door) continue;
        const { line, entry } = door;
        report({
          source: rule.source,
          span: pattern.span,
          confidence: entry.verified === 'executed' ? 'proven' : 'modelled',
          message: `${nameIn(role)} may not read \`${path}\`, but ${quoted(rule, pattern)} allows \`${line}\`, which ${entry.achieves}`,
          related: [{ ...context.placeOf(deny, deny.patterns[0]), message: `\`${path}\` is denied here` }],
          witness: witnessOf(
            role,
            [
              step({ verb: 'read', value: path }, 'is denied', 'deny'),
              step({ verb: 'run', value: line }, 'prints it all the same'),
            ],
            entryLine(entry, HARMLESS),
          ),
          fixes: () => narrowings(role, rule, pattern),
        });
      }
    }
    return;
  }
}

/** A path that the deny is about: one that exists, else a usual one, else the pattern itself where it is a path. */
function deniedPath(deny: Rule, files: readonly string[]): string | undefined {
  const usual = candidatesOf('secret', files).find(({ path }) => matchesPath(deny.patterns, path));
  if (usual) return usual.path;
  const literal = deny.patterns.find(({ text, negated }) => !negated && !/[*?[{]/.test(text));
  return literal?.text;
}

function doorThrough(
  text: string,
  secret: string,
  context: RoleContext,
): { readonly line: string; readonly entry: CommandEntry } | undefined {
  const words = patternWords(text);
  const program = words[0] ?? '';
  for (const entry of entriesOf(program)) {
    if (entry.effect !== 'read') continue;
    const line = fitted(words, entry, { ...SHOWN, secret });
    if (line !== undefined && context.allows({ verb: 'run', value: line })) return { line, entry };
  }
  return undefined;
}
