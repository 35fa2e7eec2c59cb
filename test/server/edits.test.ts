// Edits of the source: arguments of a call found in its text, the directive above a class.
import { expect, it } from 'vitest';
import { findArgument, readCall } from '../../server/features/callText';
import { directiveEdit, type Directive } from '../../server/features/directive';

it.each([
  ['f(1, 2)', ['1', '2']],
  ['nn.Conv2d(a(b, c), [d, e], groups=4)', ['a(b, c)', '[d, e]', 'groups 4']],
  ['f("a, (b", \'c)\', d="""e, f)""")', ['"a, (b"', "'c)'", 'd """e, f)"""']],
  ['f(\n  1,  # one, two)\n  2,\n)', ['1', '# one, two)\n  2']],
  ['f(*args, x == 1, **kwargs)', ['*args', 'x == 1', '**kwargs']],
  ['f()', []],
] as const)('reads the arguments of %j', (source, expected) => {
  const call = readCall(source, 0, source.length);
  expect(call?.arguments.map(({ name, text }) => (name === null ? text : `${name} ${text}`))).toEqual(expected);
  for (const { text, start, end } of call?.arguments ?? []) expect(source.slice(start, end)).toBe(text);
});

it('finds an argument by its keyword or its position, and not behind a star', () => {
  const call = readCall('f(8, 16, groups=4)', 0, 18)!;
  expect([findArgument(call, 'groups', 6)?.text, findArgument(call, 'out', 1)?.text]).toEqual(['4', '16']);
  expect(findArgument(readCall('f(*sizes, 16)', 0, 13)!, 'out', 1)).toBeUndefined();
  expect(readCall('f(8, 16', 0, 7)).toBeUndefined();
});

const directive: Directive = { expression: 'Net(2)', inputs: ['1x3x32x32', 'Nx10'] };
const line = '# convlens: Net(2) input=1x3x32x32 input=Nx10';

it.each([
  ['class Net(nn.Module):\n', 'model.py', `${line}\nclass Net(nn.Module):\n`],
  ['import a\n\nclass Net:\n', 'model.py', `import a\n\n${line}\nclass Net:\n`],
  ['if x:\n    class Net:\n', 'model.py', `if x:\n    ${line}\n    class Net:\n`],
  ['# convlens: Net() input=1x1x28x28\nclass Net:\n', 'model.py', `${line}\nclass Net:\n`],
  ['# a comment\nclass Net:\n', 'model.py', `# a comment\n${line}\nclass Net:\n`],
  ['class Net {}\n', 'model.ts', `${line.replace('#', '//')}\nclass Net {}\n`],
])('writes the directive into %j of %s', (source, file, expected) => {
  const start = source.indexOf('Net', source.indexOf('class'));
  const edit = directiveEdit(source, { file, start, end: start + 3 }, directive);
  expect(source.slice(0, edit.start) + edit.newText + source.slice(edit.end)).toBe(expected);
});
