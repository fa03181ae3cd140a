// Files are sent by themselves, piece by piece, and go on where the line broke. Without a script
// the same field sends them with the form.
(function () {
    "use strict";
    var PIECE = 512 * 1024;
    var LONGEST_WAIT = 30;
    var SHORT = 0.5;

    // The same file of the same form has the same key, also after the page was loaded anew.
    function keyOf(parts) {
        var text = parts.join("|");
        var key = "";
        for (var seed = 1; seed <= 4; seed += 1) {
            var hash = 2166136261 ^ (seed * 2654435761);
            for (var place = 0; place < text.length; place += 1) {
                hash = Math.imul(hash ^ text.charCodeAt(place), 16777619);
                hash ^= hash >>> 13;
            }
            key += ("0000000" + (hash >>> 0).toString(16)).slice(-8);
        }
        return key;
    }

    function start(box) {
        var input = box.querySelector("input[type=file]");
        var form = box.closest("form");
        var list = box.querySelector("[data-list]");
        var sent = box.querySelector("[name=sent]");
        var queue = [];
        var busy = false;
        var wanted = null;
        var wake = null;

        function line(file) {
            var item = document.createElement("li");
            var name = document.createElement("span");
            var bar = document.createElement("progress");
            var state = document.createElement("span");
            name.textContent = file.name;
            name.className = "name";
            bar.max = file.size || 1;
            bar.value = 0;
            bar.setAttribute("aria-label", file.name);
            state.className = "state";
            state.textContent = box.dataset.queued;
            item.append(name, bar, state);
            list.append(item);
            list.hidden = false;
            return { item: item, bar: bar, state: state };
        }

        function say(job, text, kind) {
            job.line.state.textContent = text;
            job.line.item.className = kind || "";
        }

        function pause(seconds) {
            return new Promise(function (resolve) {
                var timer = setTimeout(resolve, seconds * 1000);
                wake = function () {
                    clearTimeout(timer);
                    resolve();
                };
            });
        }

        function asked(job, options) {
            var about = new URLSearchParams({
                name: job.file.name,
                size: String(job.file.size),
                kind: box.dataset.kind,
                subject: box.dataset.subject,
            });
            var address = box.dataset.upload + job.key + "/?" + about;
            return fetch(address, Object.assign({ redirect: "manual", cache: "no-store" }, options));
        }

        function piece(job) {
            var token = form.querySelector("[name=csrfmiddlewaretoken]").value;
            return asked(job, {
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
        async function heard(job, answer) {
            if (answer.type === "opaqueredirect" || answer.status === 403) {
                say(job, box.dataset.signin, "bad");
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
                say(job, box.dataset.done, "good");
                sent.value = String(Number(sent.value || 0) + 1);
                return "end";
            }
            if (answer.status === 422) {
                var told = await answer.json().catch(function () {
                    return {};
                });
                say(job, told.refused || box.dataset.fault, "bad");
                return "end";
            }
            throw new Error(String(answer.status));
        }

        async function send(job) {
            var wait = SHORT;
            var knows = false;
            for (;;) {
                try {
                    say(job, box.dataset.sending);
                    var answer = await (knows ? piece(job) : asked(job, {}));
                    if ((await heard(job, answer)) === "end") {
                        return;
                    }
                    knows = true;
                    wait = SHORT;
                } catch (trouble) {
                    // Nobody knows how much of the last piece arrived: ask first.
                    knows = false;
                    say(job, box.dataset.lost, "wait");
                    await pause(wait);
                    wait = Math.min(wait * 2, LONGEST_WAIT);
                }
            }
        }

        async function work() {
            if (busy) {
                return;
            }
            busy = true;
            while (queue.length) {
                await send(queue.shift());
            }
            busy = false;
            if (wanted) {
                var button = wanted;
                wanted = null;
                form.requestSubmit(button.form ? button : undefined);
            }
        }

        window.addEventListener("online", function () {
            if (wake) {
                wake();
            }
        });

        input.addEventListener("change", function () {
            Array.prototype.forEach.call(input.files, function (file) {
                var key = keyOf([
                    box.dataset.kind,
                    box.dataset.subject,
                    file.name,
                    file.size,
                    file.lastModified,
                ]);
                queue.push({ file: file, key: key, at: 0, line: line(file) });
            });
            // The script has them now: the form must not send them again.
            input.value = "";
            work();
        });

        // The form waits until everything is there, then goes by itself.
        form.addEventListener("submit", function (event) {
            if (busy) {
                event.preventDefault();
                wanted = event.submitter || form;
                box.querySelector("[data-waits]").hidden = false;
            }
        });
    }

    document.querySelectorAll("[data-upload]").forEach(start);
})();
