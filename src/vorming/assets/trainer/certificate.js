/* Writes what is typed into the certificate on this page. Nothing is kept and nothing is sent. */
(() => {
  function byId(id) {
    return document.getElementById(id);
  }
  function show() {
    const module = byId("module").value;
    byId("shown-name").textContent = byId("name").value;
    byId("shown-date").textContent = byId("date")
      .value.split("-")
      .reverse()
      .join("/")
      .replace(/^0/, "")
      .replace("/0", "/");
    byId("shown-hours").textContent = byId("hours").value;
    byId("shown-pack").textContent = byId("pack").value;
    byId("pack-line").hidden = !byId("pack").value;
    document.querySelectorAll("[data-module]").forEach((part) => {
      part.hidden = part.getAttribute("data-module") !== module;
    });
  }
  ["name", "module", "date", "hours", "pack"].forEach((id) => {
    byId(id).addEventListener("input", show);
  });
  /* The pack of the chosen module, unless another number was typed. */
  function proposePack() {
    const options = Array.from(byId("module").options);
    const isOurs =
      !byId("pack").value ||
      options.some((option) => option.getAttribute("data-pack") === byId("pack").value);
    if (isOurs) {
      byId("pack").value = byId("module").selectedOptions[0].getAttribute("data-pack");
    }
    show();
  }
  byId("module").addEventListener("input", proposePack);
  byId("print").addEventListener("click", () => {
    window.print();
  });
  byId("clear").addEventListener("click", () => {
    byId("name").value = "";
    show();
    byId("name").focus();
  });
  proposePack();
})();
