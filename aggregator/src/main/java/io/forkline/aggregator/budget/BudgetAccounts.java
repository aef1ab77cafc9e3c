package io.forkline.aggregator.budget;

import io.forkline.aggregator.row.BudgetCall;
import io.forkline.aggregator.row.BudgetRow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The books of the tenants. Tokens count on the day on which their verdict came; what is set aside for a call is given back when
 * its verdict comes, and forgotten when the day is over. Days do not go back: where the clocks of brokers disagree about midnight,
 * the later day counts.
 */
final class BudgetAccounts {

    private final KeyValueStore<String, BudgetRow> rows;
    private final KeyValueStore<String, BudgetCall> calls;

    /**
     * @param rows key: tenant
     * @param calls key: tenant, run and attempt
     */
    BudgetAccounts(KeyValueStore<String, BudgetRow> rows, KeyValueStore<String, BudgetCall> calls) {
        this.rows = rows;
        this.calls = calls;
    }

    /** Where each tenant stood when it was last heard of. */
    void forEach(BiConsumer<String, BudgetRow> listener) {
        try (KeyValueIterator<String, BudgetRow> entries = rows.all()) {
            entries.forEachRemaining(entry -> listener.accept(entry.key, entry.value));
        }
    }

    /** Where a tenant stands today. Changes nothing but the day. */
    BudgetRow today(String tenant, int day) {
        BudgetRow row = rows.get(tenant);
        if (row != null && row.getDay() >= day) {
            return row;
        }
        if (row != null && row.getReserved() > 0) {
            forgetCalls(tenant);
        }
        return new BudgetRow(day, 0L, 0L);
    }

    /** A call goes out for which so much is set aside. */
    void reserve(String tenant, BudgetRow today, String call, long tokens) {
        today.setReserved(today.getReserved() + tokens);
        calls.put(key(tenant) + call, new BudgetCall(today.getDay(), tokens));
        rows.put(tenant, today);
    }

    /** A call was answered. One that is answered twice took tokens twice, and was set aside for once. */
    void spend(String tenant, BudgetRow today, String call, long tokens) {
        BudgetCall reserved = calls.delete(key(tenant) + call);
        if (reserved != null && reserved.getDay() == today.getDay()) {
            today.setReserved(today.getReserved() - reserved.getReserved());
        }
        today.setUsed(today.getUsed() + tokens);
        rows.put(tenant, today);
    }

    private void forgetCalls(String tenant) {
        List<String> over = new ArrayList<>();
        try (KeyValueIterator<String, BudgetCall> entries = calls.prefixScan(key(tenant), new StringSerializer())) {
            entries.forEachRemaining(entry -> over.add(entry.key));
        }
        over.forEach(calls::delete);
    }

    /** A name may hold anything; its length keeps names apart that begin alike. */
    private static String key(String tenant) {
        return tenant.length() + "/" + tenant + "/";
    }
}
