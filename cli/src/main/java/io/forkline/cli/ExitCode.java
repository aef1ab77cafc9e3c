package io.forkline.cli;

/** What a command ends with; a promise to scripts. */
public final class ExitCode {

    /** All is there. */
    public static final int COMPLETE = 0;

    /** It failed: what the command was for did not come about. */
    public static final int FAILED = 1;

    /** A result without some of its reports. */
    public static final int PARTIAL = 2;

    /** The command was called wrongly, or with something it cannot use. */
    public static final int USAGE = 64;

    private ExitCode() {}
}
