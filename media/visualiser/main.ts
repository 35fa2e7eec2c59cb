// The visualiser's page: connects to the extension, starts the worker, and shows the application.
import {
  visualiserState,
  toVisualiser,
  type FromVisualiser,
  type ToVisualiser,
  type VisualiserState,
} from '../../protocol/webview';
import { parse } from '../../protocol/validate';
import { connect } from '../shared/host';
import { adoptDocumentStyles } from '../shared/document';
import { workerFromUri } from '../shared/worker-from-uri';
import './app';
import type { VisualiserApp } from './app';
import { lessonClient } from './client';

adoptDocumentStyles();
const app: VisualiserApp = document.createElement('convlens-visualiser');
const host = connect<ToVisualiser, FromVisualiser>(toVisualiser, (message) => {
  void open(message);
});
app.send = host.send;

async function open({ locale, worker, algebra, layer }: ToVisualiser): Promise<void> {
  document.documentElement.lang = locale;
  host.remember({ layer } satisfies VisualiserState);
  app.locale = locale;
  app.algebra = algebra;
  app.show(layer);
  if (!app.isConnected) document.body.append(app);
  if (app.client !== undefined) return;
  try {
    app.client = lessonClient(await workerFromUri(worker, 'convlens-lesson'), host.log);
  } catch (error) {
    app.problem = error instanceof Error ? error.message : String(error);
  }
}

const kept = parse(visualiserState, host.remembered());
if (!kept.ok) host.remember({ layer: null } satisfies VisualiserState);
host.send({ type: 'ready' });
