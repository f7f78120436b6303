/**
 * The shell parser, and the only place that names it: unbash reads GNU Bash and keeps offsets. Pinned, and checked
 * against the real bash by test/decide/bash-oracle.test.ts.
 */
export type {
  ArithmeticExpression,
  Assignment as AssignmentNode,
  CommandNode,
  DoubleQuotedChild,
  ParameterExpansionPart,
  ParsedScript,
  Redirection as RedirectionNode,
  Statement,
  SyntaxNode,
  TestExpression,
  Word as WordNode,
  WordPart,
} from 'unbash';
export { forEachChild, parse } from 'unbash';
