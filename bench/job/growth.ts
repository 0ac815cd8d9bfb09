/** The exponent b of seconds = a · edges^b that fits best, by least squares of the logarithms. */
export function growthExponent(points: readonly { readonly edges: number; readonly seconds: number }[]): number {
  const logs = points.map(({ edges, seconds }) => [Math.log(edges), Math.log(seconds)] as const);
  const mean = (i: 0 | 1): number => logs.reduce((sum, point) => sum + point[i], 0) / logs.length;
  const [x, y] = [mean(0), mean(1)];
  const covariance = logs.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0);
  const variance = logs.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
  return covariance / variance;
}
