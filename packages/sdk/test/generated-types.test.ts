import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { GENERATED_FILE, generatedTypes } from '../generate.ts';

it('types are those of the OpenAPI document; else run: node packages/sdk/generate.ts', async () => {
  expect(readFileSync(GENERATED_FILE, 'utf8') === (await generatedTypes())).toBe(true);
});
