// Runs before the first paint, so that a page never flashes in the other theme. src/app/theme.ts has the rest.
(() => {
  let choice = null;
  try {
    choice = localStorage.getItem('orrery.theme');
  } catch {
    // Storage is switched off: the system's theme it is.
  }
  const isDark = choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
})();
