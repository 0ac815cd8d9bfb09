import { InvalidArgumentError, type Command } from 'commander';
import { userPath } from '../embedded-options.ts';
import { note, printJson } from '../output.ts';

function positive(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError('it is a number above 0.');
}

/** `orrery generate rmat`: benchmark graphs, the same for the same seed on every machine. */
export function registerGenerate(program: Command): void {
  program
    .command('generate')
    .description('write a benchmark graph')
    .command('rmat')
    .description('a Graph500 R-MAT graph as CSV (src,dst): 2^scale vertices, edge-factor × 2^scale edges')
    .argument('[file]', 'CSV file to write', 'rmat.csv')
    .requiredOption('--scale <n>', 'logarithm of the number of vertices', positive)
    .option('--edge-factor <n>', 'edges per vertex', positive, 16)
    .option('--seed <n>', 'seed of the generator', positive, 1)
    .option('--json', 'print what was written as JSON')
    .action(async (file: string, options: { scale: number; edgeFactor: number; seed: number; json?: boolean }) => {
      const { embedded } = await import('@orrery/server');
      const { scale, edgeFactor, seed } = options;
      const report = await embedded.generateRmat({ scale, edgeFactor, seed, threads: 2 }, userPath(file));
      if (options.json) printJson({ file: userPath(file), seed, ...report });
      else note(`${file}: ${JSON.stringify(report)} (seed ${seed})`);
    });
}
