/* Shows the explanation of a term on hover or tap, from the list at the end of the page. */
(() => {
  const words = SCRIPT_WORDS;
  const entries = new Map();
  for (const entry of document.querySelectorAll(".page-terms [data-term]")) {
    entries.set(new URL(entry.dataset.term, location.href).href, entry);
  }

  const card = SITE.element("div", "term-card");
  card.id = "uitleg";
  card.hidden = true;
  let shownFor = null;
  let isPinned = false;

  function show(link, entry, pin) {
    const name = SITE.element("p", "term-card-name", entry.querySelector("dt").textContent);
    const text = SITE.element("p", "", entry.querySelector("dd").textContent);
    const more = SITE.element("a", "", words.term_more);
    more.href = link.href;
    card.replaceChildren(name, text, more);
    if (pin) card.append(SITE.button("", words.term_close, () => hide(true)));
    card.hidden = false;
    shownFor = link;
    isPinned = pin;
    link.setAttribute("aria-expanded", String(pin));
    link.after(card);
    place(link);
    if (pin) SITE.announce(`${name.textContent}: ${text.textContent}`);
  }

  function place(link) {
    const box = (card.offsetParent || document.body).getBoundingClientRect();
    const at = link.getBoundingClientRect();
    const width = card.offsetWidth;
    const left = Math.min(at.left, document.documentElement.clientWidth - width - 16);
    card.style.setProperty("left", `${Math.max(left, 16) - box.left}px`);
    card.style.setProperty("top", `${at.bottom - box.top + 6}px`);
  }

  function hide(giveFocusBack) {
    if (!shownFor) return;
    shownFor.setAttribute("aria-expanded", "false");
    if (giveFocusBack) shownFor.focus();
    card.hidden = true;
    shownFor = null;
    isPinned = false;
  }

  for (const link of document.querySelectorAll(".text a:has(> .std-term)")) {
    const entry = entries.get(link.href);
    if (!entry) continue;
    link.setAttribute("role", "button");
    link.setAttribute("aria-expanded", "false");
    link.addEventListener("click", (event) => {
      event.preventDefault();
      if (shownFor === link && isPinned) hide(true);
      else show(link, entry, true);
    });
    link.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      link.click();
    });
    link.addEventListener("pointerenter", (event) => {
      if (event.pointerType === "mouse" && !isPinned) show(link, entry, false);
    });
    link.addEventListener("pointerleave", (event) => {
      if (event.pointerType === "mouse" && !isPinned && event.relatedTarget !== card) hide(false);
    });
  }
  card.addEventListener("pointerleave", () => !isPinned && hide(false));
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide(isPinned));
  document.addEventListener("click", (event) => {
    if (shownFor && !card.contains(event.target) && !shownFor.contains(event.target)) hide(false);
  });
})();
