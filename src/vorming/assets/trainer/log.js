/* The form after a session: makes a small YAML file and saves it on this computer. No network, no storage. */
(function () {
  "use strict";
  var data = JSON.parse(document.getElementById("course").textContent);
  var target = location.protocol === "file:" ? "*" : location.origin;
  var origin = location.protocol === "file:" ? "null" : location.origin;

  function byId(id) { return document.getElementById(id); }
  function element(name, attributes, text) {
    var made = document.createElement(name);
    Object.keys(attributes || {}).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    made.textContent = text || "";
    return made;
  }
  function chosen() { return data.modules.filter(function (module) { return module.id === byId("module").value; })[0]; }

  /* ---- the parts of the form that depend on the module ---- */
  function build() {
    var module = chosen();
    byId("steps").replaceChildren.apply(byId("steps"), module ? module.steps.map(stepRow) : []);
    byId("hands").replaceChildren.apply(byId("hands"), module ? module.questions.map(handsRow) : []);
    byId("rest").hidden = !module;
  }
  function stepRow(step, i) {
    var row = element("div", { "class": "row" });
    var id = "step-" + i;
    row.append(element("label", { "for": id }, step.lesson_title + ": " + step.step));
    row.append(element("input", { id: id, "class": "short", type: "number", min: "0", max: "120", inputmode: "numeric" }));
    return row;
  }
  function handsRow(question, i) {
    var row = element("div", { "class": "row", role: "group", "aria-labelledby": "question-" + i });
    var letters = element("span", { "class": "letters" });
    row.append(element("span", { id: "question-" + i }, question.prompt));
    question.letters.forEach(function (letter, j) {
      var id = "hand-" + i + "-" + j;
      letters.append(element("label", { "for": id }, letter), element("input", { id: id, "class": "short", type: "number", min: "0", max: "200", inputmode: "numeric" }));
    });
    row.append(letters);
    return row;
  }

  /* ---- YAML: every text between double quotes, written as JSON writes it ---- */
  function quoted(text) { return JSON.stringify(text); }
  function lines(id) {
    return byId(id).value.split("\n").map(function (line) { return line.trim(); }).filter(Boolean);
  }
  function list(key, items) { return items.length ? ["  " + key + ":"].concat(items) : []; }
  function yaml() {
    var module = chosen();
    var long = module.steps.map(function (step, i) { return [step, Number(byId("step-" + i).value)]; }).filter(function (pair) { return pair[1] > 0; });
    var hands = module.questions.map(function (question, i) {
      return [question.id, question.letters.map(function (_, j) { return Number(byId("hand-" + i + "-" + j).value) || 0; })];
    }).filter(function (pair) { return pair[1].some(Boolean); });
    var challenged = byId("fact").value ? [[byId("fact").value, byId("said").value.trim()]] : [];
    var found = ["session:", "  module: " + module.id, "  date: " + byId("date").value];
    if (byId("group").value) { found.push("  group: " + Number(byId("group").value)); }
    if (byId("minutes").value) { found.push("  minutes: " + Number(byId("minutes").value)); }
    return found.concat(
      list("ran_long", long.map(function (pair) { return "    - {lesson: " + pair[0].lesson + ", step: " + quoted(pair[0].step) + ", minutes: " + pair[1] + "}"; })),
      list("questions", lines("questions").map(function (line) { return "    - " + quoted(line); })),
      list("challenged", challenged.map(function (pair) { return "    - {fact: " + pair[0] + ", said: " + quoted(pair[1] || "–") + "}"; })),
      list("hands", hands.map(function (pair) { return "    - {question: " + pair[0] + ", counts: [" + pair[1].join(", ") + "]}"; })),
      lines("remark").length ? ["  remark: " + quoted(lines("remark").join(" "))] : []
    ).join("\n") + "\n";
  }
  function save() {
    var missing = !chosen() ? "module" : !byId("date").value ? "date" : "";
    byId("error").hidden = !missing;
    if (missing) { byId(missing).focus(); return; }
    var link = element("a", { href: URL.createObjectURL(new Blob([yaml()], { type: "text/yaml" })), download: "verslag-" + byId("date").value + "-" + chosen().id + ".yml" });
    link.click();
    URL.revokeObjectURL(link.href);
    byId("saved").hidden = false;
  }

  /* ---- what the speaker's window knows: the module and the hands that were counted ---- */
  function fill(message) {
    byId("module").value = message.module;
    if (!chosen()) { return; }
    build();
    if (message.minutes) { byId("minutes").value = message.minutes; }
    chosen().questions.forEach(function (question, i) {
      (message.hands[question.id] || []).forEach(function (count, j) { if (count) { byId("hand-" + i + "-" + j).value = count; } });
    });
  }
  addEventListener("message", function (event) {
    if (event.origin === origin && event.source === window.opener && event.data && event.data.type === "log") { fill(event.data); }
  });
  byId("module").addEventListener("change", build);
  byId("save").addEventListener("click", save);
  build();
  if (window.opener) { window.opener.postMessage({ type: "log-hello" }, target); }
})();
