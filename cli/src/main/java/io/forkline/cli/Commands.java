package io.forkline.cli;

import io.forkline.cli.doctor.DoctorCommand;
import java.util.List;

/** The commands, in the order the help shows them. */
final class Commands {

    private Commands() {}

    static List<Object> all(Host host) {
        return List.of(new DoctorCommand(host));
    }
}
