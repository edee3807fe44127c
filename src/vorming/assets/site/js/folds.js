/* Opens folds before printing, and when a link leads to something inside. */
(() => {
  function openFor(address) {
    const target = document.getElementById(address.slice(1));
    const fold = target?.closest("details.fold:not([open])");
    if (!fold) return;
    fold.open = true;
    target.scrollIntoView();
  }

  openFor(location.hash);
  window.addEventListener("hashchange", () => openFor(location.hash));

  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details.fold:not([open])")];
    for (const fold of opened) fold.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const fold of opened) fold.open = false;
  });
})();
