/* Runs before the page is drawn: the colours the reader chose, and no way back to what was left.
   The choice of colours is all that this site stores, and leaving wipes it; who left is known in her tab only. */
(() => {
  const root = document.documentElement;
  root.classList.add("js");

  try {
    const chosen = localStorage.getItem("kleuren");
    if (chosen === "dark" || chosen === "light") root.dataset.theme = chosen;
  } catch {
    // A browser that stores nothing follows the device.
  }

  /* leave.js marks the tab. The Back button then ends at the other site again; a new visit takes the mark away. */
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
      // There is no mark.
    }
  }

  const [visit] = performance.getEntriesByType("navigation");
  if (visit && ["back_forward", "reload"].includes(visit.type)) sendOn();
  else forget();
  // A page that the browser kept whole in memory comes back without being read again.
  window.addEventListener("pagereveal", sendOn);
  window.addEventListener("pageshow", sendOn);

  // Firefox does not show such a page the mark; one that holds a lock it reads again.
  if (navigator.locks)
    navigator.locks.request("vers", { mode: "shared" }, () => new Promise(() => {})).catch(() => {});
  else window.addEventListener("unload", () => {});
})();
