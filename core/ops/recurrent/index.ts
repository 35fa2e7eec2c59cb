// Recurrent layers' functions.
import { cells } from './cell';
import { packedLayers, packPaddedSequence, padPackedSequence } from './packed';
import { gru, lstm, rnnRelu, rnnTanh } from './sequence';

export const recurrents = [
  lstm,
  gru,
  rnnTanh,
  rnnRelu,
  ...cells,
  packPaddedSequence,
  padPackedSequence,
  ...packedLayers,
] as const;
