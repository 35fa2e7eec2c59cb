// Every backend, for tests that loop over them.
import type { EngineOptions } from '../../engine/types';

export const backends: readonly Pick<EngineOptions, 'device' | 'kernels'>[] = [{ device: 'reference' }];
