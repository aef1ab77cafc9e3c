package io.forkline.sandbox;

/**
 * What of a host its sandboxes see, and so what a snapshot needs to find: it is not in its layers. Two hosts with equal bases
 * can fork each other's snapshots.
 *
 * @param interpreter version and build of Python, as {@code sys.version} has it
 * @param abi of its extension modules
 * @param prefix where its library is
 * @param libc name and version
 * @param machine architecture
 * @param system name and version of the distribution
 */
public record Base(String interpreter, String abi, String prefix, String libc, String machine, String system) {

    /** All of it in one text, for the digest of an environment. */
    public String fingerprint() {
        return String.join("|", interpreter, abi, prefix, libc, machine, system);
    }
}
