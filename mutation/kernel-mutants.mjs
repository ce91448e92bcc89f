/** Lists the changes of operators and numbers that a file of AssemblyScript allows, each by its place and what stands there instead. */
import ts from "typescript";

const K = ts.SyntaxKind;

/** What each operator becomes. */
const OTHER = new Map([
  [K.PlusToken, "-"],
  [K.MinusToken, "+"],
  [K.AsteriskToken, "+"],
  [K.SlashToken, "*"],
  [K.PercentToken, "*"],
  [K.LessThanLessThanToken, ">>"],
  [K.GreaterThanGreaterThanToken, "<<"],
  [K.GreaterThanGreaterThanGreaterThanToken, "<<"],
  [K.AmpersandToken, "|"],
  [K.BarToken, "&"],
  [K.CaretToken, "|"],
  [K.LessThanToken, "<="],
  [K.LessThanEqualsToken, "<"],
  [K.GreaterThanToken, ">="],
  [K.GreaterThanEqualsToken, ">"],
  [K.EqualsEqualsToken, "!="],
  [K.ExclamationEqualsToken, "=="],
  [K.AmpersandAmpersandToken, "||"],
  [K.BarBarToken, "&&"],
  [K.PlusEqualsToken, "-="],
  [K.MinusEqualsToken, "+="],
  [K.AsteriskEqualsToken, "+="],
  [K.BarEqualsToken, "&="],
  [K.AmpersandEqualsToken, "|="],
  [K.CaretEqualsToken, "|="],
  [K.LessThanLessThanEqualsToken, ">>="],
  [K.GreaterThanGreaterThanEqualsToken, "<<="],
  [K.GreaterThanGreaterThanGreaterThanEqualsToken, "<<="],
  [K.PlusPlusToken, "--"],
  [K.MinusMinusToken, "++"],
]);

/** Every change of one file: `start` and `end` in its text, and `text` to put there. */
export function changesOf(source) {
  const changes = [];
  const file = ts.createSourceFile("kernel.ts", source, ts.ScriptTarget.Latest, true);
  const add = (start, end, text) => changes.push({ start, end, text });

  const visit = (node) => {
    // Only the debug build has assertions; types and imports compute nothing.
    if (ts.isCallExpression(node) && /^(static_)?assert$/.test(node.expression.getText())) return;
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isDecorator(node)) return;
    if (ts.isBinaryExpression(node)) {
      const { operatorToken } = node;
      const other = OTHER.get(operatorToken.kind);
      if (other !== undefined) add(operatorToken.getStart(), operatorToken.end, other);
    } else if (ts.isPostfixUnaryExpression(node)) {
      add(node.operand.end, node.end, OTHER.get(node.operator));
    } else if (ts.isPrefixUnaryExpression(node)) {
      const start = node.getStart();
      if (OTHER.has(node.operator) && node.operator !== K.PlusToken && node.operator !== K.MinusToken)
        add(start, start + 2, OTHER.get(node.operator));
      else if (node.operator === K.ExclamationToken) add(start, start + 1, "");
    } else if (ts.isNumericLiteral(node) && /^\d+$/.test(node.text)) {
      add(node.getStart(), node.end, String(Number(node.text) + 1));
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return changes;
}
