// Makes the family's page easier to use; the page works without this script.
(() => {
  "use strict";
  // Moves the focus to the list of problems, so that a screen reader reads it first.
  document.getElementById("problems")?.focus();

  // Reports files that are too large before the form is sent.
  const form = document.querySelector("form[data-limit]");
  form?.addEventListener("change", (event) => {
    const input = event.target;
    if (input.type !== "file") return;
    const id = input.id + "-size";
    document.getElementById(id)?.remove();
    const size = [...input.files].reduce((sum, file) => sum + file.size, 0);
    if (size <= Number(form.dataset.limit)) return;
    input.value = "";
    const error = document.createElement("p");
    error.id = id;
    error.className = "error";
    error.setAttribute("role", "alert");
    error.textContent = form.dataset.tooLarge;
    input.closest(".field").append(error);
  });

  // Shows new messages without a reload.
  const stories = document.querySelector("[data-family-live]");
  if (!stories || !window.EventSource) return;
  const show = (event) => {
    const element = document.getElementById(event.type);
    if (!element) return;
    // An unchanged element is not replaced, because somebody may be about to press a button in it.
    const fresh = document.createElement("div");
    fresh.innerHTML = event.data;
    if (fresh.innerHTML === element.innerHTML) return;
    const focused = element.contains(document.activeElement) ? document.activeElement.id : "";
    element.replaceChildren(...fresh.childNodes);
    if (focused) document.getElementById(focused)?.focus();
  };
  let source = null;
  const stop = () => { source?.close(); source = null; };
  const start = () => {
    if (source) return;
    source = new EventSource(stories.dataset.familyLive);
    source.addEventListener("family-stories", show);
    source.addEventListener("family-news", show);
    source.onerror = () => {
      if (source?.readyState !== EventSource.CLOSED) return;
      source = null;
      setTimeout(() => { if (!document.hidden) start(); }, 5000);
    };
  };
  document.addEventListener("visibilitychange", () => document.hidden ? stop() : start());
  addEventListener("pagehide", stop);
  addEventListener("pageshow", start);
  start();
})();
