// einsum (https://docs.pytorch.org/docs/stable/generated/torch.einsum.html). PyTorch contracts operands from left to right;
// a pair that sums over a common axis is one batched matrix product, any other pair a multiplication, which is not counted.
//
//     bhid,bhjd->bhij   is a bmm of (b·h) × i × d with (b·h) × d × j: b·h·i·d·j MACs
import { type Dim, dimBounds, dimEquals, isSymbolic, product, sum } from '../../shape/dim';
import { broadcastDims } from '../../shape/broadcast';
import type { OperatorArguments } from '../arguments';
import type { Inference, Operator, TensorType } from '../operator';
import { invalidArgument } from '../problems';
import { resultType } from '../promotion';

export const einsum = {
  name: 'einsum',
  signature: 'equation, *operands',
  functions: ['torch.einsum', 'torch.functional.einsum'],
  methods: [],
  infer: inferEinsum,
} as const satisfies Operator;

function inferEinsum(a: OperatorArguments): Inference {
  const equation = a.string('equation').replace(/\s/g, '');
  const operands = a.tensors('operands');
  const [inputText, outputText] = equation.split('->');
  const terms = inputText.split(',');
  if (terms.length !== operands.length) {
    a.fail(
      invalidArgument(a.operatorName, `the equation has ${terms.length} operands, but ${operands.length} were given`),
    );
  }
  const ellipsisRank = Math.max(0, ...terms.map((term, i) => ellipsisLength(a, term, operands[i])));
  const labels = terms.map((term, i) => expand(term, ellipsisLength(a, term, operands[i]), ellipsisRank));
  const sizes = labelSizes(a, labels, operands);
  const output = expand(outputText ?? implicitOutput(inputText), ellipsisRank, ellipsisRank);
  for (const label of output) {
    if (!sizes.has(label))
      a.fail(invalidArgument(a.operatorName, `output subscript ${label} does not appear in the equation`));
    if (output.indexOf(label) !== output.lastIndexOf(label)) {
      a.fail(invalidArgument(a.operatorName, `output subscript ${label} appears more than once`));
    }
  }
  const size = (label: string): Dim => sizes.get(label) ?? 1;
  return {
    result: {
      shape: output.map(size),
      dtype: resultType(operands.map(({ dtype }) => ({ dtype, priority: 'tensor' }))),
    },
    macs: contractionMacs(labels, operands, output, size),
    window: 'global',
    attributes: { equation: a.string('equation') },
  };
}

/** The axes that `...` stands for in this operand. */
function ellipsisLength(a: OperatorArguments, term: string, { shape }: TensorType): number {
  const named = term.replace('...', '').length;
  if (!/^[A-Za-z]*(\.\.\.)?[A-Za-z]*$/.test(term))
    a.fail(invalidArgument(a.operatorName, `invalid subscript in '${term}'`));
  if (term.includes('...') ? named > shape.length : named !== shape.length) {
    a.fail(
      invalidArgument(
        a.operatorName,
        `the subscripts '${term}' do not match an operand of ${shape.length} dimensions`,
        {
          expected: `${named} dimensions`,
          actual: `${shape.length} dimensions`,
        },
      ),
    );
  }
  return shape.length - named;
}

/** Labels, one an axis; the axes of `...` are numbered from their end. */
function expand(term: string, length: number, longest: number): readonly string[] {
  const at = term.indexOf('...');
  if (at < 0) return [...term];
  const dots = Array.from({ length }, (_, i) => `.${longest - length + i}`);
  return [...term.slice(0, at), ...dots, ...term.slice(at + 3)];
}

/** Without `->`: the ellipsis, then the labels that appear once, in alphabetical order. */
function implicitOutput(inputText: string): string {
  const letters = [...inputText.replace(/[.,]/g, '')];
  const once = letters.filter((c) => letters.indexOf(c) === letters.lastIndexOf(c)).sort();
  return (inputText.includes('...') ? '...' : '') + once.join('');
}

function labelSizes(
  a: OperatorArguments,
  labels: readonly (readonly string[])[],
  operands: readonly TensorType[],
): Map<string, Dim> {
  const sizes = new Map<string, Dim>();
  labels.forEach((own, i) =>
    own.forEach((label, axis) => {
      const [known, next] = [sizes.get(label), operands[i].shape[axis]];
      const size = known === undefined ? next : broadcastDims(known, next);
      if (size === 'unknown') return a.unknown(`the size of '${label}' cannot be told`);
      if (size === 'conflict') {
        const reason = `'${label}' has size ${String(known)} in one operand and ${String(next)} in another`;
        return a.fail(invalidArgument(a.operatorName, reason, { expected: String(known), actual: String(next) }));
      }
      if (known !== undefined && (isSymbolic(known) || isSymbolic(next)) && !dimEquals(known, next)) {
        // What is broadcast is multiplied, not contracted: the cost hangs on it.
        if (dimBounds(known).lower <= 1 || dimBounds(next).lower <= 1)
          a.unknown(`whether '${label}' is broadcast cannot be told`);
      }
      sizes.set(label, size);
    }),
  );
  return sizes;
}

/** The sum over PyTorch's pairwise contractions, from left to right. */
function contractionMacs(
  labels: readonly (readonly string[])[],
  operands: readonly TensorType[],
  output: readonly string[],
  size: (label: string) => Dim,
): Dim {
  const isWide = (label: string, i: number): boolean => {
    const axis = labels[i].indexOf(label);
    return axis >= 0 && operands[i].shape[axis] !== 1;
  };
  const wide = labels.map((own, i) => new Set(own.filter((label) => isWide(label, i))));
  const uses = (label: string, from: number): boolean => wide.slice(from).some((set) => set.has(label));
  const macs: Dim[] = [];
  let left = wide[0];
  for (let i = 1; i < wide.length; i++) {
    const right = wide[i];
    const isDone = (label: string): boolean => !output.includes(label) && !uses(label, i + 1);
    const all = [...new Set([...left, ...right])];
    const summed = all.filter((label) => left.has(label) && right.has(label) && isDone(label));
    // An axis of one side alone that nothing needs any more is summed before the product.
    const kept = all.filter((label) => !isDone(label));
    if (summed.length > 0) macs.push(product([...kept, ...summed].map(size)));
    left = new Set(kept);
  }
  return sum(macs);
}
