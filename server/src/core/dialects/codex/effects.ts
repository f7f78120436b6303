import { impliedActions } from '../../decide/implied.ts';
import { type PathTarget, pathTargets } from '../../decide/path-target.ts';
import { lineParts } from '../../decide/shell-walk.ts';
import { textOf } from '../../decide/unwrap.ts';

/** Something that a command line is known to do, which a sandbox may keep from happening. */
export type KnownEffect =
  | { readonly verb: 'read' | 'write'; readonly path: string }
  | { readonly verb: 'network'; readonly path: string };

/** What a line is known to do to files and hosts: its redirections, and what well-known programs do to their operands. */
export function knownEffects(line: string): readonly KnownEffect[] {
  const effects: KnownEffect[] = [];
  const add = (verb: 'read' | 'write', target: PathTarget) => {
    if (target.kind === 'path') effects.push({ verb, path: target.path });
  };
  for (const part of lineParts(line, '').parts) {
    if (part.kind === 'redirection') {
      for (const target of pathTargets(part.target, part.directories)) add(part.verb, target);
      continue;
    }
    for (const implied of impliedActions(part.words)) {
      const verb = implied.verb === 'delete' ? 'write' : implied.verb;
      if (verb === 'fetch') effects.push({ verb: 'network', path: textOf(implied.word) ?? implied.word.text });
      else for (const target of pathTargets(implied.word, part.directories)) add(verb, target);
    }
  }
  return effects;
}

/**
 * Whether Codex takes a command for dangerous: `rm` with its force option, also behind `sudo`
 * (`codex-rs/shell-command/src/command_safety/is_dangerous_command.rs`).
 */
export function isDangerous(argv: readonly string[]): boolean {
  const [program, ...args] = argv;
  const name = program?.split('/').pop();
  if (name === 'sudo') return isDangerous(args);
  if (name === 'rm') {
    const end = args.indexOf('--');
    return (end < 0 ? args : args.slice(0, end)).some((arg) => arg === '--force' || /^-[^-]*f/.test(arg));
  }
  const [flag, script] = args;
  if (
    argv.length !== 3 ||
    script === undefined ||
    !/^(bash|zsh|sh)$/.test(name ?? '') ||
    (flag !== '-lc' && flag !== '-c')
  )
    return false;
  return lineParts(script, '').parts.some((part) => {
    if (part.kind !== 'command') return false;
    return isDangerous(part.words.map((word) => textOf(word) ?? '\0'));
  });
}
