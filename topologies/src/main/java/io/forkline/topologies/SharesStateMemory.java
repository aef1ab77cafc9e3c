package io.forkline.topologies;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.Options;

/** Gives each state store of a topology the memory of that topology. Kafka makes one for each store, hence public. */
public final class SharesStateMemory implements RocksDBConfigSetter {

    /** Key of the topology's {@link StateMemory} among its Kafka properties; an object, as Kafka passes them on as they are. */
    static final String MEMORY = "forkline.state.memory";

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        ((StateMemory) configs.get(MEMORY)).share(options);
    }

    @Override
    public void close(String storeName, Options options) {
        // The memory is the topology's, and other stores go on with it.
    }
}
