package io.forkline.sandbox.local;

/**
 * What an environment in use makes ahead, so that a fork is taken instead of waited for. How many are parked follows the demand; when
 * nobody asks for a while, they go.
 *
 * @param mostParked forks that may wait at once, ready but for target and command, from 0; each takes 1 to 2 MiB
 * @param spareCells cells (namespaces and root, without the clone) that wait besides, from 0
 */
public record Parking(int mostParked, int spareCells) {

    /** Up to 16 forks and 2 cells. */
    public static final Parking DEFAULT = new Parking(16, 2);

    /** For a process that has up to so many forks at once: as the default, and one parked for each where those are more. */
    public static Parking forAtOnce(int forks) {
        return new Parking(Math.max(DEFAULT.mostParked, forks), DEFAULT.spareCells);
    }

    /** Nothing ahead: each fork is made when it is asked for. */
    public static final Parking NONE = new Parking(0, 0);

    public Parking {
        if (mostParked < 0 || spareCells < 0) {
            throw new IllegalArgumentException(
                    "parked forks and spare cells are from 0 on: " + mostParked + ", " + spareCells);
        }
    }
}
