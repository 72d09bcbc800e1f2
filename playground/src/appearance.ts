// Light or dark, as chosen for the whole site.

/** Where the site keeps the choice: `auto`, `dark` or `light`. */
const KEY = 'vitepress-theme-appearance';

const system = matchMedia('(prefers-color-scheme: dark)');

export function isDark(): boolean {
  const choice = localStorage.getItem(KEY) ?? 'auto';
  return choice === 'auto' ? system.matches : choice === 'dark';
}

/** Calls back now and whenever the theme changes. */
export function followTheme(toggle: HTMLElement, apply: (isDark: boolean) => void): void {
  const update = () => {
    document.documentElement.classList.toggle('dark', isDark());
    apply(isDark());
  };
  toggle.addEventListener('click', () => {
    const wanted = !isDark();
    localStorage.setItem(KEY, wanted === system.matches ? 'auto' : wanted ? 'dark' : 'light');
    update();
  });
  system.addEventListener('change', update);
  window.addEventListener('storage', update);
  update();
}
