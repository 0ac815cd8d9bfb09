/** One side of a comparison of workflows. */
export interface CompareSide {
  readonly id: string;
  /** Undefined: the newest. */
  readonly version: number | undefined;
}

/** `4216617528@2`, or the newest version of `4216617528`; undefined for anything else. */
export function readSide(text: string | null): CompareSide | undefined {
  const [, id, version] = /^(\d{1,10})(?:@([1-9]\d{0,8}))?$/.exec(text ?? '') ?? [];
  return id === undefined ? undefined : { id, version: version === undefined ? undefined : Number(version) };
}

export function sideText({ id, version }: CompareSide): string {
  return version === undefined ? id : `${id}@${version}`;
}
