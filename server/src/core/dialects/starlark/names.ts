import { BeyondUs, StarlarkError } from './problem.ts';
import type { Clause, Expression, Parameter, Statement } from './syntax.ts';

/** Expressions within expressions, chains of operators included: as many as fit on the stack with ease. */
export const DEEPEST_TREE = 500;

/** Names that are known at one place: those of the scope itself and of the ones around it. */
interface Known {
  readonly names: ReadonlySet<string>;
  readonly parent?: Known;
}

/**
 * Checks that every name in a file is one: interpreters do so before they run anything, also in what never runs.
 * @throws StarlarkError at the first name that is none.
 */
export function checkNames(statements: readonly Statement[], globals: ReadonlySet<string>): void {
  checkAll(statements, { names: assignedIn(statements), parent: { names: globals } });
}

/** The names that statements assign to, in their own scope. */
export function assignedIn(statements: readonly Statement[]): Set<string> {
  const names = new Set<string>();
  const visit = (statement: Statement): void => {
    if (statement.kind === 'assign' || statement.kind === 'augment') namesOf(statement.target, names);
    else if (statement.kind === 'def') names.add(statement.name);
    else if (statement.kind === 'if') [...statement.then, ...statement.otherwise].forEach(visit);
    else if (statement.kind === 'for') {
      namesOf(statement.target, names);
      statement.body.forEach(visit);
    }
  };
  statements.forEach(visit);
  return names;
}

/** The names in what is assigned to. */
export function namesOf(target: Expression, into: Set<string>): void {
  if (target.kind === 'name') into.add(target.name);
  else if (target.kind === 'list' || target.kind === 'tuple') for (const item of target.items) namesOf(item, into);
}

/** The names that the clauses of a comprehension give to what they go over. */
export function comprehensionNames(clauses: readonly Clause[]): Set<string> {
  const names = new Set<string>();
  for (const clause of clauses) if (clause.kind === 'for') namesOf(clause.target, names);
  return names;
}

export function parameterNames(parameters: readonly Parameter[]): string[] {
  return parameters.flatMap(({ name }) => (name === undefined ? [] : [name]));
}

function checkAll(statements: readonly Statement[], known: Known): void {
  for (const statement of statements) checkStatement(statement, known);
}

function checkStatement(statement: Statement, known: Known): void {
  if (statement.kind === 'def') {
    for (const { fallback } of statement.parameters) if (fallback) check(fallback, known);
    const names = new Set([...parameterNames(statement.parameters), ...assignedIn(statement.body)]);
    checkAll(statement.body, { names, parent: known });
    return;
  }
  for (const expression of expressionsOf(statement)) check(expression, known);
  if (statement.kind === 'if') checkAll([...statement.then, ...statement.otherwise], known);
  else if (statement.kind === 'for') checkAll(statement.body, known);
}

function expressionsOf(statement: Statement): readonly Expression[] {
  switch (statement.kind) {
    case 'expression':
      return [statement.value];
    case 'return':
      return statement.value ? [statement.value] : [];
    case 'assign':
    case 'augment':
      return [statement.value, statement.target];
    case 'if':
      return [statement.condition];
    case 'for':
      return [statement.iterable, statement.target];
    default:
      return [];
  }
}

function check(expression: Expression, known: Known, depth = 0): void {
  if (depth > DEEPEST_TREE) throw new BeyondUs('too long to be read', expression.span);
  if (expression.kind === 'name') {
    checkName(expression, known);
  } else if (expression.kind === 'comprehension') {
    checkComprehension(expression.clauses, [expression.item, expression.value], known, depth + 1);
  } else if (expression.kind === 'lambda') {
    for (const { fallback } of expression.parameters) if (fallback) check(fallback, known);
    check(expression.body, { names: new Set(parameterNames(expression.parameters)), parent: known }, depth + 1);
  } else {
    for (const part of partsOf(expression)) check(part, known, depth + 1);
  }
}

/** The expressions within one that have the same names as it. */
function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'format':
      return expression.holes;
    case 'list':
    case 'tuple':
      return expression.items;
    case 'dict':
      return expression.entries.flat();
    case 'unary':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'conditional':
      return [expression.condition, expression.then, expression.otherwise];
    case 'call':
      return [expression.callee, ...expression.args.map(({ value }) => value)];
    case 'member':
      return [expression.object];
    case 'index':
      return [expression.object, expression.index];
    case 'slice':
      return [expression.object, expression.from, expression.to, expression.step].filter((part) => part !== undefined);
    default:
      return [];
  }
}

function checkComprehension(
  clauses: readonly Clause[],
  results: readonly (Expression | undefined)[],
  known: Known,
  depth: number,
): void {
  const inner: Known = { names: comprehensionNames(clauses), parent: known };
  for (const [i, clause] of clauses.entries()) {
    if (clause.kind === 'if') check(clause.condition, inner, depth);
    else {
      check(clause.iterable, i === 0 ? known : inner, depth);
      check(clause.target, inner);
    }
  }
  for (const result of results) if (result) check(result, inner, depth);
}

function checkName({ name, span }: Expression & { kind: 'name' }, known: Known): void {
  for (let at: Known | undefined = known; at !== undefined; at = at.parent) if (at.names.has(name)) return;
  throw new StarlarkError(`nothing is called \`${name}\` here`, span);
}
