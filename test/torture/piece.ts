import { type SimulationResult, simulate } from '../simulation/simulation';
import { type KillTotals, killAgainAndAgain } from './kills';
import { type CutTotals, cutsOfOneRun } from './powerCuts';

/** What one of several processes does at a time; the same piece has the same result in any of them. */
export type Piece =
  | { readonly kind: 'seeds'; readonly first: number; readonly count: number; readonly steps: number; readonly trace: boolean }
  | { readonly kind: 'cuts'; readonly seed: number; readonly count: number }
  | { readonly kind: 'kills'; readonly seed: number; readonly count: number };

/** The trace is left out where nobody asked for it. */
export type SeedResult = Omit<SimulationResult, 'left'> & { readonly left: Readonly<Record<string, number>> };
export type PieceResult = readonly SeedResult[] | CutTotals | KillTotals;

async function doPiece(piece: Piece): Promise<PieceResult> {
  switch (piece.kind) {
    case 'seeds': {
      const results: SeedResult[] = [];
      for (let seed = piece.first; seed < piece.first + piece.count; seed++) {
        const { left, trace, ...result } = await simulate(seed, { steps: piece.steps });
        results.push({ ...result, trace: piece.trace ? trace : [], left: Object.fromEntries(left) });
      }
      return results;
    }
    case 'cuts':
      return cutsOfOneRun(piece.count, piece.seed);
    case 'kills':
      return killAgainAndAgain(piece.count, piece.seed, (line) => void process.stderr.write(`${line}\n`));
  }
}

process.on('message', (piece: Piece) => {
  doPiece(piece).then(
    (result) => process.send?.(result),
    (error: Error) => {
      process.stderr.write(`${error.stack}\n`);
      process.exit(1);
    },
  );
});
// Whoever had it started is gone.
process.on('disconnect', () => process.exit(1));
