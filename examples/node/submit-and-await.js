// Submits a job and prints what came of it, with kafkajs and nothing of Forkline's.
//
//     npm ci
//     node submit-and-await.js --target ../sample-project

import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { parseArgs } from "node:util";
import { SchemaRegistry } from "@kafkajs/confluent-schema-registry";
import { Kafka, logLevel } from "kafkajs";

const { values: options } = parseArgs({
  options: {
    "bootstrap-servers": { type: "string", default: "localhost:9092" },
    "schema-registry": { type: "string", default: "http://localhost:8081/apis/ccompat/v7" },
    "topic-prefix": { type: "string", default: "forkline." },
    environment: { type: "string", default: "python-review" },
    target: { type: "string" }, // folder of small files, sent with the job
    "job-id": { type: "string", default: randomUUID() }, // the idempotency key: one id, one run
    timeout: { type: "string", default: "300" }, // seconds
  },
});
if (!options.target) {
  throw new Error("give --target FOLDER");
}

const jobId = options["job-id"];
const jobs = options["topic-prefix"] + "jobs";
const results = options["topic-prefix"] + "results";
const timeoutMs = Number(options.timeout) * 1000;
const kafka = new Kafka({ brokers: options["bootstrap-servers"].split(","), logLevel: logLevel.ERROR });
const registry = new SchemaRegistry({ host: options["schema-registry"] });

function files(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? files(path) : [path];
  });
}

/** A JobRequested. Fields that are left out have defaults in the schema; those of a record inside it are given. */
function job() {
  return {
    jobId,
    environment: options.environment,
    target: {
      kind: "INLINE",
      files: files(options.target).map((file) => ({
        path: relative(options.target, file).split(sep).join("/"),
        content: readFileSync(file),
      })),
    },
    deadline: Date.now() + timeoutMs,
    labels: { client: "kafkajs" },
  };
}

async function submit() {
  // The schema is the operator's to register (`./forkline schemas register`, and `./forkline up` does so): this client takes the latest.
  const id = await registry.getLatestSchemaId(jobs + "-value");
  const producer = kafka.producer({ idempotent: true });
  await producer.connect();
  await producer.send({ topic: jobs, messages: [{ key: jobId, value: await registry.encode(id, job()) }] });
  await producer.disconnect();
}

/** Reads the results from the beginning, in a group of its own, until the job's is there. kafkajs reads committed records only. */
async function awaitResult(consumer) {
  return new Promise((resolve, reject) => {
    const late = () => reject(new Error(`no result of ${jobId} within ${options.timeout} s; it may still come`));
    const timer = setTimeout(late, timeoutMs);
    consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
    consumer
      .run({
        eachMessage: async ({ message }) => {
          if (message.key?.toString() === jobId) {
            clearTimeout(timer);
            resolve(await registry.decode(message.value));
          }
        },
      })
      .catch(reject);
  });
}

const consumer = kafka.consumer({ groupId: `forkline.results-node-example-${randomUUID()}` });
await consumer.connect();
try {
  await consumer.subscribe({ topics: [results], fromBeginning: true });
  await submit();
  const result = await awaitResult(consumer);
  console.log(`${result.runId} is ${result.status}`);
  for (const report of result.reports) {
    console.log(`${report.perspective} ${report.score} ${report.finding}`);
  }
  process.exitCode = result.status === "COMPLETE" ? 0 : 1;
} finally {
  await consumer.disconnect();
}
