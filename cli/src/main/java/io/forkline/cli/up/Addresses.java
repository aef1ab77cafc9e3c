package io.forkline.cli.up;

import io.forkline.cli.CommandException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * Where broker and registry listen, and by what name clients reach them.
 *
 * @param host the address to listen on
 * @param advertised the name or address that clients are told
 */
record Addresses(String host, String advertised) {

    static final String LOOPBACK = "127.0.0.1";

    /**
     * As the options say.
     *
     * @param advertised null for the address itself
     * @throws CommandException when the address is none, or is every address and clients would not know which
     */
    static Addresses of(String host, @Nullable String advertised) {
        if (host.isBlank() || (advertised != null && advertised.isBlank())) {
            throw CommandException.usage("--host and --advertised-host take a name or an address");
        }
        if (advertised == null && resolve(host).isAnyLocalAddress()) {
            throw CommandException.usage("--host " + host
                    + " listens at every address of this machine, and clients are told one: give the name by which they"
                    + " reach it with --advertised-host");
        }
        return new Addresses(bracketed(host), bracketed(advertised == null ? host : advertised));
    }

    private static InetAddress resolve(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw CommandException.usage("--host " + host + " is no address of this machine and no name of one", e);
        }
    }

    /** As a URL has an IPv6 address. */
    private static String bracketed(String host) {
        return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    /** Whether nobody but this machine reaches it. */
    boolean isLoopback() {
        return resolve(host).isLoopbackAddress();
    }

    /** Whether clients are told another name than it listens on, which may mean nothing here. */
    boolean isAdvertised() {
        return !advertised.equals(host);
    }

    /** How this machine reaches what listens there. */
    String own() {
        return resolve(host).isAnyLocalAddress() ? LOOPBACK : host;
    }
}
