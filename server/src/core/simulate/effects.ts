import type { Action } from '../decide/action.ts';
import { impliedActions } from '../decide/implied.ts';
import type { ShellWord } from '../decide/shell-node.ts';
import { lineParts } from '../decide/shell-walk.ts';

/** More than this of a command line is not looked at: it is shown to people, and decided elsewhere. */
const MOST = 100;

/** The action itself and, for a command line, what its programs are known to read, write and fetch. */
export function effectsOfAction(action: Action): readonly Action[] {
  if (action.verb !== 'run' || action.value.length > 20_000) return [action];
  const found: Action[] = [action];
  for (const part of lineParts(action.value, action.context?.directory ?? '').parts) {
    if (found.length > MOST) break;
    if (part.kind === 'redirection') found.push({ verb: part.verb, value: knownText(part.target) });
    else for (const { verb, word } of impliedActions(part.words)) found.push({ verb, value: knownText(word) });
  }
  return found;
}

/** A word's text where it is known, and what it begins with where it is not: enough for a host. */
function knownText({ word }: ShellWord): string {
  return word.kind === 'literal' ? word.text : word.prefix;
}
