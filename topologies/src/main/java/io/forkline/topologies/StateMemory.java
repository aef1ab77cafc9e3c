package io.forkline.topologies;

import io.forkline.schemas.settings.ByteSize;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * The memory outside the heap that all state stores of one topology share: rows that are not on disk yet (memtables), and what was
 * read from disk (blocks, their indexes and filters). Left to Kafka, each store of each partition may take 98 MiB of its own: 50 of
 * cache and three memtables of 16. See "Memory Management" in Kafka's documentation of Streams.
 *
 * <p>Close it when no store can be opened any more. Those that are open keep it alive; one that is opened later would use what is
 * gone. Any thread may use it.
 */
final class StateMemory implements AutoCloseable {

    private static final ByteSize KAFKAS_MEMTABLE = ByteSize.ofMiB(16);

    /**
     * A memtable of rows is a 256th of the memory: 512 KiB of 128 MiB. Beside it, a store has one of up to 1 MiB for its offsets in the
     * changelog, which grows with every commit and cannot be set; the one that is full first takes both to disk. So the 66 stores of a
     * planner with six partitions hold some 50 MiB while each is half full.
     *
     * <p>That must be less than seven eighths of what all memtables may have, 84 MiB. From there on RocksDB writes out what the store has that is
     * being written to, and no other: if stores at rest held so much, those at work would write a file for every few rows.
     */
    private static final int MEMTABLES_IN_MEMORY = 256;

    /** Memtables may take three quarters, 96 MiB of 128 MiB; what they do not take is cache. */
    private static final double MEMTABLES_SHARE = 0.75;

    /** The last quarter is for indexes and filters first: each look into a file needs them, and they are some hundredths of its size. */
    private static final double INDEX_AND_FILTER_SHARE = 0.25;

    /**
     * Two bits, four parts with a lock each: there are only a few threads. By itself RocksDB makes up to 64 parts, such as 32 of 16 MiB, and
     * two charges of memtables, 256 KiB each, would leave nothing of one.
     */
    private static final int CACHE_SHARD_BITS = 2;

    /** A cache that is full of what is in use grows for a moment, and no read fails. */
    private static final boolean STRICT_LIMIT = false;

    private final long memtableBytes;
    private final Cache cache;
    private final WriteBufferManager memtables;

    StateMemory(ByteSize size) {
        RocksDB.loadLibrary();
        memtableBytes = Math.min(size.bytes() / MEMTABLES_IN_MEMORY, KAFKAS_MEMTABLE.bytes());
        cache = new LRUCache(size.bytes(), CACHE_SHARD_BITS, STRICT_LIMIT, INDEX_AND_FILTER_SHARE);
        memtables = new WriteBufferManager((long) (size.bytes() * MEMTABLES_SHARE), cache);
    }

    /** Makes a store that will be opened with these options use this memory, and none of its own. */
    void share(Options options) {
        // Kafka's, with its block size and filter; it also reads its metrics of the cache from there.
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(cache)
                .setCacheIndexAndFilterBlocks(true)
                .setCacheIndexAndFilterBlocksWithHighPriority(true)
                .setPinL0FilterAndIndexBlocksInCache(true);
        options.setTableFormatConfig(table).setWriteBufferManager(memtables).setWriteBufferSize(memtableBytes);
    }

    /** Bytes of the cache that are taken, memtables among them. */
    long usedBytes() {
        return cache.getUsage();
    }

    /** May be called twice. */
    @Override
    public void close() {
        memtables.close();
        cache.close();
    }
}
