// Niceties where a script runs; every page works without it.
(function () {
    "use strict";
    const trouble = document.getElementById("trouble");

    function each(selector, act) {
        document.querySelectorAll(selector).forEach(act);
    }

    // ---- the line is down, or the server answered with a fault: say so, keep what was typed
    // What a page asks for by itself and nobody waits for is missed by nobody.
    function isQuiet(event) {
        return event.target.hasAttribute("data-quiet");
    }
    function listen(name, words) {
        document.addEventListener(name, (event) => {
            if (!isQuiet(event)) {
                trouble.textContent = words ? trouble.dataset[words] : "";
            }
        });
    }
    listen("htmx:sendError", "lost");
    listen("htmx:timeout", "lost");
    listen("htmx:responseError", "fault");
    listen("htmx:beforeRequest");

    // ---- what stands behind the mark of an address was sent to no server: a receipt's code
    each("input[data-mark]", (input) => {
        if (/^#[0-9]{16}$/.test(location.hash)) {
            input.value = location.hash.slice(1);
        }
    });

    // ---- a button pressed twice sends once
    function release() {
        each("[aria-disabled=true][data-sent]", (button) => {
            button.removeAttribute("aria-disabled");
            button.removeAttribute("data-sent");
        });
        each("form[data-sending]", (form) => {
            form.removeAttribute("data-sending");
        });
    }
    document.addEventListener("submit", (event) => {
        const form = event.target;
        if (event.defaultPrevented || form.method !== "post") {
            return;
        }
        if (form.hasAttribute("data-sending")) {
            event.preventDefault();
            return;
        }
        form.setAttribute("data-sending", "");
        form.removeAttribute("data-changed");
        if (event.submitter) {
            event.submitter.setAttribute("aria-disabled", "true");
            event.submitter.setAttribute("data-sent", "");
        }
    });
    // Back from the next page, or a file was sent and the page stayed: the button works again.
    window.addEventListener("pageshow", release);
    document.addEventListener("htmx:afterRequest", (event) => {
        if (!isQuiet(event)) {
            release();
        }
    });
    each("form[data-file]", (form) => {
        form.addEventListener("submit", () => {
            setTimeout(release, 2000);
        });
    });

    // ---- a changed form is not left by mistake
    document.addEventListener("input", (event) => {
        const form = event.target.form;
        if (form && form.hasAttribute("data-keep")) {
            form.setAttribute("data-changed", "");
        }
    });
    window.addEventListener("beforeunload", (event) => {
        if (document.querySelector("form[data-changed]")) {
            event.preventDefault();
        }
    });

    // ---- errors are read first
    function readErrors(root) {
        const summary = root.querySelector("[data-errors]");
        if (summary) {
            summary.focus();
        }
    }
    readErrors(document);
    document.addEventListener("htmx:afterSwap", (event) => {
        readErrors(event.target);
    });
    // A link of the summary goes to its field and lets one type at once.
    document.addEventListener("click", (event) => {
        const link = event.target.closest("[data-errors] a");
        const field = link && document.getElementById(link.hash.slice(1));
        if (field && field.focus) {
            event.preventDefault();
            field.scrollIntoView({ block: "center" });
            field.focus();
        }
    });

    // ---- Ctrl+K goes to the search, on whatever layout: the key is told by its place
    document.addEventListener("keydown", (event) => {
        const field = document.querySelector("[data-find]");
        const asked = event.code === "KeyK" && (event.ctrlKey || event.metaKey) && !event.altKey;
        if (asked && !event.shiftKey && field && field.offsetParent) {
            event.preventDefault();
            field.focus();
            field.select();
        }
    });

    // ---- the page one is on is seen in the line of its room
    each(".ps-room [aria-current]", (link) => {
        const line = link.closest(".ps-room");
        line.scrollLeft = link.offsetLeft - (line.clientWidth - link.offsetWidth) / 2;
    });

    // ---- menus close by Escape and by a click elsewhere
    document.addEventListener("keydown", (event) => {
        if (event.key !== "Escape") {
            return;
        }
        each("details[data-menu][open]", (menu) => {
            const inside = menu.contains(document.activeElement);
            menu.open = false;
            if (inside) {
                menu.querySelector("summary").focus();
            }
        });
    });
    document.addEventListener("click", (event) => {
        each("details[data-menu][open]", (menu) => {
            if (!menu.contains(event.target)) {
                menu.open = false;
            }
        });
    });

    // ---- printing and going back are the browser's; the buttons show where they work
    each("[data-print]", (button) => {
        button.hidden = false;
        button.addEventListener("click", () => {
            window.print();
        });
    });
    // ---- what is folded is printed all the same
    window.addEventListener("beforeprint", () => {
        each("details.ps-fold", (part) => {
            part.open = true;
        });
    });

    // ---- a field's text into the clipboard; without it the field can be marked and copied
    each("[data-copy]", (button) => {
        const field = document.getElementById(button.dataset.copy);
        if (!navigator.clipboard || !field) {
            return;
        }
        button.hidden = false;
        button.addEventListener("click", async () => {
            await navigator.clipboard.writeText(field.value);
            field.select();
            button.classList.add("is-done");
        });
    });
    each("[data-back]", (button) => {
        if (window.history.length < 2) {
            return;
        }
        button.hidden = false;
        button.addEventListener("click", () => {
            window.history.back();
        });
    });
})();
