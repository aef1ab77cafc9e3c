package io.forkline.cli.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/** Every order of a few records. */
final class Orders {

    private Orders() {}

    static void each(List<Records.Placed> records, Consumer<List<Records.Placed>> check) {
        permute(new ArrayList<>(records), 0, check);
    }

    private static void permute(List<Records.Placed> records, int from, Consumer<List<Records.Placed>> check) {
        if (from >= records.size()) {
            check.accept(List.copyOf(records));
            return;
        }
        for (int i = from; i < records.size(); i++) {
            Collections.swap(records, from, i);
            permute(records, from + 1, check);
            Collections.swap(records, from, i);
        }
    }
}
