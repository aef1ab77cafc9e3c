package io.forkline.schemas.registry;

import org.apache.avro.Schema;

/** Where schemas are numbered. Safe for many threads; what it has seen it remembers. */
public interface SchemaRegistry extends AutoCloseable {

    /**
     * The id of a schema under a subject; registers it when it is new.
     *
     * @throws RegistryUnavailableException when the registry is out of reach; the same may work later
     * @throws SchemaRefusedException when the registry answers no: incompatible, or not allowed
     */
    int register(String subject, Schema schema);

    /**
     * The schema with an id.
     *
     * @throws RegistryUnavailableException when the registry is out of reach; the same may work later
     * @throws SchemaRefusedException when the registry does not know the id
     */
    Schema byId(int id);

    @Override
    void close();
}
