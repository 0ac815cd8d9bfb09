import { OrreryError, type Fault } from '@orrery/contracts';
import { checkSchema, isRecord, shownValue, type SchemaNode } from '@orrery/workflow';
import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { parameterError, RequestFault } from './request-fault.ts';

/** Keyword of body schemas that document what the handler itself checks as a whole. */
export const CHECKED_BY_HANDLER = 'x-checked-as-a-whole';

type Verdict = { value: unknown } | { error: Error };

/**
 * Checks the parts of a request against the same schemas that the OpenAPI document shows. A body that is no object is
 * malformed (ErrBadRequest); everything below it is a wrong parameter (ErrParam). Texts of the path and of the query
 * are read as what their schema asks for.
 */
export const requestValidation: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const node = schema as unknown as SchemaNode;
  if (node[CHECKED_BY_HANDLER] === true) return (value): Verdict => ({ value });
  if (httpPart === 'body') return (body): Verdict => checkBody(node, body);
  if (httpPart === 'headers') return (value): Verdict => ({ value });
  return (texts): Verdict => checkTexts(node, texts as Readonly<Record<string, unknown>>);
};

function checkBody(schema: SchemaNode, body: unknown): Verdict {
  if (body === undefined || body === null) {
    if (schema['optional'] === true) return { value: {} };
    return refuse(
      new OrreryError('ErrBadRequest', 'the request has no body; send JSON with Content-Type: application/json'),
    );
  }
  if (schema.type === 'object' && !isRecord(body)) {
    return refuse(new OrreryError('ErrBadRequest', `the body must be a JSON object, not ${shownValue(body)}`));
  }
  const faults: Fault[] = [];
  checkSchema(schema, body, '', faults);
  return faults.length === 0 ? { value: body } : refuse(parameterError(faults));
}

function checkTexts(schema: SchemaNode, texts: Readonly<Record<string, unknown>>): Verdict {
  const values: [string, unknown][] = [];
  const faults: Fault[] = [];
  for (const [name, node] of Object.entries(schema.properties ?? {})) {
    let text = Object.hasOwn(texts, name) ? texts[name] : undefined;
    if (Array.isArray(text) && node.type !== 'array') {
      faults.push({ path: name, message: 'is given more than once' });
      continue;
    }
    if (typeof text === 'string' && node.type === 'array') text = [text];
    if (text === undefined) text = node['default'];
    else if (typeof text === 'string') text = fromText(node, text);
    if (text !== undefined) values.push([name, text]);
  }
  const value = Object.fromEntries(values);
  checkSchema(
    { ...schema, required: (schema.required ?? []).filter((name) => !faults.some(({ path }) => path === name)) },
    value,
    '',
    faults,
  );
  return faults.length === 0 ? { value } : refuse(parameterError(faults));
}

function fromText(node: SchemaNode, text: string): unknown {
  if (node.type === 'integer') {
    return /^-?\d{1,16}$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : text;
  }
  if (node.type === 'number') return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
  if (node.type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  return text;
}

function refuse(error: OrreryError): { error: Error } {
  return { error: new RequestFault(error) };
}
