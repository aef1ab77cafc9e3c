package io.forkline.cli.status;

/** What is served at one path. */
@FunctionalInterface
interface Page {

    /** Of this moment; nothing is remembered. */
    Answer get();

    /**
     * One answer.
     *
     * @param status of HTTP
     * @param type of the content
     */
    record Answer(int status, String type, String body) {

        private static final String JSON = "application/json";

        static Answer json(int status, String json) {
            return new Answer(status, JSON, json + "\n");
        }
    }
}
