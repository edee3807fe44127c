/* The SCORM package of a set of questions: shows one at a time, and a list of all. session.js calls the platform. */
(() => {
  const { words, weights, answers, fill } = SCORM;
  const questions = Array.from(document.querySelectorAll(".question"));
  const overview = document.querySelector(".scorm-overview ol");
  let current = 0;

  function say() {
    SCORM.say(words.where, { number: current + 1, all: questions.length }, words.all_done);
    for (const [i, button] of [...overview.querySelectorAll("button")].entries()) {
      const id = questions[i].dataset.question;
      const state = !(id in weights) ? words.free : id in answers ? words.answered : words.open;
      button.textContent = fill(words.jump, { number: i + 1, state: state });
      button.ariaCurrent = i === current ? "step" : null;
    }
  }

  function show(number) {
    current = Math.max(0, Math.min(questions.length - 1, number));
    for (const [i, question] of questions.entries()) question.hidden = i !== current;
    for (const section of document.querySelectorAll(".scorm-section"))
      section.hidden = !section.contains(questions[current]);
    SCORM.place = questions[current].dataset.question;
    say();
  }

  /* List all questions with their state; a click on a question shows it. */
  questions.forEach((question, i) => {
    const title = question.querySelector("legend, .question-title");
    title.tabIndex = -1;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiz-button";
    button.addEventListener("click", () => {
      show(i);
      document.querySelector(".scorm-overview").open = false;
      title.focus();
      window.scrollTo(0, 0);
    });
    const line = document.createElement("li");
    line.append(button);
    overview.append(line);
  });

  for (const button of document.querySelectorAll("[data-step]")) {
    button.addEventListener("click", () => {
      show(current + Number(button.dataset.step));
      window.scrollTo(0, 0);
    });
  }

  SCORM.start(say);
  document.querySelector(".scorm-overview").hidden = false;

  document.addEventListener("DOMContentLoaded", () => {
    SCORM.restoreAll(questions);
    const last = questions.findIndex((question) => question.dataset.question === SCORM.place);
    const open = questions.findIndex(
      (question) => question.dataset.question in weights && !(question.dataset.question in answers),
    );
    show(last >= 0 ? last : Math.max(0, open));
  });
})();
