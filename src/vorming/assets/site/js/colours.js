/* The choice of light or dark, if the reader wants another mode than the device's. */
(() => {
  const words = COLOUR_WORDS;
  const device = matchMedia("(prefers-color-scheme: dark)");
  const toggle = SITE.button("colours", "", () => {
    SITE.root.dataset.theme = isDark() ? "light" : "dark";
    try {
      localStorage.setItem("kleuren", SITE.root.dataset.theme);
    } catch {
      // Without storage, the choice is only for this page.
    }
    name();
  });

  function isDark() {
    return SITE.root.dataset.theme ? SITE.root.dataset.theme === "dark" : device.matches;
  }

  function name() {
    toggle.textContent = isDark() ? words.light : words.dark;
  }

  name();
  device.addEventListener("change", name);
  document.querySelector(".foot-text").append(toggle);
})();
