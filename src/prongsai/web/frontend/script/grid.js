// A sheet of rows: keys walk from cell to cell, a block from Excel is pasted, the last change undone.
(function () {
    "use strict";
    const BOX = /^line[0-9]+-/;
    const SPARE = "line999";
    const KEPT = 100; // changes that can be undone

    function boxesOf(row) {
        return [...row.querySelectorAll("td")].map((cell) =>
            cell.querySelector("input:not([type=hidden]), select, textarea"),
        );
    }

    // A cell of Excel that holds a line break or a tab stands in quotation marks.
    function blockOf(text) {
        const cells = /("(?:[^"]|"")*"(?=[\t\n]|$)|[^\t\n]*)([\t\n]|$)/g;
        const rows = [[]];
        const whole = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
        for (const [, cell, end] of whole.matchAll(cells)) {
            const isQuoted = /^".*[\t\n].*"$/s.test(cell);
            rows.at(-1).push(isQuoted ? cell.slice(1, -1).replaceAll('""', '"') : cell.trim());
            if (end !== "\t" && end !== "\n") {
                break;
            }
            if (end === "\n") {
                rows.push([]);
            }
        }
        return rows;
    }

    function isBlock(data, box) {
        const text = data.getData("text/plain").trimEnd();
        if (text.includes("\t")) {
            return true;
        }
        // Lines of one text belong into a box of several lines, unless they were cells.
        const isCells = !box.matches("textarea") || /<td/i.test(data.getData("text/html"));
        return text.includes("\n") && isCells;
    }

    function write(box, text) {
        if (!box.matches("select")) {
            box.value = box.matches("textarea") ? text : text.replace(/\s*\n\s*/g, " ");
            return;
        }
        const known = [...box.options].find((one) => [one.value, one.text].includes(text));
        // What is none of the words is kept as it was pasted; the server reads it, or tells why not.
        box.value = (known || box.appendChild(new Option(text, text))).value;
    }

    document.querySelectorAll("form[data-grid]").forEach((form) => {
        const table = form.querySelector("table");
        const undo = form.querySelector("[data-undo]");
        const spare = form.querySelector("template[data-line]");
        const changes = [];
        let before = "";

        function rows() {
            return [...table.querySelectorAll("tbody > tr:not(.told)")];
        }

        function placeOf(box) {
            const lines = rows();
            const row = lines.indexOf(box.closest("tr"));
            return { row, column: boxesOf(lines[row]).indexOf(box) };
        }

        function tell(words) {
            form.querySelector("[data-told]").textContent = words.join(" ");
        }

        function remember(change) {
            if (change.length) {
                changes.push(change);
                changes.splice(0, changes.length - KEPT);
                form.setAttribute("data-changed", "");
            }
            undo.hidden = !changes.length;
        }

        function go(row, column) {
            const line = rows()[row];
            const box = line && boxesOf(line)[column];
            if (box) {
                box.focus();
                if (box.select) {
                    box.select();
                }
            }
            return Boolean(box);
        }

        function grow() {
            const lines = rows();
            if (!spare || lines.length >= Number(form.dataset.most)) {
                return false;
            }
            const marks = [...form.querySelectorAll("input[name=line]")];
            const used = marks.map((one) => Number(one.value.slice(4)));
            const fresh = lines.filter((one) => !one.querySelector("th a")).length + 1;
            const text = spare.innerHTML.replaceAll(SPARE, `line${Math.max(-1, ...used) + 1}`);
            table.insertAdjacentHTML("beforeend", text.replaceAll("{}", fresh));
            return true;
        }

        function paste(event) {
            const box = event.target;
            if (!BOX.test(box.name) || !isBlock(event.clipboardData, box)) {
                return;
            }
            event.preventDefault();
            const at = placeOf(box);
            const block = blockOf(event.clipboardData.getData("text/plain"));
            const headings = [...table.querySelectorAll("thead th")].slice(at.column + 1);
            const isHeading = (text, place) =>
                Boolean(headings[place]) && headings[place].dataset.title === text;
            if (block.length > 1 && block[0].every(isHeading)) {
                block.shift();
            }
            const change = [];
            let passed = 0;
            let taken = 0;
            for (const texts of block) {
                if (!rows()[at.row + taken] && !grow()) {
                    break;
                }
                const boxes = boxesOf(rows()[at.row + taken]).slice(at.column);
                texts.forEach((text, place) => {
                    const cell = boxes[place];
                    if (cell) {
                        change.push([cell, cell.value]);
                        write(cell, text);
                    } else if (text) {
                        passed += 1;
                    }
                });
                taken += 1;
            }
            before = box.value;
            remember(change);
            const words = [form.dataset.pasted.replace("{}", taken)];
            if (passed) {
                words.push(form.dataset.passed.replace("{}", passed));
            }
            if (taken < block.length) {
                words.push(form.dataset.full.replace("{}", block.length - taken));
            }
            tell(words);
        }

        function takeBack() {
            const change = changes.pop() || [];
            change.forEach(([box, text]) => {
                box.value = text;
            });
            if (change.length) {
                change[0][0].focus();
                before = change[0][0].value;
            }
            tell([]);
            remember([]);
        }

        // In a list or in several lines of text the arrows have their own work.
        function stepOf(event) {
            const box = event.target;
            if (event.key === "Enter" && box.matches("input, select")) {
                return [event.shiftKey ? -1 : 1, 0];
            }
            if (event.shiftKey || !box.matches("input")) {
                return null;
            }
            const [start, end, last] = [box.selectionStart, box.selectionEnd, box.value.length];
            const isAll = start === 0 && end === last;
            return {
                ArrowDown: box.hasAttribute("list") ? null : [1, 0],
                ArrowUp: box.hasAttribute("list") ? null : [-1, 0],
                ArrowLeft: isAll || end === 0 ? [0, -1] : null,
                ArrowRight: isAll || start === last ? [0, 1] : null,
            }[event.key];
        }

        function follow(event) {
            const box = event.target;
            const isUndo =
                event.code === "KeyZ" && (event.ctrlKey || event.metaKey) && !event.shiftKey;
            // What is being typed the browser takes back; what was done before, the sheet.
            if (isUndo && changes.length && box.value === before) {
                event.preventDefault();
                takeBack();
                return;
            }
            const isOther = event.altKey || event.ctrlKey || event.metaKey || event.isComposing;
            const step = isOther || !BOX.test(box.name || "") ? null : stepOf(event);
            if (step) {
                const at = placeOf(box);
                event.preventDefault();
                go(at.row + step[0], at.column + step[1]);
            }
        }

        form.addEventListener("keydown", follow);
        form.addEventListener("paste", paste);
        form.addEventListener("focusin", (event) => {
            before = event.target.value;
        });
        form.addEventListener("change", (event) => {
            if (BOX.test(event.target.name) && event.target.value !== before) {
                remember([[event.target, before]]);
                before = event.target.value;
            }
        });
        undo.addEventListener("click", takeBack);
    });
})();
