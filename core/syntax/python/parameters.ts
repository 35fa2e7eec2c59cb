// Parameter lists of Python functions and lambdas.
import type { Parameter } from '../ast';
import type { Lowering } from '../lowering';

type Kind = Parameter['kind'];

/** `list` is -1 for a lambda without parameters. */
export function convertParameters(l: Lowering, list: number): Parameter[] {
  let parameters: Parameter[] = [];
  let kind: Kind = 'normal';
  if (list === -1) return parameters;
  for (const node of l.children(list)) {
    const name = l.name(node);
    if (name === 'positional_separator') {
      parameters = parameters.map((parameter) => ({ ...parameter, kind: 'positionalOnly' }));
    } else if (name === 'keyword_separator') {
      kind = 'keywordOnly';
    } else {
      const parameter = convertParameter(l, node, kind);
      if (parameter === null) continue;
      if (parameter.kind === 'star') kind = 'keywordOnly';
      parameters.push(parameter);
    }
  }
  return parameters;
}

function convertParameter(l: Lowering, node: number, kind: Kind): Parameter | null {
  const { fields } = l;
  const start = l.start(node);
  const end = l.end(node);
  switch (l.name(node)) {
    case 'identifier':
      return { start, end, name: l.slice(node), kind, annotation: null, default: null };
    case 'default_parameter':
    case 'typed_default_parameter':
      return {
        start,
        end,
        name: l.slice(l.child(node, fields.name)),
        kind,
        annotation: l.optional(node, fields.type),
        default: l.optional(node, fields.value),
      };
    case 'typed_parameter': {
      const inner = convertParameter(l, l.firstChild(node), kind);
      return inner && { ...inner, start, end, annotation: l.optional(node, fields.type) };
    }
    case 'list_splat_pattern':
    case 'dictionary_splat_pattern': {
      const splat: Kind = l.name(node) === 'list_splat_pattern' ? 'star' : 'doubleStar';
      const name = l.firstChild(node);
      return name === -1 ? null : { start, end, name: l.slice(name), kind: splat, annotation: null, default: null };
    }
    default:
      return null;
  }
}
