/* The speaker's window: clock, plan, notes, hands, steps to leave out. It communicates with the deck by postMessage only, and
   sends it a hello each second, so that a reload of either window breaks nothing. */
(() => {
  const data = JSON.parse(document.getElementById("deck-data").textContent);
  const words = JSON.parse(document.getElementById("words").textContent);
  const target = location.protocol === "file:" ? "*" : location.origin;
  const origin = location.protocol === "file:" ? "null" : location.origin;
  const MINUTE = 60000;
  const LATE_FROM = 2;

  let deck = window.opener;
  let shared = { turn: 0, hands: {}, skipped: {}, more: {}, clock: { begun: null, paused: null } };
  let now = { slide: 0, isAnswered: false, canAnswer: false, isBlack: false };
  let lastHeard = 0;

  function byId(id) {
    return document.getElementById(id);
  }
  function say(text, values) {
    return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }
  function send(order) {
    order.deck = data.id;
    if (deck && !deck.closed) deck.postMessage(order, target);
  }
  function share(change) {
    change(shared);
    shared.turn += 1;
    send({ type: "share", shared: shared });
    draw();
  }

  /* ---- the plan from the build: items (a step of a lesson, a break, a talk) and the minute, from the start, at which each
     slide is due. This script only moves the rest of the plan, if the clock was started late or "+5" extended a step. Room
     for questions is shortened first; a break or an end with a fixed time keeps its time. ---- */
  const plan = data.plan;
  const steps = plan.items.filter((item) => item.kind === "step");
  function extra(item) {
    return shared.more[item.start] || 0;
  }
  /* The minutes by which the clock was started late (negative: early); 0 before it is started, or if it is hours off. */
  function startedLate() {
    if (!shared.clock.begun || !plan.start) return 0;
    const begun = new Date(shared.clock.begun);
    const late = begun.getHours() * 60 + begun.getMinutes() - plan.start;
    return Math.abs(late) < 180 ? late : 0;
  }
  function moved() {
    let found = [],
      segment = [],
      now = 0;
    plan.items.forEach((item) => {
      segment.push(item);
      const isLast = item === plan.items.at(-1);
      if (!item.fixed && !isLast) return;
      const until = item.fixed ? (isLast ? item.start + item.minutes : item.start) - startedLate() : null;
      const late = found.length ? 0 : Math.max(0, startedLate());
      found.push(...place(segment, item.fixed && !isLast ? item : null, now, until, late));
      now = found.at(-1).end;
      segment = [];
    });
    return found;
  }
  /* Place the items before one with a fixed time: `until` is that time, or null without a fixed item; `late` is the number of
     minutes by which the day started late, which room for questions makes up for as far as possible. */
  function place(segment, fixed, now, until, late) {
    const own = segment.filter((item) => item !== fixed);
    const slack = sum(own, (item) => (item.kind === "slack" ? item.minutes : 0));
    const need = sum(own, (item) => (item.kind === "slack" ? 0 : item.minutes + extra(item)));
    const more = sum(own, extra) + late;
    const room = until === null ? Math.max(0, slack - more) : Math.max(0, until - now - need);
    let clockNow = now;
    const found = own.map((item) => {
      const length =
        item.kind === "slack" ? (slack ? (item.minutes / slack) * room : 0) : item.minutes + extra(item);
      const one = {
        item: item,
        start: clockNow,
        end: until === null ? clockNow + length : Math.min(clockNow + length, Math.max(until, now)),
      };
      clockNow = one.end;
      return one;
    });
    if (fixed) {
      const start = Math.max(until, now);
      found.push({ item: fixed, start: start, end: start + fixed.minutes });
    }
    return found;
  }
  function sum(items, value) {
    return items.reduce((all, item) => all + value(item), 0);
  }
  /* Convert a minute of the original plan into a minute of the current plan. */
  function later(minute) {
    const places = moved();
    const one = places.find(({ item }) => minute < item.start + item.minutes) || places.at(-1);
    if (!one) return minute;
    const passed = one.item.minutes ? (minute - one.item.start) / one.item.minutes : 0;
    return one.start + Math.min(Math.max(passed, 0), 1) * (one.end - one.start);
  }
  function due(slide) {
    const found = plan.due[slide];
    return found ? [later(found[0]), Math.max(later(found[0]), later(found[1]))] : null;
  }

  /* ---- the clock ---- */
  function elapsed() {
    const { begun, paused } = shared.clock;
    return begun ? ((paused || Date.now()) - begun) / MINUTE : 0;
  }
  function run() {
    share(({ clock }) => {
      if (!clock.begun) clock.begun = Date.now();
      else if (!clock.paused) clock.paused = Date.now();
      else {
        clock.begun += Date.now() - clock.paused;
        clock.paused = null;
      }
    });
  }
  function behind() {
    const own = due(now.slide);
    if (!shared.clock.begun || !own) return null;
    const time = elapsed();
    return time > own[1] ? time - own[1] : time < own[0] ? time - own[0] : 0;
  }
  function hour(date) {
    return say(words.time, { hour: date.getHours(), minute: String(date.getMinutes()).padStart(2, "0") });
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
    const own = due(now.slide);
    const late = behind();
    const whole = late === null ? 0 : Math.round(Math.abs(late));
    byId("clock").textContent = hour(new Date());
    byId("elapsed").textContent = duration(elapsed());
    byId("planned").textContent = own ? `${Math.round(own[0])} ${words.minute_short}` : "–";
    setText(
      "status",
      !shared.clock.begun
        ? words.not_started
        : !own
          ? words.not_planned
          : !whole
            ? onTime()
            : say(late > 0 ? words.behind : words.ahead, { n: whole }),
    );
    document.body.classList.toggle("is-late", !!late && late > 0 && whole >= LATE_FROM);
    document.body.classList.toggle("is-good", shared.clock.begun !== null && !!own && whole < LATE_FROM);
    const end = moved().at(-1)?.end || 0;
    const left = own ? end - Math.min(Math.max(elapsed(), own[0]), own[1]) - saved() : null;
    byId("ends").textContent = shared.clock.begun && left !== null ? ending(Date.now() + left * MINUTE) : "–";
    byId("run").textContent = !shared.clock.begun
      ? words.start
      : shared.clock.paused
        ? words.resume
        : words.pause;
    drawLate(late);
  }
  /* The time at which the day ends, and that on paper if it differs. */
  function ending(time) {
    const end = new Date(time);
    const paper = new Date(time);
    paper.setHours(0, plan.start + plan.total, 0, 0);
    const minutes = Math.abs(end - paper) / MINUTE;
    const differs = plan.start && minutes >= LATE_FROM && minutes < 180;
    return hour(end) + (differs ? ` ${say(words.on_paper, { time: hour(paper) })}` : "");
  }
  /* Only if it has changed, because a screen reader would read the same text out again. */
  function setText(id, text) {
    if (byId(id).textContent !== text) byId(id).textContent = text;
  }

  /* In a break or at the welcome, the name of the part is more useful than "on time". */
  function onTime() {
    const here = moved().find(isNow);
    return here && here.item.kind !== "step" ? here.item.title || words.pause_part : words.on_time;
  }
  function isNow(one) {
    const time = elapsed();
    return !!shared.clock.begun && time >= one.start && time < one.end;
  }
  function isSkipped(step) {
    return shared.skipped[step.first] !== undefined;
  }
  function ahead() {
    return steps.filter((step) => step.first >= 0 && step.to > now.slide);
  }
  function mayGo() {
    return ahead().filter((step) => step.mayGo);
  }
  function isNear(step) {
    return now.slide >= step.first - 1;
  }
  /* A title that several lessons share is shown with its lesson. */
  function named(step) {
    const isShared = steps.some((other) => other !== step && other.title === step.title);
    return isShared ? `${step.title} – ${step.part}` : step.title;
  }
  /* The number of minutes saved by leaving out a step, from the current slide on. */
  function gain(step) {
    return now.slide < step.first
      ? step.minutes + extra(step)
      : Math.max(0, due(step.to - 1)[1] - due(now.slide)[0]);
  }
  function saved() {
    const gone = mayGo().filter((step) => isSkipped(step) && now.slide < step.first);
    return sum(gone, (step) => step.minutes);
  }
  /* The slide at which a jump over a step ends, which is not a slide that is also left out. */
  function after(step) {
    let to = step.to;
    while (shared.skipped[to]) to = shared.skipped[to];
    return Math.min(to, data.slides.length - 1);
  }
  /* Propose the current or next step if it doesn't save too much; else the step that saves just enough; else the one that
     saves most. */
  function advice(late) {
    const open = mayGo().filter((step) => gain(step) >= 1 && (!isSkipped(step) || now.slide >= step.first));
    const near = open.find((step) => isNear(step) && gain(step) <= late);
    const enough = open.filter((step) => gain(step) >= late);
    const byGain = (one, other) => gain(one) - gain(other);
    return near || enough.sort(byGain)[0] || open.sort(byGain).pop();
  }
  function drawLate(behind) {
    const late = behind === null ? 0 : behind - saved();
    byId("late").hidden = late < LATE_FROM;
    if (byId("late").hidden) return;
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
    byId("late-go").onclick = () => leaveOut(step);
  }
  function nextBreak() {
    const own = due(now.slide);
    const next = moved().find((one) => one.item.kind === "break" && own && one.end > own[0]);
    return next ? next.item.title || words.pause_part : "";
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
    });
  }
  function drawMayGo() {
    const steps = mayGo();
    byId("nothing-may-go").hidden = steps.length > 0;
    byId("may-go").replaceChildren(...steps.map(mayGoItem));
  }
  function mayGoItem(step) {
    const state = isSkipped(step) ? words.skipped : "";
    const slides = `${words.slide} ${step.first + 1}${step.to > step.first + 1 ? `–${step.to}` : ""}`;
    const item = element("li", `${step.title} – ${Math.round(step.minutes)} ${words.minute_short}`);
    const isGone = state && !isNear(step);
    const button = element(
      "button",
      isGone ? words.keep : isNear(step) ? say(words.go_to, { slide: after(step) + 1 }) : words.skip_later,
    );
    button.type = "button";
    button.onclick = () => (isGone ? keep : leaveOut)(step);
    item.append(
      element("small", `${step.part}, ${slides.toLowerCase()}${state ? `, ${state}` : ""}`),
      button,
    );
    return item;
  }
  function element(name, text) {
    const made = document.createElement(name);
    made.textContent = text || "";
    return made;
  }
  function at(minute) {
    return (
      (shared.clock.begun ? new Date(shared.clock.begun) : new Date(2000, 0, 1, 0, plan.start)).getTime() +
      minute * MINUTE
    );
  }
  function drawParts() {
    byId("parts").replaceChildren(
      ...moved().map((one) => {
        const item = element("li");
        item.append(
          element("time", hour(new Date(at(one.start)))),
          element("span", one.item.title || words.pause_part),
        );
        if (one.item.kind === "step") item.className = "is-step";
        if (isNow(one)) item.setAttribute("aria-current", "time");
        return item;
      }),
    );
  }
  function here() {
    return steps.find((found) => now.slide >= found.first && now.slide < found.to);
  }
  /* Give the current step five minutes more; the rest of the plan moves, room for questions first. */
  function giveMore() {
    const step = here();
    if (step) {
      share((own) => {
        own.more[step.start] = extra(step) + 5;
      });
    }
  }
  /* On the last slide before a step its notes follow, since they tell how to begin, and its first slide may give answers. */
  function coming() {
    const step = steps.find((found) => found.first === now.slide + 1);
    if (!step) return { step: null, notes: [] };
    const shown = data.slides[now.slide].notes;
    return { step: step, notes: data.slides[step.first].notes.filter((id) => !shown.includes(id)) };
  }
  function showNotes(ids) {
    for (const id of ids) {
      byId(`notes-${id}`).hidden = false;
      byId("reading").append(byId(`notes-${id}`));
    }
  }
  function drawNotes() {
    const shown = data.slides[now.slide].notes;
    const next = coming();
    if (byId("reading").getAttribute("data-slide") !== String(now.slide)) {
      byId("reading").setAttribute("data-slide", now.slide);
      for (const article of document.querySelectorAll("#reading article")) article.hidden = true;
      showNotes(shown);
      byId("coming").hidden = byId("to-coming").hidden = !next.step;
      byId("coming").textContent = next.step ? say(words.coming, { step: next.step.title }) : "";
      byId("to-coming").textContent = byId("coming").textContent;
      byId("reading").append(byId("coming"));
      showNotes(next.notes);
      byId("reading").scrollTop = 0;
      byId("no-notes").hidden = shown.length > 0;
    }
    for (const part of document.querySelectorAll("#reading [data-scene]"))
      part.hidden = part.getAttribute("data-scene") !== data.slides[now.slide].scene;
    const step = here();
    byId("more").disabled = !step;
    byId("step").textContent = step
      ? [
          say(words.part_of, { step: step.title }),
          `${step.minutes} ${words.minute_short}`,
          step.how,
          step.mayGo ? words.step_may_go : "",
          extra(step) ? say(words.given_more, { n: extra(step) }) : "",
        ]
          .filter(Boolean)
          .join(" · ")
      : "";
  }
  function drawHands() {
    const slide = data.slides[now.slide];
    const hands = shared.hands[slide.id] || slide.options.map(() => 0);
    byId("hands").hidden = !slide.options.length;
    byId("hands-total").textContent = sum(hands, (count) => count);
    if (byId("hands-list").getAttribute("data-slide") !== slide.id) makeHands(slide);
    const outputs = byId("hands-list").querySelectorAll("output");
    for (const [option, output] of outputs.entries()) output.textContent = hands[option];
  }
  function makeHands(slide) {
    byId("hands-list").setAttribute("data-slide", slide.id);
    byId("hands-list").replaceChildren(
      ...slide.options.map((letter, option) => {
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
    const shows = [
      { type: "share", shared: shared },
      { type: "go", slide: slide, step: step },
    ];
    for (const order of shows) byId(id).contentWindow.postMessage({ deck: data.id, ...order }, target);
  }
  function draw() {
    byId("black").hidden = !now.isBlack;
    drawDials();
    drawMayGo();
    drawParts();
    drawNotes();
    drawHands();
    drawViews();
  }

  /* ---- the form after the session, in a separate window ---- */
  let form = null;
  function openForm() {
    form = window.open(byId("form").getAttribute("data-page"));
  }
  function fillForm() {
    const hands = {};
    data.slides.forEach((slide) => {
      if (slide.question && shared.hands[slide.id]) hands[slide.question] = shared.hands[slide.id];
    });
    form.postMessage(
      { type: "log", module: data.module, day: data.day, hands: hands, minutes: Math.round(elapsed()) },
      target,
    );
  }

  /* ---- messages from the deck ---- */
  function hear(event) {
    const message = event.data;
    if (form && event.source === form && event.origin === origin && message && message.type === "log-hello") {
      fillForm();
      return;
    }
    if (!message || message.deck !== data.id || message.type !== "state" || event.origin !== origin) return;
    if (event.source !== deck) {
      if (deck && !deck.closed && event.source !== window.opener) return;
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
    /* A focused button handles Space and Enter itself, but not the keys of a remote. */
    const isForButton = event.key === " " && event.target.closest("button, summary");
    if (event.ctrlKey || event.metaKey || event.altKey || isForButton) return;
    const orders = {
      ArrowRight: { type: "next" },
      PageDown: { type: "next" },
      " ": { type: "next" },
      ArrowLeft: { type: "previous" },
      PageUp: { type: "previous" },
      Home: { type: "go", slide: 0 },
      End: { type: "go", slide: data.slides.length - 1 },
      Backspace: { type: "undo" },
      b: { type: "black" },
      B: { type: "black" },
      ".": { type: "black" },
    };
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
    const order = event.code === "Period" ? orders["."] : orders[event.key];
    if (order) {
      send(order);
      event.preventDefault();
    }
    if (digit) {
      send({ type: "count", slide: now.slide, option: Number(digit[1]) - 1, change: 1 });
    }
  }

  byId("run").onclick = run;
  byId("more").onclick = giveMore;
  /* A second press is needed, against accidental presses. */
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
      share((own) => {
        own.clock = { begun: null, paused: null };
        own.more = {};
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
    const shown = now.step >= 0 ? `/0/${now.step}` : "";
    deck = window.open(`${encodeURIComponent(data.id)}.html#/${now.slide}${shown}`);
  };
  byId("light").onclick = () => {
    send({ type: "black" });
  };
  byId("form").onclick = openForm;
  addEventListener("message", hear);
  addEventListener("keydown", onKey);
  draw();
  tick();
  setInterval(tick, 1000);
})();
