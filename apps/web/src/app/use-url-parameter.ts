import { useSearchParams } from 'wouter';
import { withParameter } from '../model/url-parameter.ts';

/** A choice that stands in the URL where it is not the default; changes replace the entry of the browser's history. */
export function useUrlParameter(name: string, fallback: string): [string, (value: string) => void] {
  const [parameters, setParameters] = useSearchParams();
  // Of the page's address, not of the last render: two choices may change at once.
  const set = (value: string): void =>
    setParameters(withParameter(new URLSearchParams(window.location.search), name, value, fallback), { replace: true });
  return [parameters.get(name) ?? fallback, set];
}
