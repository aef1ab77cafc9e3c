package io.forkline.topologies;

import io.forkline.schemas.registry.RegistryUnavailableException;
import io.forkline.schemas.registry.SchemaRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;

/** A registry that is out of reach until it is told otherwise. */
final class OutageRegistry implements SchemaRegistry {

    private final SchemaRegistry registry;
    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean over;

    OutageRegistry(SchemaRegistry registry) {
        this.registry = registry;
    }

    void end() {
        over = true;
    }

    /** How often it was asked in vain. */
    int refused() {
        return refused.get();
    }

    @Override
    public int register(String subject, Schema schema) {
        return registry.register(subject, schema);
    }

    @Override
    public Schema byId(int id) {
        if (!over) {
            refused.incrementAndGet();
            throw new RegistryUnavailableException("the registry is out of reach, as the test wants it", null);
        }
        return registry.byId(id);
    }

    @Override
    public void close() {
        registry.close();
    }
}
