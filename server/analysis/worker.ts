// The side of a thread that analyses: takes orders, one after the other, and answers each. All that it keeps are caches and the
// texts of open documents, so that another thread can take its place at any time.
import type { FileAnalysis } from '../../core/analysis';
import { outlineOf } from '../../core/report/outline';
import { createPlaces } from '../../core/report/places';
import { reportModel } from '../../core/report/reportFile';
import { serialiseGraph } from '../../core/report/serialise';
import type { Analyzer } from '../../core/index';
import type { AnalysisRuntime } from '../runtime';
import type { Answer, Order, Question, Reply } from './messages';

export interface WorkerPort {
  post(reply: Reply): void;
  onOrder(listener: (order: Order) => void): void;
  /** Asked now and then in the midst of an analysis. */
  isCancelled(id: number): boolean;
}

/** Evaluated before the first order, so that nobody waits for the library of layers to load. */
const warmUp = `import torch
from torch import nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(1, 4, 3, padding=1), nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(2))
        self.head = nn.Linear(4, 2)

    def forward(self, x):
        return self.head(torch.flatten(self.body(x).mean((2, 3)), 1))
`;

/** Of so many files it is known what the other side has. */
const keptOutlines = 12;

export function serveAnalysis(port: WorkerPort, runtime: AnalysisRuntime): void {
  const texts = new Map<string, string>();
  let reads = new Set<string>();
  /** What went out last about a file, and with which order. */
  const sent = new Map<string, { readonly id: number; readonly analysis: FileAnalysis }>();
  const textOf = (file: string): string | undefined => texts.get(file) ?? runtime.readText(file);
  const readText = (file: string): string | undefined => {
    reads.add(file);
    return textOf(file);
  };
  const ready = runtime.createAnalyzer({ readText }).then((analyzer) => {
    analyzer.analyze({ file: '/warm-up.py', text: warmUp });
    port.post({ kind: 'ready' });
    return analyzer;
  });
  // told to each order that asks
  ready.catch(() => undefined);

  port.onOrder((order) => {
    const { id } = order;
    for (const [file, text] of order.updates) {
      if (text === null) texts.delete(file);
      else texts.set(file, text);
    }
    void ready
      .then((analyzer): Reply => {
        if (port.isCancelled(id)) return { kind: 'cancelled', id };
        const answer = answerOf(analyzer, order);
        return port.isCancelled(id) ? { kind: 'cancelled', id } : { ...answer, id };
      })
      .catch((error: unknown): Reply => ({ kind: 'failed', id, reason: textOfError(error) }))
      .then((reply) => port.post(reply));
  });

  function answerOf(analyzer: Analyzer, { id, question }: Order): Answer {
    reads = new Set();
    const request = {
      ...question.request,
      text: texts.get(question.request.file),
      isCancelled: () => port.isCancelled(id),
    };
    if (question.kind === 'outline') {
      const { analysis, edits } = analyzer.follow(request);
      const { file } = request;
      const last = sent.get(file);
      const isKnown = last?.analysis === analysis && last.id === question.base;
      if (!isKnown) remember(file, { id, analysis });
      return { kind: 'outline', outline: isKnown ? null : outlineOf(analysis), edits, reads: [...reads] };
    }
    const analyze = (more: { readonly model?: string } = {}): FileAnalysis => analyzer.analyze({ ...request, ...more });
    return { kind: 'model', model: modelAnswer(question, analyze) };
  }

  function remember(file: string, what: { readonly id: number; readonly analysis: FileAnalysis }): void {
    sent.delete(file);
    sent.set(file, what);
    if (sent.size > keptOutlines) sent.delete(sent.keys().next().value!);
  }

  function modelAnswer(
    { expression, evident }: Extract<Question, { kind: 'model' }>,
    analyze: (more?: { readonly model?: string }) => FileAnalysis,
  ): Extract<Answer, { kind: 'model' }>['model'] {
    const again = evident ? analyze().models.find((model) => model.expression === expression) : undefined;
    const found = again ?? analyze({ model: expression }).models.at(0);
    if (found === undefined) return null;
    return {
      ...reportModel(found, { convention: 'macs', places: createPlaces(textOf) }),
      graph: serialiseGraph(found.graph),
    };
  }
}

const textOfError = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);
