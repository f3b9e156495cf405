// Updates the parts of a page that the server sends. Without this script, a page shows the state at its opening.
(() => {
  "use strict";
  const root = document.querySelector("[data-live]");
  if (!root || !window.EventSource) return;
  const state = document.createElement("p");
  state.className = "live";
  const text = document.createElement("span");
  text.setAttribute("role", "status");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet";
  state.append(text, " ", button);
  root.before(state);
  let source = null;
  let timer = 0;
  const say = (words) => { if (text.textContent !== words) text.textContent = words; };
  const show = (event) => {
    const element = document.getElementById(event.type);
    if (!element || element.contains(document.activeElement)
        && document.activeElement.matches("input, select, textarea, button")) return;
    // An unchanged element is not replaced, because somebody may be about to press a link in it.
    const fresh = document.createElement("div");
    fresh.innerHTML = event.data;
    if (fresh.innerHTML === element.innerHTML) return;
    const focused = element.contains(document.activeElement) ? document.activeElement.id : "";
    element.replaceChildren(...fresh.childNodes);
    if (focused) document.getElementById(focused)?.focus();
  };
  const stop = () => {
    clearTimeout(timer);
    source?.close();
    source = null;
  };
  const start = () => {
    stop();
    source = new EventSource(root.dataset.live);
    source.onopen = () => say("Up to date");
    source.onerror = () => {
      say("Not up to date: the board does not answer");
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(start, 5000);
    };
    for (const element of root.querySelectorAll("[data-part]")) source.addEventListener(element.id, show);
    button.textContent = "Pause";
  };
  button.addEventListener("click", () => {
    if (source) {
      stop();
      say("Paused");
      button.textContent = "Go on";
    } else start();
  });
  // A hidden page asks the server for nothing.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && source) stop();
    else if (!document.hidden && !source && button.textContent === "Pause") start();
  });
  addEventListener("pagehide", stop);
  start();
})();
