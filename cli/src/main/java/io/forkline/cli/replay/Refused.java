package io.forkline.cli.replay;

/**
 * Something that is meant and cannot be replayed.
 *
 * @param what a job, or a record that is none
 * @param why goes on from it
 */
record Refused(String what, String why) {}
