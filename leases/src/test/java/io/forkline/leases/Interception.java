package io.forkline.leases;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.Producer;

/** Real clients, and a chance to do something before each call of a slot's consumer. */
record Interception(Clients real, BeforeCall before) implements Clients {

    /** Runs on the slot's own thread: while it waits, the slot's loop stands still. */
    interface BeforeCall {
        void call(String method, List<Object> arguments) throws InterruptedException;
    }

    @Override
    public Producer<byte[], byte[]> producer() {
        return real.producer();
    }

    @Override
    @SuppressWarnings("unchecked")
    public ShareConsumer<byte[], byte[]> consumer(String name) {
        ShareConsumer<byte[], byte[]> consumer = real.consumer(name);
        return (ShareConsumer<byte[], byte[]>) Proxy.newProxyInstance(
                Interception.class.getClassLoader(),
                new Class<?>[] {ShareConsumer.class},
                (proxy, method, arguments) -> {
                    before.call(method.getName(), arguments == null ? List.of() : List.of(arguments));
                    try {
                        return method.invoke(consumer, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
