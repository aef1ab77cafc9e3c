/** What is given to whoever operates Forkline works as it lies there: manifests, images, and the compose file. */
@NullMarked
package io.forkline.deploy;

import org.jspecify.annotations.NullMarked;
