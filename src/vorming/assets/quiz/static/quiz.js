/* Lets a reader check a quiz, with the answers in the key on the page. Stores nothing, sends nothing.
   Works on the markup of quiz/quiz.html.jinja. Its texts are in QUIZ_WORDS, which site.js defines on the site. After each check
   the question dispatches the event "vorming:checked" with { id, parts, response, number }, for the SCORM packages. */
(() => {
  const SPACES = /[\s\u00a0\u2009\u202f]+/g;
  const PLAIN = /^[+-]?\d+([.,]\d+)?$/;

  /** Return the number that a reader typed (550 · 550,0 · 1 550 · 4.5, and in Dutch 1.550), or null if it is no number. */
  function readNumber(text, { group, decimal }) {
    const typed = text.replace(SPACES, "").replace("\u2212", "-");
    const grouped = new RegExp(`^[+-]?[1-9]\\d{0,2}([${group}]\\d{3})+([${decimal}]\\d+)?$`);
    if (grouped.test(typed)) return Number(typed.replaceAll(group, "").replace(decimal, "."));
    return PLAIN.test(typed) ? Number(typed.replace(",", ".")) : null;
  }

  function all(root, selector) {
    return Array.from(root.querySelectorAll(selector));
  }

  function element(name, className, text) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  function button(text, hidden) {
    const made = element("button", "quiz-button", text);
    made.type = "button";
    if (hidden) made.append(element("span", "visually-hidden", hidden));
    return made;
  }

  /** Fill the {placeholders} in a text of the interface. */
  function fill(text, values) {
    return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }

  /** Append texts and copies of nodes to an element, separated by spaces. */
  function write(line, ...parts) {
    line.replaceChildren();
    for (const part of parts.filter(Boolean)) {
      if (line.hasChildNodes()) line.append(" ");
      line.append(...(typeof part === "string" ? [part] : Array.from(part.cloneNode(true).childNodes)));
    }
  }

  class Question {
    constructor(root, words) {
      this.root = root;
      this.words = words;
      this.type = root.dataset.type;
      this.status = root.querySelector(".question-status");
      this.key = root.querySelector(".question-key");
    }

    say(name, values) {
      return fill(this.words[name], values || {});
    }

    /** Add the button that checks, and remove the verdict as soon as the answer changes. */
    addCheck(check) {
      const go = button(this.say("check"));
      const line = element("p", "quiz-buttons");
      line.append(go);
      this.status.before(line);
      go.addEventListener("click", () => this.run(check));
      this.root.addEventListener("input", () => this.clear());
      return go;
    }

    run(check) {
      this.clear();
      const found = check(this);
      if (found.missing) {
        write(this.status, found.message);
        found.missing.focus();
        return;
      }
      for (const item of found.feedback || []) this.addFeedback(item);
      const isRight = found.parts.every((part) => part === 1);
      write(this.status, ...found.said, isRight ? this.key.querySelector(".key-explanation") : null);
      const isPartly = found.parts.some((part) => part > 0);
      this.root.dataset.verdict = isRight ? "right" : isPartly ? "partly" : "wrong";
      const { parts, response, number } = found;
      const detail = { id: this.root.dataset.question, parts, response, number };
      this.root.dispatchEvent(new CustomEvent("vorming:checked", { bubbles: true, detail }));
    }

    clear() {
      this.status.replaceChildren();
      delete this.root.dataset.verdict;
      for (const line of all(this.root, ".feedback")) line.remove();
      for (const control of all(this.root, "[data-described]")) {
        control.removeAttribute("data-described");
        control.removeAttribute("aria-describedby");
        const before = control.dataset.describedBefore;
        if (before) control.setAttribute("aria-describedby", before);
      }
    }

    /** Show the verdict and the feedback below a control, and connect them with aria-describedby. */
    addFeedback({ control, isRight, words }) {
      const line = element("p", `feedback feedback-${isRight ? "right" : "wrong"}`);
      line.id = `${control.id}-feedback`;
      const verdict = element("strong", "", this.say(isRight ? "right" : "wrong"));
      line.append(verdict);
      if (words) line.append(" ", ...Array.from(words.cloneNode(true).childNodes));
      control.closest(".option, .pair, .number").append(line);
      const before = control.getAttribute("aria-describedby") || "";
      control.dataset.describedBefore = before;
      control.dataset.described = "";
      control.setAttribute("aria-describedby", `${before} ${line.id}`.trim());
    }

    verdict(isRight, hasWords) {
      if (isRight) return [this.say("right")];
      return [this.say("wrong"), this.say(hasWords ? "read_feedback" : "try_again")];
    }
  }

  /** Find the chosen options of one fieldset in the key. */
  function chosen(question, part) {
    const fieldset = question.root.querySelector(`fieldset[data-part="${part}"]`);
    const list = question.key.querySelector(`.key-options[data-part="${part}"]`);
    const controls = all(fieldset, "input");
    const options = controls.map((control) => {
      const entry = list.querySelector(`[data-letter="${control.value}"]`);
      const isRight = entry.dataset.verdict === "right";
      return { control, isRight, words: entry.querySelector(".key-feedback") };
    });
    const ticked = options.filter((option) => option.control.checked);
    const right = options.filter((option) => option.isRight).length;
    return { controls, ticked, right, wrong: options.length - right };
  }

  function letters(ticked) {
    return ticked.map((item) => item.control.value);
  }

  function checkSingle(question) {
    const { controls, ticked } = chosen(question, "answer");
    if (!ticked.length) return { missing: controls[0], message: question.say("choose_first") };
    const said = question.verdict(ticked[0].isRight, ticked[0].words);
    return { parts: [ticked[0].isRight ? 1 : 0], response: letters(ticked), feedback: ticked, said: said };
  }

  function checkMultiple(question) {
    const { controls, ticked, right, wrong } = chosen(question, "answer");
    if (!ticked.length) return { missing: controls[0], message: question.say("choose_first") };
    const good = ticked.filter((item) => item.isRight).length;
    const bad = ticked.length - good;
    const part = Math.max(0, (good * wrong - bad * right) / (right * wrong));
    const word = part === 1 ? "right" : good ? "partly" : "wrong";
    const said = [question.say(word), question.say("found", { right: good, all: right })];
    if (bad) said.push(question.say("found_wrong", { wrong: bad }));
    return { parts: [part], response: letters(ticked), feedback: ticked, said: said };
  }

  function checkTrueFalse(question) {
    const statement = chosen(question, "answer");
    if (!question.root.querySelector('[data-part="reason"]')) return checkSingle(question);
    const reason = chosen(question, "reason");
    if (!statement.ticked.length)
      return { missing: statement.controls[0], message: question.say("choose_first") };
    if (!reason.ticked.length) return { missing: reason.controls[0], message: question.say("choose_reason") };
    const both = [statement.ticked[0], reason.ticked[0]];
    const word = (item) => question.say(item.isRight ? "right" : "wrong");
    const said = [question.say("statement"), word(both[0]), question.say("reason"), word(both[1])];
    const parts = both.map((item) => (item.isRight ? 1 : 0));
    return { parts, response: letters(both), feedback: both, said };
  }

  function checkOrder(question) {
    const put = all(question.root, ".item").map((item) => item.dataset.letter);
    const right = all(question.key, ".key-items > li").map((item) => item.dataset.letter);
    const good = put.filter((letter, place) => letter === right[place]).length;
    const isRight = good === right.length;
    const said = [question.say(isRight ? "right" : "wrong")];
    if (!isRight) said.push(question.say("order", { right: good, all: right.length }));
    return { parts: [isRight ? 1 : 0], response: put, said: said };
  }

  function checkMatch(question) {
    const controls = all(question.root, ".pair select");
    const empty = controls.find((control) => !control.value);
    if (empty) return { missing: empty, message: question.say("choose_all") };
    const feedback = controls.map((control) => {
      const entry = question.key.querySelector(`[data-pair="${control.dataset.pair}"]`);
      const isRight = entry.dataset.letter === control.value;
      return { control, isRight, words: entry.querySelector(".key-feedback") };
    });
    const good = feedback.filter((item) => item.isRight).length;
    const word = good === controls.length ? "right" : good ? "partly" : "wrong";
    const said = [question.say(word), question.say("pairs", { right: good, all: controls.length })];
    return { parts: [good / controls.length], response: letters(feedback), feedback, said };
  }

  function checkNumeric(question) {
    const control = question.root.querySelector(".number input");
    const typed = readNumber(control.value, question.words);
    if (typed === null) {
      return { missing: control, message: question.say(control.value.trim() ? "no_number" : "type_first") };
    }
    const answer = question.key.querySelector(".key-number").dataset;
    const isRight = Math.abs(typed - Number(answer.exact)) <= Number(answer.within) + 1e-9;
    const known = all(question.key, ".key-wrong > li").find((item) => Number(item.dataset.exact) === typed);
    const words = known && !isRight ? known.querySelector(".key-feedback") : null;
    const feedback = [{ control, isRight, words }];
    const said = question.verdict(isRight, words);
    return { parts: [isRight ? 1 : 0], response: [control.value], number: typed, feedback, said };
  }

  /** Give each item of an order two buttons. A click moves the neighbour instead of the item, so that the focus stays. */
  function setUpOrder(question) {
    const list = question.root.querySelector(".items");
    for (const item of all(list, ".item")) {
      const name = item.querySelector(".item-text").textContent;
      item.querySelector(".item-place").remove();
      const buttons = element("span", "item-buttons");
      for (const isUp of [true, false]) {
        const move = button(question.say(isUp ? "up" : "down"), `: ${name}`);
        move.addEventListener("click", () => moveItem(question, list, item, isUp));
        buttons.append(move, " ");
      }
      item.append(buttons);
    }
    question.addCheck(checkOrder);
  }

  function moveItem(question, list, item, isUp) {
    const name = item.querySelector(".item-text").textContent;
    const neighbour = isUp ? item.previousElementSibling : item.nextElementSibling;
    question.clear();
    if (!neighbour) {
      write(question.status, question.say(isUp ? "at_top" : "at_bottom", { item: name }));
      return;
    }
    if (isUp) item.after(neighbour);
    else item.before(neighbour);
    const items = all(list, ".item");
    write(
      question.status,
      question.say("moved", { item: name, place: items.indexOf(item) + 1, all: items.length }),
    );
  }

  /** Show one scene at a time; each choice shows the next scene below it. */
  function setUpScenario(question) {
    const scenes = all(question.root, ".scene");
    const first = scenes[0];
    const path = [];

    function status(scene, ...parts) {
      const line = scene.querySelector(".scene-status");
      if (line) write(line, ...parts);
    }

    function reset(scene) {
      for (const control of all(scene, "input")) {
        control.checked = false;
        control.removeAttribute("aria-describedby");
      }
      status(scene);
    }

    /** Hide the scenes that came after a scene on the path. */
    function cut(scene) {
      while (path[path.length - 1] !== scene) {
        const gone = path.pop();
        gone.hidden = true;
        reset(gone);
      }
      status(scene);
    }

    function show(scene) {
      reset(scene);
      if (path.length) path[path.length - 1].after(scene);
      scene.hidden = false;
      path.push(scene);
    }

    function goTo(scene) {
      cut(scene);
      reset(scene);
      scene.querySelector("input").focus();
    }

    function goOn(scene) {
      const control = all(scene, "input").find((item) => item.checked);
      cut(scene);
      if (!control) {
        status(scene, question.say("choose_first"));
        scene.querySelector("input").focus();
        return;
      }
      const ways = question.key.querySelector(`.key-ways[data-scene="${scene.dataset.scene}"]`);
      const words = ways.querySelector(`[data-letter="${control.value}"] .key-feedback`);
      const nextId = control.closest(".option").dataset.next;
      const next = scenes.find((item) => item.dataset.scene === nextId);
      if (path.includes(next)) {
        goTo(next);
        status(next, words);
        return;
      }
      show(next);
      status(scene, words, question.say(next.classList.contains("scene-end") ? "end_below" : "next_below"));
      control.setAttribute("aria-describedby", scene.querySelector(".scene-status").id);
    }

    for (const scene of scenes) {
      scene.hidden = true;
      const line = element("p", "quiz-buttons");
      const isEnd = scene.classList.contains("scene-end");
      const go = button(question.say(isEnd ? "again" : "go_on"));
      go.addEventListener("click", () => (isEnd ? goTo(first) : goOn(scene)));
      scene.addEventListener("input", () => cut(scene));
      line.append(go);
      const said = scene.querySelector(".scene-status");
      if (said) said.before(line);
      else scene.append(line);
    }
    show(first);
  }

  function setUpNumeric(question) {
    const go = question.addCheck(checkNumeric);
    question.root.querySelector(".number input").addEventListener("keydown", (event) => {
      if (event.key === "Enter") go.click();
    });
  }

  const SET_UP = {
    single: (question) => question.addCheck(checkSingle),
    multiple: (question) => question.addCheck(checkMultiple),
    truefalse: (question) => question.addCheck(checkTrueFalse),
    order: setUpOrder,
    match: (question) => question.addCheck(checkMatch),
    numeric: setUpNumeric,
    scenario: setUpScenario,
  };

  function setUp() {
    for (const quiz of all(document, ".quiz:not(.is-live)")) {
      // Some browsers keep answers after a reload, but the next reader on this device must not see them.
      // HTML has no autocomplete attribute for these, but browsers obey it: they don't tick an answer again after Back.
      for (const control of all(quiz, "input[type=radio], input[type=checkbox]")) {
        control.autocomplete = "off";
        control.checked = false;
      }
      quiz.classList.add("is-live");
      for (const root of all(quiz, ".question")) {
        if (SET_UP[root.dataset.type]) SET_UP[root.dataset.type](new Question(root, QUIZ_WORDS));
      }
    }
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", setUp);
  else setUp();
})();
