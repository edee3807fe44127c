/* The form after a session: makes a small YAML file and saves it on this computer. No network, no storage. */
(function () {
  "use strict";
  var data = JSON.parse(document.getElementById("course").textContent);
  var said = JSON.parse(document.getElementById("words").textContent);
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
    fillWith("steps", module ? byLesson(module.steps, stepRow) : []);
    fillWith("hands", module ? byLesson(module.questions, handsRow) : []);
    fillWith("doubts", module ? [doubtRow(0)] : []);
    byId("rest").hidden = !module;
  }
  function fillWith(id, parts) { byId(id).replaceChildren.apply(byId(id), parts); }
  /* A lesson is opened when there is something to note of it. */
  function byLesson(items, row) {
    var lessons = {};
    items.forEach(function (item, i) { (lessons[item.lesson_title] = lessons[item.lesson_title] || []).push(row(item, i)); });
    return Object.keys(lessons).map(function (title) {
      var part = element("details");
      part.append.apply(part, [element("summary", {}, title)].concat(lessons[title]));
      return part;
    });
  }
  function stepRow(step, i) {
    var row = element("div", { "class": "row" });
    var id = "step-" + i;
    row.append(element("label", { "for": id }, step.step));
    row.append(element("input", { id: id, "class": "short", type: "number", min: "0", max: "120", inputmode: "numeric" }));
    return row;
  }
  function handsRow(question, i) {
    var row = element("div", { "class": "row", role: "group", "aria-labelledby": "question-" + i });
    var letters = element("span", { "class": "letters" });
    row.append(element("span", { id: "question-" + i }, question.prompt));
    question.letters.forEach(function (letter, j) {
      var id = "hand-" + i + "-" + j;
      var pair = element("span");
      pair.append(element("label", { "for": id }, letter), element("input", { id: id, "class": "short", type: "number", min: "0", max: "200", inputmode: "numeric" }));
      letters.append(pair);
    });
    row.append(letters);
    return row;
  }
  function doubtRow(i) {
    var row = element("div", { "class": "doubt" });
    var fact = element("select", { id: "fact-" + i, "aria-label": said.challenged });
    [["", said.none]].concat(chosen().facts).forEach(function (pair) { fact.append(element("option", { value: pair[0] }, pair[1])); });
    row.append(fact, element("label", { "for": "said-" + i }, said.said), element("textarea", { id: "said-" + i }));
    return row;
  }
  function doubts() {
    return Array.from(document.querySelectorAll(".doubt")).map(function (row) {
      return [row.querySelector("select").value, row.querySelector("textarea").value.trim().replace(/\s+/g, " ")];
    }).filter(function (pair) { return pair[0]; });
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
    var challenged = doubts();
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
      (message.hands[question.id] || []).forEach(function (count, j) { if (count) { note(byId("hand-" + i + "-" + j), count); } });
    });
  }
  function note(input, value) {
    input.value = value;
    input.closest("details").open = true;
  }
  addEventListener("message", function (event) {
    if (event.origin === origin && event.source === window.opener && event.data && event.data.type === "log") { fill(event.data); }
  });
  byId("module").addEventListener("change", build);
  byId("another").addEventListener("click", function () {
    var row = doubtRow(byId("doubts").children.length);
    byId("doubts").append(row);
    row.firstChild.focus();
  });
  byId("save").addEventListener("click", save);
  build();
  if (window.opener) { window.opener.postMessage({ type: "log-hello" }, target); }
})();
