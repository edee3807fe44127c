/* Marks the facts whose date to check again has passed on the day that the page is read, and shows those of one
   module or of the coming month. */
(() => {
  const MONTH = 31 * 24 * 3600 * 1000;
  const rows = Array.from(document.querySelectorAll("[data-recheck]"));
  function byId(id) {
    return document.getElementById(id);
  }
  function day(time) {
    return new Date(time).toISOString().slice(0, 10);
  }
  const today = day(Date.now()),
    soon = day(Date.now() + MONTH);

  const due = rows.filter((row) => row.getAttribute("data-recheck") <= today);
  due.forEach((row) => {
    row.classList.add("is-due");
  });
  byId("due").textContent = byId("due")
    .getAttribute(due.length ? "data-due" : "data-none")
    .replace("{n}", due.length);
  byId("due").hidden = false;

  function isWanted(row) {
    const module = byId("for-module").value;
    const modules = row.getAttribute("data-modules").split(" ");
    return (
      (!module || modules.indexOf(module) >= 0) &&
      (!byId("soon").checked || row.getAttribute("data-recheck") <= soon)
    );
  }
  function show() {
    rows.forEach((row) => {
      row.hidden = !isWanted(row);
    });
    const count = rows.filter(isWanted).length;
    byId("shown").textContent = byId("shown").getAttribute("data-shown").replace("{n}", count);
  }
  const form = document.querySelector(".filter");
  form.hidden = false;
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
  });
  show();
})();
