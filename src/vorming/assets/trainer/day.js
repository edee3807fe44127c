/* Marks the facts of a day that must be checked again before today. */
(() => {
  const today = new Date().toISOString().slice(0, 10);
  const due = Array.from(document.querySelectorAll("[data-recheck]")).filter(
    (row) => row.getAttribute("data-recheck") <= today,
  );
  due.forEach((row) => {
    row.classList.add("is-due");
  });
  const said = document.getElementById("due");
  said.textContent = said.getAttribute(due.length ? "data-due" : "data-none").replace("{n}", due.length);
  said.hidden = false;
})();
