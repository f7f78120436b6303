import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The repository's root, without a trailing separator. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** Whether a module was started by itself, as against imported. */
export function isMain(url) {
  return process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(url);
}
