/* Marks the facts whose date to check again has passed on the day that the page is read, and shows those of one
   module or of the coming month. */
(function () {
  "use strict";
  var MONTH = 31 * 24 * 3600 * 1000;
  var rows = Array.from(document.querySelectorAll("[data-recheck]"));
  function byId(id) { return document.getElementById(id); }
  function day(time) { return new Date(time).toISOString().slice(0, 10); }
  var today = day(new Date().getTime()), soon = day(new Date().getTime() + MONTH);

  var due = rows.filter(function (row) { return row.getAttribute("data-recheck") <= today; });
  due.forEach(function (row) { row.classList.add("is-due"); });
  byId("due").textContent = byId("due").getAttribute(due.length ? "data-due" : "data-none").replace("{n}", due.length);
  byId("due").hidden = false;

  function isWanted(row) {
    var module = byId("for-module").value;
    var modules = row.getAttribute("data-modules").split(" ");
    return (!module || modules.indexOf(module) >= 0) && (!byId("soon").checked || row.getAttribute("data-recheck") <= soon);
  }
  function show() {
    rows.forEach(function (row) { row.hidden = !isWanted(row); });
    var count = rows.filter(isWanted).length;
    byId("shown").textContent = byId("shown").getAttribute("data-shown").replace("{n}", count);
  }
  var form = document.querySelector(".filter");
  form.hidden = false;
  form.addEventListener("input", show);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  show();
})();
