import type { Span } from '../../span.ts';
import { BeyondUs, StarlarkError } from './problem.ts';
import type { Argument, Clause, Expression, Parameter } from './syntax.ts';
import { type Token, tokensOf } from './tokens.ts';

/** Expressions inside expressions: deeper than anybody writes, and shallow enough for the stack. */
const DEEPEST = 200;

/** Binary operators, the loosest first; those of one line bind alike and to the left. */
const LEVELS: readonly (readonly string[])[] = [['|'], ['^'], ['&'], ['<<', '>>'], ['+', '-'], ['*', '/', '//', '%']];
const COMPARISONS = ['==', '!=', '<', '>', '<=', '>='];

/** Reads expressions from tokens. The grammar is the Starlark specification's. */
export class ExpressionParser {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #at = 0;
  #nesting = 0;

  constructor(text: string, tokens: readonly Token[]) {
    this.#text = text;
    this.#tokens = tokens;
  }

  get peek(): Token {
    return this.#tokens[this.#at]!;
  }

  next(): Token {
    const token = this.peek;
    if (token.kind !== 'end') this.#at++;
    return token;
  }

  since(start: number): Span {
    const last = this.#tokens[Math.max(0, this.#at - 1)]!;
    return { start, end: Math.max(start, last.span.end) };
  }

  is(kind: Token['kind']): boolean {
    return this.peek.kind === kind;
  }

  isOp(text: string): boolean {
    return this.peek.kind === 'op' && this.peek.text === text;
  }

  isKeyword(text: string): boolean {
    return this.peek.kind === 'keyword' && this.peek.text === text;
  }

  skipOp(text: string): boolean {
    return this.isOp(text) && this.next() !== undefined;
  }

  skipKeyword(text: string): boolean {
    return this.isKeyword(text) && this.next() !== undefined;
  }

  expectOp(text: string): void {
    if (!this.skipOp(text)) this.unexpected(`\`${text}\``);
  }

  expectKeyword(text: string): void {
    if (!this.skipKeyword(text)) this.unexpected(`\`${text}\``);
  }

  expectName(): string {
    if (this.peek.kind !== 'name') this.unexpected('a name');
    return this.next().text;
  }

  unexpected(wanted?: string): never {
    const { kind, text, span } = this.peek;
    const found =
      kind === 'end'
        ? 'the file ends here'
        : kind === 'newline'
          ? 'the line ends here'
          : kind === 'indent' || kind === 'dedent'
            ? 'this line is indented unlike the one above'
            : `\`${text.length > 40 ? `${text.slice(0, 40)}…` : text}\` cannot stand here`;
    throw new StarlarkError(wanted ? `${found}; ${wanted} is missing` : found, span);
  }

  /** One expression, or several with commas between them, which are a tuple. */
  expressions(): Expression {
    const start = this.peek.span.start;
    const first = this.expression();
    if (!this.isOp(',')) return first;
    const items = [first];
    while (this.skipOp(',')) {
      if (this.peek.kind === 'newline' || this.peek.kind === 'end' || this.isOp('=') || this.isOp(':'))
        throw new StarlarkError('a tuple without parentheses ends in a comma', this.since(start));
      items.push(this.expression());
    }
    return { kind: 'tuple', items, span: this.since(start) };
  }

  /** `x`, `x, y`, `(x, y)`: what a loop assigns to. It cannot hold the word `in`, so that it is no whole expression. */
  loopTarget(): Expression {
    const start = this.peek.span.start;
    const first = this.#binary(0);
    if (!this.isOp(',')) return first;
    const items = [first];
    while (this.skipOp(',') && !this.isKeyword('in')) items.push(this.#binary(0));
    return { kind: 'tuple', items, span: this.since(start) };
  }

  expression(): Expression {
    if (++this.#nesting > DEEPEST) throw new BeyondUs('too deep to be read', this.peek.span);
    try {
      return this.isKeyword('lambda') ? this.#lambda() : this.#conditional();
    } finally {
      this.#nesting--;
    }
  }

  /** The parameters of a function up to `end`, which is not read. */
  parameters(end: ')' | ':', annotations: boolean): Parameter[] {
    const parameters: Parameter[] = [];
    const names = new Set<string>();
    let named = false;
    while (!this.isOp(end)) {
      const start = this.peek.span.start;
      const kind = this.skipOp('**') ? 'double-star' : this.skipOp('*') ? 'star' : 'plain';
      const bare = kind === 'star' && (this.isOp(',') || this.isOp(end));
      const name = bare ? undefined : this.expectName();
      if (name !== undefined && names.has(name))
        throw new StarlarkError(`two parameters are called \`${name}\``, this.since(start));
      if (name !== undefined) names.add(name);
      const annotated = annotations && this.skipOp(':');
      if (annotated) this.expression();
      const fallback = kind === 'plain' && this.skipOp('=') ? this.expression() : undefined;
      const span = this.since(start);
      if (kind === 'plain' && !named && fallback === undefined && parameters.some((other) => other.fallback))
        throw new StarlarkError('a parameter without a default stands behind one with a default', span);
      named ||= kind !== 'plain';
      parameters.push({ kind, ...(name !== undefined && { name }), ...(fallback && { fallback }), annotated, span });
      if (!this.skipOp(',')) break;
    }
    return parameters;
  }

  #lambda(): Expression {
    const start = this.next().span.start;
    const parameters = this.parameters(':', false);
    this.expectOp(':');
    const body = this.expression();
    return { kind: 'lambda', parameters, body, span: this.since(start) };
  }

  #conditional(): Expression {
    const start = this.peek.span.start;
    const then = this.#or();
    if (!this.skipKeyword('if')) return then;
    const condition = this.#or();
    this.expectKeyword('else');
    const otherwise = this.expression();
    return { kind: 'conditional', condition, then, otherwise, span: this.since(start) };
  }

  #or(): Expression {
    const start = this.peek.span.start;
    let left = this.#and();
    while (this.skipKeyword('or'))
      left = { kind: 'binary', operator: 'or', left, right: this.#and(), span: this.since(start) };
    return left;
  }

  #and(): Expression {
    const start = this.peek.span.start;
    let left = this.#not();
    while (this.skipKeyword('and'))
      left = { kind: 'binary', operator: 'and', left, right: this.#not(), span: this.since(start) };
    return left;
  }

  #not(): Expression {
    const start = this.peek.span.start;
    if (!this.skipKeyword('not')) return this.#comparison();
    return { kind: 'unary', operator: 'not', operand: this.#nested(() => this.#not()), span: this.since(start) };
  }

  #comparison(): Expression {
    const start = this.peek.span.start;
    const left = this.#binary(0);
    const operator = this.#comparisonOperator();
    if (operator === undefined) return left;
    const right = this.#binary(0);
    if (this.#comparisonOperator() !== undefined)
      throw new StarlarkError('comparisons cannot be chained', this.since(start));
    return { kind: 'binary', operator, left, right, span: this.since(start) };
  }

  #comparisonOperator(): string | undefined {
    if (this.peek.kind === 'op' && COMPARISONS.includes(this.peek.text)) return this.next().text;
    if (this.skipKeyword('in')) return 'in';
    if (!this.isKeyword('not')) return undefined;
    this.next();
    this.expectKeyword('in');
    return 'not in';
  }

  #binary(level: number): Expression {
    const operators = LEVELS[level];
    if (operators === undefined) return this.#unary();
    const start = this.peek.span.start;
    let left = this.#binary(level + 1);
    while (this.peek.kind === 'op' && operators.includes(this.peek.text)) {
      const operator = this.next().text;
      left = { kind: 'binary', operator, left, right: this.#binary(level + 1), span: this.since(start) };
    }
    return left;
  }

  #unary(): Expression {
    const start = this.peek.span.start;
    if (this.peek.kind !== 'op' || !['+', '-', '~'].includes(this.peek.text)) return this.#primary();
    const operator = this.next().text;
    return { kind: 'unary', operator, operand: this.#nested(() => this.#unary()), span: this.since(start) };
  }

  #nested<T>(read: () => T): T {
    if (++this.#nesting > DEEPEST) throw new BeyondUs('too deep to be read', this.peek.span);
    const result = read();
    this.#nesting--;
    return result;
  }

  #primary(): Expression {
    const start = this.peek.span.start;
    let at = this.#atom();
    for (;;) {
      if (this.skipOp('.')) at = { kind: 'member', object: at, name: this.expectName(), span: this.since(start) };
      else if (this.skipOp('(')) at = { kind: 'call', callee: at, args: this.#arguments(), span: this.since(start) };
      else if (this.skipOp('[')) at = this.#subscript(at, start);
      else return at;
    }
  }

  #arguments(): Argument[] {
    const args: Argument[] = [];
    const names = new Set<string>();
    while (!this.isOp(')')) {
      const start = this.peek.span.start;
      const following = this.#tokens[this.#at + 1];
      if (this.skipOp('**')) args.push({ kind: 'dict', value: this.expression(), span: this.since(start) });
      else if (this.skipOp('*')) args.push({ kind: 'list', value: this.expression(), span: this.since(start) });
      else if (this.peek.kind === 'name' && following?.kind === 'op' && following.text === '=') {
        const name = this.next().text;
        this.next();
        args.push({ kind: 'named', name, value: this.expression(), span: this.since(start) });
        if (names.has(name)) throw new StarlarkError(`\`${name}\` is given twice`, this.since(start));
        names.add(name);
      } else {
        args.push({ kind: 'positional', value: this.expression(), span: this.since(start) });
      }
      const { kind, span } = args[args.length - 1]!;
      const before = args.slice(0, -1).map((other) => other.kind);
      const late =
        kind === 'positional'
          ? before.some((other) => other !== 'positional')
          : kind === 'named'
            ? before.some((other) => other === 'list' || other === 'dict')
            : before.includes('dict') || (kind === 'list' && before.includes('list'));
      if (late) throw new StarlarkError('this argument stands behind others that it has to stand before', span);
      if (!this.skipOp(',')) break;
    }
    this.expectOp(')');
    return args;
  }

  #subscript(object: Expression, start: number): Expression {
    const part = () => (this.isOp(':') || this.isOp(']') ? undefined : this.expression());
    const from = this.isOp(':') ? undefined : this.expressions();
    if (this.skipOp(']')) {
      if (from === undefined) this.unexpected();
      return { kind: 'index', object, index: from, span: this.since(start) };
    }
    this.expectOp(':');
    const to = part();
    const step = this.skipOp(':') ? part() : undefined;
    this.expectOp(']');
    return {
      kind: 'slice',
      object,
      ...(from && { from }),
      ...(to && { to }),
      ...(step && { step }),
      span: this.since(start),
    };
  }

  #atom(): Expression {
    const { kind, text, span } = this.peek;
    if (kind === 'name') {
      this.next();
      return { kind: 'name', name: text, span };
    }
    if (kind === 'string') return this.#string();
    if (kind === 'int') {
      this.next();
      const value = Number(text);
      if (!Number.isSafeInteger(value)) return { kind: 'unread', what: 'numbers as large as this', span };
      return { kind: 'int', value, span };
    }
    if (kind === 'float' || (kind === 'op' && text === '...')) {
      this.next();
      return { kind: 'unread', what: kind === 'float' ? 'fractions' : '`...`', span };
    }
    if (this.skipOp('(')) return this.#parenthesized(span.start);
    if (this.skipOp('[')) return this.#list(span.start);
    if (this.skipOp('{')) return this.#dict(span.start);
    return this.unexpected();
  }

  #string(): Expression {
    const { span, string } = this.next();
    const { parts, holes, innerStart, innerEnd } = string!;
    if (holes.length === 0)
      return { kind: 'string', value: parts[0]!, inner: { start: innerStart, end: innerEnd }, span };
    return { kind: 'format', parts, holes: holes.map((hole) => this.#hole(hole)), span };
  }

  #hole({ start, end }: Span): Expression {
    if (this.#text.slice(start, end).trim() === '')
      throw new StarlarkError('nothing stands in this place of a format string', { start: start - 1, end: end + 1 });
    // In parentheses, so that blanks at its beginning are no indentation.
    const shifted = tokensOf(`(${this.#text.slice(start, end)})`).map((token) => ({
      ...token,
      span: { start: token.span.start + start - 1, end: token.span.end + start - 1 },
    }));
    const inner = new ExpressionParser(this.#text, shifted);
    const value = inner.expression();
    if (inner.peek.kind !== 'newline' && inner.peek.kind !== 'end') inner.unexpected();
    return value;
  }

  #parenthesized(start: number): Expression {
    if (this.skipOp(')')) return { kind: 'tuple', items: [], span: this.since(start) };
    const first = this.expression();
    if (this.skipOp(')')) return first;
    const items = [first];
    while (this.skipOp(',')) {
      if (this.isOp(')')) break;
      items.push(this.expression());
    }
    this.expectOp(')');
    return { kind: 'tuple', items, span: this.since(start) };
  }

  #list(start: number): Expression {
    if (this.skipOp(']')) return { kind: 'list', items: [], span: this.since(start) };
    const first = this.expression();
    if (this.isKeyword('for')) {
      const clauses = this.#clauses();
      this.expectOp(']');
      return { kind: 'comprehension', item: first, clauses, span: this.since(start) };
    }
    const items = [first];
    while (this.skipOp(',')) {
      if (this.isOp(']')) break;
      items.push(this.expression());
    }
    this.expectOp(']');
    return { kind: 'list', items, span: this.since(start) };
  }

  #dict(start: number): Expression {
    const entries: (readonly [Expression, Expression])[] = [];
    while (!this.isOp('}')) {
      const key = this.expression();
      this.expectOp(':');
      const value = this.expression();
      if (entries.length === 0 && this.isKeyword('for')) {
        const clauses = this.#clauses();
        this.expectOp('}');
        return { kind: 'comprehension', item: key, value, clauses, span: this.since(start) };
      }
      entries.push([key, value]);
      if (!this.skipOp(',')) break;
    }
    this.expectOp('}');
    return { kind: 'dict', entries, span: this.since(start) };
  }

  #clauses(): Clause[] {
    const clauses: Clause[] = [];
    for (;;) {
      if (this.skipKeyword('for')) {
        const target = this.loopTarget();
        this.expectKeyword('in');
        clauses.push({ kind: 'for', target, iterable: this.#or() });
      } else if (this.skipKeyword('if')) {
        clauses.push({ kind: 'if', condition: this.#or() });
      } else {
        return clauses;
      }
    }
  }
}
