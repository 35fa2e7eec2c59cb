// A neutral program as compact text for tests, every operator in parentheses.
//
//     x = a + b * c   ->   assign x = (a + (b * c))
import type { Argument, Expression, Parameter, Pattern, Statement, Template } from '../../core/syntax/ast';

const list = (items: readonly Expression[]): string => items.map(show).join(', ');

function argument(a: Argument): string {
  const prefix = { positional: '', keyword: `${a.name ?? ''}=`, star: '*', doubleStar: '**' }[a.kind];
  return prefix + show(a.value);
}

function parameters(all: readonly Parameter[]): string {
  const mark = { positionalOnly: '/', normal: '', star: '*', keywordOnly: '=', doubleStar: '**' };
  return all
    .map((p) => {
      const name = p.pattern ? show(p.pattern) : p.name;
      return (
        mark[p.kind] +
        name +
        (p.annotation ? `: ${show(p.annotation)}` : '') +
        (p.default ? ` = ${show(p.default)}` : '')
      );
    })
    .join(', ');
}

function template({ parts }: Template): string {
  return parts
    .map((part) => {
      if (typeof part === 'string') return part.replaceAll('{', '{{').replaceAll('}', '}}');
      const debug = part.debugText === null ? '' : `${part.debugText}|`;
      const format = part.format ? `:${template(part.format)}` : '';
      return `{${debug}${show(part.value)}${part.conversion ? `!${part.conversion}` : ''}${format}}`;
    })
    .join('');
}

export function show(e: Expression): string {
  switch (e.kind) {
    case 'literal':
      return typeof e.value === 'bigint' ? `${e.value}n` : JSON.stringify(e.value);
    case 'float':
      return `${Number.isInteger(e.value) ? e.value.toFixed(1) : e.value}${e.imaginary ? 'j' : ''}`;
    case 'bytes':
      return `b${JSON.stringify(e.value)}`;
    case 'ellipsis':
      return '...';
    case 'template':
      return `f\`${template(e)}\``;
    case 'name':
      return e.name;
    case 'attribute':
      return `${show(e.object)}${e.optional ? '?.' : '.'}${e.name}`;
    case 'subscript':
      return `${show(e.object)}[${show(e.index)}]`;
    case 'slice':
      return [e.lower, e.upper, e.step].map((part) => (part ? show(part) : '')).join(':');
    case 'call':
      return `${e.isNew ? 'new ' : ''}${show(e.callee)}(${e.arguments.map(argument).join(', ')})`;
    case 'unary':
      return `(${e.operator} ${show(e.operand)})`;
    case 'binary':
    case 'logical':
      return `(${show(e.left)} ${e.operator} ${show(e.right)})`;
    case 'compare':
      return `(${show(e.left)}${e.operators.map((operator, i) => ` ${operator} ${show(e.rights[i])}`).join('')})`;
    case 'conditional':
      return `(${show(e.then)} if ${show(e.test)} else ${show(e.otherwise)})`;
    case 'lambda': {
      const body = Array.isArray(e.body)
        ? `{ ${showAll(e.body as readonly Statement[])} }`
        : show(e.body as Expression);
      return `(${e.isAsync ? 'async ' : ''}lambda ${parameters(e.parameters)}: ${body})`;
    }
    case 'list':
      return `[${list(e.elements)}]`;
    case 'tuple':
      return `<${list(e.elements)}>`;
    case 'set':
      return `{${list(e.elements)}}`;
    case 'dict':
      return `{${e.entries.map(({ key, value }) => (key ? `${show(key)}: ${show(value)}` : `**${show(value)}`)).join(', ')}}`;
    case 'comprehension': {
      const clauses = e.clauses.map(
        (c) =>
          ` for ${show(c.target)} in ${show(c.iterable)}${c.conditions.map((test) => ` if ${show(test)}`).join('')}`,
      );
      return `${e.form}<${show(e.element)}${e.value ? `: ${show(e.value)}` : ''}${clauses.join('')}>`;
    }
    case 'starred':
      return `*${show(e.value)}`;
    case 'named':
      return `(${show(e.target)} := ${show(e.value)})`;
    case 'await':
      return `(await ${show(e.value)})`;
    case 'yield':
      return `(yield${e.delegate ? ' from' : ''}${e.value ? ` ${show(e.value)}` : ''})`;
    case 'error':
      return `!${e.reason}!`;
  }
}

function pattern(p: Pattern): string {
  switch (p.kind) {
    case 'value':
      return show(p.value);
    case 'capture':
      return p.name ?? '_';
    case 'sequence':
      return `[${p.patterns.map((item, i) => (i === p.star ? '*' : '') + pattern(item)).join(', ')}]`;
    case 'mapping':
      return `{${p.entries.map(({ key, pattern: value }) => `${show(key)}: ${pattern(value)}`).join(', ')}${p.rest ? `, **${p.rest}` : ''}}`;
    case 'class': {
      const keyword = p.keyword.map(({ name, pattern: value }) => `${name}=${pattern(value)}`);
      return `${show(p.class)}(${[...p.positional.map(pattern), ...keyword].join(', ')})`;
    }
    case 'or':
      return `(${p.alternatives.map(pattern).join(' | ')})`;
    case 'as':
      return `(${pattern(p.pattern)} as ${p.name})`;
  }
}

const block = (word: string, body: readonly Statement[]): string =>
  body.length === 0 ? '' : ` ${word} { ${showAll(body)} }`;

export function showStatement(s: Statement): string {
  switch (s.kind) {
    case 'expression':
      return show(s.value);
    case 'assign':
      return `${s.declares ? 'let' : 'assign'} ${[...s.targets, s.value].map(show).join(' = ')}`;
    case 'annotated':
      return `annotated ${show(s.target)}: ${show(s.annotation)}${s.value ? ` = ${show(s.value)}` : ''}`;
    case 'augmented':
      return `${show(s.target)} ${s.operator}= ${show(s.value)}`;
    case 'return':
      return s.value ? `return ${show(s.value)}` : 'return';
    case 'if':
      return `if ${show(s.test)} { ${showAll(s.then)} }${block('else', s.otherwise)}`;
    case 'while':
      return `while ${show(s.test)} { ${showAll(s.body)} }${block('update', s.update ?? [])}${block('else', s.otherwise)}`;
    case 'for':
      return `for ${show(s.target)} in ${show(s.iterable)} { ${showAll(s.body)} }${block('else', s.otherwise)}`;
    case 'function': {
      const flags = `${s.isAsync ? 'async ' : ''}${s.isGenerator ? 'generator ' : ''}`;
      const decorators = s.decorators.map((d) => `@${show(d)} `).join('');
      const returns = s.returns ? ` -> ${show(s.returns)}` : '';
      return `${decorators}${flags}def ${s.name}(${parameters(s.parameters)})${returns} { ${showAll(s.body)} }`;
    }
    case 'class':
      return `${s.decorators.map((d) => `@${show(d)} `).join('')}class ${s.name}(${s.bases.map(argument).join(', ')}) { ${showAll(s.body)} }`;
    case 'import':
      return `import ${s.names.map(({ name, alias }) => name + (alias ? ` as ${alias}` : '')).join(', ')}`;
    case 'importFrom': {
      const names = s.names.map(({ name, alias }) => name + (alias ? ` as ${alias}` : '')).join(', ');
      return `from ${'.'.repeat(s.level)}${s.module} import ${names}`;
    }
    case 'raise':
      return `raise${s.exception ? ` ${show(s.exception)}` : ''}${s.cause ? ` from ${show(s.cause)}` : ''}`;
    case 'try': {
      const handlers = s.handlers.map((h) =>
        block(`except${h.type ? ` ${show(h.type)}` : ''}${h.name ? ` as ${h.name}` : ''}`, h.body),
      );
      return `try { ${showAll(s.body)} }${handlers.join('')}${block('else', s.otherwise)}${block('finally', s.finalizer)}`;
    }
    case 'with':
      return `with ${s.items.map((i) => show(i.context) + (i.target ? ` as ${show(i.target)}` : '')).join(', ')} { ${showAll(s.body)} }`;
    case 'assert':
      return `assert ${show(s.test)}${s.message ? `, ${show(s.message)}` : ''}`;
    case 'pass':
    case 'break':
    case 'continue':
      return s.kind;
    case 'global':
    case 'nonlocal':
      return `${s.kind} ${s.names.join(', ')}`;
    case 'delete':
      return `del ${list(s.targets)}`;
    case 'match':
      return `match ${show(s.subject)}${s.cases
        .map((c) => block(`case ${pattern(c.pattern)}${c.guard ? ` if ${show(c.guard)}` : ''}`, c.body))
        .join('')}`;
    case 'error':
      return `!${s.reason}!`;
  }
}

export const showAll = (statements: readonly Statement[]): string => statements.map(showStatement).join('; ');
