/**
 * What the tests of all modules share. {@link io.forkline.testsupport.BrokerExtension} hands a test the one broker of
 * its JVM as a {@link io.forkline.testsupport.TestBroker}; {@link io.forkline.testsupport.RecordCollector} reads what
 * came out; {@link io.forkline.testsupport.Await} waits for a condition, {@link io.forkline.testsupport.ManualClock}
 * moves time, {@link io.forkline.testsupport.NoThreadLeaks} fails a test that leaves threads behind.
 */
@NullMarked
package io.forkline.testsupport;

import org.jspecify.annotations.NullMarked;
