/* Filters the list of facts: by module, or those to check again in the coming month. */
(() => {
  const MONTH = 31 * 24 * 3600 * 1000;
  const rows = Array.from(document.querySelectorAll("[data-recheck]"));
  function byId(id) {
    return document.getElementById(id);
  }
  const soon = new Date(Date.now() + MONTH).toISOString().slice(0, 10);
  function isWanted(row) {
    const module = byId("for-module").value;
    const modules = row.getAttribute("data-modules").split(" ");
    return (
      (!module || modules.includes(module)) &&
      (!byId("soon").checked || row.getAttribute("data-recheck") <= soon)
    );
  }
  function show() {
    for (const row of rows) row.hidden = !isWanted(row);
    const count = rows.filter(isWanted).length;
    byId("shown").textContent = byId("shown").getAttribute("data-shown").replace("{n}", count);
  }
  const form = document.querySelector(".filter");
  form.hidden = false;
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  show();
})();
