/* Marks the facts whose date to check again has passed on the day that the page is read. */
(function () {
  "use strict";
  var today = new Date().toISOString().slice(0, 10);
  var due = Array.prototype.filter.call(document.querySelectorAll("[data-recheck]"), function (row) {
    return row.getAttribute("data-recheck") <= today;
  });
  due.forEach(function (row) { row.classList.add("is-due"); });
  var said = document.getElementById("due");
  said.textContent = said.getAttribute(due.length ? "data-due" : "data-none").replace("{n}", due.length);
  said.hidden = false;
})();
