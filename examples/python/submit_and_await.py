#!/usr/bin/env python3
"""Submits a job and prints what came of it, with Confluent's own Python client and nothing of Forkline's.

    python3 -m venv venv && venv/bin/pip install -r requirements.txt
    venv/bin/python submit_and_await.py --target ../sample-project
"""

import argparse
import datetime
import pathlib
import sys
import time
import uuid

from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, KafkaException, Producer, TopicPartition
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.serialization import MessageField, SerializationContext

# Named by the topic. By default this client asks the registry first, in a way that only Confluent's own knows.
SUBJECTS = {"subject.name.strategy.type": "TOPIC"}


def arguments():
    parser = argparse.ArgumentParser(description="Submits a job to Forkline and awaits its result.")
    parser.add_argument("--bootstrap-servers", default="localhost:9092")
    parser.add_argument("--schema-registry", default="http://localhost:8081/apis/ccompat/v7")
    parser.add_argument("--topic-prefix", default="forkline.")
    parser.add_argument("--environment", default="python-review")
    parser.add_argument("--target", type=pathlib.Path, required=True, help="folder of small files, sent with the job")
    parser.add_argument("--job-id", help="the idempotency key: one id, one run; default a new one")
    parser.add_argument("--timeout", type=int, default=300, help="seconds")
    options = parser.parse_args()
    # Whoever gives an id may have submitted the job before, and have its result already.
    options.is_new = options.job_id is None
    options.job_id = options.job_id or str(uuid.uuid4())
    return options


def job(options):
    """A JobRequested. Fields that are left out have defaults in the schema."""
    files = [file for file in sorted(options.target.rglob("*")) if file.is_file()]
    now = datetime.datetime.now(datetime.timezone.utc)
    return {
        "jobId": options.job_id,
        "environment": options.environment,
        "target": {
            "kind": "INLINE",
            "files": [
                {"path": file.relative_to(options.target).as_posix(), "content": file.read_bytes()} for file in files
            ],
        },
        "deadline": now + datetime.timedelta(seconds=options.timeout),
        "labels": {"client": "confluent-kafka for Python"},
    }


def submit(options, registry):
    topic = options.topic_prefix + "jobs"
    # The schema is the operator's to register (`./forkline schemas register`, and `./forkline up` does so): this client takes the latest.
    serialize = AvroSerializer(registry, conf=SUBJECTS | {"auto.register.schemas": False, "use.latest.version": True})
    value = serialize(job(options), SerializationContext(topic, MessageField.VALUE))
    failures = []
    producer = Producer({"bootstrap.servers": options.bootstrap_servers, "enable.idempotence": True})
    producer.produce(topic, key=options.job_id, value=value, on_delivery=lambda error, _: failures.append(error))
    producer.flush(30)
    if failures != [None]:
        raise SystemExit(f"the job was not published: {failures[0] if failures else 'no answer from the broker'}")


def results(options):
    """A consumer of the results, in no group; call it before the job is published, so that none is missed.

    It begins at their end for a new job, and at their beginning for one that may have been submitted before.
    """
    topic = options.topic_prefix + "results"
    consumer = Consumer(
        {
            "bootstrap.servers": options.bootstrap_servers,
            "group.id": f"forkline.results-python-example-{uuid.uuid4()}",
            "enable.auto.commit": False,
            "isolation.level": "read_committed",
        }
    )
    partitions = consumer.list_topics(topic, timeout=30).topics[topic].partitions
    if not partitions:
        raise SystemExit(f"there is no topic {topic}")
    starts = [
        TopicPartition(
            topic,
            number,
            consumer.get_watermark_offsets(TopicPartition(topic, number), timeout=30)[1] if options.is_new else OFFSET_BEGINNING,
        )
        for number in partitions
    ]
    consumer.assign(starts)
    return consumer


def await_result(options, consumer, registry):
    deserialize = AvroDeserializer(registry, conf=SUBJECTS)
    until = time.monotonic() + options.timeout
    while time.monotonic() < until:
        record = consumer.poll(1.0)
        if record is None:
            continue
        if record.error():
            if record.error().code() == KafkaError._PARTITION_EOF:
                continue
            raise KafkaException(record.error())
        if record.key() == options.job_id.encode():
            return deserialize(record.value(), SerializationContext(record.topic(), MessageField.VALUE))
    raise SystemExit(f"no result of {options.job_id} within {options.timeout} s; it may still come")


def main():
    options = arguments()
    registry = SchemaRegistryClient({"url": options.schema_registry, "timeout": 10})
    consumer = results(options)
    try:
        submit(options, registry)
        result = await_result(options, consumer, registry)
    finally:
        consumer.close()
    print(f"{result['runId']} is {result['status']}")
    for report in result["reports"]:
        print(f"{report['perspective']} {report['score']} {report['finding']}")
    return 0 if result["status"] == "COMPLETE" else 1


if __name__ == "__main__":
    sys.exit(main())
