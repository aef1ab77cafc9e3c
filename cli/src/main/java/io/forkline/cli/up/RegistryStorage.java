package io.forkline.cli.up;

import java.nio.file.Path;
import java.util.List;

/** Where the registry's program keeps its state. */
sealed interface RegistryStorage {

    /** Options of the JVM that tell the program so. */
    List<String> options();

    /** Name of the file that what it says goes into. */
    String logName();

    /** In topics of a broker: a log of every change that is never deleted, and read from its beginning at each start. */
    record Topics(String bootstrapServers) implements RegistryStorage {

        @Override
        public List<String> options() {
            return List.of(
                    "-Dapicurio.storage.kind=kafkasql",
                    "-Dapicurio.kafkasql.bootstrap.servers=" + bootstrapServers,
                    "-Dapicurio.kafkasql.topic=registry-journal",
                    "-Dapicurio.kafkasql.topic.partitions=1",
                    "-Dapicurio.kafkasql.snapshots.topic=registry-snapshots",
                    "-Dapicurio.events.kafka.topic=registry-events",
                    // A snapshot is a file beside the topic, without which the next start fails; few schemas need none.
                    "-Dapicurio.kafkasql.snapshot.scheduled.enabled=false",
                    // Every start reads from the beginning, in a group of its own that nobody needs to remember.
                    "-Dapicurio.kafkasql.consumer.enable.auto.commit=false",
                    "-Dapicurio.kafkasql.consumer.poll.timeout=100");
        }

        @Override
        public String logName() {
            return "registry.log";
        }
    }

    /** In files of H2, as earlier versions of {@code up} had it. */
    record Files(Path folder) implements RegistryStorage {

        private static final String NAME = "registry";

        @Override
        public List<String> options() {
            return List.of(
                    "-Dapicurio.storage.kind=sql",
                    "-Dapicurio.storage.sql.kind=h2",
                    "-Dapicurio.datasource.url=jdbc:h2:file:"
                            + folder.resolve(NAME).toAbsolutePath() + ";DB_CLOSE_ON_EXIT=FALSE");
        }

        @Override
        public String logName() {
            return "registry-in-files.log";
        }

        /** The file that holds all of it. */
        Path database() {
            return folder.resolve(NAME + ".mv.db");
        }
    }
}
