import { OrreryError, WorkflowDefinitionSchema, type Catalogue, type WorkflowDefinition } from '@orrery/contracts';
import { parseDefinitionText, validateDefinition, type CheckedDefinition } from '@orrery/workflow';
import { Type } from 'typebox';
import { textFaults, type DefinitionText } from '../http/body-parsers.ts';
import { CHECKED_BY_HANDLER } from '../http/request-validation.ts';
import { parameterError } from '../http/request-fault.ts';

/**
 * What the document says of a definition's body. It is checked by validateDefinition, not by this schema, so that
 * texts keep their lines and every fault is reported.
 */
export const DefinitionBodySchema = Type.Unsafe<DefinitionText>({
  ...WorkflowDefinitionSchema,
  [CHECKED_BY_HANDLER]: true,
});

export const DEFINITION_TYPES = ['application/json', 'application/yaml'] as const;

/** The definition in a body, or its faults. @throws ErrBadRequest on text that is neither JSON nor YAML */
export function checkedDefinition(body: unknown, catalogue: Catalogue): CheckedDefinition {
  if (body === undefined || body === null) {
    throw new OrreryError(
      'ErrBadRequest',
      'the request has no body; send the definition as application/json or application/yaml',
    );
  }
  const { text, format } = body as DefinitionText;
  const parsed = parseDefinitionText(text, format);
  if (!parsed.ok)
    throw new OrreryError(
      'ErrBadRequest',
      `the definition is no ${format.toUpperCase()}: ${textFaults(parsed.faults)}`,
    );
  return validateDefinition(parsed.value, catalogue);
}

/** @throws ErrBadRequest on malformed text, ErrParam with every fault of the definition */
export function definitionOf(body: unknown, catalogue: Catalogue): WorkflowDefinition {
  const checked = checkedDefinition(body, catalogue);
  if (checked.ok) return checked.definition;
  throw parameterError(checked.faults);
}

export { FaultSchema } from '../http/envelope.ts';
