import { OrreryError, type LosslessJson } from '@orrery/contracts';
import { parseJson, type DefinitionFormat, type TextFault } from '@orrery/workflow';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Body of the routes that take a whole definition: its text, still to be parsed where faults have lines. */
export interface DefinitionText {
  readonly text: string;
  readonly format: DefinitionFormat;
}

const YAML_TYPES = ['application/yaml', 'application/x-yaml', 'text/yaml', 'text/x-yaml', 'application/vnd.yaml'];

/**
 * Bodies are JSON without rounding, without keys that occur twice, nested at most 64 deep. YAML is for definitions.
 * Any type is accepted while there is no content (`application/x-www-form-urlencoded` is what many clients send then).
 */
export function registerBodyParsers(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  const options = { parseAs: 'buffer' } as const;
  app.addContentTypeParser('application/json', options, async (request: FastifyRequest, body: Buffer) => {
    if (body.length === 0) return undefined;
    const text = decoded(request, body);
    return takesDefinition(request) ? ({ text, format: 'json' } satisfies DefinitionText) : parseJsonBody(text);
  });
  app.addContentTypeParser(YAML_TYPES, options, async (request: FastifyRequest, body: Buffer) => {
    if (!takesDefinition(request)) throw wrongType(request);
    if (body.length === 0) return undefined;
    return { text: decoded(request, body), format: 'yaml' } satisfies DefinitionText;
  });
  app.addContentTypeParser('*', options, async (request: FastifyRequest, body: Buffer) => {
    if (body.length > 0) throw wrongType(request);
    return undefined;
  });
}

function takesDefinition(request: FastifyRequest): boolean {
  return request.routeOptions.config.takesDefinition === true;
}

function parseJsonBody(text: string): LosslessJson {
  const parsed = parseJson(text);
  if (parsed.ok && parsed.value !== null) return parsed.value;
  // Fastify has null where there was no body at all; this one is there.
  if (parsed.ok) throw new OrreryError('ErrBadRequest', 'the body must be a JSON object, not null');
  throw new OrreryError('ErrBadRequest', `the body is ${textFaults(parsed.faults)}`);
}

/** `line 2, column 5: …; …` */
export function textFaults(faults: readonly TextFault[]): string {
  return faults
    .map(({ line, column, message }) => (line === undefined ? message : `line ${line}, column ${column}: ${message}`))
    .join('; ');
}

function decoded(request: FastifyRequest, body: Buffer): string {
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(request.headers['content-type'] ?? '')?.[1];
  if (charset !== undefined && !/^(utf-?8|us-ascii)$/i.test(charset)) {
    throw new OrreryError('ErrBadRequest', `the charset ${charset.slice(0, 40)} is not supported; send UTF-8`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new OrreryError('ErrBadRequest', 'the body is not valid UTF-8');
  }
}

function wrongType(request: FastifyRequest): OrreryError {
  const given = request.headers['content-type'];
  const what =
    given === undefined
      ? 'the body has no Content-Type'
      : `the Content-Type ${given.slice(0, 80)} is not supported here`;
  const yaml = takesDefinition(request) ? ' or application/yaml' : '';
  return new OrreryError('ErrBadRequest', `${what}; send application/json${yaml}`);
}
