package io.forkline.sandbox;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One place in the network that a fork may connect to, by TCP.
 *
 * @param host a name in lower case, or a literal address: IPv4 as usual, IPv6 as {@link InetAddress#getHostAddress} writes it
 * @param port 1 to 65535
 */
public record Destination(String host, int port) {

    private static final int MOST_CHARACTERS = 253;
    private static final int MOST_PORT = 65_535;
    private static final Pattern FORM = Pattern.compile("(\\[([^\\[\\]]*)]|[^\\[\\]:]*):(\\d{1,9})");
    private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
    private static final Pattern NAME = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
    private static final Pattern ENDS_IN_A_NUMBER = Pattern.compile("(.*\\.)?(\\d+|0x[0-9a-f]*)");
    private static final String BYTE = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern IPV4 = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");
    private static final Pattern NOT_IPV4 = Pattern.compile("(0|22[4-9]|2[3-5]\\d)\\..*");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-f:.]*:[0-9a-f:.]*");

    public Destination {
        if (port < 1 || port > MOST_PORT) {
            throw new IllegalArgumentException("a port is from 1 to " + MOST_PORT);
        }
        if (host.contains(":")) {
            host = ipv6(host);
        } else if (ENDS_IN_A_NUMBER.matcher(host).matches()) {
            checkIpv4(host);
        } else {
            checkName(host);
        }
    }

    /**
     * Reads {@code host:port}, with an IPv6 address in brackets.
     *
     * @throws IllegalArgumentException when it is not that; the message says what would be
     */
    public static Destination parse(String text) {
        Matcher matcher = FORM.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "give host:port, with a name, an IPv4 address or an IPv6 address in brackets as the host");
        }
        boolean bracketed = matcher.group(2) != null;
        String host = bracketed ? matcher.group(2) : matcher.group(1);
        if (bracketed && !host.contains(":")) {
            throw new IllegalArgumentException("brackets are for an IPv6 address");
        }
        return new Destination(host, Integer.parseInt(matcher.group(3)));
    }

    private static void checkIpv4(String host) {
        if (!IPV4.matcher(host).matches()) {
            throw new IllegalArgumentException("what ends in a number is an IPv4 address, as four numbers up to 255");
        }
        if (NOT_IPV4.matcher(host).matches()) {
            throw new IllegalArgumentException("nobody can be connected to at this address");
        }
    }

    private static String ipv6(String host) {
        InetAddress address = parseIpv6(host);
        if (address.getAddress().length == 4) {
            throw new IllegalArgumentException("give the IPv4 address itself, without brackets");
        }
        if (address.isAnyLocalAddress() || address.isMulticastAddress() || address.isLinkLocalAddress()) {
            throw new IllegalArgumentException(
                    "nobody can be connected to at this address, or not without an interface");
        }
        return address.getHostAddress();
    }

    /** A literal with a colon is never looked up. */
    private static InetAddress parseIpv6(String host) {
        try {
            if (IPV6.matcher(host).matches()) {
                return InetAddress.getByName(host);
            }
        } catch (UnknownHostException notOne) {
            throw new IllegalArgumentException("this is no IPv6 address", notOne);
        }
        throw new IllegalArgumentException("this is no IPv6 address, or one with a zone, which is not accepted");
    }

    private static void checkName(String host) {
        if (!NAME.matcher(host).matches() || host.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException(
                    "a name has letters, digits and dashes between its dots, whole, without a wildcard or a dot at its end");
        }
        if (host.equals("localhost") || host.endsWith(".localhost")) {
            throw new IllegalArgumentException("a name never leads to this machine; give 127.0.0.1 or [::1]");
        }
    }

    /** {@code host:port}, as {@link #parse} reads it. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
