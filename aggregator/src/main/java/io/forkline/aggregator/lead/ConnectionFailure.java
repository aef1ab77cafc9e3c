package io.forkline.aggregator.lead;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Tells a server that was never reached from one that was, and is busy or broke off. */
final class ConnectionFailure {

    private ConnectionFailure() {}

    /** What kept a connection from being made; empty when there was one. */
    static Optional<String> of(Throwable failure, ModelAddress address) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Optional<String> what = what(cause, address);
            if (what.isPresent()) {
                return what;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> what(Throwable cause, ModelAddress address) {
        return switch (cause) {
            case UnknownHostException unknown -> Optional.of("unknown host: " + address);
            case SSLException tls -> Optional.of("no TLS connection to " + address + ": " + tls.getMessage());
            case NoRouteToHostException unreachable -> Optional.of("no route to " + address);
            // What it is called inside says more: the client tries each address of a name.
            case ConnectException failed ->
                Optional.of((says(failed, "refused") ? "connection refused at " : "no connection to ") + address);
            // Java has one class for much that goes wrong before and after a connection is there.
            case SocketException failed ->
                says(failed, "unreachable") ? Optional.of("no route to " + address) : Optional.empty();
            case SocketTimeoutException timeout ->
                says(timeout, "connect") ? Optional.of("no connection in time to " + address) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static boolean says(Throwable failure, String word) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT).contains(word)) {
                return true;
            }
        }
        return false;
    }
}
