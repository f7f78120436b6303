import type { Span } from '../../span.ts';
import { ExpressionParser } from './parse-expression.ts';
import { BeyondUs, StarlarkError } from './problem.ts';
import type { Expression, Statement } from './syntax.ts';
import { tokensOf } from './tokens.ts';

/** Statements inside statements: deeper than anybody writes, and shallow enough for the stack. */
const DEEPEST = 100;

/**
 * Reads a Starlark file, in the dialect that the Rust implementation calls extended, with format strings.
 * @throws StarlarkError at the first place that is no Starlark, BeyondUs at one that we do not read.
 */
export function parseStarlark(text: string): readonly Statement[] {
  const parser = new StatementParser(text, tokensOf(text));
  return parser.file();
}

const AUGMENTS = new Set(['+=', '-=', '*=', '/=', '//=', '%=', '&=', '|=', '^=', '<<=', '>>=']);

class StatementParser extends ExpressionParser {
  #functions = 0;
  #loops = 0;
  #depth = 0;

  file(): readonly Statement[] {
    const statements: Statement[] = [];
    while (this.peek.kind !== 'end') {
      if (this.peek.kind === 'newline') this.next();
      else statements.push(...this.#statement());
    }
    return statements;
  }

  #statement(): Statement[] {
    if (this.isKeyword('if')) return [this.#if()];
    if (this.isKeyword('for')) return [this.#for()];
    if (this.isKeyword('def')) return [this.#def()];
    const statements = [this.#small()];
    while (this.skipOp(';')) {
      if (this.peek.kind === 'newline') break;
      statements.push(this.#small());
    }
    if (this.peek.kind !== 'newline' && this.peek.kind !== 'end') this.unexpected();
    if (this.peek.kind === 'newline') this.next();
    return statements;
  }

  #small(): Statement {
    const start = this.peek.span.start;
    if (this.skipKeyword('pass')) return { kind: 'pass', span: this.since(start) };
    if (this.isKeyword('break') || this.isKeyword('continue')) {
      const kind = this.next().text === 'break' ? 'break' : 'continue';
      const span = this.since(start);
      if (this.#loops === 0) throw new StarlarkError(`\`${kind}\` outside of a loop`, span);
      return { kind, span };
    }
    if (this.skipKeyword('return')) {
      if (this.#functions === 0) throw new StarlarkError('`return` outside of a function', this.since(start));
      const bare = this.peek.kind === 'newline' || this.peek.kind === 'end' || this.isOp(';');
      const value = bare ? undefined : this.expressions();
      return { kind: 'return', ...(value && { value }), span: this.since(start) };
    }
    if (this.isKeyword('load')) return this.#load(start);
    const left = this.expressions();
    if (this.isOp(':')) throw new BeyondUs('type annotations are not read', this.peek.span);
    if (this.skipOp('=')) {
      checkTarget(left, true);
      const value = this.expressions();
      return { kind: 'assign', target: left, value, span: this.since(start) };
    }
    if (this.peek.kind === 'op' && AUGMENTS.has(this.peek.text)) {
      const operator = this.next().text.slice(0, -1);
      checkTarget(left, false);
      return { kind: 'augment', operator, target: left, value: this.expressions(), span: this.since(start) };
    }
    return { kind: 'expression', value: left, span: this.since(start) };
  }

  /** Nothing can be loaded from a file of rules, so that only its extent is of interest. */
  #load(start: number): Statement {
    this.next();
    this.expectOp('(');
    while (!this.isOp(')')) {
      if (this.peek.kind === 'end') this.unexpected();
      this.next();
    }
    this.expectOp(')');
    return { kind: 'load', span: this.since(start) };
  }

  #if(before = 0): Statement {
    if (before > DEEPEST) throw new BeyondUs('too long to be read', this.peek.span);
    const start = this.next().span.start;
    const condition = this.expression();
    const then = this.#block();
    if (this.isKeyword('elif')) {
      const otherwise = [this.#if(before + 1)];
      return { kind: 'if', condition, then, otherwise, span: this.since(start) };
    }
    const otherwise = this.skipKeyword('else') ? this.#block() : [];
    return { kind: 'if', condition, then, otherwise, span: this.since(start) };
  }

  #for(): Statement {
    const start = this.next().span.start;
    const target = this.loopTarget();
    checkTarget(target, true);
    this.expectKeyword('in');
    const iterable = this.expressions();
    this.#loops++;
    const body = this.#block();
    this.#loops--;
    return { kind: 'for', target, iterable, body, span: this.since(start) };
  }

  #def(): Statement {
    const start = this.next().span.start;
    const name = this.expectName();
    this.expectOp('(');
    const parameters = this.parameters(')', true);
    this.expectOp(')');
    if (this.isOp('->')) {
      this.next();
      this.expression();
    }
    const loops = this.#loops;
    this.#loops = 0;
    this.#functions++;
    const body = this.#block();
    this.#functions--;
    this.#loops = loops;
    return { kind: 'def', name, parameters, body, span: this.since(start) };
  }

  #block(): Statement[] {
    this.expectOp(':');
    if (!this.is('newline')) {
      if (['if', 'for', 'def'].some((word) => this.isKeyword(word))) this.unexpected();
      return this.#statement();
    }
    this.next();
    if (!this.is('indent')) this.unexpected();
    if (++this.#depth > DEEPEST) throw new BeyondUs('too deep to be read', this.peek.span);
    this.next();
    const statements: Statement[] = [];
    while (!this.is('dedent')) statements.push(...this.#statement());
    this.next();
    this.#depth--;
    return statements;
  }
}

/** What can be assigned to: names, elements, members, and, where `several`, lists of them. */
function checkTarget(target: Expression, several: boolean): void {
  if (target.kind === 'name' || target.kind === 'index' || target.kind === 'member') return;
  if (several && (target.kind === 'list' || target.kind === 'tuple')) {
    for (const item of target.items) checkTarget(item, true);
    return;
  }
  throw new StarlarkError('nothing can be assigned to this', target.span as Span);
}
