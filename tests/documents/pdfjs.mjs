// The text of PDFs as PDF.js (Firefox) reads them: a path a line in, a JSON list of pages a line out.
import fs from "node:fs";
import readline from "node:readline";
import { getDocument } from "../../frontend/node_modules/pdfjs-dist/legacy/build/pdf.mjs";

const pageText = async (page) => {
    const { items } = await page.getTextContent();
    return items.map((item) => item.str + (item.hasEOL ? "\n" : "")).join("");
};

for await (const path of readline.createInterface({ input: process.stdin })) {
    const data = new Uint8Array(fs.readFileSync(path));
    const document = await getDocument({ data, verbosity: 0, disableFontFace: true }).promise;
    const pages = [];
    for (let number = 1; number <= document.numPages; number += 1) {
        pages.push(await pageText(await document.getPage(number)));
    }
    await document.destroy();
    process.stdout.write(`${JSON.stringify(pages)}\n`);
}
