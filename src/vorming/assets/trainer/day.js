/* Marks the facts that must be checked again before a day; without a date, before today. */
(() => {
  const said = document.getElementById("due");
  const today = said.getAttribute("data-on") || new Date().toISOString().slice(0, 10);
  const due = Array.from(document.querySelectorAll("[data-recheck]")).filter(
    (row) => row.getAttribute("data-recheck") <= today,
  );
  for (const row of due) row.classList.add("is-due");
  said.textContent = said.getAttribute(due.length ? "data-due" : "data-none").replace("{n}", due.length);
  said.hidden = false;
})();
