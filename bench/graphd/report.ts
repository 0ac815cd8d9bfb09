import { FIGURES, isRate, type Figure, type FigureKey, type Measurement, type Measurements } from './figures.ts';

/** Sums of doubles are added up in other orders. */
const TOLERANCE = 1e-9;

const digits = (value: number): string =>
  value >= 1000 ? Math.round(value).toLocaleString('en') : Number(value.toPrecision(3)).toString();

function isMet({ bar, ...figure }: Figure, value: number): boolean {
  return bar === undefined || (isRate(figure) ? value >= bar : value <= bar);
}

/** Rows of markdown; the ratio is of times, ours over the peer's: below 1 is faster. What misses its bar or differs is bold. */
export function table(ours: Measurements, peer: Measurements, peerName: string): string[] {
  const keys = (Object.keys(FIGURES) as FigureKey[]).filter((key) => ours[key] !== undefined);
  return [
    `| | ours | bar | ${peerName} | ratio | answers |`,
    '| --- | --- | --- | --- | --- | --- |',
    ...keys.map((key) => {
      const figure: Figure = FIGURES[key];
      const mine = ours[key]!;
      const theirs = peer[key];
      const { bar, unit } = figure;
      const value = `${digits(mine.value)} ${unit}`;
      const cells = [
        figure.name,
        isMet(figure, mine.value) ? value : `**${value}**`,
        bar === undefined ? '' : digits(bar),
        theirs === undefined ? '' : `${digits(theirs.value)}${asked(theirs)}`,
        theirs === undefined ? '' : ratio(figure, mine.value, theirs.value),
        agreement(theirs?.asked ? mine.checks?.[theirs.asked.count - 1] : mine.check, theirs?.check),
      ];
      return `| ${cells.join(' | ')} |`;
    }),
  ];
}

const asked = ({ asked }: Measurement): string =>
  asked === undefined ? '' : ` (${asked.count} of ${asked.of.toLocaleString('en')})`;

export function missedBars(ours: Measurements): string[] {
  return (Object.keys(ours) as FigureKey[])
    .filter((key) => !isMet(FIGURES[key], ours[key]!.value))
    .map((key) => FIGURES[key].name);
}

function ratio(figure: Figure, mine: number, theirs: number): string {
  const value = isRate(figure) ? theirs / mine : mine / theirs;
  return value >= 10 ? value.toFixed(0) : Number(value.toPrecision(2)).toString();
}

function agreement(mine: number | undefined, theirs: number | undefined): string {
  if (mine === undefined) return '';
  if (theirs === undefined) return mine.toLocaleString('en');
  const isEqual = Math.abs(mine - theirs) <= TOLERANCE * Math.abs(mine);
  return isEqual ? `${mine.toLocaleString('en')}, as the peer's` : `**${mine}, the peer's ${theirs}**`;
}
