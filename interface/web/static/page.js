// The pages work without this. With it: keys, and a filter that applies itself.
"use strict";

const typing = (target) => target.closest("input, select, textarea, [contenteditable], dialog[open]");
let before = "";

const moves = { j: 1, k: -1 };
const places = { t: "/", r: "/releases", a: "/articles", v: "/vendors", p: "/places", h: "/health" };

function move(step) {
  const rows = [...document.querySelectorAll("table.list tbody tr")];
  if (!rows.length) return;
  const now = rows.findIndex((row) => row.classList.contains("at"));
  const next = rows[Math.min(Math.max(now + step, 0), rows.length - 1)];
  rows.forEach((row) => row.classList.toggle("at", row === next));
  (next.querySelector("th a") ?? next.querySelector("a"))?.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const key = event.key;
  if (key === "/") {
    event.preventDefault();
    document.querySelector(".find input").focus();
  } else if (key === "?") {
    document.getElementById("keys").showModal();
  } else if (key in moves) {
    move(moves[key]);
  } else if (before === "g" && key in places) {
    location.assign(places[key]);
  }
  before = key;
}

// The address of a filter says only what was chosen.
function leaveOutEmpty(event) {
  for (const field of event.target.elements) {
    if (field.name && field.value === "") field.disabled = true;
  }
}

function applyAtOnce(event) {
  const form = event.target.form;
  const isChosen = event.target.matches("select, [type=checkbox]:not(.menu *), [type=date]");
  if (form?.matches("[data-live]") && isChosen && event.target.validity.valid) form.requestSubmit();
}

// Of a menu, several may be chosen before it is closed; only then the filter applies.
function openOrClose(event) {
  const menu = event.target;
  if (!menu.matches?.("details.picker")) return;
  if (menu.open) {
    document.querySelectorAll("details.picker[open]").forEach((other) => { if (other !== menu) other.open = false; });
  } else if ([...menu.querySelectorAll("input")].some((box) => box.checked !== box.defaultChecked)) {
    menu.closest("form").requestSubmit();
  }
}

function closeMenus(event) {
  const isOutside = event.type === "pointerdown" && !event.target.closest("details.picker");
  if (!isOutside && event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.picker[open]")) {
    menu.open = false;
    if (event.key) menu.querySelector("summary").focus();
  }
}

document.addEventListener("keydown", press);
document.addEventListener("keydown", closeMenus);
document.addEventListener("pointerdown", closeMenus);
document.addEventListener("toggle", openOrClose, true);
document.addEventListener("submit", leaveOutEmpty);
document.addEventListener("change", applyAtOnce);
window.addEventListener("pageshow", () => {
  for (const field of document.querySelectorAll("form [disabled]")) field.disabled = false;
});
