/* Walks through a deck as a trainer does, and tells what a room would see go wrong. Runs inside the page. */
window.everySlide = (isMeasured) => {
  const FLOOR = 28;
  /* Running heads, and what stands in a drawing or waits for the mouse. */
  const SMALL = ".foot, svg, .hands button, .dia:not(.dia-question, .dia-scene) > .head > .eyebrow";
  /* What an option holds beside the emphasis of its words. */
  const MARKS = "*:not(.option-text :is(strong, em, code))";
  const wrong = [];

  function tell(slide, text) {
    wrong.push(`${slide.id}: ${text}`);
  }
  function isSeen(part) {
    return part.checkVisibility({ visibilityProperty: true });
  }
  function named(part) {
    return `${part.tagName.toLowerCase()} “${part.textContent.trim().slice(0, 40)}”`;
  }

  function checkInside(slide) {
    const frame = slide.getBoundingClientRect();
    const foot = slide.querySelector(".foot");
    const lowest = foot.checkVisibility() ? foot.getBoundingClientRect().top : frame.bottom;
    slide.querySelectorAll("*").forEach((part) => {
      const box = part.getBoundingClientRect();
      if (
        !box.width ||
        !box.height ||
        !isSeen(part) ||
        part.closest(".frame, svg.qr, .dia-figure.has-chart .head")
      ) {
        return;
      }
      const isOut =
        box.left < frame.left - 1 ||
        box.right > frame.right + 1 ||
        box.top < frame.top - 1 ||
        box.bottom > frame.bottom + 1;
      if (isOut) {
        tell(slide, `sticks out: ${named(part)}`);
      }
      if (part.closest(".body") && box.bottom > lowest + 2) {
        tell(slide, `covers the foot: ${named(part)}`);
      }
    });
    slide.querySelectorAll(".head, .body, .option-text, td, th").forEach((box) => {
      if (isSeen(box) && box.clientWidth > 1 && box.scrollWidth > box.clientWidth + 1) {
        tell(slide, `wider than its place: ${named(box)}`);
      }
    });
  }
  /* Whatever the middle of a text or a picture shows must be that text or picture. */
  function checkShown(slide) {
    const parts = Array.from(slide.querySelectorAll("h1, h2, li, p, td, img, svg")).filter((part) => {
      const box = part.getBoundingClientRect();
      return isSeen(part) && box.width > 2 && box.height > 2 && !part.closest(".has-chart .head, .is-full");
    });
    if (!parts.length && !slide.querySelector(".is-full img")) {
      tell(slide, "is blank");
    }
    parts.forEach((part) => {
      const box = part.getBoundingClientRect();
      const line = part.getClientRects()[0] || box;
      const hit = document.elementFromPoint(
        line.left + 1,
        Math.min(line.top + line.height / 2, innerHeight - 1),
      );
      if (!hit || !(part.contains(hit) || hit.contains(part))) {
        tell(slide, `is covered: ${named(part)}`);
      }
      if (part.tagName === "IMG" && !part.naturalWidth) {
        tell(slide, `picture is missing: ${part.alt.slice(0, 40)}`);
      }
    });
  }
  function checkSize(slide) {
    const walker = document.createTreeWalker(slide, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement;
      const size = parseFloat(getComputedStyle(parent).fontSize);
      if (
        walker.currentNode.textContent.trim() &&
        isSeen(parent) &&
        !parent.closest(SMALL) &&
        size < FLOOR - 0.01
      ) {
        tell(slide, `text of ${size} px: ${named(parent)}`);
      }
    }
  }
  /* Before the reveal a right answer must look like any other, and nothing of the answer may take room. */
  function checkSecret(slide) {
    slide.querySelectorAll(".after").forEach((part) => {
      if (part.getClientRects().length) {
        tell(slide, `shows before it is asked: ${named(part)}`);
      }
    });
    const looks = new Set(Array.from(slide.querySelectorAll(".option")).filter(isSeen).map(look));
    if (looks.size > 1) {
      tell(slide, `answers differ before the reveal: ${Array.from(looks).join(" | ")}`);
    }
    const given = Array.from(slide.querySelectorAll(".options.before .option-text"), textOf).join();
    const right = Array.from(slide.querySelectorAll(".right-order .option-text"), (part) =>
      part.firstChild.textContent.trim(),
    ).join();
    if (right && given === right) {
      tell(slide, "stands in the right order already");
    }
  }
  function textOf(part) {
    return part.textContent.trim();
  }
  function look(option) {
    return `${[option, option.querySelector(".letter"), option.querySelector(".option-text")]
      .map((part) => {
        const style = getComputedStyle(part);
        return [
          style.backgroundColor,
          style.color,
          style.borderColor,
          style.fontWeight,
          style.fontSize,
          style.paddingTop,
          style.opacity,
        ].join(" ");
      })
      .join(" / ")} / ${Array.from(option.querySelectorAll(MARKS)).filter(isSeen).length}`;
  }
  const slides = Array.from(document.querySelectorAll("section.dia"));
  for (let i = 0; i < slides.length; i += 1) {
    const slide = slides[i];
    Reveal.slide(i, 0, -1);
    if (Reveal.getCurrentSlide() !== slide) {
      tell(slide, "can't be reached");
    }
    checkSecret(slide);
    checkInside(slide);
    while (Reveal.availableFragments().next) {
      Reveal.next();
      checkInside(slide);
    }
    checkShown(slide);
    if (isMeasured) {
      checkSize(slide);
    }
  }
  return { slides: slides.length, wrong: Array.from(new Set(wrong)) };
};

/* Lays all slides of a deck below each other, answered, so that one look of axe takes in the whole deck. */
window.unrollSlides = () => {
  document.querySelectorAll("section.dia").forEach((slide) => {
    ["aria-hidden", "hidden"].forEach((name) => {
      slide.removeAttribute(name);
    });
    if (slide.querySelector(".answer-step")) {
      slide.classList.add("is-answered", "is-explained");
    }
  });
  const style = document.createElement("style");
  style.textContent =
    "html, body, main, .reveal, .reveal .slides { position: static !important; width: auto !important; height: auto !important;" +
    " overflow: visible !important; transform: none !important; zoom: 1 !important; display: block !important; }" +
    ".reveal .slides > section.dia { display: flex !important; visibility: visible !important; opacity: 1 !important;" +
    " position: relative !important; transform: none !important; inset: auto !important; }";
  document.head.append(style);
};
