// A survey one step at a time, that outlives a lost line and a broken browser: the answers stay on
// the device until they are sent or the survey is shut, then they are deleted. Where cards are
// drawn a computer may be shared: there they go with the tab. Nothing of it is needed to answer.
(function () {
    "use strict";
    const IDLE = 90000;
    const form = document.querySelector("form[data-survey]");
    const sent = document.querySelector("[data-survey-done]");
    const shut = document.querySelector("[data-survey-shut]");

    function key(name, code) {
        return `prongsai-survey-${name}-${code}`;
    }
    function store(act, ofTab = false) {
        try {
            return act(ofTab ? sessionStorage : localStorage);
        } catch (fault) {
            return fault && null; // a browser that keeps nothing
        }
    }

    function forget(code) {
        [false, true].forEach((ofTab) => {
            store((kept) => kept.removeItem(key("draft", code)), ofTab);
            store((kept) => kept.removeItem(key("words", code)), ofTab);
        });
    }

    if (shut) {
        forget(shut.dataset.surveyShut);
    }
    if (sent) {
        forget(sent.dataset.surveyDone);
        // Of a computer that colleagues or visitors share nobody learns that somebody answered.
        if (!sent.hasAttribute("data-unmarked")) {
            store((kept) => {
                kept.setItem(key("answered", sent.dataset.surveyDone), "1");
            });
        }
    }
    if (!form) {
        return;
    }

    const code = form.dataset.survey;
    const kiosk = form.hasAttribute("data-kiosk");
    const hasCard = "card" in form.elements;
    const progress = form.querySelector("[data-progress]");
    const parts = Array.from(form.querySelectorAll("[data-step]"));
    // Each question is a step of its own, below the heading that it shares with others.
    const steps = parts.flatMap((part) => {
        const own = Array.from(part.querySelectorAll("fieldset"));
        return own.length > 1 ? own : [part];
    });
    const texts = Array.from(form.querySelectorAll("textarea"));
    const boxes = Array.from(form.querySelectorAll("input[type=radio]"));
    const questions = new Set(boxes.map((box) => box.name));

    function answered(within) {
        return within.querySelector("input[type=radio]:checked") !== null;
    }

    // ---- kept on the device, words only as long as the tab and the card not at all: a phone may
    // be lent
    function keep() {
        const draft = { once: form.elements.once.value };
        boxes
            .filter((box) => box.checked)
            .forEach((box) => {
                draft[box.name] = box.value;
            });
        store((kept) => {
            kept.setItem(key("draft", code), JSON.stringify(draft));
        }, hasCard);
    }
    function keepWords() {
        const typed = texts.map((text) => text.value);
        store((kept) => {
            kept.setItem(key("words", code), JSON.stringify(typed));
        }, true);
    }
    function restoreWords() {
        const typed = JSON.parse(store((kept) => kept.getItem(key("words", code)), true) || "[]");
        texts.forEach((text, place) => {
            text.value = text.value || typed[place] || "";
        });
    }
    function restore() {
        const text = store((kept) => kept.getItem(key("draft", code)), hasCard);
        if (!text || answered(form)) {
            return;
        }
        const draft = JSON.parse(text);
        form.elements.once.value = draft.once;
        boxes.forEach((box) => {
            box.checked = draft[box.name] === box.value;
        });
    }

    // ---- one step at a time
    const on = form.querySelector("[data-on]");
    const back = form.querySelector("[data-back]");
    const send = form.querySelector("button[type=submit]");
    let place = 0;
    function show(next) {
        place = Math.max(0, Math.min(next, steps.length - 1));
        steps.forEach((step, number) => {
            step.hidden = number !== place;
        });
        parts.forEach((part) => {
            part.hidden = !part.contains(steps[place]);
        });
        on.hidden = place === steps.length - 1;
        send.hidden = !on.hidden;
        back.hidden = place === 0;
    }
    function go(next) {
        show(next);
        form.scrollIntoView({ block: "start" });
        steps[place].querySelector("input, textarea").focus({ preventScroll: true });
    }
    function first() {
        const wrong = steps.findIndex((step) => step.querySelector(".govuk-form-group--error"));
        if (wrong >= 0 || !answered(form)) {
            return wrong;
        }
        const left = steps.findIndex(
            (step) => step.querySelector("input[type=radio]") && !answered(step),
        );
        return left < 0 ? steps.length - 1 : left;
    }
    function tell() {
        const words = progress.querySelector("[data-words]");
        const count = boxes.filter((box) => box.checked).length;
        words.textContent = words.dataset.words.replace("%1", count).replace("%2", questions.size);
        progress.querySelector("progress").value = count;
    }
    // A link of the errors may lead to a question in another step.
    function follow(event) {
        const link = event.target.closest("a[href^='#']");
        const target = link && document.getElementById(link.hash.slice(1));
        const step = target && steps.findIndex((one) => one.contains(target));
        if (target && step >= 0) {
            show(step);
        }
    }

    // ---- without a line the form waits, and sends itself once there is one
    const trouble = document.getElementById("trouble");
    let waiting = false;
    function wait(event) {
        if (navigator.onLine) {
            return;
        }
        event.preventDefault();
        waiting = true;
        trouble.textContent = form.dataset.waits;
    }
    function sendWhatWaits() {
        if (waiting) {
            waiting = false;
            trouble.textContent = "";
            form.requestSubmit();
        }
    }

    // ---- at a counter nobody finds what the one before left
    function beginAnewWhenIdle() {
        let timer = 0;
        function count() {
            clearTimeout(timer);
            timer = setTimeout(() => {
                location.assign(`${location.pathname}?kiosk`);
            }, IDLE);
        }
        ["change", "input", "scroll", "touchstart"].forEach((name) => {
            document.addEventListener(name, count, { passive: true });
        });
        count();
    }

    if (hasCard && /^#[0-9]{16}$/.test(location.hash)) {
        // The number of a card stays in no list of visited pages.
        form.elements.card.value = location.hash.slice(1);
        history.replaceState(null, "", location.pathname + location.search);
    }
    if (kiosk) {
        beginAnewWhenIdle();
    } else {
        // When it is sent, not when it was opened: another tab may have answered meanwhile.
        form.addEventListener("submit", () => {
            form.elements.again.value = store((kept) => kept.getItem(key("answered", code))) || "";
        });
        restore();
        restoreWords();
        form.addEventListener("change", keep);
        form.addEventListener("input", keepWords);
    }
    progress.hidden = false;
    tell();
    show(first());
    form.addEventListener("change", tell);
    form.addEventListener("submit", wait);
    window.addEventListener("online", sendWhatWaits);
    document.addEventListener("click", follow);
    on.addEventListener("click", () => {
        go(place + 1);
    });
    back.addEventListener("click", () => {
        go(place - 1);
    });
})();
