/** What is promised of jobs, as objects that judge it from what the topics hold, knowing nothing of the services. */
@NullMarked
package io.forkline.guarantees;

import org.jspecify.annotations.NullMarked;
