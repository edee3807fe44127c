/* Leave at once: blank first, then another site in the place of this page in the history. theme.js keeps the way back shut. */
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

  /** Remember the worker that keeps the book here. It lives on when this page is gone, so it is the one that wipes. */
  SITE.hold = (registration) => {
    kept = registration ?? kept;
    if (isLeft) wipe();
  };

  // Not the page's controller: a page that was loaded anew by force has none.
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
      // A browser that stores nothing has no mark either.
    }
    wipe();
    location.replace(link.href);
  }

  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });

  /* Shift by itself, three times. Another key or a click starts the count anew, so that capitals never leave. */
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

  /* What stands there until the other site does: it says nothing of this one. */
  document.body.append(SITE.element("p", "veil", words.blank));
})();
