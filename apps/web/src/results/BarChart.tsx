import type { ReactNode } from 'react';
import { scalePosition, tickText, ticksOf, type Scale } from '../model/axis-ticks.ts';
import { ChartFrame } from './ChartFrame.tsx';
import styles from './charts.module.css';

export interface NamedValue {
  readonly name: string;
  readonly value: number;
  /** As it is shown; the value itself may be rounded. */
  readonly text: string;
}

export interface BarChartProps {
  readonly title: string;
  readonly description: string;
  readonly items: readonly NamedValue[];
  readonly nameLabel: string;
  readonly valueLabel: string;
  /** Values are whole numbers, and so are the marks of their axis. */
  readonly isCount?: boolean;
  readonly controls?: ReactNode;
  readonly note?: string | undefined;
}

const ROW = 24;
const TOP = 8;
const BOTTOM = 40;
/** Of a character in the labels' 12 px text. */
const CHARACTER = 7;

/** Named values as horizontal bars from zero, in the order given. */
export function BarChart({
  title,
  description,
  items,
  nameLabel,
  valueLabel,
  isCount = false,
  controls,
  note,
}: BarChartProps) {
  const finite = items.filter(({ value }) => Number.isFinite(value)).map(({ value }) => value);
  const scale: Scale = { kind: 'linear', low: Math.min(0, ...finite), high: Math.max(0, ...finite) };
  const table = { columns: [nameLabel, valueLabel], rows: items.map(({ name, text }) => [name, text]) };
  const height = TOP + items.length * ROW + BOTTOM;
  const longest = Math.max(4, ...items.map(({ name }) => name.length));
  const longestText = Math.max(4, ...items.map(({ text }) => text.length));
  const draw = (width: number): ReactNode => {
    const left = Math.min(longest * CHARACTER + 16, Math.floor(width * 0.3));
    const right = Math.min(longestText * CHARACTER + 16, Math.floor(width * 0.25));
    const inner = Math.max(40, width - left - right);
    const bottom = TOP + items.length * ROW;
    const xOf = (value: number): number =>
      left + (scale.low === scale.high ? 0 : Math.min(1, Math.max(0, scalePosition(scale, value)))) * inner;
    const ticks = ticksOf(scale, Math.max(2, Math.floor(inner / 110))).filter(
      (tick) => !isCount || Number.isInteger(tick),
    );
    const characters = Math.max(3, Math.floor((left - 16) / CHARACTER));
    return (
      <>
        {ticks.map((tick) => (
          <g key={tick}>
            <line className={styles['grid']} x1={xOf(tick)} x2={xOf(tick)} y1={TOP} y2={bottom} />
            <text className={styles['tick']} x={xOf(tick)} y={bottom + 16} textAnchor="middle">
              {tickText(tick)}
            </text>
          </g>
        ))}
        {items.map(({ name, value, text }, index) => {
          const y = TOP + index * ROW;
          const [from, to] = [Math.min(xOf(0), xOf(value)), Math.max(xOf(0), xOf(value))];
          return (
            <g key={`${index} ${name}`}>
              <title>{`${name}: ${text}`}</title>
              <text className={styles['name']} x={left - 8} y={y + 16} textAnchor="end">
                {name.length > characters ? `${name.slice(0, characters - 1)}…` : name}
              </text>
              <rect
                className={styles['bar']}
                x={from}
                width={Math.max(1, to - from)}
                y={y + 4}
                height={ROW - 8}
                rx={2}
              />
              <text className={styles['value']} x={to + 6} y={y + 16}>
                {text}
              </text>
            </g>
          );
        })}
        <line className={styles['axis']} x1={xOf(0)} x2={xOf(0)} y1={TOP} y2={bottom} />
        <text className={styles['axisLabel']} x={left + inner / 2} y={height - 4} textAnchor="middle">
          {valueLabel}
        </text>
      </>
    );
  };
  return <ChartFrame {...{ title, description, table, controls, note, height, draw }} />;
}
