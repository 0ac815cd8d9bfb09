/**
 * Writes src/generated/api-types.ts from the OpenAPI document: node packages/sdk/generate.ts
 * A test fails while the file is not what this would write.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { openApiDocument } from '@orrery/api';
import openapiTypescript, { astToString } from 'openapi-typescript';
import { format, resolveConfig } from 'prettier';

export const GENERATED_FILE = new URL('./src/generated/api-types.ts', import.meta.url);

/** The text of the generated file. */
export async function generatedTypes(): Promise<string> {
  const document = await openApiDocument();
  const nodes = await openapiTypescript(document as never, { alphabetize: true, immutable: true });
  const text = `/* Generated from the OpenAPI document by packages/sdk/generate.ts; do not edit. */\n${astToString(nodes)}`;
  const options = await resolveConfig(GENERATED_FILE);
  return format(text, { ...options, parser: 'typescript' });
}

if (import.meta.main) {
  const text = await generatedTypes();
  if (readFileSync(GENERATED_FILE, { encoding: 'utf8', flag: 'a+' }) !== text) writeFileSync(GENERATED_FILE, text);
}
