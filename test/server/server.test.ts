// The server over a connection, as an editor speaks with it; the core's answers are made by hand.
import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import {
  createConnection,
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import type { CodeAction, CodeLens, Hover, InlayHint, PublishDiagnosticsParams } from 'vscode-languageserver';
import type { AnalyzeRequest, FileAnalysis } from '../../core/analysis';
import type { LayerAnswer, ModelAnswer, ModelsAnswer } from '../../protocol/server';
import { serve } from '../../server/server';
import { answer, source } from './fixture';
import { localThreads } from './localThread';

const uri = 'file:///w/net.py';
let stop: (() => void) | undefined;
afterEach(() => stop?.());

async function connect(
  options: {
    locale?: string;
    settings?: unknown;
    capabilities?: object;
    analyze?: (r: AnalyzeRequest) => FileAnalysis;
  } = {},
) {
  const [toServer, toClient] = [new PassThrough(), new PassThrough()];
  const requests: AnalyzeRequest[] = [];
  const threads = localThreads((request) => {
    requests.push(request);
    return (options.analyze ?? (({ file }) => answer(file)))(request);
  });
  serve(createConnection(toServer, toClient), { readText: () => undefined, startThread: threads.start });
  const client = createProtocolConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
  stop = () => client.dispose();
  const published: PublishDiagnosticsParams[] = [];
  const logged: string[] = [];
  client.onNotification(
    'textDocument/publishDiagnostics',
    (params: PublishDiagnosticsParams) => void published.push(params),
  );
  client.onNotification('window/logMessage', ({ message }: { message: string }) => void logged.push(message));
  client.onRequest('workspace/configuration', () => [options.settings ?? {}]);
  client.listen();
  await client.sendRequest('initialize', {
    processId: null,
    rootUri: null,
    locale: options.locale ?? 'en',
    workspaceFolders: [{ uri: 'file:///w', name: 'w' }],
    initializationOptions: { commandLinks: true },
    capabilities: { ...options.capabilities, workspace: { configuration: options.settings !== undefined } },
  });
  await client.sendNotification('initialized', {});
  await client.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'python', version: 1, text: source },
  });
  const ask = <Answer>(method: string, params: object = {}): Promise<Answer> =>
    client.sendRequest(method, { textDocument: { uri }, ...params });
  return { client, ask, published, logged, requests };
}

const everything = { range: { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } } };
const atLayer = { position: { line: 2, character: 24 } };

describe('an editor', () => {
  it('gets hints behind the constructor and the call', async () => {
    const { ask, requests } = await connect();
    const hints = await ask<InlayHint[]>('textDocument/inlayHint', everything);
    expect(hints).toMatchObject([
      { position: { line: 2, character: 59 }, label: '4→8 · 6² · 152', paddingLeft: true },
      { position: { line: 4, character: 27 }, label: '1×8×6×6' },
    ]);
    expect(JSON.stringify(hints[0].tooltip)).toContain('5,184 MACs');
    expect(requests).toMatchObject([{ file: '/w/net.py', text: source, roots: ['/w'] }]);
  });

  it('gets the tooltip of a hint when it asks for it', async () => {
    const { client, ask } = await connect({
      capabilities: { textDocument: { inlayHint: { resolveSupport: { properties: ['tooltip'] } } } },
    });
    const [hint] = await ask<InlayHint[]>('textDocument/inlayHint', everything);
    expect(hint.tooltip).toBeUndefined();
    const resolve = (asked: object): Promise<InlayHint> => client.sendRequest('inlayHint/resolve', asked);
    expect(JSON.stringify((await resolve(hint)).tooltip)).toContain('5,184 MACs');
    for (const stranger of [
      { ...hint, label: 'another' },
      { ...hint, data: 3 },
      { ...hint, data: { uri: 'file:///a' } },
    ])
      expect(await resolve(stranger)).toEqual(stranger);
  });

  it('gets a hover with picture, figures, formulas and ladder', async () => {
    const { ask } = await connect();
    const { contents, range } = (await ask<Hover>('textDocument/hover', atLayer)) as {
      contents: { value: string };
      range: unknown;
    };
    expect(range).toEqual({ start: { line: 2, character: 20 }, end: { line: 2, character: 59 } });
    for (const text of [
      '](data:image/svg+xml;base64,',
      '(8, 2, 3, 3)',
      '8·(4/2)·3² + 8 = 152',
      '8·(4/2)·3²·6² = 5,184',
      '⌊(6 + 2·1 − 1·(3−1) − 1)/1⌋ + 1 = 6',
      '3×3',
      '100%',
      'groups=2 ◀ this layer',
      'depthwise separable',
      '[Visualize](command:convlens.visualize?%5B%7B%22uri%22%3A',
    ]) {
      expect(contents.value).toContain(text);
    }
    expect(contents.value.length).toBeLessThan(100_000);
  });

  it('gets lenses whose commands say which model', async () => {
    const { ask } = await connect();
    const lenses = await ask<CodeLens[]>('textDocument/codeLens');
    expect(lenses.map(({ command }) => command?.title)).toEqual([
      '152 params · 5.18K MACs · 1.69 KiB activations · 1×4×6×6',
      'Visualize',
      'Train',
      'Change input',
    ]);
    const target = { uri, expr: 'Net()', position: { line: 0, character: 6 } };
    expect(lenses[2].command).toMatchObject({ command: 'convlens.train', arguments: [target] });
  });

  it('gets diagnostics, in Chinese where it is Chinese', async () => {
    const { ask, published } = await connect({ locale: 'zh-hans' });
    await ask('textDocument/codeLens');
    expect(published).toMatchObject([
      {
        uri,
        version: 1,
        diagnostics: [
          {
            code: 'CL2001',
            source: 'ConvLens',
            severity: 4,
            message: '层 conv 已定义但从未被调用\ncall it in forward',
            range: { start: { line: 2, character: 20 } },
            relatedInformation: [{ location: { uri, range: { start: { line: 4, character: 15 } } }, message: 'here' }],
          },
        ],
      },
    ]);
  });

  it('gets its diagnostics back when the document closes', async () => {
    const { client, ask, published } = await connect();
    await ask('textDocument/codeLens');
    await client.sendNotification('textDocument/didClose', { textDocument: { uri } });
    expect(await ask('textDocument/codeLens')).toEqual([]);
    expect(published.at(-1)).toMatchObject({ uri, diagnostics: [] });
  });

  it('gets nothing that its settings switch off', async () => {
    const settings = {
      inlayHints: { enabled: false },
      codeLens: { enabled: false },
      hover: { enabled: false },
      diagnostics: { advice: false },
    };
    const { ask, published } = await connect({ settings });
    expect(await ask('textDocument/inlayHint', everything)).toEqual([]);
    expect(await ask('textDocument/codeLens')).toEqual([]);
    expect(await ask('textDocument/hover', atLayer)).toBeNull();
    expect(published.at(-1)?.diagnostics).toEqual([]);
  });

  it('gets empty answers and no message box when the core crashes', async () => {
    const analyze = () => {
      throw new Error('boom');
    };
    const { ask, logged } = await connect({ analyze });
    expect(await ask('textDocument/inlayHint', everything)).toEqual([]);
    expect(await ask('textDocument/hover', atLayer)).toBeNull();
    expect(await ask('textDocument/codeAction', { ...everything, context: { diagnostics: [] } })).toEqual([]);
    expect(logged.join('\n')).toContain('boom');
  });

  it('gets code actions as edits of the version it has', async () => {
    const { ask } = await connect({
      analyze({ file }) {
        const given = answer(file);
        const [location] = given.constructions.map((site) => site.location);
        const details = { parameter: 'in_channels', channels: 4, groups: 3 };
        return { ...given, diagnostics: [{ code: 'CL1001', details, severity: 'error', location, related: [] }] };
      },
    });
    const actions = await ask<CodeAction[]>('textDocument/codeAction', { ...everything, context: { diagnostics: [] } });
    expect(actions).toMatchObject([
      {
        title: 'Set groups to 2: 144 params',
        kind: 'quickfix',
        diagnostics: [{ code: 'CL1001' }],
        edit: { documentChanges: [{ textDocument: { uri, version: 1 }, edits: [{ newText: '2' }] }] },
      },
      { title: 'Set groups to 4: 72 params' },
    ]);
  });
});

describe('the extension', () => {
  it('gets the models with their layers as a tree', async () => {
    const { ask } = await connect();
    const { models, current } = await ask<ModelsAnswer>('convlens/models', atLayer);
    expect(current).toBe(0);
    expect(models).toMatchObject([
      {
        expr: 'Net()',
        inputs: ['1x4x6x6'],
        definition: { start: { line: 0, character: 6 } },
        layers: [
          { name: 'conv', type: 'Conv2d', share: 1, convolution: true, place: { line: 3, column: 21 }, children: [] },
        ],
      },
    ]);
  });

  it('gets a model with its graph, and for training another analysis with batch 1', async () => {
    const { ask, requests } = await connect();
    const plain = await ask<ModelAnswer>('convlens/model');
    expect(plain).toMatchObject({
      expr: 'Net()',
      params: 152,
      layers: [{ path: 'conv', called: { line: 5 } }],
      graph: { version: 1 },
    });
    await ask<ModelAnswer>('convlens/model', { train: true });
    expect(requests.at(-1)).toMatchObject({ inputs: ['1x4x6x6'], training: true });
  });

  it('gets the layer at its constructor and at its call, and none elsewhere', async () => {
    const { ask } = await connect();
    const layer = await ask<LayerAnswer>('convlens/layer', atLayer);
    expect(layer).toMatchObject({
      path: 'conv',
      model: 'Net()',
      file: 'net.py',
      inChannels: 4,
      outChannels: 8,
      kernel: [3, 3],
      padding: [1, 1],
      groups: 2,
      bias: true,
      input: [6, 6],
    });
    expect(await ask('convlens/layer', { position: { line: 4, character: 18 } })).toEqual(layer);
    expect(await ask('convlens/layer', { position: { line: 0, character: 0 } })).toBeNull();
  });

  it('gets the edit that assumes another input', async () => {
    const { ask } = await connect();
    expect(await ask('convlens/changeInput', { expr: 'Net()', input: ['1x4x9x9'] })).toEqual({
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
      newText: '# convlens: Net() input=1x4x9x9\n',
    });
    expect(await ask('convlens/changeInput', { expr: 'Other()', input: ['1'] })).toBeNull();
  });
});
