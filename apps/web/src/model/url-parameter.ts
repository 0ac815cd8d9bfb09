/** The parameters with another value of one, which is left out where it is the default; the others stay. */
export function withParameter(
  parameters: URLSearchParams,
  name: string,
  value: string,
  fallback: string,
): URLSearchParams {
  const next = new URLSearchParams(parameters);
  if (value === fallback) next.delete(name);
  else next.set(name, value);
  return next;
}
