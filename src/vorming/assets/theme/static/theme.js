/* Runs before the page is drawn: the colours the reader chose, and a veil over what was left before.
   The choice of colours is the only thing this site stores, and leaving wipes it. */
(function () {
  "use strict";

  const root = document.documentElement;
  root.classList.add("js");

  try {
    const chosen = localStorage.getItem("kleuren");
    if (chosen === "dark" || chosen === "light") root.dataset.theme = chosen;
  } catch {
    // A browser that stores nothing follows the device.
  }

  /* Coming by the Back button from another site: do not show at once what was left. From a folder
     every page counts as another site, so there it can't be told. */
  function veilWhatWasLeft() {
    const arrival = window.navigation && window.navigation.activation;
    if (location.protocol === "file:" || !arrival) return;
    if (arrival.navigationType === "traverse" && !arrival.from) root.classList.add("is-left");
  }

  veilWhatWasLeft();
  window.addEventListener("pagereveal", veilWhatWasLeft);
  window.addEventListener("pageshow", (event) => event.persisted && veilWhatWasLeft());
})();
