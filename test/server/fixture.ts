// A hand-made answer of the core: one convolution and one call of it, in a file of seven lines.
import type { FileAnalysis } from '../../core/analysis';
import type { Graph } from '../../core/graph/graph';
import type { Dim } from '../../core/shape/dim';

export const source = [
  'class Net(nn.Module):',
  '    def __init__(self):',
  '        self.conv = nn.Conv2d(4, 8, 3, padding=1, groups=2)',
  '    def forward(self, x):',
  '        return self.conv(x)',
  '',
].join('\n');

export const placeOf = (text: string, file: string) => ({
  file,
  start: source.indexOf(text),
  end: source.indexOf(text) + text.length,
});

export function answer(file: string): FileAnalysis {
  const constructed = placeOf('nn.Conv2d(4, 8, 3, padding=1, groups=2)', file);
  const called = placeOf('self.conv(x)', file);
  const attributes = {
    in_channels: 4,
    out_channels: 8,
    kernel_size: [3, 3],
    stride: [1, 1],
    padding: [1, 1],
    dilation: [1, 1],
    groups: 2,
    bias: true,
  };
  const graph: Graph<Dim> = {
    version: 1,
    expression: 'Net()',
    training: false,
    values: [
      { shape: [1, 4, 6, 6], dtype: 'float32', source: { kind: 'input', index: 0 } },
      { shape: [1, 8, 6, 6], dtype: 'float32', source: { kind: 'operation', operation: 0, output: 0 } },
    ],
    inputs: [0],
    output: 1,
    parameters: [],
    initialisation: [],
    operations: [
      { operator: 'conv2d', inputs: { input: 0 }, attributes, outputs: [1], macs: 5_184, call: 0, location: called },
    ],
    calls: [
      {
        path: 'conv',
        type: 'Conv2d',
        inputs: [[1, 4, 6, 6]],
        output: [1, 8, 6, 6],
        params: 152,
        macs: 5_184,
        receptiveField: { size: [3, 3], jump: [1, 1], offset: [0, 0] },
        attributes,
        defined: constructed,
        called,
        operations: [0, 1],
      },
    ],
  };
  return {
    file,
    models: [
      {
        expression: 'Net()',
        origin: 'default',
        isInputSupposed: false,
        definition: placeOf('Net', file),
        graph,
        totals: {
          params: 152,
          trainable: 152,
          macs: 5_184,
          activationBytes: { inferencePeak: 1_728, trainingSaved: 576 },
        },
        exact: true,
        unknowns: [],
      },
    ],
    diagnostics: [
      {
        code: 'CL2001',
        details: { path: 'conv' },
        severity: 'hint',
        location: constructed,
        hint: 'call it in forward',
        related: [{ location: called, message: 'here' }],
      },
    ],
    constructions: [
      {
        location: constructed,
        type: 'Conv2d',
        leaf: true,
        instances: [
          {
            model: 0,
            path: 'conv',
            attributes,
            parameters: [
              { name: 'weight', shape: [8, 2, 3, 3] },
              { name: 'bias', shape: [8] },
            ],
            calls: [0],
            params: 152,
            macs: 5_184,
            inputs: [[1, 4, 6, 6]],
            output: [1, 8, 6, 6],
          },
        ],
      },
    ],
    applications: [{ location: called, results: [{ model: 0, shape: [1, 8, 6, 6], count: 1 }], macs: 5_184 }],
  };
}
