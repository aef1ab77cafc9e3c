package io.forkline.guarantees;

import java.util.List;

/** Files of the host are after a while as they were before it: targets, environments, and whatever lies within the reach of a fork that broke out. */
public final class NoHostFileChanged implements Guarantee {

    private final HostFiles before;
    private final HostFiles after;

    public NoHostFileChanged(HostFiles before, HostFiles after) {
        this.before = before;
        this.after = after;
    }

    @Override
    public String promise() {
        return "no file of the host is changed";
    }

    @Override
    public String evidence(TopicsSeen seen) {
        return before.files().size() + " paths before, " + after.files().size() + " after";
    }

    @Override
    public List<String> violations(TopicsSeen seen) {
        return after.changesSince(before);
    }
}
