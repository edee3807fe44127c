/* What the tests ask of a page; put into each before its own scripts. Axe is there too. */
globalThis.look = (() => {
  const isShown = (part) => part.checkVisibility({ visibilityProperty: true });
  const name = (part) => `${part.tagName.toLowerCase()}.${String(part.className)}`;

  /** Run axe's rules; name what each finds wrong. */
  async function axeFinds(rules, include) {
    const found = await axe.run(include ? { include } : document, { ...rules, resultTypes: ["violations"] });
    return found.violations.map(
      (one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).join(", ")}`,
    );
  }

  /** All rules but contrast, which takes most of the time and has a function of its own. */
  function rules(tags) {
    return axeFinds({
      runOnly: { type: "tag", values: tags },
      rules: { "color-contrast": { enabled: false } },
    });
  }

  /** The contrast of each combination of colour, ground, size and weight on the page: of one text each. */
  function contrast() {
    const kinds = new Map();
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const part = texts.currentNode.parentElement;
      if (!texts.currentNode.data.trim() || !isShown(part)) continue;
      const style = getComputedStyle(part);
      kinds.set([style.color, style.fontSize, style.fontWeight, ...grounds(part)].join(), part);
    }
    return axeFinds({ runOnly: { type: "rule", values: ["color-contrast", "link-in-text-block"] } }, [
      ...kinds.values(),
    ]);
  }

  function* grounds(part) {
    for (let at = part; at; at = at.parentElement) {
      const { backgroundColor: colour, backgroundImage: image, opacity } = getComputedStyle(at);
      if (colour !== "rgba(0, 0, 0, 0)" || image !== "none" || opacity !== "1")
        yield `${colour} ${image} ${opacity}`;
      if (/^rgb\(/.test(colour)) return;
    }
  }

  /** What makes the page scroll sideways. */
  function sideways() {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const parts = [...document.querySelectorAll("body *")];
    return parts
      .filter((part) => isShown(part) && part.getBoundingClientRect().right > width + 1)
      .slice(0, 5)
      .map(name);
  }

  /** What stands out of the column of the text, over what is beside it. */
  function spilling() {
    const column = document.querySelector(".text").getBoundingClientRect();
    const isOut = (part) =>
      part.getBoundingClientRect().right > column.right + 1 && part.getBoundingClientRect().width > 1;
    const isClipped = (part) =>
      part.closest("thead") && getComputedStyle(part.closest("thead")).position === "absolute";
    const parts = [
      ...document.querySelectorAll(".text *:not(.on-page, .on-page *, .is-wide *, .term-card *)"),
    ];
    return parts
      .filter((part) => isShown(part) && isOut(part) && !isClipped(part))
      .slice(0, 5)
      .map(name);
  }

  /** The main controls that are lower than a finger needs. */
  function small() {
    const controls = [
      ".brand, .leave, .help > summary, .menu-link, .menu-close, .find :is(button, input), .search-field > *, .colours, .keep button",
      ".along a, .sd-card, .quiz :is(button, summary, select), .option, :is(.on-page, .fold, .hidden-code) > summary, .text .tel",
      "main :is(button, select, input:not([type=radio], [type=checkbox]))",
    ];
    return [...document.querySelectorAll(controls.join())]
      .filter((part) => isShown(part) && part.getBoundingClientRect().height < 43.9)
      .map((part) => `${name(part)}: ${part.getBoundingClientRect().height}`);
  }

  /** What the page keeps in the browser. */
  async function kept() {
    const stores = [...Object.keys(localStorage), ...Object.keys(sessionStorage), ...(await caches.keys())];
    return [...stores, ...(await indexedDB.databases()).map((one) => one.name), document.cookie].filter(
      Boolean,
    );
  }

  return { rules, contrast, sideways, spilling, small, kept };
})();
