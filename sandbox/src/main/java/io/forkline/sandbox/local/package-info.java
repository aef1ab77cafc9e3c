/**
 * The provider that needs Linux and Python only. {@link io.forkline.sandbox.local.LocalProvider} starts one supervisor
 * process, its standard input being the lease: when it ends, everything ends. The supervisor keeps a zygote for each
 * snapshot and asks it for a clone when a fork is wanted; this side sends requests and reads replies, and owns no process
 * but the supervisor. The programs are in the resources beside this package.
 */
@NullMarked
package io.forkline.sandbox.local;

import org.jspecify.annotations.NullMarked;
