import { describe, expect, it } from 'vitest';
import { defaultPanes, panesFromText, panesText, withPane } from '../../src/model/side-panes.ts';

const BOTH = { library: true, panel: true };

describe('side panes', () => {
  it('fold one by one in a wide window and take turns in a narrow one', () => {
    expect(withPane(BOTH, 'library', false, false)).toEqual({ library: false, panel: true });
    const library = withPane({ library: false, panel: true }, 'library', true, true);
    expect(library).toEqual({ library: true, panel: false });
    expect(withPane(library, 'library', false, true)).toEqual({ library: false, panel: false });
    expect(withPane(library, 'library', true, true)).toBe(library);
  });

  it('begin with what is needed next', () => {
    expect(defaultPanes(false, true)).toEqual(BOTH);
    expect(defaultPanes(true, true)).toEqual({ library: true, panel: false });
    expect(defaultPanes(true, false)).toEqual({ library: false, panel: true });
  });

  it('are read as they were written, whatever is in the storage', () => {
    for (const panes of [BOTH, { library: true, panel: false }, { library: false, panel: false }]) {
      expect(panesFromText(panesText(panes), false)).toEqual(panes);
    }
    expect(panesFromText(panesText(BOTH), true)).toEqual({ library: true, panel: false });
    expect(panesFromText('something else', false)).toEqual({ library: false, panel: false });
  });
});
