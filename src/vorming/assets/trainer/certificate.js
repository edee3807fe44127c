/* Writes a certificate for each name of a list, on separate pages. Stores nothing, sends nothing. */
(() => {
  function byId(id) {
    return document.getElementById(id);
  }
  const model = document.querySelector(".certificate");
  function names() {
    const found = byId("names")
      .value.split("\n")
      .map((line) => line.trim())
      .filter(Boolean);
    return found.length ? found : [""];
  }
  function fill(article, name) {
    const values = {
      name: name,
      date: byId("date").value.split("-").reverse().join("/").replace(/^0/, "").replace("/0", "/"),
      hours: byId("hours").value,
    };
    for (const part of article.querySelectorAll("[data-shown]"))
      part.textContent = values[part.dataset.shown];
    for (const part of article.querySelectorAll("[data-day]"))
      part.hidden = part.dataset.day !== byId("day").value;
    return article;
  }
  function show() {
    document.querySelectorAll(".certificate").forEach((article) => {
      if (article !== model) article.remove();
    });
    const list = names();
    fill(model, list[0]);
    model.after(...list.slice(1).map((name) => fill(model.cloneNode(true), name)));
  }
  const language = document.documentElement.lang.slice(0, 2);
  /* Fill in the hours and the date of the chosen day, unless something else was typed. */
  let proposed = "";
  function propose() {
    const option = byId("day").selectedOptions[0];
    const hours = option
      ? (Math.round(option.getAttribute("data-minutes") / 15) / 4).toLocaleString(language)
      : "";
    if (byId("hours").value === proposed) byId("hours").value = proposed = hours;
    byId("date").value ||= option?.getAttribute("data-on") || "";
    show();
  }
  const asked = new URLSearchParams(location.search).get("dag");
  if (asked && byId("day").querySelector(`option[value="${CSS.escape(asked)}"]`)) byId("day").value = asked;
  for (const id of ["names", "date", "hours"]) byId(id).addEventListener("input", show);
  byId("day").addEventListener("input", propose);
  byId("print").addEventListener("click", () => {
    window.print();
  });
  byId("clear").addEventListener("click", () => {
    byId("names").value = "";
    show();
    byId("names").focus();
  });
  propose();
})();
