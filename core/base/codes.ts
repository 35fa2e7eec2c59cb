// Every diagnostic the product can report: a stable code and its English template. `{name}` is filled from `details`.
// CL1xxx: the model is wrong, as PyTorch would say at run time. CL2xxx: advice. CL3xxx: training. CL4xxx: the source.

export const diagnosticTemplates = {
  CL1001: '{parameter} = {channels} is not divisible by groups = {groups}',
  CL1002: '{operator} expects {expectedChannels} channels, but its input has {actualChannels}',
  CL1003: '{operator} expects {expectedFeatures} features, but its input has {actualFeatures}',
  CL1004: 'kernel of effective size {kernel} is larger than the padded input of size {size}',
  CL1005: 'shapes {left} and {right} cannot be broadcast together',
  CL1006: 'cannot concatenate {shapes} along dimension {dimension}',
  CL1007: 'shape {shape} is invalid for an input of {elements} elements',
  CL1008: 'dimension {dimension} is out of range for a tensor of {rank} dimensions',
  CL1009: '{operator} expects a tensor of {expectedRank} dimensions, but got {actualRank}',
  CL1010: '{parameter} must be an integer, but got the float {value}',
  CL1011: 'matrix product of {left} and {right}: inner dimensions {leftInner} and {rightInner} differ',
  CL1012: '{operator} got an invalid argument: {reason}',
  CL1013: 'the call does not match the signature: {reason}',
  CL1014: '{exception}: {message}',
  CL1015: 'output size would be {size}: too small',
  CL2001: 'layer {path} is defined but never called',
  CL2002: 'the bias of {path} has no effect: the batch norm that follows subtracts it',
  CL3001: 'the engine cannot train the operator {operator}',
  CL4001: 'syntax error',
} as const;

export type DiagnosticCode = keyof typeof diagnosticTemplates;
