// Small helps for the console's pages. Everything works without them; with them, what others do shows by
// itself, typed words are not lost, and the keyboard moves through lists.
(() => {
  "use strict";
  const body = document.body;
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));

  // Live news: the stream says which things changed, the page fetches what it shows.
  const line = document.querySelector("[data-line]");
  const say = (on) => {
    if (!line) return;
    line.hidden = false;
    line.dataset.on = on ? "yes" : "no";
    line.textContent = on ? line.dataset.wordOn : line.dataset.wordOff;
  };
  let waiting = new Set();
  let timer = 0;
  const tell = (names) => {
    names.forEach((name) => waiting.add(name));
    // News often comes in handfuls: one refresh for all of them.
    timer = timer || setTimeout(() => {
      const told = waiting;
      waiting = new Set();
      timer = 0;
      told.forEach((name) => window.htmx && window.htmx.trigger(body, "live:" + name));
    }, 120);
  };
  const everything = () => {
    const names = new Set();
    all("[hx-trigger^='live:']").forEach((element) => {
      names.add(element.getAttribute("hx-trigger").split(" ")[0].slice(5));
    });
    return names;
  };
  if (body.dataset.live && "EventSource" in window) {
    let first = true;
    const stream = new EventSource(body.dataset.live);
    stream.addEventListener("hello", () => {
      say(true);
      if (!first) tell(everything());
      first = false;
    });
    stream.addEventListener("changed", (event) => {
      const news = JSON.parse(event.data);
      tell(news.more ? everything() : news.domains.concat(news.subjects));
    });
    stream.addEventListener("error", () => say(false));
    addEventListener("pagehide", () => stream.close());
  }

  // A part that somebody is typing in is not replaced under their hands.
  const dirty = new WeakSet();
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-dirty]");
    if (form) dirty.add(form);
  });
  document.addEventListener("submit", (event) => dirty.delete(event.target));
  const isDirty = (root) => all("form[data-dirty]", root).some((form) => dirty.has(form));
  document.addEventListener("htmx:beforeSwap", (event) => {
    const target = event.detail.target;
    if (target && target.matches("[data-guard]") && isDirty(target)) {
      event.detail.shouldSwap = false;
      all("[data-changed]", target).forEach((element) => { element.hidden = false; });
    }
  });
  addEventListener("beforeunload", (event) => {
    if (isDirty(document) && !document.querySelector("form[data-draft]")) event.preventDefault();
  });
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status === 401) location.reload();
  });

  // Details that were opened stay open when their part is fetched again.
  let opened = [];
  document.addEventListener("htmx:beforeSwap", (event) => {
    opened = all("details[open] > summary", event.detail.target || document).map((s) => s.textContent);
  });
  document.addEventListener("htmx:afterSettle", () => {
    all("details > summary").forEach((summary) => {
      if (opened.includes(summary.textContent)) summary.parentElement.open = true;
    });
    focusFirst();
  });

  // What was just refused or shown gets the focus, so that it is read out.
  const focusFirst = () => {
    const found = document.querySelector("[data-focus]");
    if (found) {
      found.removeAttribute("data-focus");
      found.focus();
    }
  };
  focusFirst();

  // Where one thing after another is recorded, Enter on a closed list sends the form, as it does in every other field.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("form[data-enter] select")) return;
    event.preventDefault();
    event.target.form.requestSubmit();
  });

  // Lists by keyboard: j and k move, x picks, Enter opens, as the browser does anyway.
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/") {
      const search = document.querySelector("input[type=search]");
      if (search) {
        event.preventDefault();
        search.focus();
      }
      return;
    }
    if (event.key === "x") {
      const row = document.activeElement.closest("[data-rows] li");
      const box = row && row.querySelector("input[name=pick]");
      if (box) box.click();
      return;
    }
    if (event.key !== "j" && event.key !== "k") return;
    const links = all("[data-rows] a");
    if (!links.length) return;
    const here = links.indexOf(document.activeElement);
    const next = event.key === "j" ? Math.min(here + 1, links.length - 1) : Math.max(here - 1, 0);
    links[next].focus();
    links[next].scrollIntoView({ block: "nearest" });
  });

  // Back to the list as it was, with its filters, when that is where we came from.
  all("a[data-back]").forEach((link) => {
    const from = document.referrer && new URL(document.referrer);
    const to = new URL(link.href);
    if (from && from.origin === location.origin && from.pathname === to.pathname) link.href = from.href;
  });
  // The questions of a kind of help show when it is chosen.
  all("select[name=category]").forEach((select) => {
    const show = () => all("fieldset[data-category]", select.form).forEach((asked) => {
      asked.hidden = asked.dataset.category !== select.value;
    });
    select.addEventListener("change", show);
    if (select.form) show();
  });
  // Filters are applied as they are chosen.
  all("form.filters select").forEach((select) => {
    select.addEventListener("change", () => select.form.requestSubmit());
  });
  all("form.filters").forEach((form) => {
    form.addEventListener("submit", () => {
      all("input, select", form).forEach((field) => { if (!field.value) field.disabled = true; });
    });
  });
  // A value that is often wanted is one tap away.
  const pressed = () => all("[data-fill]").forEach((chip) => {
    const field = chip.form && chip.form.elements[chip.dataset.fill];
    chip.setAttribute("aria-pressed", String(!!field && field.value === chip.dataset.value));
  });
  pressed();
  document.addEventListener("input", pressed);
  all("[data-absolute]").forEach((part) => { part.textContent = new URL(part.textContent, location.href).href; });
  all("[data-tick-all]").forEach((button) => { button.hidden = false; });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) print();
    const chip = event.target.closest("[data-fill]");
    if (chip) {
      const field = chip.form.elements[chip.dataset.fill];
      field.value = chip.dataset.value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    const every = event.target.closest("[data-tick-all]");
    if (every) {
      const boxes = all("input[name=" + every.dataset.tickAll + "]", every.form);
      const on = boxes.some((box) => !box.checked);
      boxes.forEach((box) => { box.checked = on; });
    }
    const copy = event.target.closest("[data-copy]");
    if (copy && navigator.clipboard) {
      navigator.clipboard.writeText(copy.dataset.copy).then(() => {
        copy.dataset.copied = "yes";
        copy.querySelector("span").textContent = copy.dataset.wordCopied;
      });
    }
  });
  // A signature drawn with a finger, a pen or the mouse: points of a field of 1000 by 300.
  all("[data-sign]").forEach((field) => {
    const [area, path, hidden] = [field.querySelector("svg"), field.querySelector("path"), field.querySelector("input")];
    let strokes = [];
    let stroke = null;
    field.hidden = false;
    const show = () => {
      path.setAttribute("d", strokes.map((points) => points.map((p, i) => (i ? "L" : "M") + p[0] + " " + p[1]).join("")).join(""));
      hidden.value = strokes.map((points) => points.map((p) => p[0] + " " + p[1]).join(",")).join(";");
    };
    const point = (event) => {
      const box = area.getBoundingClientRect();
      const at = (part, whole, most) => Math.max(0, Math.min(most, Math.round(part / whole * most)));
      return [at(event.clientX - box.left, box.width, 1000), at(event.clientY - box.top, box.height, 300)];
    };
    area.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      area.setPointerCapture(event.pointerId);
      stroke = [point(event)];
      strokes.push(stroke);
      show();
    });
    area.addEventListener("pointermove", (event) => {
      if (!stroke) return;
      const [next, last] = [point(event), stroke[stroke.length - 1]];
      const drawn = strokes.reduce((sum, points) => sum + points.length, 0);
      // A point every few units is enough, and what is drawn stays small.
      if (Math.hypot(next[0] - last[0], next[1] - last[1]) < 6 || drawn > 1400) return;
      stroke.push(next);
      show();
    });
    ["pointerup", "pointercancel"].forEach((name) => area.addEventListener(name, () => { stroke = null; }));
    field.querySelector("[data-sign-clear]").addEventListener("click", () => {
      strokes = [];
      show();
    });
  });
  // A form is sent once, however often its button is pressed.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("hx-post") || form.hasAttribute("data-again")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
  });
  addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => { delete form.dataset.sent; }));
})();
