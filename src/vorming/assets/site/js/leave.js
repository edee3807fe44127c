/* Leaves at once: first a blank page, then another site, which replaces this page in the history. theme.js blocks the way back. */
(() => {
  const words = SCRIPT_WORDS;
  const link = document.querySelector(".leave");
  if (!link) return;
  const PRESSES = 3;
  const PATIENCE = 5000;
  let presses = 0;
  let last = 0;
  let isLeft = false;
  let kept = null;

  /** Remember the service worker that keeps the book here. It wipes the book, because it goes on after this page is gone. */
  SITE.hold = (registration) => {
    kept = registration ?? kept;
    if (isLeft) wipe();
  };

  // Not the controller of the page, because a page has none after a forced reload.
  navigator.serviceWorker?.getRegistration().then(SITE.hold, () => {});

  function wipe() {
    for (const state of ["installing", "waiting", "active"]) kept?.[state]?.postMessage("wipe");
  }

  function leave() {
    isLeft = true;
    SITE.root.classList.add("is-left");
    document.title = words.blank;
    SITE.announce(words.leaving);
    try {
      localStorage.removeItem("kleuren");
      sessionStorage.setItem("weg", "ja");
    } catch {
      // A browser without storage has no mark either.
    }
    wipe();
    location.replace(link.href);
  }

  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });

  /* Leave when Shift is pressed three times. Another key or a click restarts the count, so that typing capitals doesn't leave. */
  document.addEventListener("keyup", (event) => {
    const now = event.timeStamp;
    if (event.key !== "Shift") {
      presses = 0;
      return;
    }
    presses = now - last < PATIENCE ? presses + 1 : 1;
    last = now;
    if (presses >= PRESSES) leave();
    else SITE.announce(presses === 1 ? words.shift_2 : words.shift_1);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Shift") presses = 0;
  });
  document.addEventListener("pointerdown", () => {
    presses = 0;
    last = 0;
  });

  /* The page until the other site has loaded: nothing on it tells which site this is. */
  document.body.append(SITE.element("p", "veil", words.blank));
})();
