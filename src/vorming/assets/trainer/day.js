/* Marks the facts that must be checked again before the date of a day, or before today if the date is unknown. */
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
