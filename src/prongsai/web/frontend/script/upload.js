// Files are sent by themselves, piece by piece, and go on where the line broke. Without a script
// the same field sends them with the form.
(function () {
    "use strict";
    const PIECE = 512 * 1024;
    const LONGEST_WAIT = 30;
    const SHORT = 0.5;

    // The same file of the same form has the same key, also after the page was loaded anew.
    function keyOf(parts) {
        const text = parts.join("|");
        let key = "";
        for (let seed = 1; seed <= 4; seed += 1) {
            let hash = 2166136261 ^ (seed * 2654435761);
            for (let place = 0; place < text.length; place += 1) {
                hash = Math.imul(hash ^ text.charCodeAt(place), 16777619);
                hash ^= hash >>> 13;
            }
            key += `0000000${(hash >>> 0).toString(16)}`.slice(-8);
        }
        return key;
    }

    function addLine(field, file) {
        const item = document.createElement("li");
        const name = document.createElement("span");
        const bar = document.createElement("progress");
        const state = document.createElement("span");
        name.textContent = file.name;
        name.className = "name";
        bar.max = file.size || 1;
        bar.value = 0;
        bar.setAttribute("aria-label", file.name);
        state.className = "state";
        state.textContent = field.box.dataset.queued;
        item.append(name, bar, state);
        field.list.append(item);
        field.list.hidden = false;
        return { item, bar, state };
    }

    function say(job, text, kind) {
        job.line.state.textContent = text;
        job.line.item.className = kind || "";
    }

    function pause(field, seconds) {
        return new Promise((resolve) => {
            const timer = setTimeout(resolve, seconds * 1000);
            field.wake = () => {
                clearTimeout(timer);
                resolve();
            };
        });
    }

    function ask(field, job, options) {
        const about = new URLSearchParams({
            name: job.file.name,
            size: String(job.file.size),
            kind: field.box.dataset.kind,
            subject: field.box.dataset.subject,
        });
        const address = `${field.box.dataset.upload + job.key}/?${about}`;
        return fetch(address, { redirect: "manual", cache: "no-store", ...options });
    }

    function sendPiece(field, job) {
        const token = field.form.querySelector("[name=csrfmiddlewaretoken]").value;
        return ask(field, job, {
            method: "POST",
            headers: {
                "X-CSRFToken": token,
                "Upload-Offset": String(job.at),
                "Content-Type": "application/octet-stream",
            },
            body: job.file.slice(job.at, job.at + PIECE),
        });
    }

    // What an answer means: "on" for the next piece, "end" for no more of this file.
    async function hear(field, job, answer) {
        if (answer.type === "opaqueredirect" || answer.status === 403) {
            say(job, field.box.dataset.signin, "bad");
            return "end";
        }
        if (answer.status === 204 || answer.status === 409) {
            job.at = Number(answer.headers.get("Upload-Offset"));
            job.line.bar.value = job.at;
            return "on";
        }
        if (answer.status === 200 || answer.status === 201) {
            await answer.json();
            job.line.bar.value = job.line.bar.max;
            say(job, field.box.dataset.done, "good");
            field.sent.value = String(Number(field.sent.value || 0) + 1);
            return "end";
        }
        if (answer.status === 422) {
            const told = await answer.json().catch(() => ({}));
            say(job, told.refused || field.box.dataset.fault, "bad");
            return "end";
        }
        throw new Error(String(answer.status));
    }

    async function send(field, job) {
        let wait = SHORT;
        let knows = false;
        for (;;) {
            try {
                say(job, field.box.dataset.sending);
                const answer = await (knows ? sendPiece(field, job) : ask(field, job, {}));
                if ((await hear(field, job, answer)) === "end") {
                    return;
                }
                knows = true;
                wait = SHORT;
            } catch {
                // Nobody knows how much of the last piece arrived: ask first.
                knows = false;
                say(job, field.box.dataset.lost, "wait");
                await pause(field, wait);
                wait = Math.min(wait * 2, LONGEST_WAIT);
            }
        }
    }

    async function work(field) {
        if (field.busy) {
            return;
        }
        field.busy = true;
        while (field.queue.length) {
            await send(field, field.queue.shift());
        }
        field.busy = false;
        if (field.wanted) {
            const button = field.wanted;
            field.wanted = null;
            field.form.requestSubmit(button.form ? button : undefined);
        }
    }

    function take(field, file) {
        const { kind, subject } = field.box.dataset;
        const key = keyOf([kind, subject, file.name, file.size, file.lastModified]);
        field.queue.push({ file, key, at: 0, line: addLine(field, file) });
    }

    function start(box) {
        const input = box.querySelector("input[type=file]");
        const field = {
            box,
            form: box.closest("form"),
            list: box.querySelector("[data-list]"),
            sent: box.querySelector("[name=sent]"),
            queue: [],
            busy: false,
            wanted: null,
            wake: null,
        };

        window.addEventListener("online", () => {
            if (field.wake) {
                field.wake();
            }
        });

        input.addEventListener("change", () => {
            Array.from(input.files).forEach((file) => take(field, file));
            // The script has them now: the form must not send them again.
            input.value = "";
            work(field);
        });

        // The form waits until everything is there, then goes by itself.
        field.form.addEventListener("submit", (event) => {
            if (field.busy) {
                event.preventDefault();
                field.wanted = event.submitter || field.form;
                box.querySelector("[data-waits]").hidden = false;
            }
        });
    }

    document.querySelectorAll("[data-upload]").forEach(start);
})();
