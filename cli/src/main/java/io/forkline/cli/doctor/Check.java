package io.forkline.cli.doctor;

/** Looks at one thing this machine has to have, or had better have. */
interface Check {

    /** What it looks at, in a word or two. */
    String name();

    /** What it found. Whatever goes wrong on the way is a finding, not an exception. */
    Finding look() throws InterruptedException;
}
