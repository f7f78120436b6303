import { readdirSync } from 'node:fs';
import path from 'node:path';

/** Every file under a directory for which `wanted` holds, sorted; paths have `/` on every system. */
export function glob(directory, wanted) {
  const found = [];
  const visit = (at) => {
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      const full = `${at}/${entry.name}`;
      if (entry.isDirectory()) {
        if (entry.name !== 'node_modules' && entry.name !== '.git') visit(full);
      } else if (wanted(full)) {
        found.push(full);
      }
    }
  };
  visit(directory.split(path.sep).join('/'));
  return found.sort();
}
