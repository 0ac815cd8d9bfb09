import { phraseText, type Fault, type FaultPhrase } from '@orrery/contracts';
import { faultTextsEn, type FaultArguments, type FaultCode } from './fault-texts.ts';

/** A phrase whose arguments are those of its code. */
export function phrase<C extends FaultCode>(code: C, args: FaultArguments[C]): FaultPhrase {
  return { code, args: args as FaultPhrase['args'] };
}

/** What is wrong, in English and as a phrase for other languages. */
export interface FaultWords extends FaultPhrase {
  readonly message: string;
}

export function faultWords<C extends FaultCode>(code: C, args: FaultArguments[C]): FaultWords {
  const words = phrase(code, args);
  return { message: phraseText(faultTextsEn, words)!, ...words };
}

/** A fault at a field's path. */
export function fault<C extends FaultCode>(path: string, code: C, args: FaultArguments[C]): Fault {
  return { path, ...faultWords(code, args) };
}
