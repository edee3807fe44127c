/* The speaker's window: clock, plan, notes, hands, what may go. It speaks with the deck by postMessage
   only, so a reload of either window breaks nothing: each second it says hello to the deck. */
(() => {
  const data = JSON.parse(document.getElementById("deck-data").textContent);
  const words = JSON.parse(document.getElementById("words").textContent);
  const target = location.protocol === "file:" ? "*" : location.origin;
  const origin = location.protocol === "file:" ? "null" : location.origin;
  const MINUTE = 60000;
  const LATE_FROM = 2;

  let deck = window.opener;
  let shared = { turn: 0, hands: {}, skipped: {}, leftOut: {}, clock: null };
  let now = { slide: 0, isAnswered: false, canAnswer: false };
  let lastHeard = 0;

  function byId(id) {
    return document.getElementById(id);
  }
  function say(text, values) {
    return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }
  function send(order) {
    order.deck = data.id;
    if (deck && !deck.closed) {
      deck.postMessage(order, target);
    }
  }
  function share(change) {
    change(shared);
    shared.turn += 1;
    send({ type: "share", shared: shared });
    draw();
  }

  /* ---- plans: when each slide is due, in minutes from the start. A programme gives the steps that the
     run sheet gives; the slides of the others are stepped over. ---- */
  function plans() {
    return data.programmes.map(programmePlan).concat([lessonsPlan()]);
  }
  function lessonsPlan() {
    const parts = data.lessons.map((lesson) => ({
      lesson: lesson.id,
      minutes: lesson.minutes,
      kind: "lesson",
      title: "",
      steps: lesson.steps.map((step, number) => [number, step.minutes]),
    }));
    return programmePlan({ title: words.plan_slides, start: "", spare: 0, parts: parts });
  }
  function lessonOf(part) {
    return data.lessons.filter((found) => found.id === part.lesson)[0];
  }
  function programmePlan(programme) {
    const plan = { title: programme.title, start: programme.start, due: [], parts: [], steps: [], total: 0 };
    const given = [];
    programme.parts.forEach((part, number) => {
      const lesson = lessonOf(part);
      const isLast = number === programme.parts.length - 1;
      const minutes = part.minutes + (isLast ? programme.spare : 0);
      plan.parts.push({
        title: part.title || (lesson ? lesson.title : ""),
        start: plan.total,
        minutes: minutes,
        kind: part.kind,
      });
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
    given.forEach((item, number) => {
      const last = item.lesson.first + item.lesson.spans.length - 1;
      plan.due[last][1] = number + 1 < given.length ? given[number + 1].start : plan.total;
    });
    const begin = given.length ? given[0] : { lesson: { first: 0 }, start: 0 };
    for (let i = 0; i < data.lessons[0].first; i += 1) {
      plan.due[i] = [0, begin.start];
    }
    const end = data.slides.length - 1;
    if (!plan.due[end] && given.length) {
      plan.due[end] = [plan.due[given[given.length - 1].lesson.first][0], plan.total];
    }
  }
  function placeLesson(plan, lesson, start, chosen) {
    const minutes = lesson.steps.map(() => 0);
    chosen.forEach((pair) => {
      minutes[pair[0]] = pair[1];
    });
    lesson.spans.forEach((span, i) => {
      plan.due[lesson.first + i] = [
        start + planned(lesson, minutes, span[0]),
        start + planned(lesson, minutes, span[1]),
      ];
    });
    lesson.steps.forEach((step, number) => {
      const own = [];
      lesson.spans.forEach((span, i) => {
        if (span[2] === number) {
          own.push(lesson.first + i);
        }
      });
      plan.steps.push({
        title: step.title,
        minutes: minutes[number] || step.minutes,
        mayGo: step.mayGo,
        isDropped: !minutes[number],
        method: step.method,
        material: step.material,
        lesson: lesson.title,
        first: own.length ? own[0] : -1,
        to: own.length ? own[own.length - 1] + 1 : -1,
      });
    });
  }
  /* A minute of the whole lesson, as a minute of the lesson with the steps that are given. */
  function planned(lesson, minutes, minute) {
    let whole = 0,
      own = 0;
    for (let number = 0; number < lesson.steps.length; number += 1) {
      const length = lesson.steps[number].minutes;
      if (minute <= whole + length) {
        return own + ((minute - whole) / length) * minutes[number];
      }
      whole += length;
      own += minutes[number];
    }
    return own;
  }
  const allPlans = plans();
  function plan() {
    return allPlans[shared.clock?.plan || 0];
  }

  /* ---- the clock ---- */
  function clock() {
    return shared.clock || { plan: 0, begun: null, paused: null };
  }
  function elapsed() {
    const found = clock();
    if (!found.begun) {
      return 0;
    }
    return ((found.paused || Date.now()) - found.begun) / MINUTE;
  }
  function setClock(change) {
    share((own) => {
      own.clock = { plan: clock().plan, begun: clock().begun, paused: clock().paused };
      change(own.clock);
    });
  }
  function run() {
    share((own) => {
      own.leftOut = leftOut();
    });
    setClock((own) => {
      if (!own.begun) {
        own.begun = Date.now();
        return;
      }
      if (own.paused) {
        own.begun += Date.now() - own.paused;
        own.paused = null;
        return;
      }
      own.paused = Date.now();
    });
  }
  function behind() {
    const due = plan().due[now.slide];
    if (!clock().begun || !due) {
      return null;
    }
    const time = elapsed();
    return time > due[1] ? time - due[1] : time < due[0] ? time - due[0] : 0;
  }
  function hour(date) {
    return `${date.getHours()}.${String(date.getMinutes()).padStart(2, "0")}`;
  }
  function duration(minutes) {
    const seconds = Math.floor(minutes * 60);
    const rest = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, "0"));
    return seconds < 3600
      ? `${Number(rest[0])}:${rest[1]}`
      : `${Math.floor(seconds / 3600)}:${rest.join(":")}`;
  }

  /* ---- drawing ---- */
  function drawDials() {
    const due = plan().due[now.slide];
    const late = behind();
    const whole = late === null ? 0 : Math.round(Math.abs(late));
    byId("clock").textContent = hour(new Date());
    byId("elapsed").textContent = duration(elapsed());
    byId("planned").textContent = due ? `${Math.round(due[0])} ${words.minute_short}` : "–";
    setText(
      "status",
      !clock().begun
        ? words.not_started
        : !due
          ? words.not_planned
          : !whole
            ? onTime()
            : say(late > 0 ? words.behind : words.ahead, { n: whole }),
    );
    document.body.classList.toggle("is-late", !!late && late > 0 && whole >= LATE_FROM);
    document.body.classList.toggle("is-good", clock().begun !== null && !!due && whole < LATE_FROM);
    const left = due ? plan().total - Math.min(Math.max(elapsed(), due[0]), due[1]) - saved() : null;
    byId("ends").textContent =
      clock().begun && left !== null ? hour(new Date(Date.now() + left * MINUTE)) : "–";
    byId("run").textContent = !clock().begun ? words.start : clock().paused ? words.resume : words.pause;
    drawLate(late);
  }
  /* A live region that gets the same text again would be read out again. */
  function setText(id, text) {
    if (byId(id).textContent !== text) {
      byId(id).textContent = text;
    }
  }

  /* In a break or at the welcome the part itself says more than "on time". */
  function onTime() {
    const part = plan().parts.filter((found) => isNow(found))[0];
    return part && part.kind !== "lesson" ? part.title || words.pause_part : words.on_time;
  }
  function isNow(part) {
    const time = elapsed();
    return !!clock().begun && time >= part.start && time < part.start + part.minutes;
  }

  /* What the chosen plan leaves out, lessons and steps: the deck steps over it. */
  function leftOut() {
    const found = {};
    data.lessons.forEach((lesson) => {
      if (!plan().due[lesson.first]) {
        found[lesson.first] = lesson.first + lesson.spans.length;
      }
    });
    plan().steps.forEach((step) => {
      if (step.isDropped && step.first >= 0) {
        found[step.first] = step.to;
      }
    });
    return found;
  }
  function isSkipped(step) {
    return shared.skipped[step.first] !== undefined;
  }
  function isLeftOut(step) {
    return shared.leftOut[step.first] !== undefined;
  }
  function ahead() {
    return plan().steps.filter((step) => step.first >= 0 && step.to > now.slide);
  }
  function mayGo() {
    return ahead().filter((step) => step.mayGo && !isLeftOut(step));
  }
  function isNear(step) {
    return now.slide >= step.first - 1;
  }
  /* A title that several lessons have needs its lesson. */
  function named(step) {
    const isShared = plan().steps.some((other) => other !== step && other.title === step.title);
    return isShared ? `${step.title} – ${step.lesson}` : step.title;
  }
  /* How many minutes it wins to leave a step out from the slide that is on the screen now. */
  function gain(step) {
    const due = plan().due;
    return now.slide < step.first ? step.minutes : Math.max(0, due[step.to - 1][1] - due[now.slide][0]);
  }
  function saved() {
    return mayGo()
      .filter((step) => isSkipped(step) && now.slide < step.first)
      .reduce((sum, step) => sum + step.minutes, 0);
  }
  /* Where a jump over a step ends: what is stepped over there anyway is no place to stop. */
  function after(step) {
    let to = step.to;
    while (shared.skipped[to] || shared.leftOut[to]) {
      to = shared.skipped[to] || shared.leftOut[to];
    }
    return Math.min(to, data.slides.length - 1);
  }
  /* The step at hand when it doesn't win too much; else the least that wins enough; else the most there is. */
  function advice(late) {
    const open = mayGo().filter((step) => gain(step) >= 1 && (!isSkipped(step) || now.slide >= step.first));
    const near = open.filter((step) => isNear(step) && gain(step) <= late)[0];
    const enough = open.filter((step) => gain(step) >= late);
    const byGain = (one, other) => gain(one) - gain(other);
    return near || enough.sort(byGain)[0] || open.sort(byGain).pop();
  }
  function drawLate(behind) {
    const late = behind === null ? 0 : behind - saved();
    byId("late").hidden = late < LATE_FROM;
    if (byId("late").hidden) {
      return;
    }
    const step = advice(late);
    byId("late-go").hidden = !step;
    if (!step) {
      setText(
        "late-text",
        say(nextBreak() ? words.late_break : words.late_nothing, { n: Math.round(late), part: nextBreak() }),
      );
      return;
    }
    const values = {
      n: Math.round(late),
      step: named(step),
      slide: after(step) + 1,
      minutes: Math.round(gain(step)),
    };
    setText("late-text", say(isNear(step) ? words.late : words.late_later, values));
    byId("late-go").textContent = isNear(step) ? say(words.go_to, values) : words.skip_later;
    byId("late-go").onclick = () => {
      leaveOut(step);
    };
  }
  function nextBreak() {
    const due = plan().due[now.slide];
    const part = plan().parts.filter(
      (found) => found.kind === "break" && due && found.start + found.minutes > due[0],
    )[0];
    return part ? part.title || words.pause_part : "";
  }
  function leaveOut(step) {
    if (isNear(step)) {
      send({ type: "go", slide: after(step) });
      return;
    }
    share((own) => {
      own.skipped[step.first] = step.to;
    });
  }
  function keep(step) {
    share((own) => {
      delete own.skipped[step.first];
      delete own.leftOut[step.first];
    });
  }
  function drawMayGo() {
    const steps = ahead().filter((step) => step.mayGo || step.isDropped);
    byId("nothing-may-go").hidden = steps.length > 0;
    byId("may-go").replaceChildren.apply(byId("may-go"), steps.map(mayGoItem));
  }
  function mayGoItem(step) {
    const state = isLeftOut(step) ? words.not_in_plan : isSkipped(step) ? words.skipped : "";
    const slides = `${words.slide} ${step.first + 1}${step.to > step.first + 1 ? `–${step.to}` : ""}`;
    const item = element("li", `${step.title} – ${Math.round(step.minutes)} ${words.minute_short}`);
    const isGone = state && !isNear(step);
    const button = element(
      "button",
      isGone ? words.keep : isNear(step) ? say(words.go_to, { slide: after(step) + 1 }) : words.skip_later,
    );
    button.type = "button";
    button.onclick = () => {
      (isGone ? keep : leaveOut)(step);
    };
    item.append(
      element("small", `${step.lesson}, ${slides.toLowerCase()}${state ? `, ${state}` : ""}`),
      button,
    );
    return item;
  }
  function element(name, text) {
    const made = document.createElement(name);
    made.textContent = text || "";
    return made;
  }
  function drawParts() {
    const start = clock().begun
      ? new Date(clock().begun)
      : plan().start
        ? new Date(`2000-01-01T${plan().start}`)
        : null;
    byId("parts").replaceChildren.apply(
      byId("parts"),
      plan().parts.map((part) => {
        const item = element("li");
        item.append(
          element(
            "time",
            start
              ? hour(new Date(start.getTime() + part.start * MINUTE))
              : `${Math.round(part.start)} ${words.minute_short}`,
          ),
          element("span", part.title || words.pause_part),
        );
        if (isNow(part)) {
          item.setAttribute("aria-current", "time");
        }
        return item;
      }),
    );
  }
  function drawNotes() {
    const shown = data.slides[now.slide].notes;
    if (byId("reading").getAttribute("data-notes") !== shown.join()) {
      byId("reading").setAttribute("data-notes", shown.join());
      document.querySelectorAll("#reading article").forEach((article) => {
        article.hidden = true;
      });
      shown.forEach((id) => {
        byId(`notes-${id}`).hidden = false;
        byId("reading").append(byId(`notes-${id}`));
      });
      byId("reading").scrollTop = 0;
      byId("no-notes").hidden = shown.length > 0;
    }
    document.querySelectorAll("#reading [data-scene]").forEach((part) => {
      part.hidden = part.getAttribute("data-scene") !== data.slides[now.slide].scene;
    });
    const step = plan().steps.filter((found) => now.slide >= found.first && now.slide < found.to)[0];
    byId("step").textContent = step
      ? [
          say(words.part_of, { step: step.title }),
          step.method,
          step.material.join(", "),
          step.mayGo ? words.step_may_go : "",
        ]
          .filter(Boolean)
          .join(" · ")
      : "";
  }
  function drawHands() {
    const slide = data.slides[now.slide];
    const hands = shared.hands[slide.id] || slide.options.map(() => 0);
    byId("hands").hidden = !slide.options.length;
    byId("hands-total").textContent = hands.reduce((sum, count) => sum + count, 0);
    if (byId("hands-list").getAttribute("data-slide") !== slide.id) {
      makeHands(slide);
    }
    byId("hands-list")
      .querySelectorAll("output")
      .forEach((output, option) => {
        output.textContent = hands[option];
      });
  }
  function makeHands(slide) {
    byId("hands-list").setAttribute("data-slide", slide.id);
    byId("hands-list").replaceChildren.apply(
      byId("hands-list"),
      slide.options.map((letter, option) => {
        const item = element("li");
        item.append(
          element("b", letter),
          handButton("−", words.remove, letter, option, -1),
          element("output", "0"),
          handButton("+", words.add, letter, option, 1),
        );
        return item;
      }),
    );
  }
  function handButton(sign, word, letter, option, change) {
    const button = element("button", sign);
    button.type = "button";
    button.setAttribute("aria-label", `${word}: ${letter}`);
    button.onclick = () => {
      send({ type: "count", slide: now.slide, option: option, change: change });
    };
    return button;
  }
  function drawViews() {
    const last = data.slides.length - 1;
    byId("now-number").textContent = `${now.slide + 1} / ${data.slides.length}`;
    byId("next-number").textContent = now.slide < last ? now.slide + 2 : words.end_of_deck;
    byId("next").textContent = `${now.canAnswer && !now.isAnswered ? words.show_answer : words.next} →`;
    view("now", now.slide, now.step);
    view("after", Math.min(now.slide + 1, last), -1);
  }
  function view(id, slide, step) {
    byId(id).contentWindow.postMessage({ deck: data.id, type: "go", slide: slide, step: step }, target);
  }
  function draw() {
    byId("plan").value = clock().plan;
    drawDials();
    drawMayGo();
    drawParts();
    drawNotes();
    drawHands();
    drawViews();
  }

  /* ---- the form after the session, in a window of its own ---- */
  let form = null;
  function openForm() {
    form = window.open("../begeleider/verslag.html");
  }
  function fillForm() {
    const hands = {};
    data.slides.forEach((slide) => {
      if (slide.question && shared.hands[slide.id]) {
        hands[slide.question] = shared.hands[slide.id];
      }
    });
    form.postMessage({ type: "log", module: data.id, hands: hands, minutes: Math.round(elapsed()) }, target);
  }

  /* ---- hearing the deck ---- */
  function hear(event) {
    const message = event.data;
    if (form && event.source === form && event.origin === origin && message && message.type === "log-hello") {
      fillForm();
      return;
    }
    if (!message || message.deck !== data.id || message.type !== "state" || event.origin !== origin) {
      return;
    }
    if (event.source !== deck) {
      if (deck && !deck.closed && event.source !== window.opener) {
        return;
      }
      deck = event.source;
    }
    lastHeard = Date.now();
    now = message;
    if (message.shared.turn >= shared.turn) {
      shared = message.shared;
    } else {
      send({ type: "share", shared: shared });
    }
    draw();
  }
  function tick() {
    send({ type: "hello", shared: shared });
    byId("lost").hidden = Date.now() - lastHeard < 3500;
    drawDials();
    drawParts();
  }

  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("select, button, summary")) {
      return;
    }
    const orders = {
      ArrowRight: "next",
      PageDown: "next",
      " ": "next",
      ArrowLeft: "previous",
      PageUp: "previous",
    };
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
    if (orders[event.key]) {
      send({ type: orders[event.key] });
      event.preventDefault();
    }
    if (digit) {
      send({ type: "count", slide: now.slide, option: Number(digit[1]) - 1, change: 1 });
    }
    if (event.key === "Backspace") {
      send({ type: "undo" });
    }
  }

  allPlans.forEach((found, i) => {
    const option = element("option", `${found.title} (${Math.round(found.total)} ${words.minute_short})`);
    option.value = i;
    byId("plan").append(option);
  });
  byId("plan").onchange = () => {
    const chosen = Number(byId("plan").value);
    setClock((own) => {
      own.plan = chosen;
    });
    share((own) => {
      own.leftOut = leftOut();
    });
  };
  byId("run").onclick = run;
  /* One press more than a slip of the hand. */
  let sure = null;
  byId("reset").onclick = () => {
    const isSure = sure !== null;
    clearTimeout(sure);
    sure = isSure
      ? null
      : setTimeout(() => {
          sure = null;
          byId("reset").textContent = words.reset;
        }, 4000);
    byId("reset").textContent = isSure ? words.reset : words.reset_sure;
    if (isSure) {
      setClock((own) => {
        own.begun = null;
        own.paused = null;
      });
    }
  };
  byId("next").onclick = () => {
    send({ type: "next" });
  };
  byId("previous").onclick = () => {
    send({ type: "previous" });
  };
  byId("open").onclick = () => {
    deck = window.open(`${encodeURIComponent(data.id)}.html`);
  };
  byId("form").onclick = openForm;
  addEventListener("message", hear);
  addEventListener("keydown", onKey);
  draw();
  tick();
  setInterval(tick, 1000);
})();
