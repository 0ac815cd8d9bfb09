import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const FANS_SPACE = 'fans';

const PEOPLE = 20_000;
const CLUBS = 14;
/** How much likelier somebody follows one of the own club. */
const LOYALTY = 0.94;

/** Park and Miller's generator: the same graph every time. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

const vid = (person: number): string => `fan${String(person).padStart(5, '0')}`;

/**
 * Writes a graph of followers whose degrees have a long tail and whose clubs are communities of unequal sizes, as CSV
 * files with their mapping. The same one every time. @returns the mapping's path, for `orrery import`
 */
export function writeFansGraph(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const random = randomNumbers(7);
  // The first club has the most members, and every club's first members most followers.
  const clubOf = Array.from({ length: PEOPLE }, () => Math.floor(CLUBS * random() ** 1.8));
  const members = Array.from({ length: CLUBS }, (_, club) => [...clubOf.keys()].filter((who) => clubOf[who] === club));
  const follows = new Set<string>();
  for (const [person, club] of clubOf.entries()) {
    const count = 2 + Math.floor(12 * random() ** 3);
    for (let i = 0; i < count; i++) {
      const group = members[random() < LOYALTY ? club : Math.floor(CLUBS * random())]!;
      const other = group[Math.floor(group.length * random() ** 3)];
      if (other !== undefined && other !== person) follows.add(`${vid(person)},${vid(other)}`);
    }
  }
  const people = clubOf.map((club, person) => `${vid(person)},Fan ${person},club ${club + 1}`);
  writeFileSync(join(folder, 'person.csv'), ['vid,name,club', ...people, ''].join('\n'));
  writeFileSync(join(folder, 'influence.csv'), 'vid,rank\n');
  writeFileSync(join(folder, 'follow.csv'), ['src,dst', ...follows, ''].join('\n'));
  const mapping = join(folder, 'import.yaml');
  writeFileSync(
    mapping,
    `space: ${FANS_SPACE}
vidType: FIXED_STRING(16)
tags:
  influence: { file: influence.csv, vid: vid, props: { rank: double } }
  person: { file: person.csv, vid: vid, props: { name: string, club: string } }
edges:
  follow: { file: follow.csv, src: src, dst: dst }
`,
  );
  return mapping;
}
