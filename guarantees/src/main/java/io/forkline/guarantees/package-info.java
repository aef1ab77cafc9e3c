/** What is promised of jobs, as objects that judge it from what the topics hold and the machine shows, knowing nothing of the services. */
@NullMarked
package io.forkline.guarantees;

import org.jspecify.annotations.NullMarked;
