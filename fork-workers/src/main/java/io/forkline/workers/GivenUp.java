package io.forkline.workers;

import io.forkline.leases.Delivery;

/** What is said of a task whose deliveries are used up. */
final class GivenUp {

    private GivenUp() {}

    static String after(Delivery last) {
        return "the task was given to workers " + (last.count() - 1)
                + " times and none came to an end with it; their logs say why";
    }
}
