/** Splits `host:port`, `[v6]:port` of a host that can be connected to. @returns undefined when it is none */
export function splitAddress(text: string): { host: string; port: number } | undefined {
  const match = /^(?:\[([^\]\s]+)\]|([^:\s]+)):([1-9]\d{0,4})$/.exec(text);
  const port = Number(match?.[3]);
  return match && port <= 65_535 ? { host: (match[1] ?? match[2])!, port } : undefined;
}
