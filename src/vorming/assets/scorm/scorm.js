/* Talks SCORM 1.2 with the platform and shows one question at a time.
   Practice: the best answer to a question counts. Exam: the first one. "completed" when all are checked. */
(() => {
  const body = document.body;
  const words = JSON.parse(body.dataset.words);
  const weights = JSON.parse(body.dataset.weights);
  const isExam = body.dataset.use === "exam";
  const started = Date.now();
  const scores = {};
  let api = null;
  let current = 0;

  function fill(text, values) {
    return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }

  /** Look for the platform's API in this window's parents, then in those of its opener. */
  function findApi(from) {
    for (let place = from, depth = 0; place && depth < 10; depth += 1) {
      try {
        if (place.API) return place.API;
      } catch {
        return null;
      }
      if (place.parent === place) break;
      place = place.parent;
    }
    return null;
  }

  function set(name, value) {
    if (api) api.LMSSetValue(name, String(value));
  }

  function total() {
    const ids = Object.keys(weights);
    const most = ids.reduce((sum, id) => sum + weights[id], 0);
    const got = ids.reduce((sum, id) => sum + weights[id] * (scores[id] || 0), 0);
    return most ? Math.round((got / most) * 10000) / 100 : 0;
  }

  function done() {
    return Object.keys(weights).filter((id) => id in scores).length;
  }

  function isComplete() {
    return done() === Object.keys(weights).length;
  }

  /** Give the platform the score, what is needed to go on later, and whether all is done. */
  function report() {
    set("cmi.core.score.min", 0);
    set("cmi.core.score.max", 100);
    set("cmi.core.score.raw", total());
    set("cmi.suspend_data", JSON.stringify(pack()));
    set("cmi.core.lesson_status", isComplete() ? "completed" : "incomplete");
    if (api) api.LMSCommit("");
  }

  /** Keep one short number per question, in the order of the questions: 4096 signs is all there is. */
  function pack() {
    return Object.keys(weights).map((id) => (id in scores ? Math.round(scores[id] * 10000) / 10000 : -1));
  }

  function unpack(text) {
    try {
      JSON.parse(text).forEach((score, i) => {
        const id = Object.keys(weights)[i];
        if (id && typeof score === "number" && score >= 0) scores[id] = Math.min(1, score);
      });
    } catch {
      return;
    }
  }

  function clock(milliseconds) {
    const seconds = Math.floor(milliseconds / 1000);
    const two = (number) => String(number).padStart(2, "0");
    return [Math.floor(seconds / 3600) % 10000, Math.floor(seconds / 60) % 60, seconds % 60]
      .map(two)
      .join(":");
  }

  function start() {
    api = findApi(window) || findApi(window.opener);
    if (!api || String(api.LMSInitialize("")) !== "true") {
      api = null;
      document.querySelector(".scorm-platform").textContent = words.no_platform;
      return;
    }
    unpack(api.LMSGetValue("cmi.suspend_data"));
    if (isExam) document.querySelector(".scorm-platform").textContent = words.first_counts;
    if (!isComplete()) set("cmi.core.lesson_status", "incomplete");
    api.LMSCommit("");
  }

  function finish() {
    if (!api) return;
    set("cmi.core.session_time", clock(Date.now() - started));
    set("cmi.core.exit", isComplete() ? "" : "suspend");
    api.LMSCommit("");
    api.LMSFinish("");
    api = null;
  }

  function take(event) {
    const { id, parts } = event.detail;
    if (!(id in weights)) return;
    const score = parts.reduce((sum, part) => sum + part, 0) / parts.length;
    if (!(id in scores)) scores[id] = score;
    else if (!isExam) scores[id] = Math.max(scores[id], score);
    report();
    say();
  }

  const questions = Array.from(document.querySelectorAll(".question"));
  const where = document.querySelector(".scorm-where");

  function say() {
    const values = {
      number: current + 1,
      all: questions.length,
      done: done(),
      scored: Object.keys(weights).length,
    };
    const parts = [fill(words.where, values)];
    if (isComplete())
      parts.push(words.all_done, fill(words.score, { score: String(total()).replace(".", ",") }));
    where.textContent = parts.join(" ");
  }

  function show(number) {
    current = Math.max(0, Math.min(questions.length - 1, number));
    questions.forEach((question, i) => {
      question.hidden = i !== current;
    });
    document.querySelectorAll(".scorm-section").forEach((section) => {
      section.hidden = !section.contains(questions[current]);
    });
    say();
  }

  document.querySelectorAll("[data-step]").forEach((button) => {
    button.addEventListener("click", () => {
      show(current + Number(button.dataset.step));
      window.scrollTo(0, 0);
    });
  });
  document.addEventListener("vorming:checked", take);
  window.addEventListener("pagehide", finish);
  start();
  document.querySelector(".scorm-nav").hidden = false;
  show(0);
})();
