/**
 * The services as commands see them: {@link io.forkline.cli.service.Services} makes them for one cluster from one set of
 * settings, {@link io.forkline.cli.service.ServiceGroup} starts, watches and closes them together.
 */
@NullMarked
package io.forkline.cli.service;

import org.jspecify.annotations.NullMarked;
