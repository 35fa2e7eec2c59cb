// Convolutions, plain and transposed.
import { conv1d, conv2d, conv3d } from './conv';
import { convTranspose1d, convTranspose2d, convTranspose3d } from './conv-transpose';

export const convolutions = [conv1d, conv2d, conv3d, convTranspose1d, convTranspose2d, convTranspose3d] as const;
