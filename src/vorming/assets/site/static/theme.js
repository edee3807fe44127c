/* Runs before the page is drawn: it sets the colours that the reader chose, and hides a page that the reader has left.
   The site only stores the choice of colours, and leaving wipes it. The mark of leaving is in the storage of the tab. */
(() => {
  const root = document.documentElement;
  root.classList.add("js");

  try {
    const chosen = localStorage.getItem("kleuren");
    if (chosen === "dark" || chosen === "light") root.dataset.theme = chosen;
  } catch {
    // A browser without storage uses the mode of the device.
  }

  /* leave.js marks the tab. With the mark, the Back button leads to the other site again; a new visit removes the mark. */
  function sendOn() {
    try {
      if (sessionStorage.getItem("weg") === null) return;
    } catch {
      return;
    }
    root.classList.add("is-left");
    location.replace(root.dataset.leave);
  }

  function forget() {
    try {
      sessionStorage.removeItem("weg");
    } catch {
      // Without storage there is no mark.
    }
  }

  const [visit] = performance.getEntriesByType("navigation");
  if (visit && ["back_forward", "reload"].includes(visit.type)) sendOn();
  else forget();
  // The browser may restore a page from memory without running this script again.
  window.addEventListener("pagereveal", sendOn);
  window.addEventListener("pageshow", sendOn);

  // In Firefox a restored page doesn't see the mark, but Firefox loads a page that holds a lock again.
  if (navigator.locks)
    navigator.locks.request("vers", { mode: "shared" }, () => new Promise(() => {})).catch(() => {});
  else window.addEventListener("unload", () => {});
})();
