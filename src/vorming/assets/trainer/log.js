/* The form after a session: makes a small YAML file for the trainer to save. No network, no storage. */
(() => {
  const data = JSON.parse(document.getElementById("course").textContent);
  const said = JSON.parse(document.getElementById("words").textContent);
  const target = location.protocol === "file:" ? "*" : location.origin;
  const origin = location.protocol === "file:" ? "null" : location.origin;

  function byId(id) {
    return document.getElementById(id);
  }
  function element(name, attributes, text) {
    const made = document.createElement(name);
    Object.entries(attributes || {}).forEach(([key, value]) => {
      made.setAttribute(key, value);
    });
    made.textContent = text || "";
    return made;
  }
  function numberInput(id, [min, max]) {
    return element("input", { id, class: "short", type: "number", min, max, inputmode: "numeric" });
  }
  function chosen() {
    return data.modules.find((module) => module.id === byId("module").value);
  }
  function day() {
    return data.days.find((found) => found.id === byId("day").value);
  }
  /* Return the steps of the given day, or else all steps of the module. */
  function steps() {
    const own = day();
    return chosen().steps.filter(
      (step) => !own || own.steps.some((key) => key[0] === step.lesson && key[1] === step.id),
    );
  }
  function proposeDays() {
    const own = data.days.filter((found) => found.module === chosen()?.id);
    byId("day").replaceChildren(
      element("option", { value: "" }, said.all_steps),
      ...own.map((found) => element("option", { value: found.id }, found.title)),
    );
  }
  function choose(id) {
    const found = data.days.find((one) => one.id === id);
    if (!found) return;
    byId("module").value = found.module;
    proposeDays();
    byId("day").value = id;
    byId("group").value ||= found.group || "";
    byId("date").value ||= found.on;
    build();
  }

  /* ---- the parts of the form that depend on the module and the day ---- */
  function build() {
    const module = chosen();
    buildSteps();
    byId("hands").replaceChildren(...(module ? byLesson(module.questions, handsRow) : []));
    byId("doubts").replaceChildren(...(module ? [doubtRow(0)] : []));
    byId("rest").hidden = !module;
    showAsked();
  }
  /* Only the steps are made anew for another day: what is filled in at questions and facts stays. */
  function buildSteps() {
    byId("steps").replaceChildren(...(chosen() ? byLesson(steps(), stepRow) : []));
  }
  /* Hide the questions that the day does not ask, unless hands were counted for them. */
  function showAsked() {
    const own = day();
    for (const row of byId("hands").querySelectorAll(".row")) {
      const isCounted = Array.from(row.querySelectorAll("input")).some((input) => input.value);
      row.hidden = Boolean(own) && !isCounted && !own.questions.includes(row.dataset.question);
    }
    for (const lesson of byId("hands").querySelectorAll("details")) {
      lesson.hidden = !lesson.querySelector(".row:not([hidden])");
    }
  }
  /* Open a lesson if it has anything to note. */
  function byLesson(items, row) {
    const lessons = {};
    items.forEach((item, i) => {
      lessons[item.lesson_title] ||= [];
      lessons[item.lesson_title].push(row(item, i));
    });
    return Object.entries(lessons).map(([title, rows]) => {
      const part = element("details");
      part.append(element("summary", {}, title), ...rows);
      return part;
    });
  }
  function stepRow(step, i) {
    const row = element("div", { class: "row" });
    const id = `step-${i}`;
    row.append(element("label", { for: id }, step.step), numberInput(id, data.limits.ran_long));
    return row;
  }
  function handsRow(question, i) {
    const row = element("div", { class: "row", role: "group", "aria-labelledby": `question-${i}` });
    const letters = element("span", { class: "letters" });
    row.dataset.question = question.id;
    row.append(element("span", { id: `question-${i}` }, question.prompt));
    question.letters.forEach((letter, j) => {
      const id = `hand-${i}-${j}`;
      const pair = element("span");
      pair.append(element("label", { for: id }, letter), numberInput(id, data.limits.hands));
      letters.append(pair);
    });
    row.append(letters);
    return row;
  }
  function doubtRow(i) {
    const row = element("div", { class: "doubt" });
    const fact = element("select", { id: `fact-${i}`, "aria-label": said.challenged });
    [["", said.none], ...chosen().facts].forEach(([id, statement]) => {
      fact.append(element("option", { value: id }, statement));
    });
    row.append(
      fact,
      element("label", { for: `said-${i}` }, said.said),
      element("textarea", { id: `said-${i}` }),
    );
    return row;
  }
  function doubts() {
    return Array.from(document.querySelectorAll(".doubt"))
      .map((row) => [
        row.querySelector("select").value,
        row.querySelector("textarea").value.trim().replace(/\s+/g, " "),
      ])
      .filter((pair) => pair[0]);
  }

  /* ---- YAML: every text in double quotes, as in JSON ---- */
  const quoted = JSON.stringify;
  function lines(id) {
    return byId(id)
      .value.split("\n")
      .map((line) => line.trim())
      .filter(Boolean);
  }
  function list(key, items, write) {
    return items.length ? [`  ${key}:`, ...items.map((item) => `    - ${write(item)}`)] : [];
  }
  function yaml() {
    const long = steps()
      .map((step, i) => [step, Number(byId(`step-${i}`).value)])
      .filter(([, minutes]) => minutes > 0);
    const hands = chosen()
      .questions.map((question, i) => [
        question.id,
        question.letters.map((_, j) => Number(byId(`hand-${i}-${j}`).value) || 0),
      ])
      .filter(([, counts]) => counts.some(Boolean));
    const ranLong = ([step, minutes]) =>
      `{lesson: ${step.lesson}, step: ${quoted(step.step)}, minutes: ${minutes}}`;
    const remark = lines("remark").join(" ");
    const numbers = ["group", "minutes"].filter((key) => byId(key).value);
    return `${[
      "session:",
      `  module: ${chosen().id}`,
      `  date: ${byId("date").value}`,
      ...(day() ? [`  day: ${day().id}`] : []),
      ...numbers.map((key) => `  ${key}: ${Number(byId(key).value)}`),
      ...list("ran_long", long, ranLong),
      ...list("questions", lines("questions"), quoted),
      ...list("challenged", doubts(), ([fact, text]) => `{fact: ${fact}, said: ${quoted(text || "–")}}`),
      ...list("hands", hands, ([id, counts]) => `{question: ${id}, counts: [${counts.join(", ")}]}`),
      ...(remark ? [`  remark: ${quoted(remark)}`] : []),
    ].join("\n")}\n`;
  }
  function save() {
    const missing = !chosen() ? "module" : !byId("date").value ? "date" : "";
    const wrong = missing ? byId(missing) : document.querySelector("input:invalid");
    byId("error").hidden = !wrong;
    if (wrong) {
      const text = missing ? said.log_missing : said.log_range;
      byId("error").textContent = text.replace("{min}", wrong.min).replace("{max}", wrong.max);
      byId("saved").hidden = true;
      wrong.closest("details")?.setAttribute("open", "");
      wrong.focus();
      return;
    }
    const link = element("a", {
      href: URL.createObjectURL(new Blob([yaml()], { type: "text/yaml" })),
      download: `${said.log_file}-${byId("date").value}-${chosen().id}.yml`,
    });
    link.click();
    URL.revokeObjectURL(link.href);
    byId("saved").hidden = false;
  }

  /* ---- data from the speaker's window: the module and the counted hands ---- */
  function fill(message) {
    byId("module").value = message.module;
    if (!chosen()) return;
    proposeDays();
    build();
    choose(message.day);
    if (message.minutes) byId("minutes").value = message.minutes;
    chosen().questions.forEach((question, i) => {
      (message.hands[question.id] || []).forEach((count, j) => {
        if (!count) return;
        byId(`hand-${i}-${j}`).value = count;
        byId(`hand-${i}-${j}`).closest("details").open = true;
      });
    });
    showAsked();
  }
  addEventListener("message", (event) => {
    const isAnswer = event.origin === origin && event.source === window.opener && event.data?.type === "log";
    if (isAnswer) fill(event.data);
  });
  byId("module").addEventListener("change", () => {
    proposeDays();
    build();
  });
  byId("day").addEventListener("change", () => {
    buildSteps();
    showAsked();
  });
  byId("another").addEventListener("click", () => {
    const row = doubtRow(byId("doubts").children.length);
    byId("doubts").append(row);
    row.firstChild.focus();
  });
  byId("save").addEventListener("click", save);
  proposeDays();
  build();
  choose(new URLSearchParams(location.search).get("dag"));
  if (window.opener) {
    window.opener.postMessage({ type: "log-hello" }, target);
  }
})();
