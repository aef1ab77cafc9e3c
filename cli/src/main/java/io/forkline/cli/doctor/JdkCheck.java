package io.forkline.cli.doctor;

/** The Java that runs this. The launcher has seen to it that it will do. */
final class JdkCheck implements Check {

    private static final int OLDEST = 21;

    @Override
    public String name() {
        return "JDK";
    }

    @Override
    public Finding look() {
        String found = Runtime.version().feature() + " (" + System.getProperty("java.vendor") + ", "
                + System.getProperty("java.home") + ")";
        return Runtime.version().feature() >= OLDEST
                ? new Finding.Good(found)
                : new Finding.Missing(found, "install a JDK " + OLDEST + " or newer, or set JAVA_HOME to one");
    }
}
