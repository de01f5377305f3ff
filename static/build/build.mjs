// One argument: the static folder. Prints what each file costs over the wire.
import { brotliCompressSync } from "node:zlib";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { buildSync, transformSync } from "esbuild";
import { compile } from "sass";

const folder = resolve(process.argv[2]);
const modules = resolve("node_modules");
const budget = { "css/young.css": 8192, "js/young.js": 2048, "js/offline.js": 3072, "js/worker.js": 512, "js/voice.js": 1536 };
let over = false;

function write(name, text) {
  writeFileSync(join(folder, name), text);
  const size = brotliCompressSync(text).length;
  if (size > (budget[name] ?? Infinity)) over = true;
  console.log(`${name}: ${text.length} bytes, ${size} brotli${budget[name] ? `, at most ${budget[name]}` : ""}`);
}

for (const face of ["young", "work", "print"]) {
  const { css } = compile(join(folder, "scss", `${face}.scss`), { style: "compressed", charset: false, loadPaths: [modules], quietDeps: true });
  write(`css/${face}.css`, transformSync(css, { loader: "css", minify: true, target: ["chrome90", "safari14.1", "firefox90"] }).code);
}
for (const face of ["young", "work", "offline", "worker", "voice", "minutes", "coding"]) {
  const { outputFiles } = buildSync({
    entryPoints: [join(folder, "build", "js", `${face}.js`)], bundle: true, minify: true, write: false,
    format: "esm", target: "es2018", nodePaths: [modules], legalComments: "none",
  });
  write(`js/${face}.js`, outputFiles[0].text);
}
if (over) throw new Error("A young person's phone pays for this: over budget");
