/* Filters and sorts a comparison, by model, by attribute and answer, and by column. Stores nothing, sends nothing. */

(() => {
  const ORDER = ["answer-yes", "answer-partly", "answer-no", "answer-unknown"];

  const answerOf = (cell) => ORDER.find((name) => cell.querySelector(`.${name}`)) || "";

  const sortKey = (cell) => {
    const answer = answerOf(cell);
    return answer ? String(ORDER.indexOf(answer)) : cell.textContent.trim();
  };

  const collator = new Intl.Collator(document.documentElement.lang);

  function sortRows(body, column, direction) {
    const rows = [...body.rows];
    const key = new Map(rows.map((row) => [row, sortKey(row.cells[column])]));
    rows.sort((a, b) => direction * collator.compare(key.get(a), key.get(b)));
    body.append(...rows);
  }

  /* Give each heading a button that sorts; a second press reverses the order. */
  function addSorting(table, words) {
    const heads = [...table.tHead.rows[0].cells];
    table.tHead.rows[0].dataset.sort = words;
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "comparison-sort";
      button.title = words;
      button.append(...head.childNodes);
      head.append(button);
      head.setAttribute("aria-sort", "none");
      button.addEventListener("click", () => {
        const isDown = head.getAttribute("aria-sort") === "ascending";
        for (const other of heads) other.setAttribute("aria-sort", "none");
        head.setAttribute("aria-sort", isDown ? "descending" : "ascending");
        sortRows(table.tBodies[0], column, isDown ? -1 : 1);
      });
    });
    return heads;
  }

  /* On a phone each row is a card, so each cell needs its heading. */
  function labelCells(table, labels) {
    for (const row of table.tBodies[0].rows) {
      for (const [column, cell] of [...row.cells].entries()) cell.setAttribute("data-label", labels[column]);
    }
  }

  function update(form, table) {
    const models = [...form.querySelectorAll("[name=model]:checked")].map((box) => box.value);
    const column = Number(form.elements.attribute.value);
    const answer = form.elements.answer;
    answer.disabled = !column;
    if (!column) answer.value = "";
    for (const row of table.rows) {
      [...row.cells].forEach((cell, i) => {
        cell.hidden = Boolean(column) && i > 1 && i !== column;
      });
    }
    const rows = [...table.tBodies[0].rows];
    for (const row of rows) {
      const isModel = models.some((model) => row.classList.contains(model));
      const isAnswer = !answer.value || answerOf(row.cells[column]) === answer.value;
      row.hidden = !(isModel && isAnswer);
    }
    const shown = rows.filter((row) => !row.hidden).length;
    form.querySelector("[role=status]").textContent = form.dataset.count
      .replace("{shown}", shown)
      .replace("{total}", rows.length);
  }

  for (const form of document.querySelectorAll(".comparison-tools")) {
    let table = form.nextElementSibling;
    if (table && !table.matches("table")) table = table.querySelector("table.comparison");
    if (!table) continue;
    const labels = [...table.tHead.rows[0].cells].map((head) => head.textContent.trim());
    addSorting(table, form.dataset.sort);
    labelCells(table, labels);
    form.addEventListener("change", () => update(form, table));
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(() => update(form, table)));
    // HTML has no autocomplete attribute for checkboxes, but browsers do: after Back all models are shown again.
    for (const box of form.querySelectorAll("[name=model]")) {
      box.autocomplete = "off";
      box.checked = true;
    }
    form.hidden = false;
    update(form, table);
  }
})();
