// Analysing a file for a command: what cannot be read, or asked, is a `UsageError`.
import type { AnalyzeRequest, FileAnalysis } from '../core/analysis';
import { RequestError, type Analyzer } from '../core/index';
import { createPlaces, type Places } from '../core/report/places';
import { absolute, UsageError, type Environment } from './environment';

export interface Workbench {
  readonly places: Places;
  analyze(file: string, request?: Omit<AnalyzeRequest, 'file' | 'text'>): FileAnalysis;
}

export async function openWorkbench(environment: Environment): Promise<Workbench> {
  const analyzer: Pick<Analyzer, 'analyze'> = await environment.createAnalyzer({
    readText: (file) => environment.readText(file),
  });
  return {
    places: createPlaces((file) => environment.readText(file)),
    analyze(file, request = {}) {
      const path = absolute(file, environment);
      if (!/\.(?:py|ts|tsx|js|jsx|mts|mjs)$/.test(path)) {
        throw new UsageError(`${file}: neither a Python nor a TypeScript file`);
      }
      if (environment.readText(path) === undefined) throw new UsageError(`${file}: cannot be read`);
      try {
        return analyzer.analyze({ ...request, file: path });
      } catch (error) {
        if (error instanceof RequestError) throw new UsageError(error.message);
        throw error;
      }
    },
  };
}
