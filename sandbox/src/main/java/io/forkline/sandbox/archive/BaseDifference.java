package io.forkline.sandbox.archive;

import io.forkline.sandbox.Base;
import java.util.ArrayList;
import java.util.List;

/** Says in what two bases differ. */
final class BaseDifference {

    private final List<String> differences = new ArrayList<>();

    private BaseDifference() {}

    static String of(Base needed, Base here) {
        var difference = new BaseDifference();
        difference.add("Python", needed.interpreter(), here.interpreter());
        difference.add("ABI", needed.abi(), here.abi());
        difference.add("Python's place", needed.prefix(), here.prefix());
        difference.add("libc", needed.libc(), here.libc());
        difference.add("machine", needed.machine(), here.machine());
        difference.add("system", needed.system(), here.system());
        return String.join("; ", difference.differences);
    }

    private void add(String part, String needed, String here) {
        if (!needed.equals(here)) {
            differences.add(part + " " + oneLine(needed) + ", here " + oneLine(here));
        }
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }
}
