/* What the pages gain where scripts run. Nothing here is needed: every page works without it. */
"use strict";

const WAIT_BEFORE_ASKING = 600;
const WARN_BEFORE_SIGN_OUT = 120;
const ENDED = "You have been signed out";
const DRAFT_EVERY = 20000;
const LOOK_AGAIN = 1000;

const token = () => document.querySelector('meta[name="csrf-token"]')?.content ?? "";

/** Makes an element with a class, its words and other attributes. */
function element(name, className, words = "", attributes = {}) {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = words;
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  return made;
}

/** Posts fields to one of our own addresses; gives the answer, or null when there is none to be had. */
async function post(address, fields) {
  try {
    const answer = await fetch(address, {
      method: "POST",
      body: fields,
      credentials: "same-origin",
      headers: { "X-CSRFToken": token(), Accept: "application/json" },
    });
    // A redirection leads to the sign-in page: the session is over and nothing was kept.
    if (!answer.ok || answer.redirected) return null;
    document.dispatchEvent(new Event("server-answered"));
    return answer;
  } catch {
    return null;
  }
}

/* Errors: the reader starts at the summary, and each link puts the cursor in its box. */
function focusErrorSummary() {
  const summary = document.querySelector(".govuk-error-summary");
  if (!summary) return;
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    const box = link && document.getElementById(link.hash.slice(1));
    if (!box) return;
    event.preventDefault();
    (box.closest(".govuk-form-group") ?? box).scrollIntoView();
    box.focus({ preventScroll: true });
  });
}

/* Real names: what is being typed is shown to the register, and its answer is said politely. */
function watchForNames(box) {
  const note = element("p", "dd-watch", "", { "aria-live": "polite" });
  let timer = 0;
  let asked = 0;
  box.insertAdjacentElement("afterend", note);
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const turn = ++asked;
      const fields = new FormData();
      fields.set("text", box.value);
      const answer = await post(box.dataset.nameWatch, fields);
      const told = answer ? await answer.json().catch(() => ({})) : {};
      if (turn === asked && note.textContent !== (told.message ?? "")) note.textContent = told.message ?? "";
    }, WAIT_BEFORE_ASKING);
  });
}

/* Forms: sent once, never left by accident with words unsaved. */
function guard(form) {
  let changed = false;
  let sent = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
    form.querySelectorAll('button[type="submit"]').forEach((button) => button.setAttribute("aria-disabled", "true"));
  });
  window.addEventListener("beforeunload", (event) => {
    if (changed && !sent) event.preventDefault();
  });
  // Coming back by the browser's own button shows the page as it was left: the form may be sent again.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    sent = false;
    form.querySelectorAll('button[type="submit"]').forEach((button) => button.removeAttribute("aria-disabled"));
  });
}

/* Drafts: text is kept on the server every so often while it changes. */
function keepDrafts(form) {
  const note = element("p", "dd-draft", "", { role: "status" });
  let changed = false;
  form.append(note);
  form.addEventListener("input", () => { changed = true; });
  const keep = async () => {
    if (!changed) return;
    changed = false;
    const fields = new FormData(form);
    form.querySelectorAll('input[type="password"], input[type="file"]').forEach((box) => fields.delete(box.name));
    fields.delete("form_key"); // a draft is kept many times; the key is for the one time the form is sent
    const answer = await post(form.dataset.autosave, fields);
    if (answer) {
      const time = new Date().toLocaleTimeString("en-GB", { hour: "numeric", minute: "2-digit", hour12: true });
      note.textContent = `Draft kept at ${time.replace(" ", "")}.`;
    } else {
      changed = true;
      note.textContent = "The draft could not be kept. Copy your text before you leave this page.";
    }
  };
  setInterval(keep, DRAFT_EVERY);
}

/* Time: two minutes before the session ends the reader may stay, by keyboard too. */
function warnBeforeSignOut(body) {
  const seconds = Number(body.dataset.sessionSeconds);
  const address = body.dataset.extendUrl;
  if (!(seconds > WARN_BEFORE_SIGN_OUT) || !address) return;
  const dialog = element("dialog", "dd-dialog", "", { "aria-labelledby": "time-title" });
  const title = element("h2", "govuk-heading-m", "You will be signed out in 2 minutes", { id: "time-title" });
  const words = element("p", "govuk-body", "This keeps review material safe when a desk is left.", { "aria-live": "polite" });
  const stay = element("button", "govuk-button", "Stay signed in", { type: "button" });
  dialog.append(title, words, stay);
  body.append(dialog);

  let timers = [];
  const start = () => {
    if (title.textContent === ENDED) return;
    timers.forEach(clearTimeout);
    timers = [
      setTimeout(() => dialog.showModal(), (seconds - WARN_BEFORE_SIGN_OUT) * 1000),
      setTimeout(() => {
        title.textContent = ENDED;
        words.textContent = "Copy any text you have not saved before you sign in again.";
        stay.textContent = "Close";
      }, seconds * 1000),
    ];
  };
  stay.addEventListener("click", async () => {
    if (title.textContent === ENDED) {
      dialog.close();
    } else if (await post(address, new FormData())) {
      dialog.close();
    } else {
      words.textContent = "darddr could not be reached. Copy any text you have not saved.";
    }
  });
  document.addEventListener("server-answered", start);
  start();
}

/* Progress: what the server is making is asked after until it is made; without scripts there is a link to look again. */
function follow(place) {
  setTimeout(async () => {
    const answer = await fetch(location.href, { credentials: "same-origin" }).catch(() => null);
    if (answer?.redirected) return; // signed out
    const page = answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
    const fresh = page?.getElementById(place.id);
    if (fresh && fresh.textContent !== place.textContent) place.replaceChildren(...fresh.childNodes);
    if (!fresh || fresh.matches("[data-progress]")) follow(place);
  }, LOOK_AGAIN);
}

focusErrorSummary();
document.querySelectorAll("[data-progress]").forEach(follow);
document.querySelectorAll("[data-name-watch]").forEach(watchForNames);
document.querySelectorAll("form[data-guard]").forEach(guard);
document.querySelectorAll("form[data-autosave]").forEach(keepDrafts);
warnBeforeSignOut(document.body);
