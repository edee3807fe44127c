/* Leave at once: blank first, then another site in the place of this page in the history. */
(function () {
  "use strict";

  const words = SCRIPT_WORDS;
  const link = document.querySelector(".leave");
  const PRESSES = 3;
  const PATIENCE = 5000;
  let presses = 0;
  let last = 0;

  function leave() {
    SITE.root.classList.add("is-left");
    document.title = words.back_title;
    SITE.announce(words.leaving);
    try {
      localStorage.removeItem("kleuren");
    } catch {
      // Nothing was stored.
    }
    // The worker wipes what is kept for reading offline: it lives on when this page is gone.
    const worker = navigator.serviceWorker && navigator.serviceWorker.controller;
    if (worker) worker.postMessage("wipe");
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

  /* The veil of theme.js, with a way on for who came back on purpose. */
  const veil = SITE.element("div", "veil");
  veil.append(
    SITE.element("p", "", words.back_text),
    SITE.button("", words.back_show, () => SITE.root.classList.remove("is-left")),
  );
  document.body.append(veil);
})();
