package io.forkline.aggregator.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.aggregator.row.BudgetCall;
import io.forkline.aggregator.row.BudgetRow;
import io.forkline.schemas.serde.StateCodec;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

final class BudgetAccountsTest {

    private static final int DAY = 20_000;

    private final MockProcessorContext<byte[], byte[]> context = new MockProcessorContext<>();
    private final KeyValueStore<String, BudgetCall> calls = store("calls", new StateCodec<>(BudgetCall.class).serde());
    private final BudgetAccounts accounts =
            new BudgetAccounts(store("rows", new StateCodec<>(BudgetRow.class).serde()), calls);

    @Test
    void whatIsSetAsideIsGivenBackOnce() {
        reserve("a", DAY, "run/1", 1_500);
        spend("a", DAY, "run/1", 1_000);
        spend("a", DAY, "run/1", 1_000);

        assertThat(accounts.today("a", DAY)).isEqualTo(new BudgetRow(DAY, 2_000L, 0L));
    }

    @Test
    void verdictOfYesterdaysCallCountsToday() {
        reserve("a", DAY, "run/1", 1_500);
        reserve("a", DAY + 1, "run/2", 700);
        spend("a", DAY + 1, "run/1", 1_000);

        assertThat(accounts.today("a", DAY + 1)).isEqualTo(new BudgetRow(DAY + 1, 1_000L, 700L));
    }

    @Test
    void callsThatWereNeverAnsweredAreForgottenWithTheirDay() {
        reserve("a", DAY, "run/1", 1_500);
        reserve("b", DAY, "run/2", 1_500);

        accounts.today("a", DAY + 1);

        assertThat(calls.get("1/a/run/1")).isNull();
        assertThat(calls.get("1/b/run/2")).isNotNull();
    }

    /** Where the clocks of two brokers disagree about midnight. */
    @Test
    void daysDoNotGoBack() {
        spend("a", DAY + 1, "run/1", 10);
        spend("a", DAY, "run/2", 10);

        assertThat(accounts.today("a", DAY)).isEqualTo(new BudgetRow(DAY + 1, 20L, 0L));
    }

    @Test
    void namesThatBeginAlikeAreApart() {
        reserve("a", DAY, "x/1", 5);
        reserve("a/x", DAY, "1", 7);

        spend("a", DAY, "x/1", 1);

        assertThat(accounts.today("a", DAY)).isEqualTo(new BudgetRow(DAY, 1L, 0L));
        assertThat(accounts.today("a/x", DAY)).isEqualTo(new BudgetRow(DAY, 0L, 7L));
    }

    private void reserve(String tenant, int day, String call, long tokens) {
        accounts.reserve(tenant, accounts.today(tenant, day), call, tokens);
    }

    private void spend(String tenant, int day, String call, long tokens) {
        accounts.spend(tenant, accounts.today(tenant, day), call, tokens);
    }

    private <V> KeyValueStore<String, V> store(String name, Serde<V> valueSerde) {
        KeyValueStore<String, V> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(name), Serdes.String(), valueSerde)
                .withLoggingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        return store;
    }
}
