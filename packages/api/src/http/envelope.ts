import {
  ERROR_CATALOGUE,
  stringifyLossless,
  type ErrorName,
  type Fault,
  type FaultArgument,
  type OrreryError,
} from '@orrery/contracts';
import { Type, type TSchema } from 'typebox';

/** The body of every answer that went well. `data` may hold bigints and lossless doubles. */
export function successText(data: unknown): string {
  return `{"code":0,"data":${dataText(data)},"message":"Success"}`;
}

/** Most answers hold no bigint, and JSON.stringify alone writes a large page of rows three times as fast. */
function dataText(data: unknown): string {
  try {
    return JSON.stringify(data);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return stringifyLossless(data);
  }
}

/** The body of a refusal. `faults` go along on the management API, where forms show them beside their fields. */
export function failureText(
  error: Pick<OrreryError, 'name' | 'code' | 'message'>,
  faults: readonly Fault[] = [],
): string {
  const message = JSON.stringify(`${error.name}::${error.message}`);
  const data = faults.length === 0 ? '' : `"data":${JSON.stringify({ faults })},`;
  return `{"code":${error.code},${data}"message":${message}}`;
}

export const FaultSchema = Type.Object({
  path: Type.String({ description: 'Field: tasks.pagerank_1.params.ITERATIONS' }),
  message: Type.String({ description: 'In English' }),
  code: Type.Optional(Type.String({ description: 'What is wrong, for texts in other languages: parameter.mustBe' })),
  args: Type.Optional(
    Type.Unsafe<Record<string, FaultArgument>>({
      type: 'object',
      additionalProperties: true,
      description: 'What the words of the code take; nested phrases are {code, args} again',
    }),
  ),
});

export function successSchema(data: TSchema): TSchema {
  return Type.Object({ code: Type.Literal(0), data, message: Type.Literal('Success') });
}

/** The refusals of one HTTP status, with the codes that can arise there. */
export function failureSchema(names: readonly ErrorName[]): TSchema {
  const codes = names.map((name) => Type.Literal(ERROR_CATALOGUE[name].code));
  return Type.Object(
    {
      code: codes.length === 1 ? codes[0]! : Type.Union(codes),
      data: Type.Optional(Type.Object({ faults: Type.Array(FaultSchema) })),
      message: Type.String({ pattern: `^(${names.join('|')})::` }),
    },
    {
      description: names
        .map((name) => `${ERROR_CATALOGUE[name].code} ${name}: ${ERROR_CATALOGUE[name].when}`)
        .join('\n\n'),
    },
  );
}
