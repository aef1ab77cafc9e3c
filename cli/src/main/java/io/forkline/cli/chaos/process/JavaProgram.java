package io.forkline.cli.chaos.process;

import io.forkline.cli.Main;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** This program once more, in a process of its own: the same Java with the same options, the launcher's archive of classes among them. */
final class JavaProgram {

    private static final List<String> OPTIONS_TO_KEEP = List.of(
            "-XX:Shared",
            "-XX:TieredStopAtLevel",
            "-XX:+UseSerialGC",
            "-Xlog:disable",
            "-Xshare:",
            "--enable-native-access",
            "--sun-misc-unsafe");

    private JavaProgram() {}

    /** The command line of a Forkline command. */
    static List<String> command(Path root, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> OPTIONS_TO_KEEP.stream().anyMatch(option::startsWith))
                .forEach(command::add);
        command.add("-Dforkline.root=" + root);
        command.addAll(program(System.getProperty("java.class.path")));
        command.addAll(arguments);
        return command;
    }

    private static List<String> program(String classPath) {
        return classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator)
                ? List.of("-jar", classPath)
                : List.of("-cp", classPath, Main.class.getName());
    }
}
