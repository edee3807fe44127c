/* On a phone the contents open below the top bar; without JavaScript the link jumps to them. */
(() => {
  const link = document.querySelector(".menu-link");
  const menu = document.getElementById("site--menu");
  const toggle = SITE.button("menu-link", link.textContent, () => show(!menu.classList.contains("is-shown")));

  function show(isShown) {
    menu.classList.toggle("is-shown", isShown);
    toggle.setAttribute("aria-expanded", String(isShown));
  }

  toggle.setAttribute("aria-controls", "site--menu");
  link.replaceWith(toggle);
  show(false);
  menu.querySelector(".menu-close").addEventListener("click", () => show(false));

  /* Escape closes the open menu and restores the focus. */
  const help = document.querySelector(".help");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (help.open) {
      help.open = false;
      help.querySelector("summary").focus();
    } else if (menu.classList.contains("is-shown")) {
      show(false);
      toggle.focus();
    }
  });
  document.addEventListener("click", (event) => {
    if (help.open && !help.contains(event.target)) help.open = false;
  });

  /* If there is room beside the text, the list of headings is open. */
  const onPage = document.querySelector(".on-page");
  const isWide = matchMedia("(width >= 80rem)");
  const openBeside = () => {
    if (onPage) onPage.open = isWide.matches;
  };
  isWide.addEventListener("change", openBeside);
  openBeside();

  /* The search words are in the fragment of the address, after the #, which is never sent to a server. */
  const find = document.querySelector(".find");
  find.addEventListener("submit", (event) => {
    event.preventDefault();
    location.href = `${find.action.split("#")[0]}#${encodeURIComponent(find.querySelector("input").value.trim())}`;
  });
})();
