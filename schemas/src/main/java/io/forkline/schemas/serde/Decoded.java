package io.forkline.schemas.serde;

/** What came of reading a record's value. */
public sealed interface Decoded<T> {

    /** It could be read. */
    record Value<T>(T value) implements Decoded<T> {}

    /** It never will be: cut short, not Avro, a schema id that the registry denies. For the dead letters. */
    record Poison<T>(String cause) implements Decoded<T> {}

    /** It could not be read now, because the registry is out of reach. The same bytes may be read later. */
    record Unavailable<T>(String cause) implements Decoded<T> {}
}
