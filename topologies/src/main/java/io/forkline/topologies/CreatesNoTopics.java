package io.forkline.topologies;

import io.forkline.schemas.topic.TopicsException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The clients of a topology, which may do all but create a topic. Kafka Streams would create a changelog that somebody has deleted, empty and by its own
 * settings; whoever owns the topics is to hear of it instead.
 */
final class CreatesNoTopics extends DefaultKafkaClientSupplier {

    /** A proxy, as Kafka's own {@code ForwardingAdmin} refuses the metrics that Streams gives to its admin client. */
    @Override
    public Admin getAdmin(Map<String, Object> config) {
        Admin admin = super.getAdmin(config);
        return (Admin) Proxy.newProxyInstance(
                Admin.class.getClassLoader(),
                new Class<?>[] {Admin.class},
                (proxy, method, arguments) -> call(admin, method, arguments));
    }

    private static @Nullable Object call(Admin admin, Method method, @Nullable Object[] arguments) throws Throwable {
        if (method.getName().equals("createTopics") && arguments[0] instanceof Collection<?> topics) {
            throw new TopicsException("these topics are gone, and services create none: "
                    + topics.stream()
                            .map(topic -> topic instanceof NewTopic wanted ? wanted.name() : String.valueOf(topic))
                            .sorted()
                            .collect(Collectors.joining(", "))
                    + ". Run `forkline topics create`; what was in a changelog is lost");
        }
        try {
            return method.invoke(admin, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
