/* The form after a session: makes a small YAML file and saves it on this computer. No network, no storage. */
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
    Object.keys(attributes || {}).forEach((key) => {
      made.setAttribute(key, attributes[key]);
    });
    made.textContent = text || "";
    return made;
  }
  function chosen() {
    return data.modules.filter((module) => module.id === byId("module").value)[0];
  }

  function day() {
    return data.days.filter((found) => found.id === byId("day").value)[0];
  }
  /* The steps of the day that was given, else all of the module. */
  function steps() {
    const own = day();
    return chosen().steps.filter(
      (step) => !own || own.steps.some((key) => key[0] === step.lesson && key[1] === step.id),
    );
  }
  function proposeDays() {
    const module = chosen();
    const options = data.days
      .filter((found) => module && found.module === module.id)
      .map((found) => element("option", { value: found.id }, found.title));
    byId("day").replaceChildren.apply(
      byId("day"),
      [element("option", { value: "" }, said.all_steps)].concat(options),
    );
  }
  function choose(id) {
    const found = data.days.filter((one) => one.id === id)[0];
    if (!found) {
      return;
    }
    byId("module").value = found.module;
    proposeDays();
    byId("day").value = id;
    if (found.group && !byId("group").value) {
      byId("group").value = found.group;
    }
    if (found.on && !byId("date").value) {
      byId("date").value = found.on;
    }
    build();
  }

  /* ---- the parts of the form that depend on the module and the day ---- */
  function build() {
    const module = chosen();
    fillWith("steps", module ? byLesson(steps(), stepRow) : []);
    fillWith("hands", module ? byLesson(module.questions, handsRow) : []);
    fillWith("doubts", module ? [doubtRow(0)] : []);
    byId("rest").hidden = !module;
  }
  function fillWith(id, parts) {
    byId(id).replaceChildren.apply(byId(id), parts);
  }
  /* A lesson is opened when there is something to note of it. */
  function byLesson(items, row) {
    const lessons = {};
    items.forEach((item, i) => {
      lessons[item.lesson_title] ||= [];
      lessons[item.lesson_title].push(row(item, i));
    });
    return Object.keys(lessons).map((title) => {
      const part = element("details");
      part.append.apply(part, [element("summary", {}, title)].concat(lessons[title]));
      return part;
    });
  }
  function stepRow(step, i) {
    const row = element("div", { class: "row" });
    const id = `step-${i}`;
    row.append(element("label", { for: id }, step.step));
    row.append(
      element("input", {
        id: id,
        class: "short",
        type: "number",
        min: "0",
        max: "120",
        inputmode: "numeric",
      }),
    );
    return row;
  }
  function handsRow(question, i) {
    const row = element("div", { class: "row", role: "group", "aria-labelledby": `question-${i}` });
    const letters = element("span", { class: "letters" });
    row.append(element("span", { id: `question-${i}` }, question.prompt));
    question.letters.forEach((letter, j) => {
      const id = `hand-${i}-${j}`;
      const pair = element("span");
      pair.append(
        element("label", { for: id }, letter),
        element("input", {
          id: id,
          class: "short",
          type: "number",
          min: "0",
          max: "200",
          inputmode: "numeric",
        }),
      );
      letters.append(pair);
    });
    row.append(letters);
    return row;
  }
  function doubtRow(i) {
    const row = element("div", { class: "doubt" });
    const fact = element("select", { id: `fact-${i}`, "aria-label": said.challenged });
    [["", said.none]].concat(chosen().facts).forEach((pair) => {
      fact.append(element("option", { value: pair[0] }, pair[1]));
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

  /* ---- YAML: every text between double quotes, written as JSON writes it ---- */
  function quoted(text) {
    return JSON.stringify(text);
  }
  function lines(id) {
    return byId(id)
      .value.split("\n")
      .map((line) => line.trim())
      .filter(Boolean);
  }
  function list(key, items) {
    return items.length ? [`  ${key}:`].concat(items) : [];
  }
  function yaml() {
    const module = chosen();
    const long = steps()
      .map((step, i) => [step, Number(byId(`step-${i}`).value)])
      .filter((pair) => pair[1] > 0);
    const hands = module.questions
      .map((question, i) => [
        question.id,
        question.letters.map((_, j) => Number(byId(`hand-${i}-${j}`).value) || 0),
      ])
      .filter((pair) => pair[1].some(Boolean));
    const challenged = doubts();
    const found = ["session:", `  module: ${module.id}`, `  date: ${byId("date").value}`];
    if (day()) {
      found.push(`  day: ${day().id}`);
    }
    if (byId("group").value) {
      found.push(`  group: ${Number(byId("group").value)}`);
    }
    if (byId("minutes").value) {
      found.push(`  minutes: ${Number(byId("minutes").value)}`);
    }
    return `${found
      .concat(
        list(
          "ran_long",
          long.map(
            (pair) =>
              "    - {lesson: " +
              pair[0].lesson +
              ", step: " +
              quoted(pair[0].step) +
              ", minutes: " +
              pair[1] +
              "}",
          ),
        ),
        list(
          "questions",
          lines("questions").map((line) => `    - ${quoted(line)}`),
        ),
        list(
          "challenged",
          challenged.map((pair) => `    - {fact: ${pair[0]}, said: ${quoted(pair[1] || "–")}}`),
        ),
        list(
          "hands",
          hands.map((pair) => `    - {question: ${pair[0]}, counts: [${pair[1].join(", ")}]}`),
        ),
        lines("remark").length ? [`  remark: ${quoted(lines("remark").join(" "))}`] : [],
      )
      .join("\n")}\n`;
  }
  function save() {
    const missing = !chosen() ? "module" : !byId("date").value ? "date" : "";
    byId("error").hidden = !missing;
    if (missing) {
      byId(missing).focus();
      return;
    }
    const link = element("a", {
      href: URL.createObjectURL(new Blob([yaml()], { type: "text/yaml" })),
      download: `verslag-${byId("date").value}-${chosen().id}.yml`,
    });
    link.click();
    URL.revokeObjectURL(link.href);
    byId("saved").hidden = false;
  }

  /* ---- what the speaker's window knows: the module and the hands that were counted ---- */
  function fill(message) {
    byId("module").value = message.module;
    if (!chosen()) {
      return;
    }
    proposeDays();
    build();
    choose(message.day);
    if (message.minutes) {
      byId("minutes").value = message.minutes;
    }
    chosen().questions.forEach((question, i) => {
      (message.hands[question.id] || []).forEach((count, j) => {
        if (count) {
          note(byId(`hand-${i}-${j}`), count);
        }
      });
    });
  }
  function note(input, value) {
    input.value = value;
    input.closest("details").open = true;
  }
  addEventListener("message", (event) => {
    if (
      event.origin === origin &&
      event.source === window.opener &&
      event.data &&
      event.data.type === "log"
    ) {
      fill(event.data);
    }
  });
  byId("module").addEventListener("change", () => {
    proposeDays();
    build();
  });
  byId("day").addEventListener("change", build);
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
