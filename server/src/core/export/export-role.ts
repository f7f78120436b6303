import type { ResolvedRole } from '../workspace/workspace.ts';
import { type Comparison, compareExported } from './compare.ts';
import type { Exported, ExportOptions, ExportRow, Target } from './exported.ts';

export interface CheckedExport extends Exported {
  /** What reading it back came to; undefined where the target's own meaning is not known here. */
  readonly comparison: Comparison | undefined;
}

/**
 * Writes a role for a tool, reads it back with that tool's meaning, and compares. An action that the target permits and
 * the role does not is a row of its own, unless a row that was accepted says so already.
 */
export function exportRole(role: ResolvedRole, target: Target, options: ExportOptions): CheckedExport {
  const exported = target.export(role, options);
  const comparison = compareExported(role, exported, options.now);
  // A row that fails, or was accepted as wider, says already that the verb is not held as the role holds it.
  const told = new Set(
    exported.rows.flatMap(({ fails, fidelity, name }) =>
      fails || fidelity === 'wider' || options.accept.has(name) ? [verbOf(name)] : [],
    ),
  );
  const found = new Map<string, ExportRow>();
  for (const { action, role: mine, target: theirs, words } of comparison?.wider ?? []) {
    if (told.has(action.verb) || found.has(action.verb)) continue;
    const name = `seen ${action.verb}`;
    found.set(action.verb, {
      name,
      fidelity: 'wider',
      why: `${target.title} would ${theirs} \`${action.verb} ${action.value}\` and the role would ${mine} it: ${words}`,
      written: [],
      fails: !options.accept.has(name),
    });
  }
  return { ...exported, rows: [...exported.rows, ...found.values()], comparison };
}

/** The verb that a row is about: `deny read **` and `default read` are about reading. */
function verbOf(name: string): string {
  return name.split(' ')[1] ?? '';
}
