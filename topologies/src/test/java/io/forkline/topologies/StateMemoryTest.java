package io.forkline.topologies;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.settings.ByteSize;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteOptions;

/** With stores of RocksDB itself, that are configured as Kafka does it. */
class StateMemoryTest {

    private static final ByteSize LEAST = ByteSize.ofMiB(16);
    private static final int ROW_BYTES = 64 * 1024;

    @TempDir
    private Path folder;

    @Test
    void storesOfAMemoryHaveOneCacheAndOneBoundOfMemtables() throws Exception {
        try (StateMemory memory = new StateMemory(LEAST);
                Store one = new Store("one", memory);
                Store other = new Store("other", memory)) {
            one.put("key", new byte[ROW_BYTES]);

            assertThat(one.number("rocksdb.block-cache-capacity")).isEqualTo(LEAST.bytes());
            assertThat(one.number("rocksdb.block-cache-usage"))
                    .isEqualTo(other.number("rocksdb.block-cache-usage"))
                    .isEqualTo(memory.usedBytes())
                    .isGreaterThanOrEqualTo(ROW_BYTES);
            assertThat(one.options.writeBufferManager()).isSameAs(other.options.writeBufferManager());
        }
    }

    @Test
    void anotherMemoryIsNotTouched() throws Exception {
        try (StateMemory memory = new StateMemory(LEAST);
                StateMemory another = new StateMemory(ByteSize.ofMiB(32));
                Store store = new Store("one", memory);
                Store elsewhere = new Store("other", another)) {
            long before = another.usedBytes();
            store.put("key", new byte[4 * ROW_BYTES]);

            assertThat(another.usedBytes()).isEqualTo(before);
            assertThat(elsewhere.number("rocksdb.block-cache-capacity"))
                    .isEqualTo(ByteSize.ofMiB(32).bytes());
        }
    }

    @Test
    void rowsOfSeveralStoresTakeNoMoreThanTheMemory() throws Exception {
        int rows = 160;
        try (StateMemory memory = new StateMemory(LEAST);
                Store one = new Store("one", memory);
                Store other = new Store("other", memory)) {
            one.fill(rows);
            other.fill(rows);
            one.readAll(rows);
            other.readAll(rows);

            assertThat(2L * rows * ROW_BYTES).isGreaterThan(LEAST.bytes());
            assertThat(memory.usedBytes()).isBetween(LEAST.bytes() / 2, LEAST.bytes());
        }
    }

    @Test
    void storeGoesOnWhenAnotherIsClosed() throws Exception {
        try (StateMemory memory = new StateMemory(LEAST);
                Store kept = new Store("kept", memory)) {
            Store closed = new Store("closed", memory);
            closed.fill(1);
            closed.close();
            kept.fill(1);
            try (Store opened = new Store("closed", memory)) {

                assertThat(kept.get("row-0")).hasSize(ROW_BYTES);
                assertThat(opened.get("row-0")).hasSize(ROW_BYTES);
            }
        }
    }

    @Test
    void closedStoreGivesItsMemtablesBack() throws Exception {
        try (StateMemory memory = new StateMemory(LEAST)) {
            try (Store store = new Store("one", memory)) {
                store.put("key", new byte[ROW_BYTES]);
            }

            assertThat(memory.usedBytes()).isLessThan(ROW_BYTES);
        }
    }

    @ParameterizedTest
    @CsvSource({"16, 64", "128, 512", "4096, 16384", "65536, 16384"})
    void memtablesGrowWithTheMemoryUpToKafkas(long memoryMiB, long memtableKiB) {
        try (StateMemory memory = new StateMemory(ByteSize.ofMiB(memoryMiB));
                Options options = new Options().setTableFormatConfig(new BlockBasedTableConfig())) {
            memory.share(options);

            assertThat(options.writeBufferSize())
                    .isEqualTo(ByteSize.ofKiB(memtableKiB).bytes());
        }
    }

    private final class Store implements AutoCloseable {

        private final String name;
        private final SharesStateMemory setter = new SharesStateMemory();
        private final Options options =
                new Options().setCreateIfMissing(true).setTableFormatConfig(new BlockBasedTableConfig());
        private final RocksDB rows;

        Store(String name, StateMemory memory) throws RocksDBException {
            this.name = name;
            setter.setConfig(name, options, Map.of(SharesStateMemory.MEMORY, memory));
            rows = RocksDB.open(options, folder.resolve(name).toString());
        }

        void put(String key, byte[] value) throws RocksDBException {
            try (WriteOptions write = new WriteOptions().setDisableWAL(true)) {
                rows.put(write, key.getBytes(UTF_8), value);
            }
        }

        void fill(int count) throws RocksDBException {
            Random random = new Random(1);
            byte[] value = new byte[ROW_BYTES];
            for (int row = 0; row < count; row++) {
                random.nextBytes(value);
                put("row-" + row, value);
            }
            try (FlushOptions flush = new FlushOptions().setWaitForFlush(true)) {
                rows.flush(flush);
            }
        }

        void readAll(int count) throws RocksDBException {
            for (int row = 0; row < count; row++) {
                assertThat(get("row-" + row)).hasSize(ROW_BYTES);
            }
        }

        byte[] get(String key) throws RocksDBException {
            return rows.get(key.getBytes(UTF_8));
        }

        long number(String property) throws RocksDBException {
            return rows.getLongProperty(property);
        }

        @Override
        public void close() {
            rows.close();
            setter.close(name, options);
            options.close();
        }
    }
}
