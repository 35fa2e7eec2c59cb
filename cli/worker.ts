// A helper of `convlens train` in a thread of its own: does its share of every batch.
import { parentPort } from 'node:worker_threads';
import { serveWorker } from '../engine/parallel/serve';
import { channelOf } from './training/threads';

if (parentPort) serveWorker(channelOf(parentPort));
