// Lay out Typst sources: `node frontend/typstyle.mjs [--check] FILE...`
// typstyle comes as WebAssembly, the same file for every platform; its package is made for bundlers,
// so the module is joined to its glue here.
import { readFile, writeFile } from "node:fs/promises";
import process from "node:process";

const PACKAGE = new URL("node_modules/@typstyle/typstyle-wasm-bundler/", import.meta.url);
const STYLE = { max_width: 100, tab_spaces: 2 };

async function loadTypstyle() {
    const glue = await import(new URL("typstyle_wasm_bg.js", PACKAGE));
    const code = await readFile(new URL("typstyle_wasm_bg.wasm", PACKAGE));
    const { instance } = await WebAssembly.instantiate(code, { "./typstyle_wasm_bg.js": glue });
    glue.__wbg_set_wasm(instance.exports);
    instance.exports.__wbindgen_start();
    return glue;
}

function layOut(typstyle, path, text) {
    try {
        return typstyle.format(text, STYLE);
    } catch (error) {
        throw new Error(`${path} is no Typst that can be read: ${error.message}`, { cause: error });
    }
}

async function main(words) {
    const isCheck = words.includes("--check");
    const paths = words.filter((word) => word !== "--check");
    if (!paths.length) {
        throw new Error("no files: node frontend/typstyle.mjs [--check] FILE...");
    }
    const typstyle = await loadTypstyle();
    let changed = 0;
    for (const path of paths) {
        const text = await readFile(path, "utf8");
        const laidOut = layOut(typstyle, path, text);
        if (laidOut !== text) {
            changed += 1;
            process.stdout.write(`${isCheck ? "would lay out" : "laid out"} ${path}\n`);
            if (!isCheck) {
                await writeFile(path, laidOut);
            }
        }
    }
    return isCheck && changed ? 1 : 0;
}

process.exitCode = await main(process.argv.slice(2));
