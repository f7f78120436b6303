/**
 * Templates of commands, in which options may stand in any order and place, and whether one fits a grant's pattern.
 *
 * A template is the words after the program's name. What it begins with are options that stand before the subcommand
 * (`-c 'alias.z=!{cmd}' z`), then the words of the subcommand; after those, options in any order and operands in theirs.
 *
 *   `[x]`      an operand for which any word will do, `x` where the pattern has none
 *   `**`       further operands may stand here
 *   `**=`      assignments may stand here
 *   `<-a b c>` words that stay together; an option and the word behind it do so by themselves
 *   `--upload-p^ack` an option that may be shortened as far as the `^`
 */
export interface Template {
  /** Options that stand before the subcommand. */
  readonly before: readonly Unit[];
  readonly subcommand: readonly string[];
  readonly options: readonly Unit[];
  readonly operands: readonly Operand[];
}

/** Words that stay together: an option and its value. */
type Unit = readonly string[];

interface Operand {
  /** `text`: this word. `any`: any word, this one by itself. `more`, `assignments`: any number of further ones. */
  readonly kind: 'text' | 'any' | 'more' | 'assignments';
  readonly text: string;
}

/** What has to be known of a program's options to tell them from operands. */
export interface OptionSyntax {
  /** Options that may stand before the subcommand, with how many words follow them. */
  readonly globals: Readonly<Record<string, number>>;
  /** Options whose value is the next word; `!-it` is none although `-t` is one. Where the list is missing, a `*` behind an option is taken for its value. */
  readonly values?: ReadonlySet<string>;
  /** True where no option is read behind the first operand: what stands there belongs to the program that is run. */
  readonly ordered?: boolean;
  /** Options behind whose value everything belongs to what that value names: `-m` of Python. */
  readonly last?: ReadonlySet<string>;
}

function isMany(kind: Operand['kind']): boolean {
  return kind === 'more' || kind === 'assignments';
}

/** Splits a line of the tables at spaces; single quotes hold a word together. */
export function wordsOf(line: string): string[] {
  return [...line.matchAll(/(?:'[^']*'|[^\s'])+/g)].map(([word]) => word.replaceAll("'", ''));
}

/** Reads a template's text. The tables are our own, so that a mistake in one is a mistake of ours. */
export function readTemplate(text: string): Template {
  const before: Unit[] = [];
  const subcommand: string[] = [];
  const options: Unit[] = [];
  const operands: Operand[] = [];
  const words = wordsOf(text);
  let inSubcommand = true;
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (word.startsWith('<-')) {
      const end = words.findIndex((each, index) => index >= at && each.endsWith('>'));
      const unit = words.slice(at, end + 1);
      unit[0] = unit[0]!.slice(1);
      unit[unit.length - 1] = unit.at(-1)!.slice(0, -1);
      (subcommand.length === 0 && followedBySubcommand(words, end + 1) ? before : options).push(unit);
      if (subcommand.length > 0) inSubcommand = false;
      at = end;
    } else if (word === '**' || word === '**=') {
      inSubcommand = false;
      operands.push({ kind: word === '**' ? 'more' : 'assignments', text: '' });
    } else if (isOption(word)) {
      const next = words[at + 1];
      const glued =
        !word.includes('=') && next !== undefined && !isOption(next) && !/^\[.*\]$|^\*\*=?$|^<-|^--$/.test(next);
      const unit = glued ? [word, next] : [word];
      if (glued) at++;
      const isBefore = subcommand.length === 0 && inSubcommand && followedBySubcommand(words, at + 1);
      (isBefore ? before : options).push(unit);
      if (!isBefore) inSubcommand = false;
    } else if (/^\[.*\]$/.test(word)) {
      inSubcommand = false;
      operands.push({ kind: 'any', text: word.slice(1, -1) });
    } else if (inSubcommand && /^[\w@][\w:.@/-]*$/.test(word)) {
      subcommand.push(word);
    } else {
      inSubcommand = false;
      operands.push({ kind: 'text', text: word });
    }
  }
  return { before, subcommand, options, operands };
}

/** Does a word follow that can be the name of a subcommand, once the options are over? */
function followedBySubcommand(words: readonly string[], from: number): boolean {
  for (let at = from; at < words.length; at++) {
    const word = words[at]!;
    if (word.startsWith('<-')) {
      while (!words[at]!.endsWith('>')) at++;
      continue;
    }
    if (/^\*\*=?$|^\[|[{]/.test(word)) return false;
    if (!isOption(word)) return /^[\w@][\w:.@/-]*$/.test(word);
    const next = words[at + 1];
    if (!word.includes('=') && next !== undefined && !isOption(next)) at++;
  }
  return false;
}

function isOption(word: string): boolean {
  return word.length > 1 && word.startsWith('-') && word !== '--';
}

/** The template's words by themselves, `**` where others may stand. */
export function plainWords({ before, subcommand, options, operands }: Template): string[] {
  return [
    ...before.flat().map(partText),
    ...subcommand,
    ...options.flat().map(partText),
    ...operands.flatMap(({ kind, text }) => (kind === 'assignments' ? [] : kind === 'more' ? ['**'] : [text])),
  ].map((word) => word.replace('^', isOption(word) ? '' : '^'));
}

/** The template with its holes filled: a word that is one hole of several words becomes several. */
export function filledTemplate(template: Template, fill: (word: string) => readonly string[]): Template {
  const units = (list: readonly Unit[]) => list.map((unit) => unit.flatMap((word) => fill(word)));
  return {
    before: units(template.before),
    subcommand: template.subcommand,
    options: units(template.options),
    operands: template.operands.flatMap((operand) =>
      operand.kind === 'text' ? fill(operand.text).map((text) => ({ kind: 'text' as const, text })) : [operand],
    ),
  };
}

/** The ways to shorten the options of a template, the full spelling first. */
export function spellings(template: Template): readonly Template[] {
  const all = [...template.before, ...template.options].some(([option]) => option!.includes('^'));
  if (!all) return [template];
  const spell = (shortened: boolean) => (unit: Unit) => {
    const [option, ...rest] = unit;
    const equals = option!.indexOf('=');
    const name = equals < 0 ? option! : option!.slice(0, equals);
    const cut = name.indexOf('^');
    if (cut < 0) return unit;
    const value = equals < 0 ? '' : option!.slice(equals);
    return [(shortened ? name.slice(0, cut) : name.replace('^', '')) + value, ...rest];
  };
  return [false, true].map((shortened) => ({
    ...template,
    before: template.before.map(spell(shortened)),
    options: template.options.map(spell(shortened)),
  }));
}

interface State {
  /** Where in the pattern. */
  readonly at: number;
  readonly subcommand: number;
  /** Bits of the units that stand already, those before the subcommand first. */
  readonly placed: number;
  readonly operand: number;
  /**
   * `all`: nothing is an option any more, behind `--` and for some programs behind the first operand. `own`: none of the
   * program's own, behind `-m module`, whose own options follow.
   */
  readonly ended: 'no' | 'own' | 'all';
}

/**
 * Words that the pattern covers and that have everything of the template, the pattern's own words where they stand; undefined
 * where there are none. `**` in the pattern is any number of words, `*` one word or a part of one.
 */
export function fitWords(pattern: readonly string[], template: Template, syntax: OptionSyntax): string[] | undefined {
  const { before, subcommand, options, operands } = template;
  const units = [...before, ...options];
  // What a template has behind `-m module` is read by the module, and means nothing or something else before it.
  const module = units.findIndex(([option]) => isLast(option!, syntax));
  const failed = new Set<string>();

  const from = (state: State): string[] | undefined => {
    const key = `${state.at} ${state.subcommand} ${state.placed} ${state.operand} ${state.ended}`;
    if (failed.has(key)) return undefined;
    const found = step(state);
    if (!found) failed.add(key);
    return found;
  };

  const step = (state: State): string[] | undefined => {
    const word = pattern[state.at];
    if (word === undefined) return isComplete(state) ? [] : undefined;
    if (word === '**') return from({ ...state, at: state.at + 1 }) ?? insert(state);
    return asSubcommand(state, word) ?? asUnit(state, word) ?? asOption(state, word) ?? asOperand(state, word);
  };

  const allPlaced = ({ placed }: State) => placed === (1 << units.length) - 1;

  const isComplete = (state: State) =>
    state.subcommand === subcommand.length &&
    allPlaced(state) &&
    operands.slice(state.operand).every(({ kind }) => isMany(kind));

  /** Puts something of the template where the pattern leaves room for any words. */
  const insert = (state: State): string[] | undefined => {
    for (const [index, unit] of units.entries()) {
      if (!mayPlace(state, index)) continue;
      const rest = from({ ...state, placed: state.placed | (1 << index), ended: endedBy(state, unit[0]!) });
      if (rest) return [...unit.map(partText), ...rest];
    }
    const name = subcommand[state.subcommand];
    if (name !== undefined) {
      const rest = from({ ...state, subcommand: state.subcommand + 1 });
      return rest && [name, ...rest];
    }
    const operand = operands[state.operand];
    if (!operand) return undefined;
    const rest = from(
      isMany(operand.kind) ? { ...state, operand: state.operand + 1 } : behindOperand(state, state.operand + 1),
    );
    return rest && (isMany(operand.kind) ? rest : [operand.text, ...rest]);
  };

  const behindOperand = (state: State, operand: number): State => ({
    ...state,
    operand,
    ended: state.ended === 'no' && syntax.ordered && operands[operand - 1]?.text !== '--' ? 'all' : state.ended,
  });

  const mayPlace = (state: State, index: number): boolean => {
    if ((state.placed & (1 << index)) !== 0) return false;
    if (state.ended !== (module >= 0 && index > module ? 'own' : 'no')) return false;
    return index < before.length ? state.subcommand === 0 : state.subcommand === subcommand.length;
  };

  const endedBy = ({ ended }: State, option: string) => (ended === 'no' && isLast(option, syntax) ? 'own' : ended);

  const asSubcommand = (state: State, word: string): string[] | undefined => {
    const name = subcommand[state.subcommand];
    const common = name === undefined ? undefined : commonWord(word, name);
    if (common === undefined) return undefined;
    const rest = from({ ...state, at: state.at + 1, subcommand: state.subcommand + 1 });
    return rest && [common, ...rest];
  };

  /** The pattern's words, from this one on, as one of the template's units. */
  const asUnit = (state: State, word: string): string[] | undefined => {
    for (const [index, unit] of units.entries()) {
      if (!mayPlace(state, index) || commonWord(word, unit[0]!) === undefined) continue;
      const words: string[] = [];
      let at = state.at;
      for (const part of unit) {
        const mine = pattern[at];
        if (mine === '**') words.push(partText(part));
        else {
          const common = mine === undefined ? undefined : partIn(mine, part);
          if (common === undefined) break;
          words.push(common);
          at++;
        }
      }
      if (words.length < unit.length) continue;
      const rest = from({ ...state, at, placed: state.placed | (1 << index), ended: endedBy(state, unit[0]!) });
      if (rest) return [...words, ...rest];
    }
    return undefined;
  };

  /** The pattern's word as an option of its own, with its value. */
  const asOption = (state: State, word: string): string[] | undefined => {
    if (state.ended === 'all') return undefined;
    if (word === '--') {
      if (state.subcommand < subcommand.length || operands[state.operand]?.text === '--') return undefined;
      const rest = from({ ...state, at: state.at + 1, ended: 'all' });
      return rest && ['--', ...rest];
    }
    if (!isOption(word)) return undefined;
    // Behind `-m module` stands what the module reads: only a template with room for that goes on.
    const ends = state.ended === 'no' && isLast(word, syntax);
    if (ends && !(allPlaced(state) && operands.some(({ kind }) => isMany(kind)))) return undefined;
    // Nothing is known of the options of a module.
    const known = state.ended === 'own' ? { globals: {} } : syntax;
    const following =
      state.subcommand < subcommand.length ? globalValues(word, known) : valuesOf(word, pattern[state.at + 1], known);
    const words = [sampleWord(word)];
    let at = state.at + 1;
    for (let count = 0; count < following; count++) {
      const value = pattern[at];
      if (value === undefined) return undefined;
      words.push(value === '**' ? 'x' : sampleWord(value));
      if (value !== '**') at++;
    }
    const rest = from({ ...state, at, ended: endedBy(state, word) });
    return rest && [...words, ...rest];
  };

  const asOperand = (state: State, word: string): string[] | undefined => {
    if (state.subcommand < subcommand.length || (isOption(word) && state.ended === 'no')) return undefined;
    if (word === '--' && state.ended !== 'all' && operands[state.operand]?.text !== '--') return undefined;
    for (let index = state.operand; index < operands.length; index++) {
      const { kind, text } = operands[index]!;
      if (kind === 'more') {
        const rest = from({ ...behindOperand(state, index), at: state.at + 1 });
        if (rest) return [sampleWord(word), ...rest];
        continue;
      }
      if (kind === 'assignments') {
        const isAssignment = /^[A-Za-z_]\w*=/.test(word);
        const rest = isAssignment ? from({ ...state, operand: index, at: state.at + 1 }) : undefined;
        if (rest) return [sampleWord(word), ...rest];
        continue;
      }
      const common = commonWord(word, text) ?? (kind === 'any' ? sampleWord(word) : undefined);
      const rest = common === undefined ? undefined : from({ ...behindOperand(state, index + 1), at: state.at + 1 });
      return rest && [common!, ...rest];
    }
    return undefined;
  };

  return from({ at: 0, subcommand: 0, placed: 0, operand: 0, ended: 'no' });
}

function isLast(option: string, { last }: OptionSyntax): boolean {
  return last?.has(option.split('=')[0]!) === true;
}

/** `[x]` in a unit: any word will do. */
function partText(part: string): string {
  return isSample(part) ? part.slice(1, -1) : part;
}

function partIn(pattern: string, part: string): string | undefined {
  if (!isSample(part)) return commonWord(pattern, part);
  return pattern === '*' ? partText(part) : sampleWord(pattern);
}

function isSample(part: string): boolean {
  return part.startsWith('[') && part.endsWith(']');
}

function globalValues(option: string, { globals }: OptionSyntax): number {
  return option.includes('=') ? 0 : (globals[option] ?? 0);
}

/** How many words follow an option as its value. */
function valuesOf(option: string, next: string | undefined, { values, globals }: OptionSyntax): number {
  if (option.includes('=') || next === undefined) return 0;
  const last = /^-[A-Za-z]+$/.test(option) ? `-${option.at(-1)}` : option;
  if (values?.has(`!${option}`)) return 0;
  if (values) return values.has(option) || values.has(last) ? 1 : (globals[option] ?? 0);
  if (globals[option] !== undefined) return globals[option];
  return next === '*' ? 1 : 0;
}

/** A word that a pattern's word stands for. */
export function sampleWord(word: string): string {
  // `--help*` is `--help` before it is an option that nobody has.
  if (/^-[^*]+\*+$/.test(word)) return word.replace(/=?\*+$/, (end) => (end.startsWith('=') ? '=x' : ''));
  return word.replaceAll(/\*+/g, 'x');
}

/** The word, where a word of a pattern covers it. */
export function commonWord(pattern: string, word: string): string | undefined {
  if (pattern === word || pattern === '*') return word;
  if (!pattern.includes('*')) return undefined;
  const parts = pattern.split('*');
  const first = parts[0]!;
  const last = parts.at(-1)!;
  if (!word.startsWith(first) || !word.endsWith(last) || word.length < first.length + last.length) return undefined;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = word.indexOf(part, at);
    if (found < 0) return undefined;
    at = found + part.length;
  }
  return at <= word.length - last.length ? word : undefined;
}
