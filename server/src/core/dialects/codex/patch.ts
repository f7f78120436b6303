/** The files that a patch for `apply_patch` touches; undefined where it is none. */
export function patchedFiles(patch: string): readonly string[] | undefined {
  if (!patch.includes('*** Begin Patch')) return undefined;
  const named = [...patch.matchAll(/^\*\*\* (?:(?:Add|Update|Delete) File|Move to): (.+)$/gm)];
  return named.length > 0 ? named.map(([, file]) => file!.trim()) : undefined;
}

/** A patch that touches one file. */
export function patchOf(kind: 'Update' | 'Delete', file: string): string {
  return `*** Begin Patch\n*** ${kind} File: ${file}\n*** End Patch`;
}
