import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const CSS = readFileSync(join(import.meta.dirname, '../../src/ui/tokens.css'), 'utf8');

/** Tokens of a rule whose selector contains `mark`. */
function tokensOf(mark: string): Map<string, string> {
  for (const [, selector, body] of CSS.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    if (!selector!.includes(mark)) continue;
    return new Map([...body!.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name!, value!.trim()]));
  }
  throw new Error(`tokens.css has no rule for ${mark}`);
}

const THEMES = { light: tokensOf("[data-theme='light']"), dark: tokensOf("[data-theme='dark']") };

/** WCAG 2.2, relative luminance of #rrggbb. */
function luminance(color: string): number {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color);
  if (match === null) throw new Error(`${color} is no #rrggbb`);
  const [red, green, blue] = match.slice(1).map((hex) => {
    const part = Number.parseInt(hex, 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].toSorted((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

it('computes contrast as WCAG does', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.478, 3);
});

const SURFACES = ['color-bg', 'color-surface', 'color-sunken', 'color-raised', 'color-hover'];
const PLAIN = ['color-bg', 'color-surface', 'color-raised'];
const TONES = ['accent', 'success', 'warning', 'danger', 'info', 'neutral'];
const CODE = ['keyword', 'string', 'number', 'comment', 'function', 'parameter'];
const STATUSES = ['preparing', 'running', 'success', 'failed', 'interrupted', 'stopping'];
const CATEGORIES = ['query', 'importance', 'path', 'community', 'feature', 'clustering', 'similarity'];

/** Text: 4.5 to 1. */
const TEXT: readonly (readonly [ink: string, paper: string])[] = [
  ...SURFACES.flatMap((paper) => [
    ['color-text', paper] as const,
    ['color-text-muted', paper] as const,
    ['color-accent-text', paper] as const,
  ]),
  ...['color-accent', 'color-accent-hover', 'color-danger', 'color-danger-hover'].map(
    (paper) => ['color-on-accent', paper] as const,
  ),
  ...TONES.map((tone) => [tone === 'accent' ? 'color-accent-text' : `color-${tone}`, `color-${tone}-soft`] as const),
  ['color-text', 'color-accent-soft'],
  ['color-text-muted', 'color-neutral-soft'],
  ...PLAIN.flatMap((paper) => [
    ...TONES.filter((tone) => tone !== 'accent').map((tone) => [`color-${tone}`, paper] as const),
    ...STATUSES.map((status) => [`status-${status}`, paper] as const),
    ...CODE.map((part) => [`code-${part}`, paper] as const),
    ...CATEGORIES.map((category) => [`category-${category}`, paper] as const),
  ]),
  ['color-danger', 'color-hover'],
];

/** Marks, outlines of controls, the focus ring: 3 to 1. */
const MARKS: readonly (readonly [mark: string, paper: string])[] = PLAIN.flatMap((paper) => [
  ['color-focus', paper] as const,
  ['color-border-strong', paper] as const,
  ['anchor-data-border', paper] as const,
  ['anchor-parameter-border', paper] as const,
  ...Array.from({ length: 8 }, (_, index) => [`chart-${index + 1}`, paper] as const),
]);

describe.each(Object.entries(THEMES))('%s', (_name, tokens) => {
  const ratio = ([one, other]: readonly [string, string]): number => {
    const [a, b] = [tokens.get(one), tokens.get(other)];
    if (a === undefined || b === undefined) throw new Error(`no token ${a === undefined ? one : other}`);
    return contrast(a, b);
  };
  const below = (pairs: readonly (readonly [string, string])[], least: number): string[] =>
    pairs.filter((pair) => ratio(pair) < least).map((pair) => `${pair.join(' on ')}: ${ratio(pair).toFixed(2)}`);

  it('text is readable: WCAG AA, 4.5 to 1', () => {
    expect(below(TEXT, 4.5)).toEqual([]);
  });

  it('marks, borders of controls and the focus ring are visible: 3 to 1', () => {
    expect(below(MARKS, 3)).toEqual([]);
  });
});

it('both themes have the same tokens', () => {
  expect([...THEMES.dark.keys()].toSorted()).toEqual([...THEMES.light.keys()].toSorted());
});
