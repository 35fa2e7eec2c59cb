// Pools.
import { adaptivePools } from './adaptive-pool';
import { averagePools } from './avg-pool';
import { maxPools } from './max-pool';
import { maxUnpools } from './max-unpool';

export const pools = [...maxPools, ...averagePools, ...adaptivePools, ...maxUnpools] as const;
