type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

const METHODS = ['get', 'put', 'post', 'delete', 'patch'];

/**
 * Makes the generated document say what the routes do: parameters with a default need not be given, bodies that may be
 * left out are optional, unions of constants are enums, and the refusals, which are the same everywhere, are components.
 */
export function polishDocument(document: JsonObject): JsonObject {
  const responses: JsonObject = {};
  for (const path of Object.values(document['paths'] as Record<string, JsonObject>)) {
    for (const method of METHODS) {
      const operation = path[method] as JsonObject | undefined;
      if (operation !== undefined) polishOperation(operation, responses);
    }
  }
  const components = { ...(document['components'] as JsonObject), responses };
  return withEnums({ ...document, components }) as JsonObject;
}

function polishOperation(operation: JsonObject, shared: JsonObject): void {
  for (const parameter of (operation['parameters'] ?? []) as JsonObject[]) {
    const schema = parameter['schema'] as JsonObject;
    if (schema['default'] !== undefined) parameter['required'] = false;
  }
  const body = operation['requestBody'] as JsonObject | undefined;
  for (const media of Object.values((body?.['content'] ?? {}) as Record<string, JsonObject>)) {
    const schema = media['schema'] as JsonObject;
    if (schema['optional'] === true) body!['required'] = false;
    delete schema['optional'];
    delete schema['x-checked-as-a-whole'];
  }
  const responses = operation['responses'] as Record<string, JsonObject>;
  for (const [status, response] of Object.entries(responses)) {
    if (status.startsWith('2')) continue;
    const name = componentName(response);
    shared[name] =
      status === '429'
        ? { ...response, headers: { 'Retry-After': { description: 'Seconds', schema: { type: 'integer' } } } }
        : response;
    responses[status] = { $ref: `#/components/responses/${name}` };
  }
}

/** `ErrBadRequest_ErrParam`: the names in the response's description. */
function componentName(response: JsonObject): string {
  return [...String(response['description']).matchAll(/^\d{8} (\w+):/gm)].map((match) => match[1]).join('_');
}

function withEnums(value: Json): Json {
  if (Array.isArray(value)) return value.map(withEnums);
  if (typeof value !== 'object' || value === null) return value;
  const { anyOf, ...rest } = value;
  if (Array.isArray(anyOf)) {
    const branches = anyOf as JsonObject[];
    const [first] = branches;
    if (branches.every((branch) => Array.isArray(branch['enum']) && branch['type'] === first!['type'])) {
      return { ...rest, type: first!['type']!, enum: branches.flatMap((branch) => branch['enum'] as Json[]) };
    }
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withEnums(item)]));
}
