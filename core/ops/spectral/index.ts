// Fourier transforms, of whole signals and of their frames.
import { fourierTransforms } from './fft';
import { shortTimeTransforms } from './stft';

export const spectralOperators = [...fourierTransforms, ...shortTimeTransforms] as const;
