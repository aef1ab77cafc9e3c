package io.forkline.cli.schemas;

import io.forkline.schemas.registry.Subjects;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * How a registry has the schema of one topic.
 *
 * @param topic the topic
 * @param subject where its schema stands
 * @param schema the schema as this version of Forkline has it
 * @param standing how the registry's compares
 * @param registered the version that is meant: ours, or the latest where ours is not there; empty when there is none
 * @param compatibility the level that holds for the subject, its own or the registry's
 * @param problems why ours cannot read what was written with an earlier version, by record and field
 */
record SubjectState(
        String topic,
        String subject,
        Schema schema,
        Standing standing,
        Optional<Subjects.Version> registered,
        Optional<String> compatibility,
        List<String> problems) {

    /** How our schema and the registry's compare. */
    enum Standing {
        /** Ours is there. */
        REGISTERED("registered"),
        /** There is no such subject. */
        MISSING("missing"),
        /** There are others, whose values ours reads. */
        DIFFERENT("not this version"),
        /** There is one whose values ours cannot read. */
        INCOMPATIBLE("incompatible");

        private final String words;

        Standing(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    SubjectState {
        problems = List.copyOf(problems);
    }

    /** Whether writers that only look ids up can write. */
    boolean isUsable() {
        return standing == Standing.REGISTERED;
    }
}
