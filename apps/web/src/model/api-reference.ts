/** The parts of an OpenAPI 3.1 document that the reference shows. */
export interface OpenApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

interface Operation {
  readonly operationId?: string;
  readonly tags?: readonly string[];
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly description?: string;
    readonly schema?: Schema;
  }[];
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> };
  readonly responses?: Readonly<
    Record<
      string,
      { readonly description?: string; readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> }
    >
  >;
  readonly security?: readonly unknown[];
}

export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly additionalProperties?: boolean | Schema;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly description?: string;
}

export interface ApiCall {
  /** `createWorkflow`. */
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly isPublic: boolean;
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly type: string;
    readonly isRequired: boolean;
    readonly description: string;
  }[];
  readonly bodyTypes: readonly string[];
  /** TypeScript-like text; undefined where the call takes no body. */
  readonly body: string | undefined;
  readonly answer: string | undefined;
  readonly errors: readonly { readonly status: string; readonly text: string }[];
}

export interface ApiGroup {
  readonly name: string;
  readonly calls: readonly ApiCall[];
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** The calls of a document by their first tag, in its order. */
export function apiGroups(document: OpenApiDocument): ApiGroup[] {
  const groups = new Map<string, ApiCall[]>();
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const method of METHODS) {
      const operation = operations[method];
      if (operation === undefined) continue;
      const tag = operation.tags?.[0] ?? '';
      groups.set(tag, [...(groups.get(tag) ?? []), callOf(document, path, method, operation)]);
    }
  }
  return [...groups].map(([name, calls]) => ({ name, calls }));
}

/** Calls whose path, name or summary has every word; groups without one are left out. */
export function matchingCalls(groups: readonly ApiGroup[], search: string): ApiGroup[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return groups
    .map(({ name, calls }) => ({
      name,
      calls: calls.filter((call) => {
        const text = `${call.method} ${call.path} ${call.id} ${call.summary} ${name}`.toLowerCase();
        return words.every((word) => text.includes(word));
      }),
    }))
    .filter((group) => group.calls.length > 0);
}

function callOf(document: OpenApiDocument, path: string, method: string, operation: Operation): ApiCall {
  const { operationId = `${method} ${path}`, summary = '', description = '', parameters = [] } = operation;
  const content = operation.requestBody?.content ?? {};
  const [bodySchema] = Object.values(content);
  const success = operation.responses?.['200']?.content ?? {};
  const answer = success['application/json']?.schema;
  const data = answer === undefined ? undefined : (resolved(document, answer).properties?.['data'] ?? answer);
  return {
    id: operationId,
    method: method.toUpperCase(),
    path,
    summary,
    description,
    isPublic: operation.security?.length === 0,
    parameters: parameters.map((parameter) => ({
      name: parameter.name,
      in: parameter.in,
      type: typeText(document, parameter.schema ?? {}),
      isRequired: parameter.required === true,
      description: parameter.description ?? parameter.schema?.description ?? '',
    })),
    bodyTypes: Object.keys(content),
    body: bodySchema?.schema === undefined ? undefined : typeText(document, bodySchema.schema),
    answer: data === undefined ? Object.keys(success)[0] : typeText(document, data),
    errors: Object.entries(operation.responses ?? {})
      .filter(([status]) => status !== '200')
      .map(([status, response]) => ({ status, text: response.description ?? '' })),
  };
}

/** A schema as TypeScript would write it, at most `depth` levels deep. */
export function typeText(document: OpenApiDocument, schema: Schema, depth = 6, indent = ''): string {
  const actual = resolved(document, schema);
  if (actual.const !== undefined) return JSON.stringify(actual.const);
  if (actual.enum !== undefined) return actual.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (actual.anyOf !== undefined) {
    return [...new Set(actual.anyOf.map((member) => typeText(document, member, depth, indent)))].join(' | ');
  }
  const types = typeof actual.type === 'string' ? [actual.type] : (actual.type ?? []);
  if (types.length > 1) return types.map((type) => PLAIN_TYPES[type] ?? type).join(' | ');
  if (actual.items !== undefined) {
    const item = typeText(document, actual.items, depth, indent);
    return item.includes(' | ') ? `(${item})[]` : `${item}[]`;
  }
  if (actual.properties !== undefined) {
    if (depth === 0) return '{ … }';
    const inner = `${indent}  `;
    const lines = Object.entries(actual.properties).map(
      ([name, property]) =>
        `${inner}${name}${actual.required?.includes(name) === true ? '' : '?'}: ${typeText(document, property, depth - 1, inner)};`,
    );
    return lines.length === 0 ? '{}' : `{\n${lines.join('\n')}\n${indent}}`;
  }
  const values = Object.values(actual.patternProperties ?? {})[0] ?? actual.additionalProperties;
  if (typeof values === 'object') return `{ [key]: ${typeText(document, values, depth - 1, indent)} }`;
  return PLAIN_TYPES[types[0] ?? ''] ?? types[0] ?? 'any';
}

const PLAIN_TYPES: Readonly<Record<string, string>> = { integer: 'int', object: '{ … }', array: 'any[]' };

function resolved(document: OpenApiDocument, schema: Schema): Schema {
  const name = schema.$ref?.split('/').at(-1);
  return name === undefined ? schema : (document.components?.schemas?.[name] ?? {});
}

/** The call as curl would make it: `{names}` of the path stay to be filled in. */
export function curlText(call: ApiCall, origin: string): string {
  const method = call.method === 'GET' ? '' : ` -X ${call.method}`;
  const token = call.isPublic ? '' : ` \\\n  -H "explorer_token: $TOKEN"`;
  const [type] = call.bodyTypes;
  const body = type === undefined ? '' : ` \\\n  -H 'Content-Type: ${type}' -d '{}'`;
  return `curl -s${method}${token}${body} \\\n  '${origin}${call.path}'`;
}
