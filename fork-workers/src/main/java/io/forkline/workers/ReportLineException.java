package io.forkline.workers;

/** A line of JSON is not a report; the message says which part of it and why. */
final class ReportLineException extends Exception {

    private static final long serialVersionUID = 1L;

    ReportLineException(String message) {
        super(message);
    }
}
