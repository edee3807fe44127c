/* The speaker's window: clock, plan, notes, hands, what may go. It speaks with the deck by postMessage
   only, so a reload of either window breaks nothing: each second it says hello to the deck. */
(function () {
  "use strict";

  var data = JSON.parse(document.getElementById("deck-data").textContent);
  var words = JSON.parse(document.getElementById("words").textContent);
  var target = location.protocol === "file:" ? "*" : location.origin;
  var origin = location.protocol === "file:" ? "null" : location.origin;
  var MINUTE = 60000;
  var LATE_FROM = 2;

  var deck = window.opener;
  var shared = { turn: 0, hands: {}, skipped: {}, leftOut: {}, clock: null };
  var now = { slide: 0, isAnswered: false, canAnswer: false };
  var lastHeard = 0;

  function byId(id) { return document.getElementById(id); }
  function say(text, values) {
    return text.replace(/\{(\w+)\}/g, function (_, name) { return values[name]; });
  }
  function send(order) {
    order.deck = data.id;
    if (deck && !deck.closed) { deck.postMessage(order, target); }
  }
  function share(change) {
    change(shared);
    shared.turn += 1;
    send({ type: "share", shared: shared });
    draw();
  }

  /* ---- plans: when each slide is due, in minutes from the start ---- */
  function plans() {
    var found = data.programmes.map(function (programme) { return programmePlan(programme); });
    found.push(lessonsPlan());
    return found;
  }
  function lessonsPlan() {
    var parts = data.lessons.map(function (lesson) { return { lesson: lesson.id, minutes: lesson.minutes, kind: "lesson", title: "" }; });
    return programmePlan({ title: words.plan_slides, start: "", parts: parts });
  }
  function programmePlan(programme) {
    var plan = { title: programme.title, start: programme.start, due: [], parts: [], steps: [], total: 0 };
    var clock = 0, firstLesson = null, lastLesson = 0;
    programme.parts.forEach(function (part) {
      var lesson = data.lessons.filter(function (found) { return found.id === part.lesson; })[0];
      plan.parts.push({ title: part.title || (lesson ? lesson.title : ""), start: clock, minutes: part.minutes, lesson: part.lesson });
      if (lesson) {
        if (firstLesson === null) { firstLesson = clock; }
        placeLesson(plan, lesson, clock, part.minutes / lesson.minutes);
        lastLesson = clock + part.minutes;
      }
      clock += part.minutes;
    });
    plan.total = clock;
    for (var i = 0; i < data.slides.length; i += 1) {
      if (data.lessons.length && i < data.lessons[0].first) { plan.due[i] = [0, firstLesson || 0]; }
      if (i === data.slides.length - 1 && !plan.due[i]) { plan.due[i] = [lastLesson, clock]; }
    }
    return plan;
  }
  function placeLesson(plan, lesson, start, pace) {
    lesson.spans.forEach(function (span, i) {
      plan.due[lesson.first + i] = [start + span[0] * pace, start + span[1] * pace];
    });
    lesson.steps.forEach(function (step, number) {
      var own = [];
      lesson.spans.forEach(function (span, i) { if (span[2] === number) { own.push(lesson.first + i); } });
      plan.steps.push({
        title: step.title, minutes: step.minutes * pace, mayGo: step.mayGo, method: step.method, material: step.material,
        first: own.length ? own[0] : -1, to: own.length ? own[own.length - 1] + 1 : -1,
      });
    });
  }
  var allPlans = plans();
  function plan() { return allPlans[(shared.clock && shared.clock.plan) || 0]; }

  /* ---- the clock ---- */
  function clock() { return shared.clock || { plan: 0, begun: null, paused: null }; }
  function elapsed() {
    var found = clock();
    if (!found.begun) { return 0; }
    return ((found.paused || Date.now()) - found.begun) / MINUTE;
  }
  function setClock(change) {
    share(function (own) {
      own.clock = { plan: clock().plan, begun: clock().begun, paused: clock().paused };
      change(own.clock);
    });
  }
  function run() {
    share(function (own) { own.leftOut = leftOut(); });
    setClock(function (own) {
      if (!own.begun) { own.begun = Date.now(); return; }
      if (own.paused) { own.begun += Date.now() - own.paused; own.paused = null; return; }
      own.paused = Date.now();
    });
  }
  function behind() {
    var due = plan().due[now.slide];
    if (!clock().begun || !due) { return null; }
    var time = elapsed();
    return time > due[1] ? time - due[1] : time < due[0] ? time - due[0] : 0;
  }
  function hour(date) { return date.getHours() + "." + String(date.getMinutes()).padStart(2, "0"); }
  function duration(minutes) {
    var seconds = Math.floor(minutes * 60);
    var rest = [Math.floor(seconds / 60) % 60, seconds % 60].map(function (part) { return String(part).padStart(2, "0"); });
    return seconds < 3600 ? Number(rest[0]) + ":" + rest[1] : Math.floor(seconds / 3600) + ":" + rest.join(":");
  }

  /* ---- drawing ---- */
  function drawDials() {
    var due = plan().due[now.slide];
    var late = behind();
    var whole = late === null ? 0 : Math.round(Math.abs(late));
    byId("clock").textContent = hour(new Date());
    byId("elapsed").textContent = duration(elapsed());
    byId("planned").textContent = due ? Math.round(due[0]) + " " + words.minute_short : "–";
    setText("status", !clock().begun ? words.not_started : !due ? words.not_planned : !whole ? words.on_time
      : say(late > 0 ? words.behind : words.ahead, { n: whole }));
    document.body.classList.toggle("is-late", !!late && late > 0 && whole >= LATE_FROM);
    document.body.classList.toggle("is-good", clock().begun !== null && !!due && whole < LATE_FROM);
    var left = due ? plan().total - Math.min(Math.max(elapsed(), due[0]), due[1]) : null;
    byId("ends").textContent = clock().begun && left !== null ? hour(new Date(Date.now() + left * MINUTE)) : "–";
    byId("run").textContent = !clock().begun ? words.start : clock().paused ? words.resume : words.pause;
    drawLate(late);
  }
  /* A live region that gets the same text again would be read out again. */
  function setText(id, text) { if (byId(id).textContent !== text) { byId(id).textContent = text; } }

  /* Lessons that the chosen plan leaves out: the deck steps over them. */
  function leftOut() {
    var found = {};
    data.lessons.forEach(function (lesson) {
      if (!plan().due[lesson.first]) { found[lesson.first] = lesson.first + lesson.spans.length; }
    });
    return found;
  }
  function mayGo() {
    return plan().steps.filter(function (step) { return step.mayGo && step.to > now.slide && step.first >= 0; });
  }
  function isNear(step) { return now.slide >= step.first - 1; }
  function drawLate(late) {
    var step = mayGo().filter(function (found) { return shared.skipped[found.first] === undefined || isNear(found); })[0];
    var isShown = late !== null && late >= LATE_FROM && !!step;
    byId("late").hidden = !isShown;
    if (!isShown) { return; }
    var values = { n: Math.round(late), step: step.title, slide: step.to + 1 };
    setText("late-text", say(isNear(step) ? words.late : words.late_later, values));
    byId("late-go").textContent = isNear(step) ? say(words.go_to, values) : words.skip_later;
    byId("late-go").onclick = function () { leaveOut(step); };
  }
  function leaveOut(step) {
    if (isNear(step)) { send({ type: "go", slide: Math.min(step.to, data.slides.length - 1) }); return; }
    share(function (own) { own.skipped[step.first] = step.to; });
  }
  function drawMayGo() {
    var steps = mayGo();
    byId("nothing-may-go").hidden = steps.length > 0;
    byId("may-go").replaceChildren.apply(byId("may-go"), steps.map(function (step) {
      var isSkipped = shared.skipped[step.first] !== undefined;
      var item = element("li", step.title + " – " + Math.round(step.minutes) + " " + words.minute_short);
      item.append(element("small", words.slide + " " + (step.first + 1) + "–" + step.to + (isSkipped ? ", " + words.skipped : "")));
      var button = element("button", isNear(step) ? say(words.go_to, { slide: step.to + 1 }) : isSkipped ? words.keep : words.skip_later);
      button.type = "button";
      button.onclick = function () {
        if (isSkipped && !isNear(step)) { share(function (own) { delete own.skipped[step.first]; }); } else { leaveOut(step); }
      };
      item.append(button);
      return item;
    }));
  }
  function element(name, text) {
    var made = document.createElement(name);
    made.textContent = text || "";
    return made;
  }
  function drawParts() {
    var start = clock().begun ? new Date(clock().begun) : plan().start ? new Date("2000-01-01T" + plan().start) : null;
    var time = elapsed();
    byId("parts").replaceChildren.apply(byId("parts"), plan().parts.map(function (part) {
      var item = element("li");
      item.append(element("time", start ? hour(new Date(start.getTime() + part.start * MINUTE)) : Math.round(part.start) + " " + words.minute_short), element("span", part.title || words.pause_part));
      if (clock().begun && time >= part.start && time < part.start + part.minutes) { item.setAttribute("aria-current", "time"); }
      return item;
    }));
  }
  function drawNotes() {
    var shown = data.slides[now.slide].notes;
    if (byId("reading").getAttribute("data-notes") !== shown.join()) {
      byId("reading").setAttribute("data-notes", shown.join());
      document.querySelectorAll("#reading article").forEach(function (article) { article.hidden = true; });
      shown.forEach(function (id) {
        byId("notes-" + id).hidden = false;
        byId("reading").append(byId("notes-" + id));
      });
      byId("reading").scrollTop = 0;
      byId("no-notes").hidden = shown.length > 0;
    }
    var step = plan().steps.filter(function (found) { return now.slide >= found.first && now.slide < found.to; })[0];
    byId("step").textContent = step ? [say(words.part_of, { step: step.title }), step.method, step.material.join(", "), step.mayGo ? words.step_may_go : ""].filter(Boolean).join(" · ") : "";
  }
  function drawHands() {
    var slide = data.slides[now.slide];
    var hands = shared.hands[slide.id] || slide.options.map(function () { return 0; });
    byId("hands").hidden = !slide.options.length;
    byId("hands-total").textContent = hands.reduce(function (sum, count) { return sum + count; }, 0);
    if (byId("hands-list").getAttribute("data-slide") !== slide.id) { makeHands(slide); }
    byId("hands-list").querySelectorAll("output").forEach(function (output, option) { output.textContent = hands[option]; });
  }
  function makeHands(slide) {
    byId("hands-list").setAttribute("data-slide", slide.id);
    byId("hands-list").replaceChildren.apply(byId("hands-list"), slide.options.map(function (letter, option) {
      var item = element("li");
      item.append(element("b", letter), handButton("−", words.remove, letter, option, -1), element("output", "0"), handButton("+", words.add, letter, option, 1));
      return item;
    }));
  }
  function handButton(sign, word, letter, option, change) {
    var button = element("button", sign);
    button.type = "button";
    button.setAttribute("aria-label", word + ": " + letter);
    button.onclick = function () { send({ type: "count", slide: now.slide, option: option, change: change }); };
    return button;
  }
  function drawViews() {
    var last = data.slides.length - 1;
    byId("now-number").textContent = now.slide + 1 + " / " + data.slides.length;
    byId("next-number").textContent = now.slide < last ? now.slide + 2 : words.end_of_deck;
    byId("next").textContent = (now.canAnswer && !now.isAnswered ? words.show_answer : words.next) + " →";
    view("now", now.slide, now.step);
    view("after", Math.min(now.slide + 1, last), -1);
  }
  function view(id, slide, step) {
    byId(id).contentWindow.postMessage({ deck: data.id, type: "go", slide: slide, step: step }, target);
  }
  function draw() {
    byId("plan").value = clock().plan;
    drawDials(); drawMayGo(); drawParts(); drawNotes(); drawHands(); drawViews();
  }

  /* ---- the form after the session, in a window of its own ---- */
  var form = null;
  function openForm() { form = window.open("../begeleider/verslag.html"); }
  function fillForm() {
    var hands = {};
    data.slides.forEach(function (slide) {
      if (slide.question && shared.hands[slide.id]) { hands[slide.question] = shared.hands[slide.id]; }
    });
    form.postMessage({ type: "log", module: data.id, hands: hands, minutes: Math.round(elapsed()) }, target);
  }

  /* ---- hearing the deck ---- */
  function hear(event) {
    var message = event.data;
    if (form && event.source === form && event.origin === origin && message && message.type === "log-hello") { fillForm(); return; }
    if (!message || message.deck !== data.id || message.type !== "state" || event.origin !== origin) { return; }
    if (event.source !== deck) { if (deck && !deck.closed && event.source !== window.opener) { return; } deck = event.source; }
    lastHeard = Date.now();
    now = message;
    if (message.shared.turn >= shared.turn) { shared = message.shared; } else { send({ type: "share", shared: shared }); }
    draw();
  }
  function tick() {
    send({ type: "hello", shared: shared });
    byId("lost").hidden = Date.now() - lastHeard < 3500;
    drawDials();
    drawParts();
  }

  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("select, button, summary")) { return; }
    var orders = { ArrowRight: "next", PageDown: "next", " ": "next", ArrowLeft: "previous", PageUp: "previous" };
    var digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
    if (orders[event.key]) { send({ type: orders[event.key] }); event.preventDefault(); }
    if (digit) { send({ type: "count", slide: now.slide, option: Number(digit[1]) - 1, change: 1 }); }
    if (event.key === "Backspace") { send({ type: "undo" }); }
  }

  allPlans.forEach(function (found, i) {
    var option = element("option", found.title + " (" + Math.round(found.total) + " " + words.minute_short + ")");
    option.value = i;
    byId("plan").append(option);
  });
  byId("plan").onchange = function () {
    var chosen = Number(byId("plan").value);
    setClock(function (own) { own.plan = chosen; });
    share(function (own) { own.leftOut = leftOut(); });
  };
  byId("run").onclick = run;
  byId("reset").onclick = function () { setClock(function (own) { own.begun = null; own.paused = null; }); };
  byId("next").onclick = function () { send({ type: "next" }); };
  byId("previous").onclick = function () { send({ type: "previous" }); };
  byId("open").onclick = function () { deck = window.open(encodeURIComponent(data.id) + ".html"); };
  byId("form").onclick = openForm;
  addEventListener("message", hear);
  addEventListener("keydown", onKey);
  draw();
  tick();
  setInterval(tick, 1000);
})();
