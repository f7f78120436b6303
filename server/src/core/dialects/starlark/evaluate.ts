import type { Span } from '../../span.ts';
import { GLOBALS } from './builtins.ts';
import { methodOf } from './methods.ts';
import { assignedIn, checkNames, comprehensionNames } from './names.ts';
import { binary, element, slice, unary } from './operators.ts';
import { parseStarlark } from './parse.ts';
import { BeyondUs, StarlarkError } from './problem.ts';
import type { Argument, Expression, Statement } from './syntax.ts';
import {
  type BuiltinValue,
  type Call,
  type DictValue,
  type FunctionValue,
  itemsOf,
  keyOf,
  list,
  NONE,
  type Scope,
  string,
  text,
  truth,
  type Value,
  Work,
} from './values.ts';

/** More than any file of rules needs, and done before a person notices. */
const STEPS = 200_000;
/** Calls inside calls. */
const DEEPEST = 50;
/** Expressions inside expressions, through calls too. */
const DEEPEST_RUN = 1000;

/** How a run of a Starlark file ends: to its end, in an error by which the file is refused, or unknown to us. */
export type Outcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'error' | 'unknown'; readonly message: string; readonly span: Span };

/**
 * Runs a Starlark file. `builtins` are what the tool offers beside the language's own functions; they see every call in
 * order, also those before an error. Total.
 */
export function runStarlark(source: string, builtins: readonly BuiltinValue[]): Outcome {
  try {
    const statements = parseStarlark(source);
    const globals = new Map<string, Value | undefined>([
      ...GLOBALS,
      ...builtins.map((one) => [one.name, one] as const),
    ]);
    checkNames(statements, new Set(globals.keys()));
    new Evaluator({ values: globals }).module(statements);
    return { kind: 'done' };
  } catch (error) {
    if (error instanceof StarlarkError) return { kind: 'error', message: error.message, span: error.span };
    if (error instanceof BeyondUs) return { kind: 'unknown', message: error.message, span: error.span };
    throw error;
  }
}

/** How a block was left before its end. */
type Left = undefined | 'break' | 'continue' | { readonly returned: Value };

class Evaluator {
  readonly #globals: Scope;
  readonly #work = new Work(STEPS);
  #depth = 0;
  #nesting = 0;

  constructor(globals: Scope) {
    this.#globals = globals;
  }

  module(statements: readonly Statement[]): void {
    this.#block(statements, declare(assignedIn(statements), this.#globals));
  }

  #block(statements: readonly Statement[], scope: Scope): Left {
    for (const statement of statements) {
      const left = this.#statement(statement, scope);
      if (left !== undefined) return left;
    }
    return undefined;
  }

  #statement(statement: Statement, scope: Scope): Left {
    this.#work.spend(1, statement.span);
    switch (statement.kind) {
      case 'expression':
        this.#value(statement.value, scope);
        return undefined;
      case 'assign':
        this.#assign(statement.target, this.#value(statement.value, scope), scope);
        return undefined;
      case 'augment':
        this.#augment(statement, scope);
        return undefined;
      case 'if':
        return this.#block(
          truth(this.#value(statement.condition, scope)) ? statement.then : statement.otherwise,
          scope,
        );
      case 'for':
        return this.#for(statement, scope);
      case 'def': {
        const { name, parameters, body } = statement;
        scope.values.set(name, this.#function(name, parameters, body, scope));
        return undefined;
      }
      case 'return':
        return { returned: statement.value ? this.#value(statement.value, scope) : NONE };
      case 'load':
        throw new StarlarkError('nothing can be loaded here', statement.span);
      case 'break':
      case 'continue':
        return statement.kind;
      default:
        return undefined;
    }
  }

  #for(statement: Statement & { kind: 'for' }, scope: Scope): Left {
    const over = this.#value(statement.iterable, scope);
    return reading(over, () => {
      for (const item of itemsOf(over, statement.iterable.span)) {
        this.#assign(statement.target, item, scope);
        const left = this.#block(statement.body, scope);
        if (left === 'break') return undefined;
        if (left !== undefined && left !== 'continue') return left;
      }
      return undefined;
    });
  }

  #assign(target: Expression, value: Value, scope: Scope): void {
    if (target.kind === 'name') {
      scope.values.set(target.name, value);
    } else if (target.kind === 'list' || target.kind === 'tuple') {
      if (value.kind === 'iterator') throw new StarlarkError('an iterator cannot be taken apart', target.span);
      const items = itemsOf(value, target.span);
      if (items.length !== target.items.length)
        throw new StarlarkError(
          `${items.length} values cannot be assigned to ${target.items.length} names`,
          target.span,
        );
      for (const [i, one] of target.items.entries()) this.#assign(one, items[i]!, scope);
    } else if (target.kind === 'index') {
      const object = this.#value(target.object, scope);
      setElement(object, this.#value(target.index, scope), value, target.span);
    } else {
      throw new StarlarkError('nothing can be assigned to this', target.span);
    }
  }

  #augment(statement: Statement & { kind: 'augment' }, scope: Scope): void {
    const { target, operator, span } = statement;
    const before = this.#value(target, scope);
    const by = this.#value(statement.value, scope);
    // A list is changed in place, so that whoever else has it sees it change.
    if (before.kind === 'list' && operator === '+') {
      if (before.readers > 0) throw new StarlarkError('a list cannot change while a loop goes over it', span);
      const added = [...itemsOf(by, span)];
      this.#work.spend(added.length, span);
      before.items.push(...added);
    } else if (before.kind === 'dict' && operator === '|') {
      throw new BeyondUs('`|=` on a dictionary is not read', span);
    } else {
      this.#assign(target, binary(operator, before, by, span, this.#work), scope);
    }
  }

  #value(expression: Expression, scope: Scope): Value {
    this.#work.spend(1, expression.span);
    if (this.#nesting >= DEEPEST_RUN) throw new BeyondUs('a run as deep as this is not followed', expression.span);
    this.#nesting++;
    try {
      return this.#valueOf(expression, scope);
    } finally {
      this.#nesting--;
    }
  }

  #valueOf(expression: Expression, scope: Scope): Value {
    const { span } = expression;
    switch (expression.kind) {
      case 'name':
        return lookUp(expression.name, scope, span);
      case 'string':
        return { kind: 'string', value: expression.value, span: expression.inner };
      case 'format':
        return string(
          expression.parts
            .map((part, i) => part + (i < expression.holes.length ? this.#textOf(expression.holes[i]!, scope) : ''))
            .join(''),
        );
      case 'int':
        return { kind: 'int', value: expression.value };
      case 'unread':
        throw new BeyondUs(`${expression.what} are not read`, span);
      case 'list':
        return list(
          expression.items.map((item) => this.#value(item, scope)),
          span,
        );
      case 'tuple':
        return { kind: 'tuple', items: expression.items.map((item) => this.#value(item, scope)) };
      case 'dict':
        return this.#dict(expression.entries, scope);
      case 'comprehension':
        return this.#comprehension(expression, scope);
      case 'unary':
        return unary(expression.operator, this.#value(expression.operand, scope), span);
      case 'binary':
        return this.#binary(expression, scope);
      case 'conditional':
        return this.#value(
          truth(this.#value(expression.condition, scope)) ? expression.then : expression.otherwise,
          scope,
        );
      case 'lambda':
        return this.#function('lambda', expression.parameters, expression.body, scope);
      case 'call':
        return this.#call(expression, scope);
      case 'member':
        return methodOf(this.#value(expression.object, scope), expression.name, span);
      case 'index':
        return element(this.#value(expression.object, scope), this.#value(expression.index, scope), span);
      default: {
        const part = (one?: Expression) => one && this.#value(one, scope);
        const object = this.#value(expression.object, scope);
        return slice(object, part(expression.from), part(expression.to), part(expression.step), span);
      }
    }
  }

  #textOf(expression: Expression, scope: Scope): string {
    return text(this.#value(expression, scope), expression.span);
  }

  #binary(expression: Expression & { kind: 'binary' }, scope: Scope): Value {
    const left = this.#value(expression.left, scope);
    if (expression.operator === 'and') return truth(left) ? this.#value(expression.right, scope) : left;
    if (expression.operator === 'or') return truth(left) ? left : this.#value(expression.right, scope);
    return binary(expression.operator, left, this.#value(expression.right, scope), expression.span, this.#work);
  }

  #dict(entries: readonly (readonly [Expression, Expression])[], scope: Scope): Value {
    const dict: DictValue = { kind: 'dict', entries: new Map(), readers: 0 };
    for (const [keyExpression, valueExpression] of entries) {
      const key = this.#value(keyExpression, scope);
      const at = keyOf(key, keyExpression.span);
      if (dict.entries.has(at)) throw new StarlarkError('this key is there already', keyExpression.span);
      dict.entries.set(at, [key, this.#value(valueExpression, scope)]);
    }
    return dict;
  }

  #comprehension(expression: Expression & { kind: 'comprehension' }, scope: Scope): Value {
    const items: Value[] = [];
    const dict: DictValue = { kind: 'dict', entries: new Map(), readers: 0 };
    // All the clauses share their names; only what the first one goes over is found outside.
    const own = declare(comprehensionNames(expression.clauses), scope);
    const round = (at: number): void => {
      const clause = expression.clauses[at];
      if (clause === undefined) {
        const item = this.#value(expression.item, own);
        if (expression.value === undefined) items.push(item);
        else dict.entries.set(keyOf(item, expression.item.span), [item, this.#value(expression.value, own)]);
      } else if (clause.kind === 'if') {
        if (truth(this.#value(clause.condition, own))) round(at + 1);
      } else {
        const over = this.#value(clause.iterable, at === 0 ? scope : own);
        reading(over, () => {
          for (const item of itemsOf(over, clause.iterable.span)) {
            this.#work.spend(1, clause.iterable.span);
            this.#assign(clause.target, item, own);
            round(at + 1);
          }
        });
      }
    };
    round(0);
    return expression.value === undefined ? list(items) : dict;
  }

  #function(
    name: string,
    parameters: FunctionValue['parameters'],
    body: FunctionValue['body'],
    scope: Scope,
  ): FunctionValue {
    const annotated = parameters.find((one) => one.annotated);
    if (annotated) throw new BeyondUs('type annotations are not read', annotated.span);
    const fallbacks = new Map<string, Value>();
    for (const { name: parameter, fallback } of parameters)
      if (parameter !== undefined && fallback) fallbacks.set(parameter, this.#value(fallback, scope));
    return { kind: 'function', name, parameters, fallbacks, body, scope };
  }

  #call(expression: Expression & { kind: 'call' }, scope: Scope): Value {
    const callee = this.#value(expression.callee, scope);
    const args: Value[] = [];
    const named = new Map<string, Value>();
    const spans = new Map<number | string, Span>();
    for (const argument of expression.args) this.#argument(argument, scope, args, named, spans);
    return this.#apply(callee, args, named, expression.span, (argument) => spans.get(argument) ?? expression.span);
  }

  #argument(
    { kind, name, value: expression }: Argument,
    scope: Scope,
    args: Value[],
    named: Map<string, Value>,
    spans: Map<number | string, Span>,
  ): void {
    const value = this.#value(expression, scope);
    if (kind === 'positional') {
      spans.set(args.length, expression.span);
      args.push(value);
    } else if (kind === 'named') {
      spans.set(name!, expression.span);
      named.set(name!, value);
    } else if (kind === 'list') {
      args.push(...itemsOf(value, expression.span));
    } else {
      if (value.kind !== 'dict') throw new StarlarkError('`**` takes a dictionary', expression.span);
      for (const [key, item] of value.entries.values()) {
        if (key.kind !== 'string') throw new StarlarkError('`**` takes a dictionary of names', expression.span);
        if (named.has(key.value)) throw new StarlarkError(`\`${key.value}\` is given twice`, expression.span);
        named.set(key.value, item);
      }
    }
  }

  #apply(
    callee: Value,
    args: readonly Value[],
    named: ReadonlyMap<string, Value>,
    span: Span,
    spanOf: Call['spanOf'],
  ): Value {
    this.#work.spend(1 + args.length, span);
    if (callee.kind === 'builtin') {
      const apply = (inner: Value, innerArgs: readonly Value[]) =>
        this.#apply(inner, innerArgs, new Map(), span, () => span);
      return callee.call({ args, named, span, spanOf, apply, work: this.#work });
    }
    if (callee.kind !== 'function') throw new StarlarkError('this is no function', span);
    if (this.#depth >= DEEPEST) throw new BeyondUs('calls as deep as this are not followed', span);
    this.#depth++;
    try {
      const scope = bind(callee, args, named, span);
      if (!Array.isArray(callee.body)) return this.#value(callee.body as Expression, scope);
      const left = this.#block(callee.body as readonly Statement[], scope);
      return typeof left === 'object' ? left.returned : NONE;
    } finally {
      this.#depth--;
    }
  }
}

function declare(names: Iterable<string>, parent: Scope): Scope {
  return { values: new Map([...names].map((name) => [name, undefined])), parent };
}

function lookUp(name: string, scope: Scope, span: Span): Value {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    if (!at.values.has(name)) continue;
    const value = at.values.get(name);
    if (value === undefined) throw new StarlarkError(`\`${name}\` has no value yet`, span);
    return value;
  }
  throw new StarlarkError(`nothing is called \`${name}\` here`, span);
}

/** Keeps a list or dictionary from being changed while something goes over it. */
function reading<T>(value: Value, go: () => T): T {
  if (value.kind !== 'list' && value.kind !== 'dict') return go();
  value.readers++;
  try {
    return go();
  } finally {
    value.readers--;
  }
}

function setElement(object: Value, index: Value, value: Value, span: Span): void {
  if (object.kind !== 'list' && object.kind !== 'dict')
    throw new StarlarkError('nothing can be assigned to an element of this', span);
  if (object.readers > 0) throw new StarlarkError(`a ${object.kind} cannot change while a loop goes over it`, span);
  if (object.kind === 'dict') {
    object.entries.set(keyOf(index, span), [index, value]);
    return;
  }
  if (index.kind !== 'int') throw new StarlarkError('a list is counted by numbers', span);
  const at = index.value < 0 ? index.value + object.items.length : index.value;
  if (at < 0 || at >= object.items.length) throw new StarlarkError(`there is no element ${index.value}`, span);
  object.items[at] = value;
}

/** The scope in which a function's body runs. */
function bind(callee: FunctionValue, args: readonly Value[], named: ReadonlyMap<string, Value>, span: Span): Scope {
  const body = Array.isArray(callee.body) ? assignedIn(callee.body as readonly Statement[]) : [];
  const scope = declare(body, callee.scope);
  const left = new Map(named);
  let position = 0;
  let positional = true;
  for (const parameter of callee.parameters) {
    const { kind, name } = parameter;
    if (kind === 'star') {
      positional = false;
      if (name !== undefined) scope.values.set(name, { kind: 'tuple', items: args.slice(position) });
      if (name !== undefined) position = args.length;
    } else if (kind === 'double-star') {
      const entries = [...left].map(([key, value]) => [keyOf(string(key), span), [string(key), value]] as const);
      scope.values.set(name!, { kind: 'dict', entries: new Map(entries), readers: 0 });
      left.clear();
    } else if (positional && position < args.length) {
      if (left.has(name!)) throw new StarlarkError(`\`${name}\` is given twice`, span);
      scope.values.set(name!, args[position++]!);
    } else {
      const value = left.get(name!) ?? callee.fallbacks.get(name!);
      if (value === undefined) throw new StarlarkError(`\`${callee.name}\` needs \`${name}\``, span);
      left.delete(name!);
      scope.values.set(name!, value);
    }
  }
  if (position < args.length) throw new StarlarkError(`\`${callee.name}\` takes fewer arguments`, span);
  for (const name of left.keys()) throw new StarlarkError(`\`${callee.name}\` takes no \`${name}\``, span);
  return scope;
}
