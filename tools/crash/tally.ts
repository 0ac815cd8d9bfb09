/** What a part of the crash test counted. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
}
