import type { PropertyDefinition, PropertyType } from '../catalog/definitions.ts';
import { StoreError } from './store.ts';

/** What is wrong with a value, before it is known whose value it is. */
export class ValueFault extends Error {
  readonly code: 'TypeMismatch' | 'OutOfRange';
  constructor(code: 'TypeMismatch' | 'OutOfRange', message: string) {
    super(message);
    this.code = code;
  }

  at(property: PropertyDefinition): StoreError {
    return new StoreError(this.code, `property ${property.name}: ${this.message}`, { property: property.name });
  }
}

/** The value is not what the property holds. */
export function mismatch(type: PropertyType): ValueFault {
  return new ValueFault('TypeMismatch', `the value is not of type ${propertyTypeText(type)}`);
}

/** `fixed_string(8)`, `list<string>`, `geography(point)`, `int64`. */
export function propertyTypeText(type: PropertyType): string {
  switch (type.kind) {
    case 'fixed_string':
      return `fixed_string(${type.length})`;
    case 'list':
    case 'set':
      return `${type.kind}<${type.element}>`;
    case 'geography':
      return type.shape === undefined ? 'geography' : `geography(${type.shape})`;
    default:
      return type.kind;
  }
}
