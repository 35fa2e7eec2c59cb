// The core's answer about a source in memory, for tests of what shows it.
import { createAnalyzer, type AnalyzeRequest, type FileAnalysis } from '../../core/index';
import { createPlaces, type Places } from '../../core/report/places';
import { loadParser } from './parser';

export interface AnalysedSource {
  readonly source: string;
  readonly analysis: FileAnalysis;
  readonly places: Places;
}

/** `files`: further files by their path; the source itself is `/workspace/model.py` unless said otherwise. */
export async function analyseSource(
  source: string,
  {
    file = '/workspace/model.py',
    files = {},
    ...request
  }: Partial<AnalyzeRequest> & { readonly files?: Readonly<Record<string, string>> } = {},
): Promise<AnalysedSource> {
  const all: Readonly<Record<string, string>> = { ...files, [file]: source };
  const readText = (name: string): string | undefined => (Object.hasOwn(all, name) ? all[name] : undefined);
  const analyzer = createAnalyzer({ parser: await loadParser(), host: { readText } });
  return { source, analysis: analyzer.analyze({ ...request, file }), places: createPlaces(readText) };
}
