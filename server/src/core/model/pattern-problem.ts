import { commandPatternProblem } from '../scope/command.ts';
import { pathPatternProblem } from '../scope/path.ts';
import { urlPatternProblem } from '../scope/url.ts';
import type { Verb } from './manifest.ts';

/** What keeps a pattern of this verb from being used, with offsets in its text. */
export function patternProblem(
  verb: Verb,
  text: string,
): { readonly message: string; readonly start: number; readonly end: number } | undefined {
  switch (verb) {
    case 'read':
    case 'write':
    case 'delete':
      return pathPatternProblem(text);
    case 'run':
      return commandPatternProblem(text);
    case 'fetch':
      return urlPatternProblem(text);
    default:
      return undefined;
  }
}
