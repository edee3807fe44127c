/* The deck: navigation, answers, hands, the speaker's window. No network and no storage; it only sends messages to the
   speaker's window, by postMessage. */
(() => {
  const data = JSON.parse(document.getElementById("deck-data").textContent);
  const slides = Array.from(document.querySelectorAll("section.dia"));
  const query = new URLSearchParams(location.search);
  const isPreview = query.has("voorbeeld");
  const target = location.protocol === "file:" ? "*" : location.origin;
  const origin = location.protocol === "file:" ? "null" : location.origin;
  let speaker = null;

  /* The state that both windows share. After a reload, the state with the higher `turn` is used. */
  let shared = { turn: 0, hands: {}, skipped: {}, more: {}, clock: { begun: null, paused: null } };
  const lastHands = [];
  let waiting = null;
  /* Measuring must wait for the fonts and pictures. */
  const FACES = ["", "600 ", "italic "].map((face) => `${face}16px "Vorming Sans"`);

  function answerStep(slide) {
    return slide.querySelector(".answer-step");
  }

  /* ---- fitting: the text shrinks to its minimum, then the lines and gaps, then the explanation gets its own step ----
     Measured in the pixels of the slide, so that every screen and preview gives the same result. */
  const ATTEMPTS = [[], ["is-tight"], ["is-split"], ["is-split", "is-tight"]];
  const STATES = ["is-answered", "is-explained"];

  function isFull(slide) {
    return [slide, slide.querySelector(".body")].some(
      (box) => box && (box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1),
    );
  }
  function show(slide, state) {
    for (const [i, name] of STATES.entries()) slide.classList.toggle(name, i < state);
  }
  function shownState(slide) {
    return STATES.filter((name) => slide.classList.contains(name)).length;
  }
  function statesOf(slide) {
    const last = !answerStep(slide) ? 0 : slide.classList.contains("is-split") ? 2 : 1;
    return [0, 1, 2].slice(0, last + 1);
  }
  function fitsAt(slide, size) {
    slide.style.setProperty("--fit", size.toFixed(2));
    return statesOf(slide).every((state) => {
      show(slide, state);
      return !isFull(slide);
    });
  }
  function largest(slide) {
    if (!fitsAt(slide, 0.4)) return false;
    let size = 1;
    while (size > 0.4 && !fitsAt(slide, size)) size -= 0.04;
    return true;
  }
  function fit(slide) {
    if (slide.classList.contains("dia-figure")) return;
    const was = shownState(slide);
    for (const names of ATTEMPTS) {
      if (names.includes("is-split") && !answerStep(slide)) break;
      for (const name of ["is-tight", "is-split"]) slide.classList.toggle(name, names.includes(name));
      if (largest(slide)) break;
    }
    shrink(slide);
    show(slide, was);
  }
  /* Content that doesn't fit with any text size, such as a very wide table, is scaled down as a whole. */
  function shrink(slide) {
    const body = slide.querySelector(".body");
    for (const state of body ? statesOf(slide) : []) {
      show(slide, state);
      if (!isFull(slide)) continue;
      const share = Math.min(body.clientWidth / body.scrollWidth, body.clientHeight / body.scrollHeight);
      body.style.zoom = Math.max(0.4, Math.min(Number(body.style.zoom || 1), share) - 0.02);
    }
  }
  function addWhyStep(slide) {
    if (!slide.matches(".is-split") || !slide.querySelector(".explanation")) return;
    answerStep(slide).insertAdjacentHTML(
      "afterend",
      '<span class="fragment why-step" aria-hidden="true"></span>',
    );
    Reveal.syncFragments(slide);
  }

  /* A slide is fitted when it is shown, or earlier if there is time. */
  const fitted = new Set();
  function ready(slide) {
    if (fitted.has(slide)) return;
    fitted.add(slide);
    fit(slide);
    addWhyStep(slide);
  }
  function readySome() {
    const next = slides.filter((slide) => !fitted.has(slide)).slice(0, 5);
    next.forEach(ready);
    if (next.length) setTimeout(readySome, 30);
  }

  /* ---- answers ---- */
  function stepped({ fragment }) {
    showSteps(fragment.closest("section"));
    tell();
  }
  function showSteps(slide) {
    show(slide, slide.querySelectorAll(".answer-step.visible, .why-step.visible").length);
    zoom(slide);
  }

  /* ---- hands ---- */
  function handsOf(slide) {
    const letters = data.slides[slides.indexOf(slide)].options;
    if (!shared.hands[slide.id]) {
      shared.hands[slide.id] = letters.map(() => 0);
    }
    return shared.hands[slide.id];
  }
  function count(slide, option, change) {
    const hands = handsOf(slide);
    if (option < 0 || option >= hands.length) return;
    hands[option] = Math.max(0, hands[option] + change);
    if (change > 0) lastHands.push([slide.id, option]);
    shared.turn += 1;
    drawHands(slide);
    tell();
  }
  function undoHand() {
    const last = lastHands.pop();
    if (last) count(document.getElementById(last[0]), last[1], -1);
  }
  function drawHands(slide) {
    const hands = handsOf(slide);
    slide.querySelectorAll(".hands output").forEach((output, option) => {
      output.textContent = hands[option];
      output.classList.toggle("is-none", !hands[option]);
    });
  }

  function drawAllHands() {
    slides.filter((_, at) => data.slides[at].options.length).forEach(drawHands);
  }

  /* ---- figure, black, help, print ---- */
  /* A chart that would be too small to read gets steps: the next press zooms to the width, the following presses move it up. */
  const READABLE = 1.5;
  function prepareFigure(slide) {
    const image = slide.querySelector("img");
    const isChart = !!slide.querySelector("figure.chart");
    slide.classList.toggle("has-chart", isChart);
    const width = image && Number(image.getAttribute("width") || image.naturalWidth);
    const height = image && Number(image.getAttribute("height") || image.naturalHeight);
    if (!isChart || !width || !height || Math.min(1232 / width, 650 / height) >= READABLE) return;
    const tall = (height * 1232) / width;
    const steps = Math.max(1, Math.ceil((tall - 40) / 656));
    for (let i = 0; i < steps; i += 1) {
      const step = document.createElement("span");
      step.className = "fragment zoom-step";
      step.setAttribute("aria-hidden", "true");
      step.setAttribute("data-pan", steps > 1 ? Math.round((i * (tall - 696)) / (steps - 1)) : 0);
      slide.appendChild(step);
    }
    if (tall <= 720) slide.classList.add("is-whole");
  }
  function zoom(slide) {
    const steps = slide.querySelectorAll(".zoom-step.visible");
    slide.classList.toggle("is-full", steps.length > 0);
    if (steps.length) slide.style.setProperty("--pan", steps[steps.length - 1].getAttribute("data-pan"));
  }
  function toggleFigure() {
    const slide = Reveal.getCurrentSlide();
    if (!slide.classList.contains("dia-figure")) return;
    if (slide.querySelector(".zoom-step")) {
      Reveal.navigateFragment(slide.classList.contains("is-full") ? -1 : 0);
    } else {
      slide.classList.toggle("is-full");
      slide.classList.add("is-whole");
    }
  }
  function toggleBlack() {
    const black = document.querySelector(".blackout");
    black.hidden = !black.hidden;
    tell();
  }
  function toggleHelp() {
    const help = document.querySelector(".help");
    if (help.open) help.close();
    else help.showModal();
  }
  function print(withAnswers) {
    document.querySelector(".help").close();
    slides.forEach(ready);
    const shown = slides.map(shownState);
    const isSplit = slides.filter((slide) => slide.classList.contains("is-split"));
    document.body.classList.add("is-paper");
    isSplit.forEach(fit);
    for (const slide of slides) show(slide, withAnswers && answerStep(slide) ? 1 : 0);
    window.print();
    document.body.classList.remove("is-paper");
    isSplit.forEach(fit);
    for (const [i, slide] of slides.entries()) show(slide, shown[i]);
  }

  /* ---- the speaker's window ---- */
  function openSpeaker() {
    speaker = window.open(
      `${encodeURIComponent(data.id)}-spreker.html`,
      `spreker-${data.id}`,
      "width=1180,height=800",
    );
  }
  function state() {
    const slide = Reveal.getCurrentSlide();
    return {
      deck: data.id,
      type: "state",
      slide: slides.indexOf(slide),
      isAnswered: shownState(slide) > 0,
      canAnswer: !!answerStep(slide),
      step: Reveal.getIndices().f,
      isBlack: !document.querySelector(".blackout").hidden,
      shared: shared,
    };
  }
  function tell() {
    if (isPreview || !Reveal.isReady()) return;
    const other = speaker || window.opener;
    if (other && !other.closed) other.postMessage(state(), target);
  }
  function adopt(other) {
    if (!other || other.turn <= shared.turn) return;
    shared = other;
    drawAllHands();
  }
  const moves = { next: () => Reveal.next(), previous: () => Reveal.prev() };
  const orders = {
    ...moves,
    hello: (message) => {
      adopt(message.shared);
      tell();
    },
    go: (message) => {
      ready(slides[message.slide]);
      Reveal.slide(message.slide, 0, message.step === undefined ? -1 : message.step);
    },
    undo: undoHand,
    black: toggleBlack,
    count: (message) => count(slides[message.slide], message.option, message.change),
    share: (message) => adopt(message.shared),
  };
  function hear(event) {
    const message = event.data;
    if (!message || message.deck !== data.id || event.origin !== origin || !orders[message.type]) return;
    if (!isPreview) speaker = event.source;
    if (Reveal.isReady()) orders[message.type](message);
    else waiting = message;
  }

  /* ---- skipping what the speaker marked ---- */
  function skip(event) {
    const index = slides.indexOf(event.currentSlide);
    const came = slides.indexOf(event.previousSlide);
    let to = shared.skipped[index];
    if (!to || came !== index - 1 || to >= slides.length) return;
    while (shared.skipped[to]) to = shared.skipped[to];
    Reveal.slide(Math.min(to, slides.length - 1), 0, -1);
  }

  /* ---- actions ---- */
  const actions = {
    ...moves,
    figure: toggleFigure,
    speaker: openSpeaker,
    fullscreen: () => {
      if (document.fullscreenElement) document.exitFullscreen();
      else document.documentElement.requestFullscreen();
    },
    help: toggleHelp,
    way: (button) => {
      const scene = document.querySelector(`[data-scene="${button.getAttribute("data-to")}"]`);
      Reveal.slide(slides.indexOf(scene), 0, -1);
    },
    print: () => print(false),
    "print-answers": () => print(true),
    "hand-up": (button) => hand(button, 1),
    "hand-down": (button) => hand(button, -1),
  };
  function hand(button, change) {
    const slide = button.closest("section.dia");
    const options = Array.from(slide.querySelectorAll(".hands"));
    count(slide, options.indexOf(button.closest(".hands")), change);
  }
  function onClick(event) {
    const button = event.target.closest?.("[data-do]");
    if (button) actions[button.getAttribute("data-do")](button);
  }
  function onKey(event) {
    const isForHelp = document.querySelector(".help").open && event.key !== "?";
    if (event.ctrlKey || event.metaKey || event.altKey || isForHelp) return;
    if (event.key === "Escape" && document.querySelector(".dia.is-full.present")) {
      toggleFigure();
      event.stopImmediatePropagation();
      event.preventDefault();
      return;
    }
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
    if (digit) count(Reveal.getCurrentSlide(), Number(digit[1]) - 1, 1);
    if (event.key === "Backspace") undoHand();
    if (event.key === "?") toggleHelp();
    // The black-screen key of a remote sends the key of the dot, which gives a colon on a Belgian keyboard.
    if (/^[b.]$/i.test(event.key) || event.code === "Period") toggleBlack();
  }
  /* A focused button handles Space and Enter itself; the help handles all keys. */
  function isForSlides(event) {
    const isButton = event.target.closest?.("button");
    return (
      !document.querySelector(".help").open && !(isButton && (event.key === " " || event.key === "Enter"))
    );
  }

  let stillTimer = null;
  function onMove() {
    document.body.classList.remove("is-still");
    clearTimeout(stillTimer);
    stillTimer = setTimeout(() => {
      document.body.classList.add("is-still");
    }, 3000);
  }

  /* The background of a title slide continues beside and below the slide, for any ratio of the screen. */
  const GROUNDS = ".dia-opening, .dia-title, .dia-heading, .dia-content-note";
  const BARS = ".dia-opening, .dia-title, .dia-heading, .dia-closing";
  function arrive(slide) {
    ready(slide);
    showSteps(slide);
    document.body.classList.toggle("has-ground", slide.matches(GROUNDS));
    document.body.classList.toggle("has-bar", slide.matches(BARS));
  }

  function start() {
    document.body.classList.toggle("is-preview", isPreview);
    arrive(Reveal.getCurrentSlide());
    addEventListener("beforeprint", () => slides.forEach(ready));
    drawAllHands();
    Reveal.on("fragmentshown", stepped);
    Reveal.on("fragmenthidden", stepped);
    Reveal.on("slidechanged", (event) => {
      arrive(event.currentSlide);
      skip(event);
      tell();
    });
    if (!isPreview) {
      setTimeout(readySome, 300);
      addEventListener("keydown", onKey, true);
      document.addEventListener("click", onClick);
      document.addEventListener("mousemove", onMove);
      onMove();
    }
    if (waiting) orders[waiting.type](waiting);
    document.documentElement.classList.add("is-ready");
    tell();
  }

  function loaded(image) {
    image.loading = "eager";
    return (
      image.complete ||
      new Promise((resolve) => {
        image.onload = image.onerror = resolve;
      })
    );
  }
  function prepare() {
    // The cells of a row that the group fills in appear together.
    for (const cell of document.querySelectorAll(".fill-step"))
      cell.setAttribute("data-fragment-index", /\brow-(\d+)/.exec(cell.className)[1]);
    slides.filter((slide) => slide.classList.contains("dia-figure")).forEach(prepareFigure);
  }

  addEventListener("message", hear);
  /* Without its fonts a deck still opens, with the fonts of the system. */
  const faces = FACES.map((face) => document.fonts.load(face).catch(() => {}));
  Promise.all(faces.concat(Array.from(document.images, loaded)))
    .then(prepare)
    .then(() =>
      Reveal.initialize({
        width: 1280,
        height: 720,
        margin: 0,
        minScale: 0.1,
        maxScale: 4,
        center: false,
        display: "flex",
        controls: false,
        hash: !isPreview,
        transition: "none",
        backgroundTransition: "none",
        autoAnimate: false,
        viewDistance: 10000,
        mobileViewDistance: 10000,
        help: false,
        pause: false,
        jumpToSlide: false,
        overview: !isPreview,
        touch: !isPreview,
        postMessage: false,
        scrollActivationWidth: null,
        keyboard: isPreview
          ? false
          : {
              66: null,
              190: null,
              86: null,
              71: toggleFigure,
              83: openSpeaker,
              191: null,
              65: null,
              13: () => Reveal.toggleOverview(false),
            },
        keyboardCondition: isForSlides,
      }),
    )
    .then(start);
})();
