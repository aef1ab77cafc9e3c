/**
 * {@code forkline doctor}: what this machine can do. Each {@link io.forkline.cli.doctor.Check} looks at one thing and says a
 * {@link io.forkline.cli.doctor.Finding}; what a finding says is wrong comes with what to do about it. The check that counts
 * most is the last but one: a real fork of a real snapshot, in a home of its own that is deleted again.
 */
@NullMarked
package io.forkline.cli.doctor;

import org.jspecify.annotations.NullMarked;
