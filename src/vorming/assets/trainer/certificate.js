/* Writes what is typed into the certificate on this page. Nothing is kept and nothing is sent. */
(function () {
  "use strict";
  function byId(id) { return document.getElementById(id); }
  function show() {
    var module = byId("module").value;
    byId("shown-name").textContent = byId("name").value;
    byId("shown-date").textContent = byId("date").value.split("-").reverse().join("/").replace(/^0/, "").replace("/0", "/");
    byId("shown-hours").textContent = byId("hours").value;
    byId("shown-pack").textContent = byId("pack").value;
    byId("pack-line").hidden = !byId("pack").value;
    document.querySelectorAll("[data-module]").forEach(function (part) { part.hidden = part.getAttribute("data-module") !== module; });
  }
  ["name", "module", "date", "hours", "pack"].forEach(function (id) { byId(id).addEventListener("input", show); });
  /* The pack of the chosen module, unless another number was typed. */
  function proposePack() {
    var options = Array.from(byId("module").options);
    var isOurs = !byId("pack").value || options.some(function (option) { return option.getAttribute("data-pack") === byId("pack").value; });
    if (isOurs) { byId("pack").value = byId("module").selectedOptions[0].getAttribute("data-pack"); }
    show();
  }
  byId("module").addEventListener("input", proposePack);
  byId("print").addEventListener("click", function () { window.print(); });
  byId("clear").addEventListener("click", function () { byId("name").value = ""; show(); byId("name").focus(); });
  proposePack();
})();
