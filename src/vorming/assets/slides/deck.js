/* The deck: moving, answers, hands, the speaker's window. No network, no storage; the only thing
   that leaves this window is a postMessage to the speaker's window. */
(function () {
  "use strict";

  var data = JSON.parse(document.getElementById("deck-data").textContent);
  var slides = Array.prototype.slice.call(document.querySelectorAll("section.dia"));
  var query = new URLSearchParams(location.search);
  var isPreview = query.has("voorbeeld");
  var target = location.protocol === "file:" ? "*" : location.origin;
  var speaker = null;

  /* What both windows agree on. The one with the highest `turn` is right after a reload. */
  var shared = { turn: 0, hands: {}, skipped: {}, leftOut: {}, clock: null };
  var lastHands = [];
  var waiting = null;
  /* What is measured before its type and its pictures are there is measured wrong. */
  var FACES = ["", "600 ", "italic "].map(function (face) { return face + '16px "Vorming Sans"'; });

  function current() { return slides.indexOf(Reveal.getCurrentSlide()); }
  function answerStep(slide) { return slide.querySelector(".answer-step"); }
  function isAnswered(slide) { return slide.classList.contains("is-answered"); }

  /* ---- fitting: text shrinks to its floor, then lines and gaps, then why gets a step of its own ----
     Measured in the slide's own pixels, so that every screen and every preview decides the same. */
  var ATTEMPTS = [[], ["is-tight"], ["is-split"], ["is-split", "is-tight"]];
  var STATES = ["", "is-answered", "is-explained"];

  function isFull(slide) {
    return [slide, slide.querySelector(".body")].some(function (box) {
      return box && (box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1);
    });
  }
  function show(slide, state) {
    STATES.slice(1).forEach(function (name, i) { slide.classList.toggle(name, i < state); });
  }
  function statesOf(slide) {
    var last = !answerStep(slide) ? 0 : slide.classList.contains("is-split") ? 2 : 1;
    return [0, 1, 2].slice(0, last + 1);
  }
  function fitsAt(slide, size) {
    slide.style.setProperty("--fit", size.toFixed(2));
    return statesOf(slide).every(function (state) { show(slide, state); return !isFull(slide); });
  }
  function largest(slide) {
    if (!fitsAt(slide, 0.4)) { return false; }
    var size = 1;
    while (size > 0.4 && !fitsAt(slide, size)) { size -= 0.04; }
    return true;
  }
  function fit(slide) {
    if (slide.classList.contains("dia-figure")) { return; }
    var was = shownState(slide);
    var isAsking = !!answerStep(slide);
    ATTEMPTS.some(function (names) {
      if (!isAsking && names.indexOf("is-split") >= 0) { return false; }
      ["is-tight", "is-split"].forEach(function (name) { slide.classList.toggle(name, names.indexOf(name) >= 0); });
      return largest(slide);
    });
    show(slide, was);
  }
  function shownState(slide) { return slide.classList.contains("is-explained") ? 2 : isAnswered(slide) ? 1 : 0; }
  function addWhyStep(slide) {
    if (!slide.matches(".is-split") || !slide.querySelector(".explanation")) { return; }
    answerStep(slide).insertAdjacentHTML("afterend", '<span class="fragment why-step" aria-hidden="true"></span>');
    Reveal.syncFragments(slide);
  }

  /* A slide is fitted when it comes on the screen, or before, when there is time. */
  var fitted = new Set();
  function ready(slide) {
    if (fitted.has(slide)) { return; }
    fitted.add(slide);
    fit(slide);
    addWhyStep(slide);
  }
  function readySome() {
    var next = slides.filter(function (slide) { return !fitted.has(slide); }).slice(0, 5);
    next.forEach(ready);
    if (next.length) { setTimeout(readySome, 30); }
  }
  function readyAll() { slides.forEach(ready); }

  /* ---- answers ---- */
  function stepped(fragment) {
    var slide = fragment.closest("section");
    if (fragment.classList.contains("zoom-step")) { zoom(slide); } else { showSteps(slide); }
    tell();
  }
  function showSteps(slide) { show(slide, slide.querySelectorAll(".answer-step.visible, .why-step.visible").length); }

  /* ---- hands ---- */
  function handsOf(slide) {
    var letters = data.slides[slides.indexOf(slide)].options;
    if (!shared.hands[slide.id]) { shared.hands[slide.id] = letters.map(function () { return 0; }); }
    return shared.hands[slide.id];
  }
  function count(slide, option, change) {
    var hands = handsOf(slide);
    if (option < 0 || option >= hands.length) { return; }
    hands[option] = Math.max(0, hands[option] + change);
    if (change > 0) { lastHands.push([slide.id, option]); }
    shared.turn += 1;
    drawHands(slide);
    tell();
  }
  function undoHand() {
    var last = lastHands.pop();
    if (last) { count(document.getElementById(last[0]), last[1], -1); }
  }
  function drawHands(slide) {
    var hands = handsOf(slide);
    slide.querySelectorAll(".hands output").forEach(function (output, option) {
      output.textContent = hands[option];
      output.classList.toggle("is-none", !hands[option]);
    });
  }

  /* ---- figure, black, help, print ---- */
  /* A chart that would be too small to read gets steps: the next press fills the width, then moves up. */
  var READABLE = 1.5;
  function prepareFigure(slide) {
    var image = slide.querySelector("img");
    var isChart = !!slide.querySelector("figure.chart");
    slide.classList.toggle("has-chart", isChart);
    var width = image && Number(image.getAttribute("width") || image.naturalWidth);
    var height = image && Number(image.getAttribute("height") || image.naturalHeight);
    if (!isChart || !width || !height || Math.min(1232 / width, 650 / height) >= READABLE) { return; }
    var tall = height * 1232 / width;
    var steps = Math.max(1, Math.ceil((tall - 40) / 656));
    for (var i = 0; i < steps; i += 1) {
      var step = document.createElement("span");
      step.className = "fragment zoom-step";
      step.setAttribute("aria-hidden", "true");
      step.setAttribute("data-pan", steps > 1 ? Math.round(i * (tall - 696) / (steps - 1)) : 0);
      slide.appendChild(step);
    }
    if (tall <= 720) { slide.classList.add("is-whole"); }
  }
  function zoom(slide) {
    var steps = slide.querySelectorAll(".zoom-step.visible");
    slide.classList.toggle("is-full", steps.length > 0);
    if (steps.length) { slide.style.setProperty("--pan", steps[steps.length - 1].getAttribute("data-pan")); }
  }
  function toggleFigure(isFull) {
    var slide = Reveal.getCurrentSlide();
    if (!slide.classList.contains("dia-figure")) { return; }
    if (!slide.querySelector(".zoom-step")) { slide.classList.toggle("is-full", isFull); slide.classList.add("is-whole"); return; }
    var open = isFull === undefined ? !slide.classList.contains("is-full") : isFull;
    Reveal.navigateFragment(open ? 0 : -1);
  }
  function fullFigure() { return document.querySelector(".dia.is-full.present"); }
  function toggleBlack() {
    var black = document.querySelector(".blackout");
    black.hidden = !black.hidden;
  }
  function toggleHelp() {
    var help = document.querySelector(".help");
    if (help.open) { help.close(); } else { help.showModal(); }
  }
  function print(withAnswers) {
    document.querySelector(".help").close();
    readyAll();
    var shown = slides.map(shownState);
    var isSplit = slides.filter(function (slide) { return slide.classList.contains("is-split"); });
    document.body.classList.add("is-paper");
    isSplit.forEach(fit);
    slides.forEach(function (slide) { show(slide, withAnswers && answerStep(slide) ? 1 : 0); });
    window.print();
    document.body.classList.remove("is-paper");
    isSplit.forEach(fit);
    slides.forEach(function (slide, i) { show(slide, shown[i]); });
  }

  /* ---- the speaker's window ---- */
  function openSpeaker() {
    speaker = window.open(encodeURIComponent(data.id) + "-spreker.html", "spreker-" + data.id, "width=1180,height=800");
  }
  function state() {
    var slide = Reveal.getCurrentSlide();
    return {
      deck: data.id, type: "state", slide: current(), isAnswered: isAnswered(slide),
      canAnswer: !!answerStep(slide), step: Reveal.getIndices().f, shared: shared,
    };
  }
  function tell() {
    if (isPreview || !Reveal.isReady()) { return; }
    var other = speaker || window.opener;
    if (other && !other.closed) { other.postMessage(state(), target); }
  }
  function adopt(other) {
    if (!other || other.turn <= shared.turn) { return; }
    shared = other;
    slides.forEach(function (slide) { if (data.slides[slides.indexOf(slide)].options.length) { drawHands(slide); } });
  }
  var orders = {
    hello: function (message) { adopt(message.shared); tell(); },
    next: function () { Reveal.next(); },
    previous: function () { Reveal.prev(); },
    go: function (message) { ready(slides[message.slide]); Reveal.slide(message.slide, 0, message.step === undefined ? -1 : message.step); },
    undo: undoHand,
    count: function (message) { count(slides[message.slide], message.option, message.change); },
    share: function (message) { adopt(message.shared); },
  };
  function hear(event) {
    var message = event.data;
    if (!message || message.deck !== data.id || event.origin !== originOf() || !orders[message.type]) { return; }
    if (!isPreview) { speaker = event.source; }
    if (Reveal.isReady()) { orders[message.type](message); } else { waiting = message; }
  }
  function originOf() { return location.protocol === "file:" ? "null" : location.origin; }

  /* ---- skipping what the speaker marked ---- */
  function skip(event) {
    var index = slides.indexOf(event.currentSlide);
    var came = slides.indexOf(event.previousSlide);
    var to = shared.skipped[index] || shared.leftOut[index];
    if (to && came === index - 1 && to < slides.length) { skipFrom(to); }
  }

  function skipFrom(to) {
    while (shared.skipped[to] || shared.leftOut[to]) { to = shared.skipped[to] || shared.leftOut[to]; }
    Reveal.slide(Math.min(to, slides.length - 1), 0, -1);
  }

  /* ---- doing ---- */
  var actions = {
    previous: function () { Reveal.prev(); },
    next: function () { Reveal.next(); },
    figure: function () { toggleFigure(); },
    speaker: openSpeaker,
    fullscreen: function () { if (document.fullscreenElement) { document.exitFullscreen(); } else { document.documentElement.requestFullscreen(); } },
    help: toggleHelp,
    way: function (button) {
      var scene = document.querySelector('[data-scene="' + button.getAttribute("data-to") + '"]');
      Reveal.slide(slides.indexOf(scene), 0, -1);
    },
    print: function () { print(false); },
    "print-answers": function () { print(true); },
    "hand-up": function (button) { hand(button, 1); },
    "hand-down": function (button) { hand(button, -1); },
  };
  function hand(button, change) {
    var slide = button.closest("section.dia");
    var options = Array.prototype.slice.call(slide.querySelectorAll(".hands"));
    count(slide, options.indexOf(button.closest(".hands")), change);
  }
  function onClick(event) {
    var button = event.target.closest && event.target.closest("[data-do]");
    if (button) { actions[button.getAttribute("data-do")](button); }
  }
  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) { return; }
    if (event.key === "Escape" && fullFigure()) {
      toggleFigure(false);
      event.stopImmediatePropagation();
      event.preventDefault();
      return;
    }
    var digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
    if (digit) { count(Reveal.getCurrentSlide(), Number(digit[1]) - 1, 1); }
    if (event.key === "Backspace") { undoHand(); }
    if (event.key === "?") { toggleHelp(); }
  }
  /* A focused button keeps Space and Enter for itself; the help keeps all keys. */
  function isForSlides(event) {
    var isButton = event.target.closest && event.target.closest("button");
    return !document.querySelector(".help").open && !(isButton && (event.key === " " || event.key === "Enter"));
  }

  var stillTimer = null;
  function onMove() {
    document.body.classList.remove("is-still");
    clearTimeout(stillTimer);
    stillTimer = setTimeout(function () { document.body.classList.add("is-still"); }, 3000);
  }

  function start() {
    document.body.classList.toggle("is-preview", isPreview);
    ready(Reveal.getCurrentSlide());
    addEventListener("beforeprint", readyAll);
    if (!isPreview) { setTimeout(readySome, 300); }
    slides.forEach(function (slide) { if (data.slides[slides.indexOf(slide)].options.length) { drawHands(slide); } });
    Reveal.on("fragmentshown", function (event) { stepped(event.fragment); });
    Reveal.on("fragmenthidden", function (event) { stepped(event.fragment); });
    Reveal.on("slidechanged", function (event) {
      ready(event.currentSlide);
      showSteps(event.currentSlide);
      zoom(event.currentSlide);
      skip(event);
      tell();
    });
    if (!isPreview) {
      addEventListener("keydown", onKey, true);
      document.addEventListener("click", onClick);
      document.addEventListener("mousemove", onMove);
      onMove();
    }
    if (waiting) { orders[waiting.type](waiting); }
    document.documentElement.classList.add("is-ready");
    tell();
  }

  function loaded(image) {
    image.loading = "eager";
    return image.complete || new Promise(function (resolve) { image.onload = image.onerror = resolve; });
  }
  function prepare() {
    slides.filter(function (slide) { return slide.classList.contains("dia-figure"); }).forEach(prepareFigure);
  }

  addEventListener("message", hear);
  /* Without its type a deck still opens, in that of the machine. */
  var faces = FACES.map(function (face) { return document.fonts.load(face).catch(function () {}); });
  Promise.all(faces.concat(Array.from(document.images, loaded))).then(prepare).then(function () { return Reveal.initialize({
    width: 1280, height: 720, margin: 0, minScale: 0.1, maxScale: 4, center: false, display: "flex",
    controls: false, progress: true, slideNumber: false, hash: !isPreview, history: false,
    transition: "none", backgroundTransition: "none", autoAnimate: false, viewDistance: 10000, mobileViewDistance: 10000,
    help: false, pause: false, jumpToSlide: false, overview: !isPreview, touch: !isPreview, mouseWheel: false,
    hideInactiveCursor: true, postMessage: false, postMessageEvents: false, showNotes: false, scrollActivationWidth: null,
    keyboard: isPreview ? false : { 66: toggleBlack, 190: toggleBlack, 86: null, 71: function () { toggleFigure(); }, 83: openSpeaker, 191: null, 65: null },
    keyboardCondition: isForSlides,
  }); }).then(start);
})();
