package io.forkline.sandbox.local;

import io.forkline.sandbox.BuildListener;
import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.contract.Specs;
import java.nio.file.Path;

/** A worker whose environment has two nests, to be killed. It says on stdout when it has both. */
final class CrowdedWorker {

    private CrowdedWorker() {}

    /**
     * @param arguments a directory to keep everything in
     */
    public static void main(String[] arguments) throws Exception {
        var directory = Path.of(arguments[0]);
        var home = ForklineHome.at(directory.resolve("child-home"));
        try (var provider = LocalProvider.open(home, Parking.DEFAULT, new Nests(2))) {
            var snapshot = provider.prepare(
                    Specs.in(directory.resolve("child-environment")).spec(), BuildListener.SILENT);
            try (var crowd = Crowd.of(provider, snapshot, "print(1)")) {
                Await.until("two zygotes", () -> provider.memory().zygotes().processes() == 2);
                Await.until("forks of both", () -> crowd.lines().size() > 100);
                System.out.println("crowded");
                Thread.currentThread().join();
            }
        }
    }
}
