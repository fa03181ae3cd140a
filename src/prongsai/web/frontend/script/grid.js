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

    // In a list or in several lines of text the arrows have their own work.
    function arrowOf(event) {
        const box = event.target;
        const [start, end, last] = [box.selectionStart, box.selectionEnd, box.value.length];
        const isAll = start === 0 && end === last;
        const down = box.hasAttribute("list") ? null : 1;
        return {
            ArrowDown: down && [1, 0],
            ArrowUp: down && [-1, 0],
            ArrowLeft: isAll || end === 0 ? [0, -1] : null,
            ArrowRight: isAll || start === last ? [0, 1] : null,
        }[event.key];
    }

    function stepOf(event) {
        const box = event.target;
        if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing) {
            return null;
        }
        if (event.key === "Enter" && box.matches("input, select")) {
            return [event.shiftKey ? -1 : 1, 0];
        }
        return event.shiftKey || !box.matches("input") ? null : arrowOf(event);
    }

    function isUndo(event) {
        return event.code === "KeyZ" && (event.ctrlKey || event.metaKey) && !event.shiftKey;
    }

    class Sheet {
        constructor(form) {
            this.form = form;
            this.table = form.querySelector("table");
            this.undo = form.querySelector("[data-undo]");
            this.spare = form.querySelector("template[data-line]");
            this.changes = [];
            this.before = "";
            form.addEventListener("keydown", (event) => this.follow(event));
            form.addEventListener("paste", (event) => this.paste(event));
            form.addEventListener("change", (event) => this.typed(event.target));
            form.addEventListener("focusin", (event) => {
                this.before = event.target.value;
            });
            this.undo.addEventListener("click", () => this.takeBack());
        }

        rows() {
            return [...this.table.querySelectorAll("tbody > tr:not(.told)")];
        }

        placeOf(box) {
            const lines = this.rows();
            const row = lines.indexOf(box.closest("tr"));
            return { row, column: boxesOf(lines[row]).indexOf(box) };
        }

        tell(words) {
            this.form.querySelector("[data-told]").textContent = words.join(" ");
        }

        remember(change) {
            if (change.length) {
                this.changes.push(change);
                this.changes.splice(0, this.changes.length - KEPT);
                this.form.setAttribute("data-changed", "");
            }
            this.undo.hidden = !this.changes.length;
        }

        typed(box) {
            if (BOX.test(box.name) && box.value !== this.before) {
                this.remember([[box, this.before]]);
                this.before = box.value;
            }
        }

        takeBack() {
            const change = this.changes.pop() || [];
            change.forEach(([box, text]) => {
                box.value = text;
            });
            if (change.length) {
                change[0][0].focus();
                this.before = change[0][0].value;
            }
            this.tell([]);
            this.remember([]);
        }

        go(row, column) {
            const line = this.rows()[row];
            const box = line && boxesOf(line)[column];
            if (box) {
                box.focus();
                if (box.select) {
                    box.select();
                }
            }
        }

        follow(event) {
            const box = event.target;
            // What is being typed the browser takes back; what was done before, the sheet.
            if (isUndo(event) && this.changes.length && box.value === this.before) {
                event.preventDefault();
                this.takeBack();
                return;
            }
            const step = BOX.test(box.name || "") && stepOf(event);
            if (step) {
                const at = this.placeOf(box);
                event.preventDefault();
                this.go(at.row + step[0], at.column + step[1]);
            }
        }

        grow() {
            const lines = this.rows();
            if (!this.spare || lines.length >= Number(this.form.dataset.most)) {
                return false;
            }
            const marks = [...this.form.querySelectorAll("input[name=line]")];
            const used = marks.map((one) => Number(one.value.slice(4)));
            const fresh = lines.filter((one) => !one.querySelector("th a")).length + 1;
            const text = this.spare.innerHTML.replaceAll(SPARE, `line${Math.max(-1, ...used) + 1}`);
            this.table.insertAdjacentHTML("beforeend", text.replaceAll("{}", fresh));
            return true;
        }

        // Headings that were copied with their rows are no row.
        bare(block, column) {
            const titles = [...this.table.querySelectorAll("thead th")].slice(column + 1);
            const isHeading = (text, place) =>
                Boolean(titles[place]) && titles[place].dataset.title === text;
            return block.length > 1 && block[0].every(isHeading) ? block.slice(1) : block;
        }

        paste(event) {
            const box = event.target;
            if (!BOX.test(box.name) || !isBlock(event.clipboardData, box)) {
                return;
            }
            event.preventDefault();
            const at = this.placeOf(box);
            const block = this.bare(blockOf(event.clipboardData.getData("text/plain")), at.column);
            const change = [];
            let [taken, passed] = [0, 0];
            while (taken < block.length && (this.rows()[at.row + taken] || this.grow())) {
                const boxes = boxesOf(this.rows()[at.row + taken]).slice(at.column);
                block[taken].forEach((text, place) => {
                    const cell = boxes[place];
                    if (cell) {
                        change.push([cell, cell.value]);
                        write(cell, text);
                    } else {
                        passed += text ? 1 : 0;
                    }
                });
                taken += 1;
            }
            this.before = box.value;
            this.remember(change);
            this.report({ pasted: taken, passed, full: block.length - taken });
        }

        report(counts) {
            const counted = Object.entries(counts).filter(([, count]) => count);
            this.tell(counted.map(([name, count]) => this.form.dataset[name].replace("{}", count)));
        }
    }

    document.querySelectorAll("form[data-grid]").forEach((form) => new Sheet(form));
})();
