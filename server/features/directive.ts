// The directive comment that says which input to assume, on the line above a class:
//
//     # convlens: DSDilatedNet(base_channels=16) input=1x1x28x28
//     class DSDilatedNet(nn.Module):
import type { Location } from '../../core/base/location';

export interface SourceEdit {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

export interface Directive {
  readonly expression: string;
  readonly inputs: readonly string[];
}

/** Writes the directive above the definition, in place of the one that is there. `definition` is the name's location. */
export function directiveEdit(source: string, definition: Location, { expression, inputs }: Directive): SourceEdit {
  const lineStart = source.lastIndexOf('\n', definition.start - 1) + 1;
  const indentation = /^[ \t]*/.exec(source.slice(lineStart))?.[0] ?? '';
  const comment = /\.[cm]?[jt]sx?$/.test(definition.file) ? '//' : '#';
  const given = inputs.map((input) => ` input=${input}`).join('');
  const line = `${indentation}${comment} convlens: ${expression}${given}`;
  const previousStart = source.lastIndexOf('\n', lineStart - 2) + 1;
  const previous = lineStart === 0 ? '' : source.slice(previousStart, lineStart - 1);
  if (/^\s*(?:#|\/\/)\s*convlens:/.test(previous)) {
    return { start: previousStart, end: previousStart + previous.trimEnd().length, newText: line };
  }
  return { start: lineStart, end: lineStart, newText: `${line}\n` };
}
