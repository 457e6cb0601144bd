// Keys, dialogs and the notice of a lost connection. Everything else is rendered by the server.

const keysOff = "soc.keys.off";

function isTyping(target) {
  return target instanceof HTMLElement
    && (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName));
}

// Single keys can be turned off (WCAG 2.1.4): who dictates text would trigger them by speaking.
function keysAreOff() {
  try {
    return localStorage.getItem(keysOff) === "1";
  } catch {
    return false;
  }
}

function openDialog(id) {
  const dialog = document.getElementById(id);
  if (!(dialog instanceof HTMLDialogElement) || dialog.open)
    return;
  const box = dialog.querySelector("[data-keys-off]");
  if (box)
    box.checked = keysAreOff();
  dialog.showModal();
}

function moveRow(step) {
  const links = [...document.querySelectorAll("[data-rows] [data-row]")];
  if (links.length === 0)
    return;
  const at = links.findIndex(link => link === document.activeElement || link.closest("tr")?.contains(document.activeElement));
  const next = at < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, at + step));
  links[next].focus();
}

let waitingForPlace = 0;

function press(key) {
  const selector = `[aria-keyshortcuts="${CSS.escape(key)}"]`;
  const target = document.querySelector(selector);
  if (!target || target.disabled)
    return false;
  if (isTyping(target))
    target.focus();
  else
    target.click();
  return true;
}

document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || isTyping(event.target) || keysAreOff())
    return;
  if (document.querySelector("dialog[open]"))
    return;
  const key = event.key;
  if (performance.now() < waitingForPlace) {
    waitingForPlace = 0;
    if (press("g " + key))
      event.preventDefault();
    return;
  }

  let done = true;
  if (key === "?")
    openDialog("help");
  else if (key === "j")
    moveRow(1);
  else if (key === "k")
    moveRow(-1);
  else if (key === "o")
    document.activeElement?.closest?.("tr")?.querySelector("[data-row]")?.click();
  else if (key === "g")
    waitingForPlace = performance.now() + 1500;
  else
    done = key.length === 1 && press(key);
  if (done)
    event.preventDefault();
});

document.addEventListener("click", event => {
  const from = event.target instanceof Element ? event.target : null;
  if (!from)
    return;
  const opener = from.closest("[data-opens]");
  if (opener)
    openDialog(opener.dataset.opens);
  if (from.closest("[data-reload]"))
    location.reload();
  // A menu closes when something else is clicked.
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(from))
      menu.removeAttribute("open");
  }
});

document.addEventListener("keyup", event => {
  if (event.key !== "Escape")
    return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.removeAttribute("open");
    menu.querySelector("summary")?.focus();
  }
});

document.addEventListener("change", event => {
  if (event.target instanceof HTMLInputElement && event.target.matches("[data-keys-off]")) {
    try {
      localStorage.setItem(keysOff, event.target.checked ? "1" : "0");
    } catch {
      // A browser that keeps nothing has the keys on.
    }
  }
});

// A dialog that the server renders is opened as a modal one; Escape tells the server.
function watchDialogs(root) {
  for (const dialog of root.querySelectorAll?.("dialog[data-modal]") ?? []) {
    if (dialog.open)
      continue;
    dialog.addEventListener("cancel", event => {
      event.preventDefault();
      dialog.querySelector("[data-cancel]")?.click();
    });
    dialog.showModal();
  }
}

new MutationObserver(changes => {
  for (const change of changes) {
    for (const node of change.addedNodes) {
      if (node instanceof Element)
        watchDialogs(node.matches("dialog[data-modal]") ? node.parentElement : node);
    }
  }
}).observe(document.body, { childList: true, subtree: true });

watchDialogs(document);
