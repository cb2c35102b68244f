// Fills one template with many records by one engine and prints documents per second of CPU.
//   node fill_peers.mjs ENGINE MODULES TEMPLATE RECORDS OUT
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";

const [engine, modules, template, recordsFile, out] = process.argv.slice(2);
const need = createRequire(path.join(modules, "package.json"));
const bytes = fs.readFileSync(template);
const records = JSON.parse(fs.readFileSync(recordsFile, "utf8"));

function docxtemplater() {
  const Docxtemplater = need("docxtemplater");
  const PizZip = need("pizzip");
  return async (data) => {
    const doc = new Docxtemplater(new PizZip(bytes), { paragraphLoop: true, linebreaks: true });
    doc.render(data);
    return doc.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
  };
}

function easyTemplateX() {
  const { TemplateHandler } = need("easy-template-x");
  const handler = new TemplateHandler();
  return (data) => handler.process(bytes, data);
}

function carbone() {
  const engine = need("carbone");
  return (data) =>
    new Promise((done, failed) =>
      engine.render(template, data, (error, result) => (error ? failed(error) : done(result))),
    );
}

const fill = { docxtemplater, "easy-template-x": easyTemplateX, carbone }[engine]();
for (const data of records.slice(0, 60)) await fill(data); // until the code is compiled
for (const [turn, data] of records.slice(0, 3).entries())
  fs.writeFileSync(path.join(out, `${engine}-${turn}.docx`), await fill(data));
const before = process.cpuUsage();
for (const data of records) await fill(data);
const spent = process.cpuUsage(before);
console.log((records.length * 1e6) / (spent.user + spent.system));
process.exit(0);
