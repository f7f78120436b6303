import type { ArithmeticExpression, AssignmentNode, SyntaxNode, WordNode } from './shell-parser.ts';
import { forEachChild } from './shell-parser.ts';

/**
 * Bash evaluates the value of a variable in an arithmetic context as an expression, and a subscript in it is expanded:
 * `x='a[$(reboot)]'; echo $((x))` runs `reboot` (Bash manual, Shell Arithmetic; CVE-2014-6271's lesser cousins are all
 * of this kind). So arithmetic is understood only over variables that can hold nothing but numbers.
 */

/** Longer expressions are not read: nobody calculates so much in a command line. */
export const LONGEST_EXPRESSION = 2000;
export const TOO_LONG = 'it calculates with an expression of more than 2,000 characters';

/** Deeper expressions are not read. */
const DEEPEST = 300;

/** Variables that bash itself keeps as numbers. */
const KEPT_BY_BASH = ['RANDOM', 'SECONDS', 'LINENO', 'UID', 'EUID', 'PPID', 'BASHPID'];

/** Commands that set variables whose names are their arguments. */
const SETTERS = new Set(['read', 'printf', 'mapfile', 'readarray', 'getopts', 'wait', 'select', 'coproc']);

/** After these, any variable may hold anything. */
const SETTERS_OF_ANYTHING = new Set(['eval', '.', 'source', 'trap', 'declare', 'typeset', 'local', 'let']);

/** The variables that hold numbers wherever this script reads them: everything it assigns to them is a number. */
export function numericVariables(script: SyntaxNode): ReadonlySet<string> {
  const numeric = new Set<string>();
  const other = new Set<string>();
  let anything = false;
  const assign = (name: string, isNumber: boolean): void => {
    (isNumber ? numeric : other).add(name);
  };
  let depth = 0;
  const visit = (node: SyntaxNode): void => {
    // What stands deeper than anybody writes is not looked at: then nothing is known to be a number.
    if (
      ++depth > DEEPEST ||
      ('text' in node && node.type === 'ArithmeticExpansion' && node.text.length > LONGEST_EXPRESSION)
    ) {
      anything = true;
    }
    if (node.type === 'Assignment') assign(node.name, isNumericValue(node));
    else if (node.type === 'For') assign(node.name.value, node.wordlist?.every(isNumericWord) === true);
    else if (node.type === 'Select') assign(node.name.value, false);
    else if (node.type === 'Coproc' && node.name) assign(node.name.value, false);
    else if (node.type === 'ParameterExpansion' && node.operation?.type === 'Default') assign(node.parameter, false);
    else if (node.type === 'ArithmeticBinary' && node.operator.endsWith('=')) assignArithmetic(node.left);
    else if (node.type === 'Command') {
      const names = [node.name, ...node.args].map((each) => each?.type === 'Word' && !each.parts && each.value);
      if (names.some((name) => name && SETTERS_OF_ANYTHING.has(name))) anything = true;
      const setter = names.findIndex((name) => name && SETTERS.has(name));
      if (setter >= 0) {
        for (const each of node.args) {
          if (each.type !== 'Word' || each.parts) anything = true;
          else assign(each.value.replace(/\[.*$/s, '').replace(/^-v/, ''), false);
        }
      }
    }
    if (!anything) forEachChild(node, visit);
    depth--;
  };
  const assignArithmetic = (left: ArithmeticExpression): void => {
    if (left.type === 'ArithmeticWord') assign(left.value, true);
  };
  visit(script);
  if (anything) return new Set();
  for (const name of KEPT_BY_BASH) numeric.add(name);
  for (const name of other) numeric.delete(name);
  return numeric;
}

function isNumericValue(node: AssignmentNode): boolean {
  if (node.index !== undefined || node.append) return false;
  return node.value.type === 'Word' && isNumericWord(node.value);
}

function isNumericWord(word: WordNode): boolean {
  if (/^-?\d+$|^\{\d+\.\.\d+(\.\.\d+)?\}$|^\$[#?]$/.test(word.text)) return true;
  return word.parts?.length === 1 && word.parts[0]?.type === 'ArithmeticExpansion';
}

/** True where an expression's text has only numbers, operators, and variables that hold numbers. */
export function isPlainArithmetic(text: string, numeric: ReadonlySet<string>): boolean {
  for (const token of text.matchAll(
    /\$\{?#?[A-Za-z_]\w*\}?|\$[#?]|[A-Za-z_]\w*|\d[\w#@]*|[-+*/%<>=!&|^~?:,()\s]|./gs,
  )) {
    const text = token[0];
    if (/^\d/.test(text) || /^[-+*/%<>=!&|^~?:,()\s]$/.test(text) || /^\$[#?]$|^\$\{#\w+\}$/.test(text)) continue;
    const name = /^(?:\$\{(\w+)\}|\$?([A-Za-z_]\w*))$/.exec(text);
    if (!name || !numeric.has(name[1] ?? name[2] ?? '')) return false;
  }
  return true;
}

/** Why an arithmetic expression may run something that does not stand in it; undefined when it cannot. */
export function arithmeticProblem(
  expression: ArithmeticExpression | undefined,
  numeric: ReadonlySet<string>,
  depth = 0,
): string | undefined {
  if (depth > DEEPEST) return 'it calculates too deeply';
  switch (expression?.type) {
    case undefined:
      return undefined;
    case 'ArithmeticCommandExpansion':
      return 'it calculates with the output of a command';
    case 'ArithmeticBinary':
      return (
        arithmeticProblem(expression.left, numeric, depth + 1) ??
        arithmeticProblem(expression.right, numeric, depth + 1)
      );
    case 'ArithmeticUnary':
      return arithmeticProblem(expression.operand, numeric, depth + 1);
    case 'ArithmeticTernary':
      return (
        arithmeticProblem(expression.test, numeric, depth + 1) ??
        arithmeticProblem(expression.consequent, numeric, depth + 1) ??
        arithmeticProblem(expression.alternate, numeric, depth + 1)
      );
    case 'ArithmeticGroup':
      return arithmeticProblem(expression.expression, numeric, depth + 1);
    case 'ArithmeticWord':
      return isPlainArithmetic(expression.value, numeric)
        ? undefined
        : `it calculates with \`${expression.value}\`, which may hold a command`;
  }
}
