package io.forkline.cli.job;

import io.forkline.cli.CommandException;
import io.forkline.schemas.record.JobLimits;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What each fork of a job may use, by the names that {@code environment.yaml} has for it. */
public final class LimitOptions {

    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,9}");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3})?");

    @Option(
            names = "--limit",
            paramLabel = "NAME=VALUE",
            description =
                    "Let each fork use less than the environment allows: cpus, memory, processes, disk, openFiles,"
                            + " fileSize or output, for example memory=256MiB. As often as there are limits.")
    private Map<String, String> given = new LinkedHashMap<>();

    /**
     * The limits that were given.
     *
     * @throws CommandException when one is unknown or has no value that can be used
     */
    public JobLimits limits() {
        JobLimits.Builder limits = JobLimits.newBuilder();
        given.forEach((name, value) -> set(limits, name, value));
        return limits.build();
    }

    private static void set(JobLimits.Builder limits, String name, String value) {
        switch (name) {
            case "cpus" -> limits.setCpus(Double.valueOf(number(name, value, DECIMAL, "a number, for example 0.5")));
            case "memory" -> limits.setMemoryBytes(size(name, value));
            case "processes" -> limits.setProcesses(whole(name, value));
            case "disk" -> limits.setDiskBytes(size(name, value));
            case "openFiles" -> limits.setOpenFiles(whole(name, value));
            case "fileSize" -> limits.setFileSizeBytes(size(name, value));
            case "output" -> limits.setOutputBytes(size(name, value));
            default ->
                throw CommandException.usage("--limit: there is no limit '" + name
                        + "'; there are cpus, memory, processes, disk, openFiles, fileSize, output");
        }
    }

    private static int whole(String name, String value) {
        return Integer.parseInt(number(name, value, WHOLE, "a whole number"));
    }

    private static String number(String name, String value, Pattern form, String accepted) {
        if (!form.matcher(value).matches()) {
            throw CommandException.usage("--limit " + name + ": '" + value + "' is no value; give " + accepted);
        }
        return value;
    }

    private static long size(String name, String value) {
        try {
            return new SizeConverter().convert(value);
        } catch (TypeConversionException e) {
            throw CommandException.usage("--limit " + name + ": " + e.getMessage(), e);
        }
    }
}
