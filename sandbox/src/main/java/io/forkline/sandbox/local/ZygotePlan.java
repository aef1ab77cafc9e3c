package io.forkline.sandbox.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.forkline.sandbox.NetworkAccess;
import io.forkline.sandbox.SandboxLimits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the supervisor needs to know to start a zygote.
 *
 * @param lowers directories that its file system is made of, the top one first
 * @param binds parts of the host that it sees
 * @param limits what it and, unless told otherwise, its forks may use
 * @param kind what its forks are
 * @param preload modules it imports before it forks
 * @param parking what it makes ahead
 * @param nests how many may make it
 * @param reach what its forks reach
 */
public record ZygotePlan(
        List<Path> lowers,
        List<Bind> binds,
        SandboxLimits limits,
        Kind kind,
        List<String> preload,
        Parking parking,
        Nests nests,
        NetworkAccess reach) {

    /** What its forks are. */
    public enum Kind {
        /** Its forks run Python in the warm interpreter. */
        WARM,
        /** Its forks execute whatever they run. */
        COLD,
        /** Its one fork works on the zygote's own files, on disk, and has the host's network: for a setup that needs it. */
        BASE_WITH_NETWORK,
        /** The same without a network. */
        BASE
    }

    public ZygotePlan {
        lowers = List.copyOf(lowers);
        binds = List.copyOf(binds);
        preload = List.copyOf(preload);
    }

    private boolean isBase() {
        return kind == Kind.BASE || kind == Kind.BASE_WITH_NETWORK;
    }

    /** What a supervisor is asked for it, under this name. */
    public ObjectNode request(String zygote) {
        var request = Frames.JSON
                .createObjectNode()
                .put("op", "zygote")
                .put("zygote", zygote)
                .put("network", kind == Kind.BASE_WITH_NETWORK)
                .put("base", isBase())
                .put("warm", kind == Kind.WARM)
                .put("parked", parking.mostParked())
                .put("spares", parking.spareCells())
                .put("nests", nests.most());
        lowers.forEach(lower -> request.withArray("lowers").add(lower.toString()));
        var bindings = request.putArray("binds");
        binds.forEach(bind -> bindings.addArray().add(bind.outside().toString()).add(bind.inside()));
        preload.forEach(request.putArray("preload")::add);
        for (var destination : reach.allowed()) {
            request.withArray("allow").addArray().add(destination.host()).add(destination.port());
        }
        request.set("limits", limits(limits));
        return request;
    }

    static ObjectNode limits(SandboxLimits limits) {
        return Frames.JSON
                .createObjectNode()
                .put("cpus", limits.cpus())
                .put("memoryBytes", limits.memoryBytes())
                .put("processes", limits.processes())
                .put("diskBytes", limits.diskBytes())
                .put("openFiles", limits.openFiles())
                .put("fileSizeBytes", limits.fileSizeBytes())
                .put("outputBytes", limits.outputBytes());
    }

    /** The same, making forks ahead. */
    ZygotePlan withParking(Parking wanted) {
        return new ZygotePlan(lowers, binds, limits, kind, preload, wanted, nests, reach);
    }

    /** The same with as many nests. */
    ZygotePlan withNests(Nests wanted) {
        return new ZygotePlan(lowers, binds, limits, kind, preload, parking, wanted, reach);
    }

    /** The same with forks that reach this. */
    ZygotePlan reaching(NetworkAccess wanted) {
        return new ZygotePlan(lowers, binds, limits, kind, preload, parking, nests, wanted);
    }

    /** The same with these binds as well. */
    ZygotePlan alsoBinding(List<Bind> more) {
        var all = new ArrayList<>(binds);
        all.addAll(more);
        return new ZygotePlan(lowers, all, limits, kind, preload, parking, nests, reach);
    }
}
