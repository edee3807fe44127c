/* The functions that the parts of this script share. No answer, no visit and no search word leaves the browser. */
const SITE = (() => {
  const root = document.documentElement;

  /** Fill the {placeholders} in a text of the interface. */
  function fill(text, values) {
    return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }

  function element(name, className, text) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  function button(className, text, act) {
    const made = element("button", className, text);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }

  const live = element("p", "visually-hidden");
  live.setAttribute("role", "status");
  document.body.append(live);

  return {
    root,
    base: root.dataset.root,
    fill,
    element,
    button,
    /** Let a screen reader announce a text. */
    announce(text) {
      live.textContent = text;
    },
  };
})();
