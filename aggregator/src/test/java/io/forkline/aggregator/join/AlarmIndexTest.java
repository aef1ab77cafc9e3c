package io.forkline.aggregator.join;

import static io.forkline.aggregator.Samples.RUN;
import static io.forkline.aggregator.Samples.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.aggregator.run.Alarm;
import io.forkline.schemas.id.RunId;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where a look at the time index begins. Two processors of a task write to it. */
final class AlarmIndexTest {

    private static final RunId ANY = RunId.parse(RUN);

    private final MockProcessorContext<byte[], byte[]> context = new MockProcessorContext<>();
    private final KeyValueStore<Bytes, byte[]> store = Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore("deadlines"), Serdes.Bytes(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    /** The first keys of the ranges that were read. */
    private final List<Bytes> begins = new ArrayList<>();

    private final AtomicLong begin = new AtomicLong();
    private final AlarmIndex looking = new AlarmIndex(recorded(), begin);
    private final AlarmIndex writing = new AlarmIndex(store, begin);

    @BeforeEach
    void open() {
        store.init(context.getStateStoreContext(), store);
    }

    @Test
    void alarmOfATimeThatWasLookedAtIsFoundAllTheSame() {
        look(START);
        writing.set(ANY, deadline(START.minusSeconds(5)));

        List<AlarmKey> due = look(START);

        assertThat(due).extracting(AlarmKey::alarm).containsExactly(deadline(START.minusSeconds(5)));
    }

    @Test
    void alarmsThatWereTooManyForOneLookAreFoundByTheNext() {
        writing.set(ANY, deadline(START));
        writing.set(ANY, deadline(START.plusSeconds(1)));
        looking.due(START.plusSeconds(1), 1).forEach(due -> looking.clear(due.run(), due.alarm()));

        List<AlarmKey> due = look(START.plusSeconds(1));

        assertThat(due).extracting(AlarmKey::alarm).containsExactly(deadline(START.plusSeconds(1)));
    }

    @Test
    void lookBeginsWhereTheLastOneFoundNothing() {
        writing.set(ANY, deadline(START));
        writing.clear(ANY, deadline(START));
        look(START.plusSeconds(60));

        look(START.plusSeconds(61));

        assertThat(begins).last().isEqualTo(AlarmKey.first(START.plusSeconds(60)));
    }

    @Test
    void taskThatIsInitialisedLooksFromTheBeginning() {
        AlarmBegins all = new AlarmBegins();
        TaskId task = new TaskId(0, 3);
        all.unknown(task).set(77);

        AtomicLong again = all.unknown(task);

        assertThat(again).hasValue(0);
        assertThat(all.unknown(task)).isSameAs(again);
    }

    private List<AlarmKey> look(Instant now) {
        return looking.due(now, 10);
    }

    private static Alarm deadline(Instant at) {
        return new Alarm(at, Alarm.Kind.RESULT);
    }

    @SuppressWarnings("unchecked")
    private KeyValueStore<Bytes, byte[]> recorded() {
        return (KeyValueStore<Bytes, byte[]>) Proxy.newProxyInstance(
                KeyValueStore.class.getClassLoader(),
                new Class<?>[] {KeyValueStore.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("range")) {
                        begins.add((Bytes) arguments[0]);
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
