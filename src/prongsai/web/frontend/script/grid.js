// In a grid of rows: Enter and the arrows go to the same field of the next line; Tab goes as ever.
(function () {
    "use strict";
    const BOX = /^line[0-9]+-/;

    function stepOf(event) {
        const box = event.target;
        if (event.key === "Enter" && box.matches("input, select")) {
            return event.shiftKey ? -1 : 1;
        }
        // In a list or in several lines of text the arrows have their own work.
        if (event.shiftKey || !box.matches("input:not([list])")) {
            return 0;
        }
        return { ArrowDown: 1, ArrowUp: -1 }[event.key] || 0;
    }

    function follow(event) {
        const box = event.target;
        const isOther = event.altKey || event.ctrlKey || event.metaKey || event.isComposing;
        if (isOther || !BOX.test(box.name)) {
            return;
        }
        const step = stepOf(event);
        if (!step) {
            return;
        }
        event.preventDefault();
        const name = box.name.replace(BOX, "");
        const column = [...box.form.elements].filter(
            (one) =>
                one.type !== "hidden" && BOX.test(one.name) && one.name.replace(BOX, "") === name,
        );
        const next = column[column.indexOf(box) + step];
        if (next) {
            next.focus();
            if (next.select) {
                next.select();
            }
        }
    }

    document
        .querySelectorAll("form[data-grid]")
        .forEach((form) => form.addEventListener("keydown", follow));
})();
