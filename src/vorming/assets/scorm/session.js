/* The communication of all packages with a SCORM 1.2 platform: answers, score, status, and where the reader stopped.
   In practice the best answer to a question counts, in an exam the first.
   Answers are saved with a digest of their question, so that a changed question doesn't get an old answer. */
const SCORM = (() => {
  const body = document.body;
  const words = JSON.parse(body.dataset.words);
  const weights = JSON.parse(body.dataset.weights);
  const digests = JSON.parse(body.dataset.digests);
  const isExam = body.dataset.use === "exam";
  let started = Date.now();
  const answers = {}; // question id -> { score, response }
  let seen = []; // the names of the pages that were read, all of which must be
  let needed = 0;
  let api = null;
  let isKept = true; // false in the modes "review" and "browse" of a platform
  let doneStatus = ""; // the status on the platform if the reader had already finished; neither it nor the score may go down
  let leastScore = 0;
  let isSaved = true; // whether the platform accepted the last values
  let isRestoring = false;

  function fill(text, values) {
    return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }

  /** Return the API of the platform, from a window or its parents. */
  function findApi(from) {
    for (let place = from, depth = 0; place && depth < 10; depth += 1) {
      try {
        if (place.API) return place.API;
      } catch {
        // A window of another site; the API may be in a parent of that window.
      }
      if (place.parent === place) break;
      place = place.parent;
    }
    return null;
  }

  /** Call a function of the API; return "false" if it throws, for instance because its window was closed. */
  function ask(name, ...given) {
    if (!api) return "";
    try {
      return String(api[name](...given) ?? "");
    } catch {
      return "false";
    }
  }

  function get(name) {
    return ask("LMSGetValue", name);
  }

  function set(name, value) {
    return !isKept || ask("LMSSetValue", name, String(value)) !== "false";
  }

  function total() {
    const ids = Object.keys(weights);
    const most = ids.reduce((sum, id) => sum + weights[id], 0);
    const got = ids.reduce((sum, id) => sum + weights[id] * (answers[id]?.score ?? 0), 0);
    return Math.max(leastScore, most ? Math.round((got / most) * 10000) / 100 : 0);
  }

  function done() {
    return Object.keys(weights).filter((id) => id in answers).length;
  }

  function isComplete() {
    return done() === Object.keys(weights).length && seen.length >= needed;
  }

  /** Save on the platform the data needed to resume, and whether everything is done. */
  function report() {
    const told = [
      set("cmi.suspend_data", pack()),
      set("cmi.core.lesson_status", doneStatus || (isComplete() ? "completed" : "incomplete")),
      ask("LMSCommit", "") !== "false",
    ];
    isSaved = !isKept || told.every(Boolean);
  }

  function reportScore() {
    set("cmi.core.score.min", 0);
    set("cmi.core.score.max", 100);
    set("cmi.core.score.raw", total());
  }

  /** Return the digest, score and response of each answered question as JSON, in at most 4096 characters.
      Unscored questions come last, and texts of readers are only kept if there is room. */
  function pack() {
    const kept = seen.length ? { seen: seen } : {};
    for (const isScored of [true, false]) {
      for (const id of Object.keys(answers).filter((id) => id in weights === isScored)) {
        const { score, response } = answers[id];
        kept[digests[id]] = [Math.round(score * 10000) / 10000, response];
        if (!isScored && JSON.stringify(kept).length > 4000) kept[digests[id]] = [0, []];
      }
    }
    return JSON.stringify(kept);
  }

  function unpack(text) {
    let kept = {};
    try {
      kept = JSON.parse(text) ?? {};
    } catch {
      return;
    }
    if (Array.isArray(kept.seen)) seen = kept.seen.map(String);
    for (const id of Object.keys(digests)) {
      const [score, response] = Array.isArray(kept[digests[id]]) ? kept[digests[id]] : [];
      if (typeof score === "number" && Array.isArray(response)) {
        answers[id] = { score: Math.min(1, Math.max(0, score)), response: response.map(String) };
      }
    }
  }

  /** Restore a saved response in the controls of its question, and show its feedback again. */
  function restore(question) {
    const answer = answers[question.dataset.question];
    if (!answer) return;
    const { response } = answer;
    for (const part of question.querySelectorAll("fieldset[data-part]")) {
      const chosen =
        question.dataset.type !== "truefalse" ? response : [response[part.dataset.part === "reason" ? 1 : 0]];
      for (const input of part.querySelectorAll("input[type=radio], input[type=checkbox]")) {
        input.checked = chosen.includes(input.value);
      }
    }
    for (const [i, choice] of [...question.querySelectorAll(".pair select")].entries())
      choice.value = response[i] ?? "";
    const number = question.querySelector(".number input");
    if (number) number.value = response[0] ?? "";
    const text = question.querySelector("textarea");
    if (text) text.value = response[0] ?? "";
    const list = question.querySelector(".items");
    for (const letter of list ? response : []) {
      const item = list.querySelector(`[data-letter="${CSS.escape(letter)}"]`);
      if (item) list.append(item);
    }
    question.querySelector(".quiz-buttons .quiz-button")?.click();
  }

  const TYPES = {
    single: "choice",
    multiple: "choice",
    truefalse: "true-false",
    order: "sequencing",
    match: "matching",
    numeric: "numeric",
    open: "fill-in",
  };

  /** Return a response in the form of SCORM 1.2 for its type of interaction. */
  function pattern(type, response, number) {
    const letters = response.map((letter) => letter.toLowerCase());
    if (type === "true-false") return letters[0] === "a" ? "t" : "f";
    if (type === "matching") return letters.map((letter, i) => `${i + 1}.${letter}`).join(",");
    if (type === "numeric") return String(number);
    return letters.join(",");
  }

  /** Report an answer to the platform, so that a teacher sees the mistakes of the class. */
  function interact(question, response, result) {
    const id = question.dataset.question;
    const name = `cmi.interactions.${Number(get("cmi.interactions._count"))}`;
    const told = [
      set(`${name}.id`, id),
      set(`${name}.type`, TYPES[question.dataset.type]),
      set(`${name}.time`, new Date().toTimeString().slice(0, 8)),
      set(`${name}.weighting`, weights[id] ?? 0),
      set(`${name}.student_response`, response),
      set(`${name}.result`, result),
    ];
    return told.every(Boolean);
  }

  /** Send a reader's text to the platform; return the key of the sentence about the result.
      An answer may have 255 characters, and all comments together 4096. */
  function tell(question, text) {
    if (!api || !isKept) return "open_nowhere";
    const isTold = interact(question, text.slice(0, 255), "neutral");
    if (isTold && text.length <= 255) return "open_sent";
    const before = get("cmi.comments");
    const comment = `${question.dataset.question}: ${text} | `;
    if (before.length + comment.length > 4096 || !set("cmi.comments", comment))
      return isTold ? "open_cut" : "open_nowhere";
    // SCORM 1.2 appends a comment to earlier ones, but some platforms replace them.
    if (before && get("cmi.comments") === comment) set("cmi.comments", before + comment);
    return "open_sent";
  }

  /** Give an open question a button that sends the answer and then shows the model answer. */
  function setUpOpen(question) {
    const id = question.dataset.question;
    const text = question.querySelector("textarea");
    const key = question.querySelector(".question-key");
    const line = document.createElement("p");
    const button = document.createElement("button");
    const status = document.createElement("p");
    line.className = "quiz-buttons";
    button.type = "button";
    button.className = "quiz-button";
    button.textContent = words.give;
    status.className = "question-status";
    status.setAttribute("role", "status");
    status.textContent = api && isKept ? words.open_goes : "";
    line.append(button);
    key.before(line, status);
    button.addEventListener("click", () => {
      const written = text.value.trim();
      if (isRestoring) {
        status.textContent = written ? "" : words.open_not_here;
      } else if (!written) {
        status.textContent = words.write_first;
        text.focus();
        return;
      } else if (answers[id]?.response[0] !== written && !text.readOnly) {
        answers[id] = { score: 0, response: [written] };
        status.textContent = words[tell(question, written.replace(/\s+/g, " "))];
        report();
        listener();
      }
      text.readOnly = isExam;
      question.classList.add("is-given");
      key.open = true;
    });
  }

  /** Save the choice in a poll, for when the reader comes back; it is not reported to a teacher. */
  function setUpPoll(question) {
    question.addEventListener("change", (event) => {
      answers[question.dataset.question] = { score: 0, response: [event.target.value] };
      report();
      listener();
    });
  }

  function clock(milliseconds) {
    const seconds = Math.floor(milliseconds / 1000);
    const two = (number) => String(number).padStart(2, "0");
    return [Math.floor(seconds / 3600) % 10000, Math.floor(seconds / 60) % 60, seconds % 60]
      .map(two)
      .join(":");
  }

  /** Find the platform and start the session; return whether there is a platform. */
  function connect() {
    api = findApi(window) || findApi(window.opener) || findApi(window.top.opener);
    if (ask("LMSInitialize", "") !== "true") {
      api = null;
      return false;
    }
    started = Date.now();
    isKept = !["review", "browse"].includes(get("cmi.core.lesson_mode"));
    const status = get("cmi.core.lesson_status");
    if (["completed", "passed", "failed"].includes(status)) {
      doneStatus = status;
      leastScore = Number(get("cmi.core.score.raw")) || 0;
    }
    return true;
  }

  /** Show the progress, whether the platform accepted it, and the score once everything is done. */
  function say(where, values, allDone) {
    const parts = isSaved ? [] : [words.not_saved];
    parts.push(fill(where, { ...values, done: done(), scored: Object.keys(weights).length }));
    if (isComplete()) parts.push(allDone, fill(words.score, { score: String(total()).replace(".", ",") }));
    document.querySelector(".scorm-where").textContent = parts.join(" ");
  }

  /** Start, and tell the reader what the platform saves; `act` is called after each answer. */
  function start(act) {
    listener = act;
    document.querySelector(".scorm-platform").textContent = takeOver();
    document.querySelector(".scorm-nav").hidden = false;
  }

  /** Restore the data saved on the platform; return the sentence for the reader. */
  function takeOver() {
    if (!connect()) return words.no_platform;
    unpack(get("cmi.suspend_data"));
    if (!doneStatus && !isComplete()) set("cmi.core.lesson_status", "incomplete");
    ask("LMSCommit", "");
    if (!isKept) return words.look_only;
    if (!isExam) return "";
    return isComplete() ? words.exam_done : done() ? words.exam_begun : words.first_counts;
  }

  function finish() {
    if (!api) return;
    set("cmi.core.session_time", clock(Date.now() - started));
    set("cmi.core.exit", isComplete() ? "" : "suspend");
    ask("LMSCommit", "");
    ask("LMSFinish", "");
    api = null;
    // A browser may keep the page in memory and show it again after Back; then a new session starts.
    window.addEventListener("pageshow", resume, { once: true });
  }

  function resume() {
    isSaved = connect();
    if (isSaved) report();
    listener();
  }

  function take(event) {
    const { id, parts, response, number } = event.detail;
    if (!(id in weights) || isRestoring) return;
    const score = parts.reduce((sum, part) => sum + part, 0) / parts.length;
    const before = answers[id];
    if (!before || (!isExam && score >= before.score)) answers[id] = { score: score, response: response };
    const result = score === 1 ? "correct" : score === 0 ? "wrong" : Math.round(score * 100) / 100;
    if (!before || !isExam)
      interact(event.target, pattern(TYPES[event.target.dataset.type], response, number), result);
    reportScore();
    report();
    listener();
  }

  /** Restore all saved answers, once quiz.js has set up its questions. */
  function restoreAll(questions) {
    for (const question of questions) {
      if (question.dataset.type === "open") setUpOpen(question);
      if (question.dataset.type === "poll") setUpPoll(question);
    }
    isRestoring = true;
    questions.forEach(restore);
    isRestoring = false;
  }

  /** Record that a page was read. */
  function visit(page, count) {
    needed = count;
    if (seen.includes(page)) return;
    seen.push(page);
    report();
  }

  let listener = () => {};
  document.addEventListener("vorming:checked", take);
  window.addEventListener("pagehide", finish);

  return {
    words,
    weights,
    answers,
    fill,
    say,
    start,
    restoreAll,
    visit,
    hasSeen: (page) => seen.includes(page),
    get place() {
      return get("cmi.core.lesson_location");
    },
    set place(name) {
      set("cmi.core.lesson_location", name);
    },
  };
})();
