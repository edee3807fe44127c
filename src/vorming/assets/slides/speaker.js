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

  /* ---- plans: when each slide is due, in minutes from the start. A programme gives the steps that the
     run sheet gives; the slides of the others are stepped over. ---- */
  function plans() { return data.programmes.map(programmePlan).concat([lessonsPlan()]); }
  function lessonsPlan() {
    var parts = data.lessons.map(function (lesson) {
      return { lesson: lesson.id, minutes: lesson.minutes, kind: "lesson", title: "", steps: lesson.steps.map(function (step, number) { return [number, step.minutes]; }) };
    });
    return programmePlan({ title: words.plan_slides, start: "", spare: 0, parts: parts });
  }
  function lessonOf(part) { return data.lessons.filter(function (found) { return found.id === part.lesson; })[0]; }
  function programmePlan(programme) {
    var plan = { title: programme.title, start: programme.start, due: [], parts: [], steps: [], total: 0 };
    var given = [];
    programme.parts.forEach(function (part, number) {
      var lesson = lessonOf(part);
      var isLast = number === programme.parts.length - 1;
      var minutes = part.minutes + (isLast ? programme.spare : 0);
      plan.parts.push({ title: part.title || (lesson ? lesson.title : ""), start: plan.total, minutes: minutes, kind: part.kind });
      if (lesson) {
        given.push({ lesson: lesson, start: plan.total });
        placeLesson(plan, lesson, plan.total, part.steps);
      }
      plan.total += minutes;
    });
    bridge(plan, given);
    return plan;
  }
  /* What stands before the first lesson, between two lessons (a break) and after the last belongs to the
     slide that is on the screen then. */
  function bridge(plan, given) {
    given.forEach(function (item, number) {
      var last = item.lesson.first + item.lesson.spans.length - 1;
      plan.due[last][1] = number + 1 < given.length ? given[number + 1].start : plan.total;
    });
    var begin = given.length ? given[0] : { lesson: { first: 0 }, start: 0 };
    for (var i = 0; i < data.lessons[0].first; i += 1) { plan.due[i] = [0, begin.start]; }
    var end = data.slides.length - 1;
    if (!plan.due[end] && given.length) { plan.due[end] = [plan.due[given[given.length - 1].lesson.first][0], plan.total]; }
  }
  function placeLesson(plan, lesson, start, chosen) {
    var minutes = lesson.steps.map(function () { return 0; });
    chosen.forEach(function (pair) { minutes[pair[0]] = pair[1]; });
    lesson.spans.forEach(function (span, i) {
      plan.due[lesson.first + i] = [start + planned(lesson, minutes, span[0]), start + planned(lesson, minutes, span[1])];
    });
    lesson.steps.forEach(function (step, number) {
      var own = [];
      lesson.spans.forEach(function (span, i) { if (span[2] === number) { own.push(lesson.first + i); } });
      plan.steps.push({
        title: step.title, minutes: minutes[number] || step.minutes, mayGo: step.mayGo, isDropped: !minutes[number],
        method: step.method, material: step.material, lesson: lesson.title,
        first: own.length ? own[0] : -1, to: own.length ? own[own.length - 1] + 1 : -1,
      });
    });
  }
  /* A minute of the whole lesson, as a minute of the lesson with the steps that are given. */
  function planned(lesson, minutes, minute) {
    var whole = 0, own = 0;
    for (var number = 0; number < lesson.steps.length; number += 1) {
      var length = lesson.steps[number].minutes;
      if (minute <= whole + length) { return own + (minute - whole) / length * minutes[number]; }
      whole += length;
      own += minutes[number];
    }
    return own;
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
    setText("status", !clock().begun ? words.not_started : !due ? words.not_planned : !whole ? onTime()
      : say(late > 0 ? words.behind : words.ahead, { n: whole }));
    document.body.classList.toggle("is-late", !!late && late > 0 && whole >= LATE_FROM);
    document.body.classList.toggle("is-good", clock().begun !== null && !!due && whole < LATE_FROM);
    var left = due ? plan().total - Math.min(Math.max(elapsed(), due[0]), due[1]) - saved() : null;
    byId("ends").textContent = clock().begun && left !== null ? hour(new Date(Date.now() + left * MINUTE)) : "–";
    byId("run").textContent = !clock().begun ? words.start : clock().paused ? words.resume : words.pause;
    drawLate(late);
  }
  /* A live region that gets the same text again would be read out again. */
  function setText(id, text) { if (byId(id).textContent !== text) { byId(id).textContent = text; } }

  /* In a break or at the welcome the part itself says more than "on time". */
  function onTime() {
    var part = plan().parts.filter(function (found) { return isNow(found); })[0];
    return part && part.kind !== "lesson" ? part.title || words.pause_part : words.on_time;
  }
  function isNow(part) {
    var time = elapsed();
    return !!clock().begun && time >= part.start && time < part.start + part.minutes;
  }

  /* What the chosen plan leaves out, lessons and steps: the deck steps over it. */
  function leftOut() {
    var found = {};
    data.lessons.forEach(function (lesson) {
      if (!plan().due[lesson.first]) { found[lesson.first] = lesson.first + lesson.spans.length; }
    });
    plan().steps.forEach(function (step) { if (step.isDropped && step.first >= 0) { found[step.first] = step.to; } });
    return found;
  }
  function isSkipped(step) { return shared.skipped[step.first] !== undefined; }
  function isLeftOut(step) { return shared.leftOut[step.first] !== undefined; }
  function ahead() { return plan().steps.filter(function (step) { return step.first >= 0 && step.to > now.slide; }); }
  function mayGo() { return ahead().filter(function (step) { return step.mayGo && !isLeftOut(step); }); }
  function isNear(step) { return now.slide >= step.first - 1; }
  /* A title that several lessons have needs its lesson. */
  function named(step) {
    var isShared = plan().steps.some(function (other) { return other !== step && other.title === step.title; });
    return isShared ? step.title + " – " + step.lesson : step.title;
  }
  /* How many minutes it wins to leave a step out from the slide that is on the screen now. */
  function gain(step) {
    var due = plan().due;
    return now.slide < step.first ? step.minutes : Math.max(0, due[step.to - 1][1] - due[now.slide][0]);
  }
  function saved() {
    return mayGo().filter(function (step) { return isSkipped(step) && now.slide < step.first; })
      .reduce(function (sum, step) { return sum + step.minutes; }, 0);
  }
  /* Where a jump over a step ends: what is stepped over there anyway is no place to stop. */
  function after(step) {
    var to = step.to;
    while (shared.skipped[to] || shared.leftOut[to]) { to = shared.skipped[to] || shared.leftOut[to]; }
    return Math.min(to, data.slides.length - 1);
  }
  /* The step at hand when it doesn't win too much; else the least that wins enough; else the most there is. */
  function advice(late) {
    var open = mayGo().filter(function (step) { return gain(step) >= 1 && (!isSkipped(step) || now.slide >= step.first); });
    var near = open.filter(function (step) { return isNear(step) && gain(step) <= late; })[0];
    var enough = open.filter(function (step) { return gain(step) >= late; });
    var byGain = function (one, other) { return gain(one) - gain(other); };
    return near || enough.sort(byGain)[0] || open.sort(byGain).pop();
  }
  function drawLate(behind) {
    var late = behind === null ? 0 : behind - saved();
    byId("late").hidden = late < LATE_FROM;
    if (byId("late").hidden) { return; }
    var step = advice(late);
    byId("late-go").hidden = !step;
    if (!step) { setText("late-text", say(nextBreak() ? words.late_break : words.late_nothing, { n: Math.round(late), part: nextBreak() })); return; }
    var values = { n: Math.round(late), step: named(step), slide: after(step) + 1, minutes: Math.round(gain(step)) };
    setText("late-text", say(isNear(step) ? words.late : words.late_later, values));
    byId("late-go").textContent = isNear(step) ? say(words.go_to, values) : words.skip_later;
    byId("late-go").onclick = function () { leaveOut(step); };
  }
  function nextBreak() {
    var due = plan().due[now.slide];
    var part = plan().parts.filter(function (found) { return found.kind === "break" && due && found.start + found.minutes > due[0]; })[0];
    return part ? part.title || words.pause_part : "";
  }
  function leaveOut(step) {
    if (isNear(step)) { send({ type: "go", slide: after(step) }); return; }
    share(function (own) { own.skipped[step.first] = step.to; });
  }
  function keep(step) {
    share(function (own) { delete own.skipped[step.first]; delete own.leftOut[step.first]; });
  }
  function drawMayGo() {
    var steps = ahead().filter(function (step) { return step.mayGo || step.isDropped; });
    byId("nothing-may-go").hidden = steps.length > 0;
    byId("may-go").replaceChildren.apply(byId("may-go"), steps.map(mayGoItem));
  }
  function mayGoItem(step) {
    var state = isLeftOut(step) ? words.not_in_plan : isSkipped(step) ? words.skipped : "";
    var slides = words.slide + " " + (step.first + 1) + (step.to > step.first + 1 ? "–" + step.to : "");
    var item = element("li", step.title + " – " + Math.round(step.minutes) + " " + words.minute_short);
    var isGone = state && !isNear(step);
    var button = element("button", isGone ? words.keep : isNear(step) ? say(words.go_to, { slide: after(step) + 1 }) : words.skip_later);
    button.type = "button";
    button.onclick = function () { (isGone ? keep : leaveOut)(step); };
    item.append(element("small", step.lesson + ", " + slides.toLowerCase() + (state ? ", " + state : "")), button);
    return item;
  }
  function element(name, text) {
    var made = document.createElement(name);
    made.textContent = text || "";
    return made;
  }
  function drawParts() {
    var start = clock().begun ? new Date(clock().begun) : plan().start ? new Date("2000-01-01T" + plan().start) : null;
    byId("parts").replaceChildren.apply(byId("parts"), plan().parts.map(function (part) {
      var item = element("li");
      item.append(element("time", start ? hour(new Date(start.getTime() + part.start * MINUTE)) : Math.round(part.start) + " " + words.minute_short), element("span", part.title || words.pause_part));
      if (isNow(part)) { item.setAttribute("aria-current", "time"); }
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
    document.querySelectorAll("#reading [data-scene]").forEach(function (part) {
      part.hidden = part.getAttribute("data-scene") !== data.slides[now.slide].scene;
    });
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
  /* One press more than a slip of the hand. */
  var sure = null;
  byId("reset").onclick = function () {
    var isSure = sure !== null;
    clearTimeout(sure);
    sure = isSure ? null : setTimeout(function () { sure = null; byId("reset").textContent = words.reset; }, 4000);
    byId("reset").textContent = isSure ? words.reset : words.reset_sure;
    if (isSure) { setClock(function (own) { own.begun = null; own.paused = null; }); }
  };
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
