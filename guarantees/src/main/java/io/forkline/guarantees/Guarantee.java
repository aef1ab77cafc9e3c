package io.forkline.guarantees;

import java.util.List;

/** Something that is promised, whatever is killed, delayed or sent twice. */
public interface Guarantee {

    /** The promise, in one sentence. */
    String promise();

    /** What it judges by, in a few words and numbers; empty where there is nothing to count. */
    default String evidence(TopicsSeen seen) {
        return "";
    }

    /** How it was broken: a line for each time, naming the job, run or record. Empty when it was kept. */
    List<String> violations(TopicsSeen seen);
}
