// The page in the window: what the address asks for is shown, what a button sends is taken.

/** Who is here, by what is kept with the tab. */
function who() {
  const text = store.text();
  const saved = readSaved(text, Date.now());
  return { saved, found: text !== "" };
}

/** Whether the last day of this file has passed, by the clock of this device. */
function isOutOfDate() {
  return new Date().toISOString().slice(0, 10) > DATA.last_day;
}

/** Take answers that another device hands over, and take them out of the address before all else. */
function takeHandedOver() {
  const letters = location.hash.slice(HANDED_OVER.length);
  const now = Date.now();
  history.replaceState(null, "", "#/");
  const saved = isOutOfDate() ? null : unpacked(letters, now);
  let next = goTo("web.gp_sheet");
  if (who().saved) {
    next = goTo("web.start", { notice: "code-too-many" });
  } else if (saved) {
    store.keep(saved.written());
  } else {
    next = goTo("web.start", { notice: "no-code" });
  }
  history.replaceState(null, "", next.goTo);
}

/** The page that the address asks for. */
function askedFor() {
  if (isOutOfDate()) {
    store.keep("");
    return pageHtml("no_questions.html", { journey: null, why: "old" });
  }
  let shown = shownAt(location.hash, who());
  while ("goTo" in shown) {
    history.replaceState(null, "", shown.goTo);
    shown = shownAt(shown.goTo, who());
  }
  return shown.html;
}

/** What the file shows without a script: when to call 999 and 111. */
let withoutScript = "";

/** Show what the address asks for. Whatever is wrong, the advice comes. */
function show() {
  let html = withoutScript;
  try {
    if (location.hash.startsWith(HANDED_OVER)) {
      takeHandedOver();
    }
    html = askedFor();
  } catch (fault) {
    console.error(fault instanceof Error ? fault.name : "fault"); // no message: it could hold an answer
  }
  put(new DOMParser().parseFromString(html, "text/html"));
}

/** @param {Document} made */
function put(made) {
  // the window had its first page long ago; enhance() moves the focus
  made.querySelectorAll("[autofocus]").forEach((summary) => summary.removeAttribute("autofocus"));
  document.title = made.title;
  document.body.className = made.body.className;
  putInPlace(document.body, made.body);
  const paper = /** @type {HTMLElement} */ (document.getElementById("paper-style"));
  const media = document.body.classList.contains("page--paper") ? "all" : "not all";
  if (paper.getAttribute("media") !== media) {
    paper.setAttribute("media", media); // or every style would be worked out anew
  }
  enhance();
}

/**
 * What both pages have around their main part stays: a slow phone need not draw it anew. The main part
 * never does, or a tick that nobody sent would still be there.
 * @param {Element} here
 * @param {Element} made
 */
function putInPlace(here, made) {
  const next = [...made.children];
  if (here.matches("body, .letter") && here.children.length === next.length) {
    [...here.children].forEach((child, place) => putInPlace(child, next[place]));
  } else if (here.matches("main") || !here.isEqualNode(made)) {
    here.replaceWith(made);
  }
}

/** As a browser does on a new page: at the top, and a screen reader begins there. */
function beginAtTop() {
  window.scrollTo(0, 0);
  const heading = document.querySelector("h1");
  if (heading && !document.querySelector(".error-summary")) {
    heading.tabIndex = -1;
    heading.focus();
  }
}

function showNext() {
  show();
  beginAtTop();
}

/** @param {string} id What a link inside the page leads to. */
function leadTo(id) {
  const target = document.getElementById(id);
  if (target) {
    target.scrollIntoView();
    if (target.tabIndex < 0 && !target.hasAttribute("tabindex")) {
      target.tabIndex = -1;
    }
    target.focus({ preventScroll: true });
  }
}

/** @param {MouseEvent} event */
function onClick(event) {
  const link = event.target instanceof Element ? event.target.closest('a[href^="#"]') : null;
  const href = (link && link.getAttribute("href")) || "";
  if (link && !href.startsWith("#/")) {
    event.preventDefault();
    leadTo(href.slice(1));
  }
}

/** @param {SubmitEvent} event */
function onSubmit(event) {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.target);
  const address = form.getAttribute("action") || location.hash;
  const next = taken(address, who().saved, new FormData(form), Date.now());
  store.keep(next.saved ? next.saved.written() : "");
  if (next.goTo === location.hash) {
    showNext();
  } else {
    location.hash = next.goTo;
  }
}

function start() {
  withoutScript = document.documentElement.outerHTML;
  document.documentElement.hidden = false;
  history.scrollRestoration = "manual";
  document.addEventListener("click", onClick);
  document.addEventListener("submit", onSubmit);
  window.addEventListener("hashchange", showNext);
  // Firefox keeps a copy of what is stored with each window in its back/forward cache, so answers that
  // were cleared since would come back. It keeps no window that listens to this.
  window.addEventListener("unload", () => {});
  // in a browser that keeps the window all the same
  window.addEventListener("pageshow", (event) => event.persisted && show());
  show();
}

if (typeof document !== "undefined") {
  // hidden until it begins, or who has no script would see the page for them for a moment
  document.documentElement.hidden = true;
  setTimeout(() => (document.documentElement.hidden = false), 3000);
  document.addEventListener("DOMContentLoaded", start);
}

Object.assign(globalThis, {
  selfCheck: { assess, makeSheet, roomOf, sheetText, shownAt, formatTime, packed, unpacked, readSaved, qrOf, Choice, Saved, QUESTIONNAIRE },
});
