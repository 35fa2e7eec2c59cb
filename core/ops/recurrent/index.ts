// Recurrent layers' functions.
import { cells } from './cell';
import { gru, lstm, rnnRelu, rnnTanh } from './sequence';

export const recurrents = [lstm, gru, rnnTanh, rnnRelu, ...cells] as const;
